import type { Context, EventBridgeEvent } from 'aws-lambda';
import type { Clock } from '../../domain/ports.ts';
import { mailRequested } from '../../events/mail-requested.ts';
import { readMailJob, removeMailJob } from '../adapters/dynamodb/mail-jobs.ts';
import { type MailedSecrets, mailedSecrets } from '../adapters/kms/mailed-secrets.ts';
import { type MailSender, mailSender } from '../adapters/ses/send-mail.ts';
import type { MailJob } from '../mail/mail-job.ts';
import { MAIL_TEMPLATES } from '../mail/templates/index.ts';
import { environment } from '../runtime/environment.ts';
import { logger } from '../runtime/logger.ts';
import { LISTENER_LOG } from './log.ts';

type MailerDependencies = {
  jobs: { read: typeof readMailJob; remove: typeof removeMailJob };
  secrets: MailedSecrets;
  sender: MailSender;
  consoleUrl: string;
  clock: Clock;
};

/**
 * Sends the mail an event asks for, at least once: the job goes only after SES took the mail, and whatever a crash in
 * between repeats is identical, because text and secrets depend on the job alone. Late mail is dropped. Throws when
 * anything fails, throttling included, so that the request is delivered again.
 *
 * @param detail the envelope of a `mail-requested` event.
 */
export async function sendMail(detail: unknown, { jobs, secrets, sender, consoleUrl, clock }: MailerDependencies): Promise<void> {
  const { mailId, position } = mailRequested.schema.parse(detail).data;
  const job = await jobs.read(mailId, position);

  if (job === undefined) {
    logger.info(LISTENER_LOG.mailAlreadyDone, { mailId, position });
    return;
  }

  if (clock.now() > new Date(job.sendBefore)) {
    await jobs.remove(mailId, position);
    logger.warn(LISTENER_LOG.mailTooLate, { mailId, position, template: job.template });
    return;
  }

  const values = { ...job.data, ...(await secretValues(job, secrets)), consoleUrl };
  const mail = MAIL_TEMPLATES[job.template].render(job.language, values);

  await sender.send(job.to, mail);
  await jobs.remove(mailId, position);
  logger.info(LISTENER_LOG.mailSent, { mailId, position, template: job.template });
}

/** The job's secrets by the template's names for them. */
async function secretValues(job: MailJob, secrets: MailedSecrets): Promise<Record<string, string>> {
  const derive = { 'temporary-login-password': secrets.temporaryLoginPassword, 'mail-token': secrets.mailToken };

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
    clock: { now: () => new Date() },
  };

  await sendMail(detail, wired);
}
