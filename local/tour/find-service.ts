import * as z from 'zod';
import { Refusal } from '../refusal.ts';
import type { Send } from './client.ts';

const Clock = z.object({ now: z.iso.datetime() });

/** Makes sure, before the tour begins, that the local run answers: the tour reads its mailbox. @throws Refusal */
export async function findService(send: Send, url: string): Promise<void> {
  const { status, body } = await send({ method: 'GET', path: '/_local/clock' });

  if (status !== 200 || !Clock.safeParse(body).success) {
    throw new Refusal(
      `What answers at ${url} is not the local run of this service: run "npm start", or tell the tour its --url.`,
    );
  }
}
