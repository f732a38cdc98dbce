import type { CloudFormationCustomResourceEvent } from 'aws-lambda';

/** What became of a custom resource; the reason of a failure is shown to who deploys. */
export type CustomResourceOutcome =
  | { readonly status: 'SUCCESS'; readonly physicalResourceId: string; readonly data?: Readonly<Record<string, string>> }
  | { readonly status: 'FAILED'; readonly physicalResourceId: string; readonly reason: string };

const TIMEOUT_MILLISECONDS = 5_000;

/**
 * Tells CloudFormation, which waits for it, what became of a custom resource. Throws when it was not taken: Lambda then
 * invokes the function again.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
 */
export async function answerCloudFormation(
  { ResponseURL, StackId, RequestId, LogicalResourceId }: CloudFormationCustomResourceEvent,
  outcome: CustomResourceOutcome,
): Promise<void> {
  const { status, physicalResourceId } = outcome;
  const body = JSON.stringify({
    Status: status,
    Reason: status === 'FAILED' ? outcome.reason : undefined,
    PhysicalResourceId: physicalResourceId,
    StackId,
    RequestId,
    LogicalResourceId,
    Data: status === 'SUCCESS' ? outcome.data : undefined,
  });

  // The URL is signed for no content type; without this header fetch would send one for a text.
  const response = await fetch(ResponseURL, {
    method: 'PUT',
    headers: { 'Content-Type': '' },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });

  if (!response.ok) throw new Error(`CloudFormation's response URL answered ${response.status}`);
}
