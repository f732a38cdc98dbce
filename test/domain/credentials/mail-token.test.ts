import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  acceptMailToken,
  giveBackMailTokenTry,
  issueMailToken,
  type MailTokenBinding,
  type MailTokens,
  NO_MAIL_TOKENS,
  spendMailTokenTry,
} from '../../../domain/credentials/mail-token.ts';

const SETTINGS = { minutes: 10, tries: 5, perWindow: 30, windowMinutes: 10, wrongInARow: 15, pauseMinutes: 60 };
const BINDING: MailTokenBinding = { sessionId: 's1', operation: 'createGroup' };
const START = Date.parse('2026-11-24T00:00:00Z');
const at = (minutes: number) => new Date(START + minutes * 60_000);

function issue(tokens: MailTokens, now: Date, causeId = 'cause') {
  return issueMailToken(tokens, { causeId, binding: BINDING, now }, SETTINGS);
}

function issued(tokens: MailTokens, now: Date, causeId = 'cause'): MailTokens {
  const result = issue(tokens, now, causeId);
  if (!result.ok) throw new Error('a token may be issued here');

  return result.value.tokens;
}

function spend(tokens: MailTokens, now: Date, binding = BINDING) {
  return spendMailTokenTry(tokens, { binding, now }, SETTINGS);
}

function afterWrong(tokens: MailTokens, now: Date, times = 1): MailTokens {
  let left = tokens;
  for (let n = 0; n < times; n++) {
    const tried = spend(left, now);
    if (!tried.ok) throw new Error('a try is left here');
    left = tried.value.tokens;
  }

  return left;
}

describe('a mail token', () => {
  it('lives for 10 minutes from the request', () => {
    const tokens = issued(NO_MAIL_TOKENS, at(0));

    expect(tokens.current?.expiresAt).toBe('2026-11-24T00:10:00.000Z');
    expect(spend(tokens, new Date(at(10).getTime() - 1)).ok).toBe(true);
    expect(spend(tokens, at(10))).toEqual({ ok: false, refusal: { code: 'no-such-token' } });
  });

  it('has 5 tries', () => {
    const tokens = afterWrong(issued(NO_MAIL_TOKENS, at(0)), at(1), 5);

    expect(spend(tokens, at(1)).ok).toBe(false);
  });

  it('is used once', () => {
    const tried = spend(issued(NO_MAIL_TOKENS, at(0)), at(1));

    expect(tried).toMatchObject({ ok: true, value: { token: { causeId: 'cause' } } });
    if (tried.ok) expect(spend(acceptMailToken(tried.value.tokens, SETTINGS), at(1)).ok).toBe(false);
  });

  it('is voided by the next one', () => {
    const tokens = issued(issued(NO_MAIL_TOKENS, at(0), 'earlier'), at(1), 'later');

    expect(spend(tokens, at(2))).toMatchObject({ ok: true, value: { token: { causeId: 'later', triesLeft: 5 } } });
  });

  it.each<[string, MailTokenBinding]>([
    ['session', { ...BINDING, sessionId: 's2' }],
    ['operation', { ...BINDING, operation: 'updateGroup' }],
    ['target', { ...BINDING, target: 'request-1@1' }],
  ])('C-10 serves for no other %s, and loses no try over it', (_, other) => {
    const tokens = issued(NO_MAIL_TOKENS, at(0));

    expect(spend(tokens, at(1), other).ok).toBe(false);
    expect(spend(tokens, at(1))).toMatchObject({ ok: true, value: { token: { triesLeft: 5 } } });
  });

  it('C-10 serves for its target only', () => {
    const bound = issueMailToken(
      NO_MAIL_TOKENS,
      { causeId: 'cause', binding: { ...BINDING, target: 'request-1@1' }, now: at(0) },
      SETTINGS,
    );
    if (!bound.ok) throw new Error('the first token may be issued');

    expect(spend(bound.value.tokens, at(1), { ...BINDING, target: 'request-1@2' }).ok).toBe(false);
    expect(spend(bound.value.tokens, at(1)).ok).toBe(false);
    expect(spend(bound.value.tokens, at(1), { ...BINDING, target: 'request-1@1' }).ok).toBe(true);
  });
});

