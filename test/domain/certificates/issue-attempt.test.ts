import { expect, it } from 'vitest';
import { type IssueAttempt, isTokenKnown, isUnderWay } from '../../../domain/certificates/issue-attempt.ts';

const STARTED = Date.parse('2026-12-01T03:00:00.000Z');
const after = (seconds: number) => new Date(STARTED + seconds * 1_000);

const attempt: IssueAttempt = {
  token: 'token',
  signingRequest: '-----BEGIN CERTIFICATE REQUEST-----',
  startedAt: new Date(STARTED).toISOString(),
};

it('R-4 an attempt is under way until it ends, or longer than any request takes', () => {
  expect(isUnderWay(attempt, after(0))).toBe(true);
  // API Gateway waits 29 seconds, the function ends a second earlier.
  expect(isUnderWay(attempt, after(29))).toBe(true);
  expect(isUnderWay(attempt, after(60))).toBe(false);
});

it('R-4 an attempt that has ended is under way no more, however recent', () => {
  expect(isUnderWay({ ...attempt, over: true }, after(0))).toBe(false);
});

it('R-4 an idempotency token is asked with again only while the certificate authority surely knows it, which is five minutes', () => {
  expect(isTokenKnown(attempt, after(0))).toBe(true);
  expect(isTokenKnown(attempt, after(200))).toBe(true);
  expect(isTokenKnown(attempt, after(5 * 60 - 20))).toBe(false);
  expect(isTokenKnown({ ...attempt, over: true }, after(60))).toBe(true);
});
