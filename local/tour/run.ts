import { setTimeout as delay } from 'node:timers/promises';
import type { Chapter, Reading, Step } from './chapter.ts';
import type { Send, TourAnswer, TourRequest } from './client.ts';
import { judge } from './judge.ts';
import { type Noted, type Notes, reader } from './notes.ts';
import type { Printer } from './printer.ts';

type Surroundings = {
  readonly send: Send;
  readonly printer: Printer;
  /** The notes it begins with. */
  readonly visitor: Notes;
};

type Attempt = { readonly answer: TourAnswer; readonly reading: Reading };

/** Mail and events come within moments; a machine under load may need some. */
const PATIENCE_MS = 15_000;
const PAUSE_MS = 100;

/** Walks the chapters and stops at the first answer that is not as promised; answers whether there was none. */
export async function runTour(chapters: readonly Chapter[], { send, printer, visitor }: Surroundings): Promise<boolean> {
  const began = performance.now();
  const total = chapters.reduce((sum, { steps }) => sum + steps.length, 0);
  const taken: Step[] = [];
  let notes = visitor;

  for (const chapter of chapters) {
    printer.chapter(chapter);

    for (const step of chapter.steps) {
      const noted = reader(notes);
      const request = step.request(noted);
      taken.push(step);
      printer.step(step, request, { number: taken.length, total });

      const { answer, reading } = await walk(step, request, noted, send);
      if (!reading.asPromised) {
        printer.wrong(answer, reading.differences);
        printer.stopped(chapter, { number: taken.length, total });
        return false;
      }

      printer.asPromised(answer, reading.telling);
      notes = { ...notes, ...reading.notes };
    }
  }

  printer.summary(taken, performance.now() - began);
  return true;
}

/** The last of a step's answers, or the first that is not as promised. */
async function walk(step: Step, request: TourRequest, noted: Noted, send: Send): Promise<Attempt> {
  for (let time = 1; ; time++) {
    const attempt = await patiently(step, request, noted, send);
    if (!attempt.reading.asPromised || time >= (step.times ?? 1)) return attempt;
  }
}

async function patiently(step: Step, request: TourRequest, noted: Noted, send: Send): Promise<Attempt> {
  const deadline = performance.now() + PATIENCE_MS;

  for (;;) {
    const answer = await send(request);
    const reading = judge(step, answer, noted);
    if (reading.asPromised || !step.patient || performance.now() >= deadline) return { answer, reading };

    await delay(PAUSE_MS);
  }
}