describe('sending mail tokens', () => {
  it('stops at 30 in 10 minutes, and tells when it goes on', () => {
    let tokens = NO_MAIL_TOKENS;
    for (let n = 0; n < 30; n++) tokens = issued(tokens, at(n / 10));

    expect(issue(tokens, at(9))).toEqual({ ok: false, refusal: { code: 'too-many-requests', retryAfterSeconds: 60 } });
    expect(issue(tokens, new Date(at(10).getTime() - 1))).toMatchObject({ refusal: { retryAfterSeconds: 1 } });
    expect(issue(tokens, at(10)).ok).toBe(true);
  });

  it('never sends more than 30 in any 10 minutes, nor refuses while fewer were sent, and keeps no more times than that', () => {
    const pauses = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 400 })), {
      minLength: 30,
      maxLength: 120,
    });

    fc.assert(
      fc.property(pauses, (seconds) => {
        const sent: number[] = [];
        let tokens = NO_MAIL_TOKENS;
        let now = START;

        for (const pause of seconds) {
          now += pause * 1000;
          const inWindow = sent.filter((time) => time > now - 600_000).length;
          const result = issue(tokens, new Date(now));

          expect(result.ok).toBe(inWindow < 30);
          if (!result.ok) continue;
          sent.push(now);
          tokens = result.value.tokens;
          expect(tokens.issuedAt.length).toBeLessThanOrEqual(30);
        }
      }),
    );
  });

  it('stops for an hour after 15 wrong ones in a row', () => {
    let tokens = NO_MAIL_TOKENS;
    for (let n = 0; n < 3; n++) tokens = afterWrong(issued(tokens, at(n)), at(n), 5);

    expect(issue(tokens, at(3))).toEqual({ ok: false, refusal: { code: 'too-many-requests', retryAfterSeconds: 59 * 60 } });
    expect(issue(tokens, new Date(at(62).getTime() - 1)).ok).toBe(false);
    expect(issue(tokens, at(62)).ok).toBe(true);
  });

  it('starts counting again after the hour', () => {
    let tokens = NO_MAIL_TOKENS;
    for (let n = 0; n < 3; n++) tokens = afterWrong(issued(tokens, at(n)), at(n), 5);

    for (let n = 0; n < 2; n++) tokens = afterWrong(issued(tokens, at(100 + n)), at(100 + n), 5);
    tokens = afterWrong(issued(tokens, at(102)), at(102), 4);

    expect(issue(tokens, at(103)).ok).toBe(true);
    expect(issue(afterWrong(tokens, at(103)), at(103)).ok).toBe(false);
  });

  /** Right codes: used up, and given back because what they confirmed was refused. */
  const RIGHT = [
    ['accepted', acceptMailToken],
    ['given back', giveBackMailTokenTry],
  ] as const;

  it.each(RIGHT)('goes on when a right one, %s, ends the row, were it the 15th', (_, right) => {
    let tokens = NO_MAIL_TOKENS;
    for (let n = 0; n < 2; n++) tokens = afterWrong(issued(tokens, at(n)), at(n), 5);
    tokens = afterWrong(issued(tokens, at(2)), at(2), 4);

    const spent = afterWrong(tokens, at(3));

    expect(issue(spent, at(4)).ok).toBe(false);
    expect(issue(right(spent, SETTINGS), at(4)).ok).toBe(true);
    expect(right(spent, SETTINGS).wrongInARow).toBe(0);
  });

  it.each(RIGHT)('a right one, %s, does not shorten the hour that wrong ones before it brought', (_, right) => {
    // Re-issued after 4 wrong ones, so that the 15th wrong one leaves a token that still has tries.
    let tokens = NO_MAIL_TOKENS;
    for (let n = 0; n < 3; n++) tokens = afterWrong(issued(tokens, at(n)), at(n), 4);
    tokens = afterWrong(issued(tokens, at(3)), at(3), 3);

    const afterRight = right(afterWrong(tokens, at(4)), SETTINGS);

    expect(issue(afterRight, at(5)).ok).toBe(false);
    expect(issue(afterRight, new Date(at(63).getTime() - 1)).ok).toBe(false);
    expect(issue(afterRight, at(63)).ok).toBe(true);
  });
});

describe('giveBackMailTokenTry', () => {
  it('leaves the token with the tries it had, so that a refused operation can be tried again', () => {
    const tokens = afterWrong(issued(NO_MAIL_TOKENS, at(0)), at(1), 2);

    const back = giveBackMailTokenTry(afterWrong(tokens, at(2)), SETTINGS);

    expect(back.current).toEqual(tokens.current);
  });

  it('brings back no token that is gone', () => {
    expect(giveBackMailTokenTry(NO_MAIL_TOKENS, SETTINGS).current).toBeNull();
  });
});
