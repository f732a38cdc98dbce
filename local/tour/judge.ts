import type { Reading, Step } from './chapter.ts';
import type { TourAnswer } from './client.ts';
import type { Noted } from './notes.ts';

const PROBLEM = 'application/problem+json';

/** Compares an answer with what its step promises: status, problem document or not, body. */
export function judge({ status, read }: Step, answer: TourAnswer, noted: Noted): Reading {
  if (answer.status !== status) return differs(`status ${answer.status}, promised was ${status}`);

  if (status >= 400 && answer.contentType !== PROBLEM) {
    return differs(`content type "${answer.contentType}", promised was ${PROBLEM}`);
  }

  return read(answer.body, noted);
}

function differs(difference: string): Reading {
  return { asPromised: false, differences: [difference] };
}
