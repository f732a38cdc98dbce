import { endOfNthBusinessDayAfter } from '../../domain/calendar/business-days.ts';
import { cancelCertificateService } from '../../domain/subscriptions/certificate-service.ts';
import { saveSubscription } from '../adapters/dynamodb/subscriptions.ts';
import { japaneseHolidays } from '../calendar/holidays.ts';
import { revocationBeginsAt, revocationRequested } from '../certificates/revocation.ts';
import { cancelCertificates as contract } from '../contracts/subscription.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { loginMethodChanged } from './login-method-changed.ts';

/**
 * S-6, S-7: ends the certificate service with one write. Its orders are void and its certificates scheduled from then on; a state
 * machine closes and revokes them.
 */
export const cancelCertificates: Operation<typeof contract> = async ({ actor, now, settings }) => {
  const { tenantId, userId, subscription } = actor;

  const due = endOfNthBusinessDayAfter(now, settings.revocationBusinessDays, japaneseHolidays);
  if (!due.ok) throw new Error(`The holidays of ${due.refusal.year} are not known`);

  const cancelled = cancelCertificateService(subscription, { revocationDueAt: due.value });
  if (!cancelled.ok) return cancelled;

  const { roster, serviceId } = cancelled.value;

  return done(
    { revocationDueAt: due.value },
    {
      writes: [saveSubscription(tenantId, roster)],
      events: [
        {
          type: 'certificate-service-cancelled',
          aggregate: { id: roster.subscriptionId, version: roster.version },
          data: { serviceId, revocationDueAt: due.value, actorUserId: userId },
        },
        ...loginMethodChanged(subscription, roster, userId),
        revocationRequested(roster, 'service-cancelled', revocationBeginsAt(due.value), { serviceId }),
      ],
      subjects: [roster.subscriptionId],
    },
  );
};

export const handler = lambda(contract, cancelCertificates);
