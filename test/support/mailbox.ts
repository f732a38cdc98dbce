import { setTimeout as delay } from 'node:timers/promises';
import { local } from './api.ts';
import { settled } from './settled.ts';

export type Mail = {
  readonly id: string;
  readonly to: string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly sentAt: string;
};

const PATIENCE_MS = 60_000;

/** All mail to an address, the newest first. */
export async function mailTo(address: string): Promise<Mail[]> {
  return (await local<{ messages: Mail[] }>('GET', `/mailbox?to=${encodeURIComponent(address)}`)).messages;
}

/** The mail to an address, one that was sent again counted once: mail is at least once, and a duplicate is identical. */
export async function distinctMailTo(address: string): Promise<Mail[]> {
  const mails = await mailTo(address);

  return mails.filter(
    ({ subject, text, html }, index) =>
      mails.findIndex((mail) => mail.subject === subject && mail.text === text && mail.html === html) === index,
  );
}

/** Waits for the newest mail to an address that carries a data line, such as `Mail token: 123456`, and answers its value. */
export async function mailed(address: string, label: string, isNew: (value: string) => boolean = () => true): Promise<string> {
  const line = new RegExp(`^${label}: (.+)$`, 'm');
  const deadline = Date.now() + PATIENCE_MS;

  // The mailbox of a long run is large: look into it when there is something to find, not all the time.
  await settled();

  while (Date.now() < deadline) {
    const value = (await mailTo(address)).map(({ text }) => line.exec(text)?.[1]).find((found) => found !== undefined);
    if (value !== undefined && isNew(value)) return value;

    await delay(50);
  }

  throw new Error(`No mail with a line "${label}: …" reached the address within ${PATIENCE_MS / 1000} seconds`);
}
