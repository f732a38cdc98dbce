import { certificateStatus } from '../../domain/certificates/certificate.ts';
import { chooseLoginMethod } from '../../domain/subscriptions/certificate-service.ts';
import { certificateStillGood, listCertificates } from '../adapters/dynamodb/certificates.ts';
import { listAcceptances, saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { changeLoginMethod as contract } from '../contracts/subscription.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { loginMethodChanged } from './login-method-changed.ts';
import { subscriptionReply } from './subscription-reply.ts';

/** L-1 to L-3: chooses how everybody logs in. Whoever chooses certificates holds one, and goes on holding it until that is saved. */
export const changeLoginMethod: Operation<typeof contract> = async ({ actor, input, now, settings }) => {
  const { tenantId, userId, subscription } = actor;
  const { loginMethod, acknowledgedUserIds = [] } = input;

  const [certificates, acceptances] = await Promise.all([listCertificates(tenantId), listAcceptances(tenantId)]);
  const valid = certificates.filter((certificate) => certificateStatus(certificate, subscription, now) === 'valid');

  const chosen = chooseLoginMethod(
    subscription,
    { loginMethod, acknowledgedUserIds },
    { actorUserId: userId, holders: new Set(valid.map((certificate) => certificate.userId)), now },
  );
  if (!chosen.ok) {
    const { refusal } = chosen;
    if (refusal.code !== 'users-without-certificate') return { ok: false, refusal };

    return { ok: false, refusal: { code: refusal.code, extension: { userIds: refusal.userIds } } };
  }

  const roster = chosen.value;
  const own = valid.find((certificate) => certificate.userId === userId);
  const reply = subscriptionReply(roster, { acceptances, settings, now });
  if (roster === subscription) return done(reply);

  return done(reply, {
    writes: [
      saveSubscription(tenantId, roster),
      ...(own && loginMethod === 'certificate' ? [certificateStillGood(tenantId, own)] : []),
    ],
    events: loginMethodChanged(subscription, roster, userId),
    subjects: [roster.subscriptionId],
  });
};

export const handler = lambda(contract, changeLoginMethod);
