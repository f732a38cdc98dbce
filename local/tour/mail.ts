import * as z from 'zod';
import { type Step, step } from './chapter.ts';
import type { Noted, Notes } from './notes.ts';

/** `linked` is what the link's pattern caught; empty without one. */
type Mail<Label extends string> = { readonly subject: string; readonly sentAt: string; readonly linked: string } & Readonly<
  Record<Label, string>
>;

type MailStep<Label extends string> = {
  readonly page?: string;
  readonly does: string;
  readonly rules: readonly string[];
  /** Name of the note with the address. */
  readonly to: string;
  readonly subject: RegExp;
  /** The data lines it has, such as `User ID: 1453935789`. */
  readonly carries: readonly Label[];
  /** A link it has, with a group around what is to be noted of it. */
  readonly link?: RegExp;
  /** Name of the note with the time of an earlier mail of the same kind. */
  readonly after?: string;
  readonly note?: (mail: Mail<Label>) => Notes;
};

const Mailbox = z.object({
  messages: z.array(z.object({ subject: z.string(), text: z.string(), sentAt: z.iso.datetime() })),
});

/** A step that waits for a mail. */
export function mail<Label extends string>({ to, note, subject, carries, link, after, ...facts }: MailStep<Label>): Step {
  return step({
    ...facts,
    patient: true,
    request: (noted) => ({ method: 'GET', path: `/_local/mailbox?to=${noted(to)}` }),
    status: 200,
    answer: (noted) => newest({ subject, carries, ...(link && { link }), ...(after !== undefined && { after }) }, noted),
    ...(note && { note }),
  });
}

/** The newest mail with such a subject; it has a line for each label. */
function newest<Label extends string>(
  { subject, carries, link, after }: Pick<MailStep<Label>, 'subject' | 'carries' | 'link' | 'after'>,
  noted: Noted,
): z.ZodType<Mail<Label>> {
  return Mailbox.transform(({ messages }, context) => {
    const earlier = after === undefined ? '' : noted(after);
    const found = messages.find((message) => subject.test(message.subject) && message.sentAt > earlier);
    if (found === undefined) {
      context.addIssue(`there is no new mail with a subject like ${subject}`);
      return z.NEVER;
    }

    const lines = carries.map((label) => [label, lineOf(found.text, label)] as const);
    for (const [label, line] of lines) if (line === undefined) context.addIssue(`the mail has no line "${label}: …"`);

    const linked = link?.exec(found.text)?.[1];
    if (link && linked === undefined) context.addIssue(`the mail has no link like ${link}`);

    return { subject: found.subject, sentAt: found.sentAt, linked: linked ?? '', ...Object.fromEntries(lines) } as Mail<Label>;
  });
}

function lineOf(text: string, label: string): string | undefined {
  return new RegExp(`^${label}: (.+)$`, 'm').exec(text)?.[1];
}
