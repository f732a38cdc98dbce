import * as z from 'zod';
import { AwsError, NotEmulatedError } from '../../aws/aws-error.ts';
import type { Authorize } from '../../aws/iam/authorize.ts';
import type { Invocation, LambdaPool } from '../../functions/pool.ts';
import type { Assembly } from '../../template/assembly.ts';
import { StateFailure } from '../failure.ts';

export const LAMBDA_INVOKE = 'arn:aws:states:::lambda:invoke';

/** Invokes a function with the permissions of a role; answers what the Task's result is. @throws StateFailure */
export type InvokeFunction = (roleArn: string, parameters: unknown) => Promise<unknown>;

const Arguments = z.strictObject({
  FunctionName: z.string(),
  Payload: z.unknown().optional(),
  InvocationType: z.literal('RequestResponse').optional(),
});

/** What the local run does not know in the arguments of `lambda:invoke`; undefined = it knows them. */
export function checkInvokeArguments(given: unknown): string | undefined {
  const parsed = Arguments.safeParse(given);

  return parsed.success ? undefined : z.prettifyError(parsed.error);
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html */
export function functionInvoker({
  assembly,
  authorize,
  invoke,
}: {
  readonly assembly: Assembly;
  readonly authorize: Authorize;
  readonly invoke: LambdaPool['invoke'];
}): InvokeFunction {
  return async (roleArn, parameters) => {
    const parsed = Arguments.safeParse(parameters);
    if (!parsed.success)
      throw new Error(`The local run does not know arguments of lambda:invoke: ${z.prettifyError(parsed.error)}`);

    const functionArn = arnOf(parsed.data.FunctionName, assembly);
    mayInvoke(roleArn, functionArn, authorize);
    if (!assembly.resource(functionArn, 'AWS::Lambda::Function')) {
      throw new StateFailure('Lambda.ResourceNotFoundException', `Function not found: ${functionArn}`);
    }

    return resultOf(await invoke(functionArn, parsed.data.Payload ?? {}));
  };
}

/** A function is named by its name or its ARN, with `:$LATEST` behind it or without. */
function arnOf(functionName: string, { region, accountId }: Assembly): string {
  const name = functionName.replace(/:\$LATEST$/, '');

  return name.startsWith('arn:') ? name : `arn:aws:lambda:${region}:${accountId}:function:${name}`;
}

/**
 * For a call that is not allowed Lambda has no error with a name of its own, so that it is the general one.
 *
 * @see https://github.com/awslabs/aws-deployment-framework/issues/460
 */
function mayInvoke(roleArn: string, functionArn: string, authorize: Authorize): void {
  try {
    authorize(roleArn, { action: 'lambda:InvokeFunction', resource: functionArn, context: {} });
  } catch (cause) {
    if (!(cause instanceof AwsError) || cause instanceof NotEmulatedError) throw cause;
    throw new StateFailure(
      'Lambda.AWSLambdaException',
      `${cause.message} (Service: AWSLambda; Status Code: 403; Error Code: AccessDeniedException)`,
    );
  }
}

/**
 * A function's error is known by its errorType, a timeout is Sandbox.Timedout and a crash Runtime.ExitError; one of
 * Lambda itself begins with its name.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
function resultOf(invocation: Invocation): unknown {
  if (invocation.ok) return { ExecutedVersion: '$LATEST', Payload: invocation.payload, StatusCode: 200 };

  const { errorType, errorMessage, refused } = invocation;
  if (refused) throw new StateFailure(`Lambda.${errorType}`, errorMessage);

  throw new StateFailure(errorType, JSON.stringify({ errorType, errorMessage }));
}
