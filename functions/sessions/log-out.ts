import { endSession } from '../adapters/dynamodb/sessions.ts';
import { logOut as contract } from '../contracts/sessions.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** L-6: the session is gone with the answer. */
export const logOut: Operation<typeof contract> = async ({ actor }) => done(undefined, { writes: [endSession(actor.address)] });

export const handler = lambda(contract, logOut);
