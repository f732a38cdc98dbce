import { issueMailToken } from '../../domain/credentials/mail-token.ts';
import { refuse } from '../../domain/result.ts';
import { type ShownTransfer, transferToConfirm } from '../approvals/confirmed-transfer.ts';
import { sendMailToken as contract, TARGET_KINDS } from '../contracts/mail-tokens.ts';
import { mailJob } from '../mail/mail-job.ts';
import { ownCredentials } from '../runtime/actor.ts';
import { targetAskedFor } from '../runtime/confirmation-target.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';

/** C-9, C-10: mails a token for one operation in this session; the token itself is derived by the mailer. */
export const sendMailToken: Operation<typeof contract> = async ({ actor, input, now, transactionId, settings }) => {
  if (settings.confirmationFactors === 'authenticator-only') return refuse({ code: 'permission-denied' });

  const target = targetAskedFor(TARGET_KINDS[input.operation], input.target);
  if (!target.ok) return target;

  const confirmed = await transferToConfirm(actor, input.target);
  if (!confirmed.ok) return confirmed;

  const credentials = ownCredentials(actor);
  const binding = {
    sessionId: actor.address.secretDigest,
    operation: input.operation,
    ...(target.value !== undefined && { target: target.value }),
  };

  const decision = issueMailToken(credentials.mailTokens, { causeId: transactionId, binding, now }, settings.mailToken);
  if (!decision.ok) return decision;

  const { tokens, issued } = decision.value;
  const { tenant, transfer } = confirmed.value;
  const { name, email } = actor.user;
  const mail = {
    to: email,
    userId: actor.userId,
    language: tenant.language,
    derivedFrom: { causeId: transactionId, userId: actor.userId },
    sendBefore: issued.expiresAt,
  };
  const data = {
    name,
    operation: input.operation,
    requestedAt: now.toISOString(),
    validMinutes: String(settings.mailToken.minutes),
  };

  return done(
    { sentTo: masked(email), expiresAt: issued.expiresAt },
    {
      credentials: { mailTokens: tokens },
      mails: [
        transfer === undefined
          ? mailJob('mail-token', { ...mail, data })
          : mailJob('transfer-mail-token', { ...mail, data: { ...data, ...shown(transfer) } }),
      ],
    },
  );
};

function shown({ kind, accountId, amount }: ShownTransfer) {
  return { kind, accountId, amount: String(amount) };
}

/** Enough of an address to recognise one's own: `taro@example.co.jp` → `t***@example.co.jp`. */
function masked(email: string): string {
  return `${email.slice(0, 1)}***${email.slice(email.lastIndexOf('@'))}`;
}

export const handler = lambda(contract, sendMailToken);
