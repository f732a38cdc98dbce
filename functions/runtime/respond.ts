import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { backoffMs } from '../adapters/dynamodb/backoff.ts';
import { ContentionError } from '../adapters/dynamodb/commit.ts';
import { type Claim, releaseClaim, type StoredReply } from '../adapters/dynamodb/idempotency.ts';
import { needsSession } from '../contracts/access.ts';
import type { Contract } from '../contracts/contract.ts';
import type { Actor, Operator } from './actor.ts';
import { authenticate } from './authenticate.ts';
import { decide } from './decide.ts';
import { replayOrClaim } from './idempotency.ts';
import { header, languageOf } from './language.ts';
import type { Operation } from './operation.ts';
import { bodyText, type Input, parseInput } from './parse.ts';
import { problemReply } from './problem.ts';
import type { Refusal } from './refusal.ts';
import { settings } from './settings.ts';

const MAX_ROUNDS = 8;

type Answer = { ok: true; reply: StoredReply } | { ok: false; refusal: Refusal };

/** Answers one request: with the operation's reply, or with a problem document. */
export async function respond<C extends Contract, Dependencies>(
  contract: C,
  operation: Operation<C, Dependencies>,
  dependencies: Dependencies,
  event: APIGatewayProxyEvent,
): Promise<APIGatewayProxyResult> {
  const { requestId } = event.requestContext;
  const answer = await answerTo(contract, operation, dependencies, event);

  if (!answer.ok) return problemReply(answer.refusal, { language: languageOf(event), requestId });

  const headers = { 'X-Request-Id': requestId, 'Cache-Control': 'no-store' };
  const { status, body } = answer.reply;

  return { statusCode: status, headers: body === '' ? headers : { ...headers, 'Content-Type': 'application/json' }, body };
}

/**
 * What an operation read may move before it commits. It is then decided again on fresh data, from the session check on,
 * so that the answer is the one for what is true now: a right withdrawn meanwhile is missing, a full tenant is full.
 */
async function answerTo<C extends Contract, Dependencies>(
  contract: C,
  operation: Operation<C, Dependencies>,
  dependencies: Dependencies,
  event: APIGatewayProxyEvent,
): Promise<Answer> {
  const body = bodyText(event);
  if (!body.ok) return body;

  const request = {
    now: new Date(),
    transactionId: randomUUID(),
    ip: event.requestContext.identity.sourceIp,
    settings: settings(),
  };
  let claim: Claim | undefined;
  let verified: string | undefined;

  try {
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const actor = await callerOf(contract, event, request.now);
      if (!actor.ok) return actor;

      const input = parseInput(contract, event, body.value);
      if (!input.ok) return input;

      if (claim === undefined) {
        const scope = scopeOf(actor.value, input.value);
        const replay = await replayOrClaim(contract, event, {
          scope,
          input: input.value,
          claimId: request.transactionId,
          now: request.now,
        });

        if (replay.kind === 'refused') return { ok: false, refusal: replay.refusal };
        if (replay.kind === 'replay') return { ok: true, reply: replay.reply };
        if (replay.kind === 'claimed') claim = replay.claim;
      }

      const decision = await decide(contract, operation, dependencies, {
        ...request,
        actor: actor.value,
        input: input.value,
        claim,
        verified,
      });

      if (decision.kind === 'committed') claim = undefined;
      if (decision.kind !== 'moved') return decision.answer;

      verified = decision.verified;
      await delay(backoffMs(round));
    }
  } finally {
    if (claim) await releaseClaim(claim);
  }

  throw new ContentionError('What the operation decides on keeps moving');
}

async function callerOf(
  contract: Contract,
  event: APIGatewayProxyEvent,
  now: Date,
): Promise<{ ok: true; value: Actor | Operator | undefined } | { ok: false; refusal: Refusal }> {
  if (needsSession(contract)) return authenticate(contract, header(event, 'authorization'), now, settings());
  if (contract.caller === 'public') return { ok: true, value: undefined };

  // API Gateway has checked the signature and the resource policy (AWS_IAM); without its word nobody is an operator.
  const arn = event.requestContext.identity.userArn;

  return arn ? { ok: true, value: { arn } } : { ok: false, refusal: { code: 'permission-denied' } };
}

/** An idempotency key means something only together with who sent it: tenant and user, or the operator for a tenant. */
function scopeOf(actor: Actor | Operator | undefined, input: Input<Contract>): string {
  if (actor === undefined) return 'public';
  if ('user' in actor) return `${actor.tenantId}#${actor.userId}`;

  return `${(input as { tenantId: string }).tenantId}#operator`;
}
