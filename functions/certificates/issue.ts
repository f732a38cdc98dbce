import type { KeyObject } from 'node:crypto';
import { type IssueAttempt, isTokenKnown, isUnderWay } from '../../domain/certificates/issue-attempt.ts';
import { ok, type Result, refuse } from '../../domain/result.ts';
import { awaitIssued } from '../adapters/acm-pca/await-issued.ts';
import { type IssuedCertificate as CertificateOfAuthority, issue, revoke } from '../adapters/acm-pca/certificate-authority.ts';
import type { Settings } from '../contracts/settings.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';
import type { IssuedCertificate, Memory } from '../runtime/memory.ts';
import { UnavailableError } from '../runtime/unavailable-error.ts';
import type { Subject } from '../x509/certificate-request.ts';
import { checkLeaf } from '../x509/leaf.ts';
import { certificateSerialNumber } from '../x509/serial-number.ts';

/** What a certificate is asked for: a key, by a signing request for it, and the name it is to carry. */
export type Wanted = {
  readonly csr: string;
  readonly publicKey: KeyObject;
  /** Of a key we made; nobody else has it. */
  readonly privateKey?: KeyObject;
  readonly subject: Subject;
};

/** Where the attempts at a certificate are kept: its order, or the certificate it renews. */
export type AttemptKeeper = {
  readonly current: IssueAttempt | undefined;
  /**
   * Saves an attempt in place of the one this request knows of.
   * @returns `overtaken` when another request has begun one, has ended it, or has changed what this one decided on; `gone` when
   * there is nothing left to keep it in
   */
  save(attempt: IssueAttempt, replaced: IssueAttempt | undefined): Promise<'kept' | 'overtaken' | 'gone'>;
  /** What is known of the attempt later, its end included: saved in its place, or taken away, whatever else has changed. */
  update(attempt: IssueAttempt | undefined, replaced: IssueAttempt): Promise<'kept' | 'overtaken' | 'gone'>;
};

type Context = { readonly transactionId: string; readonly now: Date; readonly settings: Settings; readonly memory: Memory };

const UNDER_WAY = refuse({ code: 'request-in-progress', retryAfterSeconds: 5 });

/**
 * Has a certificate issued, once per request however often it is decided again. What an attempt that died may have left at the
 * certificate authority is revoked first, so that no two of an order are ever good; and what is handed on is exactly what was
 * asked for. Nobody's certificate counts before its item is written, so whatever ends this halfway does no harm.
 *
 * @throws {UnavailableError} when the authority does not answer in time, or answers something else: nothing is lost
 */
export async function issueOnce(
  want: () => Promise<Wanted>,
  keeper: AttemptKeeper,
  context: Context,
): Promise<Result<IssuedCertificate, { readonly code: 'request-in-progress'; readonly retryAfterSeconds: number }>> {
  const { memory, now, transactionId } = context;
  if (memory.issued !== undefined) return ok(memory.issued);

  const earlier = keeper.current;
  if (earlier !== undefined && isUnderWay(earlier, now)) return UNDER_WAY;

  const wanted = await want();
  if (earlier !== undefined) await revokeLeftover(earlier, wanted.subject, context);

  const attempt: IssueAttempt = { token: transactionId, signingRequest: wanted.csr, startedAt: now.toISOString() };
  if ((await keeper.save(attempt, earlier)) !== 'kept') return UNDER_WAY;

  memory.issued = await issueFor(wanted, attempt, keeper, context);

  return ok(memory.issued);
}

async function issueFor(wanted: Wanted, begun: IssueAttempt, keeper: AttemptKeeper, context: Context) {
  let attempt = begun;
  // Until the authority was asked there is nothing to be revoked; afterwards there may be, whatever it answered.
  let asked = false;
  let made: CertificateOfAuthority | undefined;
  context.memory.releases.push(async () => {
    const over: IssueAttempt | undefined = asked ? { ...attempt, over: true } : undefined;
    const kept = await keeper.update(over, attempt);
    if (kept === 'overtaken' || over?.certificateArn === undefined || made === undefined) return;

    // Nobody may ever come back for it: what it was ordered with has ended meanwhile.
    await revokeUnused(over.certificateArn, made);
    if (kept === 'kept') await keeper.update(undefined, over);
  });

  asked = true;
  const { certificateArn } = await issue(requestOf(wanted.subject, begun, context)).catch((error: unknown) => {
    asked = !isCertainlyRefused(error);
    throw error;
  });
  const known: IssueAttempt = { ...begun, certificateArn };
  // Whatever has changed meanwhile: what the authority makes now has to be found again.
  if ((await keeper.update(known, attempt)) !== 'overtaken') attempt = known;

  made = await awaitIssued(certificateArn);
  if (made === undefined) throw new UnavailableError('The certificate was not issued in time');

  const leaf = checkLeaf(made.certificate, { ...wanted.subject, publicKey: wanted.publicKey });
  if (leaf.ok) {
    return { ...made, leaf: leaf.value, certificateArn, ...(wanted.privateKey && { privateKey: wanted.privateKey }) };
  }

  logger.error(LOG.certificateDiffers, { differences: leaf.refusal.differences });
  await revokeUnused(certificateArn, made);
  asked = false;
  throw new UnavailableError('The certificate authority answered another certificate than it was asked for');
}

/**
 * Revokes what an attempt that came to nothing may have left behind. While the authority knows its token, asking again answers
 * the same certificate; after that, what nobody knows of is found by the monthly audit, and opens nothing meanwhile.
 */
async function revokeLeftover(attempt: IssueAttempt, subject: Subject, context: Context): Promise<void> {
  const { now } = context;
  const certificateArn =
    attempt.certificateArn ?? (isTokenKnown(attempt, now) ? await askAgain(attempt, subject, context) : undefined);
  if (certificateArn === undefined) return;

  const left = await awaitIssued(certificateArn).catch(nothingIfFailed);
  if (left === 'nothing') return;
  if (left === undefined) throw new UnavailableError('What an earlier attempt has left behind cannot be revoked yet');

  await revokeUnused(certificateArn, left);
  logger.warn(LOG.leftoverRevoked, { certificateArn });
}

/** The authority has given the certificate up: there is none to be revoked. */
function nothingIfFailed(error: unknown): 'nothing' {
  if (error instanceof Error && error.name === 'RequestFailedException') return 'nothing';

  throw error;
}

/** Twice is fine. */
function revokeUnused(certificateArn: string, { certificate }: CertificateOfAuthority): Promise<void> {
  return revoke({ certificateArn, serialNumber: certificateSerialNumber(certificate) }, 'SUPERSEDED');
}

async function askAgain(attempt: IssueAttempt, subject: Subject, context: Context): Promise<string> {
  const { certificateArn } = await issue(requestOf(subject, attempt, context));

  return certificateArn;
}

/** The same for the same attempt, down to the end of the validity: the token stands for one request only. */
function requestOf(subject: Subject, { token, signingRequest, startedAt }: IssueAttempt, { settings }: Context) {
  const validityDays = settings.certificateDays;

  return { ...subject, csr: signingRequest, idempotencyToken: token, validityDays, from: new Date(startedAt) };
}

const CERTAIN_REFUSALS = new Set([
  'ThrottlingException',
  'LimitExceededException',
  'InvalidStateException',
  'AccessDeniedException',
]);

/** One that was tried again may have been carried out before it was refused. */
function isCertainlyRefused(error: unknown): boolean {
  const attempts = (error as { $metadata?: { attempts?: number } }).$metadata?.attempts;

  return error instanceof Error && CERTAIN_REFUSALS.has(error.name) && attempts === 1;
}
