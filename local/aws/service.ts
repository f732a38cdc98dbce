import * as z from 'zod';
import { AwsError } from './aws-error.ts';
import type { ConditionContext } from './iam/conditions.ts';
import type { AwsRequest, Protocol, Reply } from './protocol.ts';

/** One thing the caller's role must allow. */
export type Permission = { readonly action: string; readonly resource: string; readonly context: ConditionContext };

/** A call whose input is understood: what it needs, and how to carry it out. */
export type PreparedCall = { readonly permissions: readonly Permission[]; run(): Promise<Reply> };

export type Action = (request: AwsRequest) => PreparedCall;

/** An AWS service as far as it is emulated. What is not among its actions is refused. */
export type Service = { readonly protocol: Protocol; readonly actions: Readonly<Record<string, Action>> };

/**
 * The JSON body of a request.
 *
 * @throws AwsError SerializationException when it is no JSON, ValidationException when it is not of the schema
 */
export function inputOf<Schema extends z.ZodType>(schema: Schema, { body }: AwsRequest): z.output<Schema> {
  const parsed = schema.safeParse(parseJson(body));
  if (!parsed.success) throw new AwsError('ValidationException', z.prettifyError(parsed.error));

  return parsed.data;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'The request body is no JSON');
  }
}
