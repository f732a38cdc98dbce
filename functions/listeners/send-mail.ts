import type { Context, EventBridgeEvent } from 'aws-lambda';
import type { Clock } from '../../domain/ports.ts';
import { mailRequested } from '../../events/mail-requested.ts';
import { readMailJob, removeMailJob } from '../adapters/dynamodb/mail-jobs.ts';
import { type MailedSecrets, mailedSecrets } from '../adapters/kms/mailed-secrets.ts';
import { type MailSender, mailSender } from '../adapters/ses/send-mail.ts';
import { COUNTS } from '../contracts/metrics.ts';
import type { MailJob } from '../mail/mail-job.ts';
import { MAIL_TEMPLATES } from '../mail/templates/index.ts';
import { type Count, count } from '../runtime/count.ts';
import { systemClock } from '../runtime/dependencies.ts';
import { describeError } from '../runtime/describe-error.ts';
import { environment } from '../runtime/environment.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';

/** Where a job lies: its mail item, of a tenant, and its position in it. */
type MailPlace = { readonly tenantId: string; readonly mailId: string; readonly position: number };

type MailerDependencies = {
  jobs: { read: typeof readMailJob; remove: typeof removeMailJob };
  secrets: MailedSecrets;
  sender: MailSender;
  consoleUrl: string;
  count: Count;
  clock: Clock;
};

/**
 * A mail was not sent; the request is to be delivered again. Tells names of errors only: what leaves a function uncaught
 * stands in its log and in the dead-letter queue, and messages of SES quote addresses (C-12).
 */
class MailNotSent extends Error {
  override readonly name = 'MailNotSent';
}

/**
 * Sends the mail an event asks for, at least once: the job goes only after SES took the mail, and whatever a crash in
 * between repeats is identical, because text and secrets depend on the job alone. Late mail is dropped, and so is
 * what SES refuses for good. Throws `MailNotSent` when anything fails, throttling included.
 *
 * @param detail the envelope of a `mail-requested` event.
 */
export async function sendMail(detail: unknown, dependencies: MailerDependencies): Promise<void> {
  const { tenantId, data } = mailRequested.schema.parse(detail);

  try {
    await deliver({ tenantId, ...data }, dependencies);
  } catch (error) {
    const description = describeError(error);
    logger.error(LOG.mailNotSent, { ...data, ...description });

    throw new MailNotSent(description.error);
  }
}

async function deliver({ tenantId, ...request }: MailPlace, dependencies: MailerDependencies): Promise<void> {
  const { jobs, secrets, sender, consoleUrl, count, clock } = dependencies;
  const { mailId, position } = request;
  const job = await jobs.read(mailId, position);

  if (job === undefined) {
    logger.info(LOG.mailAlreadyDone, request);
    return;
  }

  const { to, userId, template } = job;

  if (clock.now() > new Date(job.sendBefore)) {
    await jobs.remove(mailId, position);
    logger.warn(LOG.mailTooLate, { ...request, template });
    count(COUNTS.mailsTooLate);
    return;
  }

  const values = { ...job.data, ...(await secretValues(job, secrets)), consoleUrl };
  const sent = await sender.send({ to, tenantId, userId }, MAIL_TEMPLATES[template].render(job.language, values));

  await jobs.remove(mailId, position);

  count(sent.ok ? COUNTS.mailsSent : COUNTS.mailsRefused);
  if (sent.ok) logger.info(LOG.mailSent, { ...request, template });
  else logger.error(LOG.mailRefused, { ...request, template, reason: sent.refusal.reason });
}

/** The job's secrets by the template's names for them. */
async function secretValues(job: MailJob, secrets: MailedSecrets): Promise<Record<string, string>> {
  const derive = {
    'temporary-login-password': secrets.temporaryLoginPassword,
    'mail-token': secrets.mailToken,
    'reset-code': secrets.resetCode,
    'order-token': secrets.orderToken,
  };

  const values = job.secrets.map(async ({ name, purpose, causeId, userId }) => [name, await derive[purpose](causeId, userId)]);

  return Object.fromEntries(await Promise.all(values));
}

let wired: MailerDependencies | undefined;

/** Target of the bus's rule for `mail-requested`. Wired on first invocation. */
export async function handler({ detail }: EventBridgeEvent<'mail-requested', unknown>, context: Context): Promise<void> {
  logger.addContext(context);
  wired ??= {
    jobs: { read: readMailJob, remove: removeMailJob },
    secrets: mailedSecrets(),
    sender: mailSender(),
    consoleUrl: environment('CONSOLE_URL'),
    count,
    clock: systemClock,
  };

  await sendMail(detail, wired);
}
