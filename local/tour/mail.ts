import * as z from 'zod';
import { type Step, step } from './chapter.ts';
import type { Noted, Notes } from './notes.ts';

type Mail<Label extends string> = { readonly subject: string; readonly sentAt: string } & Readonly<Record<Label, string>>;

type MailStep<Label extends string> = {
  readonly page?: string;
  readonly does: string;
  readonly rules: readonly string[];
  /** Name of the note with the address. */
  readonly to: string;
  readonly subject: RegExp;
  /** The data lines it has, such as `User ID: 1453935789`. */
  readonly carries: readonly Label[];
  /** Name of the note with the time of an earlier mail of the same kind. */
  readonly after?: string;
  readonly note?: (mail: Mail<Label>) => Notes;
};

const Mailbox = z.object({
  messages: z.array(z.object({ subject: z.string(), text: z.string(), sentAt: z.iso.datetime() })),
});

/** A step that waits for a mail. */
export function mail<Label extends string>({ to, subject, carries, after, note, ...facts }: MailStep<Label>): Step {
  return step({
    ...facts,
    patient: true,
    request: (noted) => ({ method: 'GET', path: `/_local/mailbox?to=${noted(to)}` }),
    status: 200,
    answer: (noted) => newest(subject, carries, after, noted),
    ...(note && { note }),
  });
}

/** The newest mail with such a subject; it has a line for each label. */
function newest<Label extends string>(
  subject: RegExp,
  labels: readonly Label[],
  after: string | undefined,
  noted: Noted,
): z.ZodType<Mail<Label>> {
  return Mailbox.transform(({ messages }, context) => {
    const earlier = after === undefined ? '' : noted(after);
    const found = messages.find((message) => subject.test(message.subject) && message.sentAt > earlier);
    if (found === undefined) {
      context.addIssue(`there is no new mail with a subject like ${subject}`);
      return z.NEVER;
    }

    const lines = labels.map((label) => [label, lineOf(found.text, label)] as const);
    for (const [label, line] of lines) if (line === undefined) context.addIssue(`the mail has no line "${label}: …"`);

    return { subject: found.subject, sentAt: found.sentAt, ...Object.fromEntries(lines) } as Mail<Label>;
  });
}

function lineOf(text: string, label: string): string | undefined {
  return new RegExp(`^${label}: (.+)$`, 'm').exec(text)?.[1];
}
