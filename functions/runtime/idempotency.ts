import { createHash } from 'node:crypto';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { type Claim, claim, type IdempotencyAddress, type StoredReply } from '../adapters/dynamodb/idempotency.ts';
import { fingerprintMac } from '../adapters/kms/fingerprint.ts';
import { keepsReply } from '../contracts/access.ts';
import type { Contract } from '../contracts/contract.ts';
import { header } from './language.ts';
import type { FieldProblem, Refusal } from './refusal.ts';

export type Replay =
  | { readonly kind: 'none' }
  | { readonly kind: 'claimed'; readonly claim: Claim }
  | { readonly kind: 'replay'; readonly reply: StoredReply }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

const MALFORMED_KEY: FieldProblem = {
  pointer: '/header/idempotency-key',
  code: 'invalid-format',
  params: { format: '1-64 visible ASCII characters' },
};

const FORM = /^[\x21-\x7e]{1,64}$/;

/**
 * takes the request's `Idempotency-Key` for it, or answers what the first request with the key answered.
 * The fingerprint leaves out the confirmation and the code of an authenticator, because a repeated request may carry
 * fresh ones, and is keyed, because a body may hold a password.
 */
export async function replayOrClaim(
  contract: Contract,
  event: APIGatewayProxyEvent,
  request: { scope: () => string; input: object; claimId: string; now: Date },
): Promise<Replay> {
  const idempotencyKey = header(event, 'idempotency-key');
  if (idempotencyKey === undefined || !keepsReply(contract)) return { kind: 'none' };

  if (!FORM.test(idempotencyKey)) {
    return { kind: 'refused', refusal: { code: 'invalid-request', errors: [MALFORMED_KEY] } };
  }

  const address: IdempotencyAddress = { scope: request.scope(), operationId: contract.id, idempotencyKey };
  const fingerprint = await fingerprintMac(createHash('sha256').update(canonical(request.input)).digest());
  const result = await claim({ address, claimId: request.claimId }, fingerprint, request.now);

  if (result.state === 'claimed') return { kind: 'claimed', claim: { address, claimId: request.claimId } };
  if (result.fingerprint !== fingerprint) return { kind: 'refused', refusal: { code: 'idempotency-key-reused' } };
  if (result.state === 'running') return { kind: 'refused', refusal: { code: 'request-in-progress', retryAfterSeconds: 1 } };

  return { kind: 'replay', reply: result.reply };
}

/** JSON with sorted members, so that the order in which a client writes them does not matter. */
function canonical(input: object): string {
  const { confirmation, code, ...content } = input as Record<string, unknown>;

  return JSON.stringify(content, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
