import * as z from 'zod';
import { MAILED_SECRET_PURPOSES } from '../../domain/credentials/mailed-secrets.ts';
import type { Language } from './message.ts';
import { MAIL_TEMPLATES, type MailTemplateName, type MailTemplates } from './templates/index.ts';

const Secret = z.strictObject({
  /** The template's value it fills. */
  name: z.string(),
  purpose: z.enum(MAILED_SECRET_PURPOSES),
  /** What the secret was derived for, together with the purpose: the mailer derives it again. */
  causeId: z.string(),
  userId: z.string(),
});

/** One mail to be sent, as it waits in the mail item. It holds what the text is made of, but no secret. */
export const MailJob = z.strictObject({
  to: z.string(),
  /** Whom it is for: what comes back of it is marked there. */
  userId: z.string(),
  language: z.enum(['ja', 'en']),
  template: z.enum(Object.keys(MAIL_TEMPLATES) as MailTemplateName[]),
  data: z.record(z.string(), z.string()),
  secrets: z.array(Secret),
  /** Mail that could not be sent until then is dropped (RFC 3339). */
  sendBefore: z.iso.datetime(),
});
export type MailJob = z.output<typeof MailJob>;

type ValuesOf<Name extends MailTemplateName> = z.output<MailTemplates[Name]['values']>;
type SecretsOf<Name extends MailTemplateName> = keyof MailTemplates[Name]['secrets'];

/** What the text is made of, but for the secrets and what the mailer's environment gives. */
export type MailData<Name extends MailTemplateName> = Omit<ValuesOf<Name>, SecretsOf<Name> | 'consoleUrl'>;

/** Demanded exactly of templates with secrets. */
type Derivation<Name extends MailTemplateName> = [SecretsOf<Name>] extends [never]
  ? { readonly derivedFrom?: undefined }
  : { readonly derivedFrom: { readonly causeId: string; readonly userId: string } };

export type MailRequest<Name extends MailTemplateName> = {
  readonly to: string;
  readonly userId: string;
  readonly language: Language;
  readonly data: MailData<Name>;
  readonly sendBefore: string;
} & Derivation<Name>;

/** Makes the job for one mail; the template names the secrets that the mailer derives. */
export function mailJob<Name extends MailTemplateName>(template: Name, request: MailRequest<Name>): MailJob {
  const { derivedFrom, ...rest } = request;
  const secrets = Object.entries(MAIL_TEMPLATES[template].secrets).map(([name, purpose]) => ({ name, purpose, ...derivedFrom }));

  return MailJob.parse({ ...rest, template, secrets });
}

const NEWS_MS = 24 * 60 * 60 * 1000;

/** Until when a mail that only tells of something is worth sending: a day late, the news helps nobody any more. */
export function newsEndsAt(now: Date): string {
  return new Date(now.getTime() + NEWS_MS).toISOString();
}
