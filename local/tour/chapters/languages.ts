import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';

const JAPANESE = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

/** A refusal tells the same code in the language asked for. */
export const languages: Chapter = {
  id: 'languages',
  title: 'Problems in two languages',
  steps: [
    step({
      does: 'In Japanese, where Accept-Language prefers it',
      rules: ['R-6'],
      request: (noted) => unknownUser(noted, 'ja, en;q=0.5'),
      status: 404,
      answer: () => problem('not-found', { title: JAPANESE }),
    }),
    step({
      does: 'In English otherwise',
      rules: ['R-6'],
      request: (noted) => unknownUser(noted, 'en'),
      status: 404,
      answer: () => problem('not-found', { title: /^[\x20-\x7e]+$/ }),
    }),
  ],
};

function unknownUser(noted: Noted, language: string): TourRequest {
  const headers = { 'Accept-Language': language };

  return { method: 'GET', path: '/v1/users/1000000000', token: noted('session of the master'), headers };
}
