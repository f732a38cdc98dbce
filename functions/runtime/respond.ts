import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { backoffMs } from '../adapters/dynamodb/backoff.ts';
import { ContentionError } from '../adapters/dynamodb/commit.ts';
import { type Claim, releaseClaim } from '../adapters/dynamodb/idempotency.ts';
import { needsSession } from '../contracts/access.ts';
import type { Contract } from '../contracts/contract.ts';
import { isPaged } from '../contracts/page.ts';
import { isOperator, type KnownCaller } from './actor.ts';
import { type Answer, attempt } from './attempt.ts';
import { authenticate } from './authenticate.ts';
import { authenticateCertificate } from './authenticate-certificate.ts';
import { type PresentedCertificate, presentedCertificate } from './client-certificate.ts';
import { csvOf, wantsCsv } from './csv.ts';
import { describeError } from './describe-error.ts';
import { replayOrClaim } from './idempotency.ts';
import { header, languageOf } from './language.ts';
import { LOG } from './log-codes.ts';
import { logger } from './logger.ts';
import type { Memory } from './memory.ts';
import { nextPageLink } from './next-page.ts';
import type { Operation } from './operation.ts';
import { bodyText, parseInput } from './parse.ts';
import { problemReply } from './problem.ts';
import type { Refusal } from './refusal.ts';
import { settings } from './settings.ts';

const MAX_ATTEMPTS = 8;

/** No attempt starts with less time left: one that Lambda cut off could not let go of what it holds. */
const ENOUGH_TIME_MS = 6_000;

/** Answers one request: with the operation's reply, or with a problem document. */
export async function respond<C extends Contract, Dependencies>(
  contract: C,
  operation: Operation<C, Dependencies>,
  dependencies: Dependencies,
  event: APIGatewayProxyEvent,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<APIGatewayProxyResult> {
  const { requestId } = event.requestContext;
  const answer = await answerTo(contract, operation, dependencies, event, context);

  if (!answer.ok) return problemReply(answer.refusal, { language: languageOf(event), requestId });

  const { status, body } = answer.reply;
  const link = isPaged(contract) ? nextPageLink(event, body) : {};
  const headers = { 'X-Request-Id': requestId, 'Cache-Control': 'no-store', ...link };
  if (body === '') return { statusCode: status, headers, body };
  if (!wantsCsv(contract, event))
    return { statusCode: status, headers: { ...headers, 'Content-Type': 'application/json' }, body };

  return { statusCode: status, headers: { ...headers, 'Content-Type': 'text/csv; charset=utf-8' }, body: csvOf(contract, body) };
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
  { getRemainingTimeInMillis }: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<Answer> {
  const body = bodyText(event);
  if (!body.ok) return body;

  const now = new Date();
  const clientCertificate = presentedCertificate(event);
  let caller = await callerOf(contract, event, clientCertificate, now);
  if (!caller.ok) return caller;

  const input = parseInput(contract, event, body.value);
  if (!input.ok) return input;

  const transactionId = randomUUID();
  const scope = () => idempotencyScope(contract, caller.ok ? caller.value : undefined, input.value);
  const replay = await replayOrClaim(contract, event, { scope, input: input.value, claimId: transactionId, now });
  if (replay.kind === 'refused') return refuse(replay.refusal);
  if (replay.kind === 'replay') return { ok: true, reply: replay.reply };

  const memory: Memory = { releases: [] };
  let claim: Claim | undefined = replay.kind === 'claimed' ? replay.claim : undefined;

  try {
    for (let round = 1; round <= MAX_ATTEMPTS && getRemainingTimeInMillis() > ENOUGH_TIME_MS; round++) {
      if (round > 1) caller = await callerOf(contract, event, clientCertificate, now);
      if (!caller.ok) return caller;

      const answer = await attempt(contract, operation, dependencies, {
        contract,
        actor: caller.value,
        tenantId: tenantOf(caller.value, input.value),
        input: input.value,
        transactionId,
        now,
        ip: event.requestContext.identity.sourceIp,
        userAgent: event.requestContext.identity.userAgent ?? '',
        clientCertificate,
        language: languageOf(event),
        settings: settings(),
        memory,
        claim,
      });

      if (answer !== 'conflict') {
        if (answer.ok) claim = undefined;
        return answer;
      }
      await delay(backoffMs(round));
    }
  } finally {
    await letGo(memory, claim);
  }

  throw new ContentionError('What the operation decides on keeps moving');
}

/**
 * Lets go of what a request without effect still holds. Should that fail, it ends by itself (the claim's lease runs out, a
 * try counts as abandoned), so the answer stands.
 */
async function letGo({ releases }: Memory, claim: Claim | undefined): Promise<void> {
  const results = await Promise.allSettled([...releases.map((release) => release()), claim && releaseClaim(claim)]);

  for (const result of results) {
    if (result.status === 'rejected') logger.error(LOG.notReleased, { ...describeError(result.reason) });
  }
}

async function callerOf(
  contract: Contract,
  event: APIGatewayProxyEvent,
  presented: PresentedCertificate | undefined,
  now: Date,
): Promise<Result<KnownCaller | undefined, Refusal>> {
  const authorization = header(event, 'authorization');
  if (needsSession(contract)) return authenticate(contract, { authorization, presented }, now, settings());
  if (contract.caller === 'public') return ok(undefined);
  if (contract.caller === 'certificate-holder') return authenticateCertificate(presented, now);

  // API Gateway has checked the signature and the resource policy (AWS_IAM); without its word nobody is an operator.
  const arn = event.requestContext.identity.userArn;

  return arn ? ok({ arn }) : refuse({ code: 'permission-denied' });
}

/** the tenant is the session's; only the bank's core systems name one. */
function tenantOf(caller: KnownCaller | undefined, input: object): string | undefined {
  if (caller === undefined) return undefined;

  return isOperator(caller) ? (input as { tenantId: string }).tenantId : caller.tenantId;
}

/** An idempotency key means something only together with who sent it: tenant and user, or the operator for a tenant. */
function idempotencyScope({ params }: Contract, caller: KnownCaller | undefined, input: object): string {
  // A public operation is about what its path names: a reset, an order.
  if (caller === undefined)
    return `public#${Object.keys(params?.shape ?? {})
      .map((name) => input[name as never])
      .join('#')}`;

  return isOperator(caller) ? `${tenantOf(caller, input)}#operator` : `${caller.tenantId}#${caller.userId}`;
}
