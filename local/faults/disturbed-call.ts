import type { Caller } from '../aws/callers.ts';
import type { AwsRequest, Protocol, Reply } from '../aws/protocol.ts';

/** A call that is allowed and would now be carried out. */
export type DisturbedCall = {
  readonly service: string;
  readonly action: string;
  readonly protocol: Protocol;
  readonly request: AwsRequest;
  readonly caller: Caller | undefined;
  /** Carries out a request of the same action; what AWS refuses is an answer too. */
  carryOut(request: AwsRequest): Promise<Reply>;
};

/** The JSON document of a request or an answer. */
export type Document = Readonly<Record<string, unknown>>;

export function documentOf({ body }: Pick<Reply, 'body'>): Document {
  return JSON.parse(body.toString()) as Document;
}
