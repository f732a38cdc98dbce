import type * as z from 'zod';
import type { MailedSecretPurpose } from '../../domain/credentials/mailed-secrets.ts';
import type { Compose, Language, RenderedMail } from './message.ts';
import { render } from './render.ts';

/** A template's values by name: all strings, so that a job is plain data. */
type Values = z.ZodObject<Record<string, z.ZodType<string, string>>>;

type Definition<V extends Values, Secret extends keyof z.output<V> & string> = {
  /** Everything the text is made of: the job's data, the secrets and, where the mail links there, `consoleUrl`. */
  readonly values: V;
  /** Which of the values the mailer derives when it sends; they never stand in a job. */
  readonly secrets: Readonly<Record<Secret, MailedSecretPurpose>>;
  readonly compose: Readonly<Record<Language, Compose<z.output<V>>>>;
};

/** Keeps a template's types and gives it `render`, which checks the values it is given. */
export function defineTemplate<V extends Values, Secret extends keyof z.output<V> & string = never>(
  definition: Definition<V, Secret>,
) {
  return {
    ...definition,
    /** Renders a mail in a language. Throws when a value is missing: a fault of whoever made the job. */
    render: (language: Language, values: Readonly<Record<string, string>>): RenderedMail =>
      render(language, definition.compose[language](definition.values.parse(values))),
  };
}
