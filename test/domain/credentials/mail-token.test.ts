import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginMailTokenTry,
  endMailTokenTry,
  issueMailToken,
  type MailTokenBinding,
  type MailTokenOutcome,
  type MailTokens,
  NO_MAIL_TOKENS,
} from '../../../domain/credentials/mail-token.ts';

const SETTINGS = { minutes: 10, tries: 5, perWindow: 30, windowMinutes: 10, wrongInARow: 15, pauseMinutes: 60 };
const BINDING: MailTokenBinding = { sessionId: 's1', operation: 'createGroup' };
const at = (minutes: number) => new Date(Date.parse('2026-11-24T00:00:00Z') + minutes * 60_000);
const justBefore = (minutes: number) => new Date(at(minutes).getTime() - 1);

function issue(tokens: MailTokens, now: Date, causeId = 'cause', binding = BINDING) {
  return issueMailToken(tokens, { causeId, binding, now }, SETTINGS);
}

function issued(tokens: MailTokens, now: Date, causeId = 'cause', binding = BINDING): MailTokens {
  const result = issue(tokens, now, causeId, binding);
  if (!result.ok) throw new Error('a token may be issued here');

  return result.value.tokens;
}

function begin(tokens: MailTokens, now: Date, binding = BINDING) {
  return beginMailTokenTry(tokens, { binding, now });
}

function begun(tokens: MailTokens, now: Date, times = 1): MailTokens {
  return Array.from({ length: times }).reduce<MailTokens>((before) => {
    const result = begin(before, now);
    if (!result.ok) throw new Error('a try is left here');

    return result.value.tokens;
  }, tokens);
}

function end(tokens: MailTokens, now: Date, outcome: MailTokenOutcome, causeId = 'cause', settings = SETTINGS): MailTokens {
  return endMailTokenTry(tokens, { causeId, outcome, now }, settings);
}

function tried(tokens: MailTokens, now: Date, outcome: MailTokenOutcome, times = 1): MailTokens {
  return Array.from({ length: times }).reduce<MailTokens>((before) => end(begun(before, now), now, outcome), tokens);
}

const NO_SUCH_TOKEN = { ok: false, refusal: { code: 'no-such-token' } };

describe('a mail token', () => {
  it('C-9 lives for 10 minutes from the request', () => {
    const tokens = issued(NO_MAIL_TOKENS, at(0));

    expect(tokens.current?.expiresAt).toBe(at(10).toISOString());
    expect(begin(tokens, justBefore(10)).ok).toBe(true);
    expect(begin(tokens, at(10))).toEqual(NO_SUCH_TOKEN);
  });

  it('C-9 has 5 tries, whether they are made one after the other or at the same time', () => {
    const tokens = issued(NO_MAIL_TOKENS, at(0));

    expect(begin(tried(tokens, at(1), 'wrong', 5), at(1))).toEqual(NO_SUCH_TOKEN);
    expect(begin(begun(tokens, at(1), 5), at(1))).toEqual(NO_SUCH_TOKEN);
  });

  it('C-9 is used once, also by two who have begun with it', () => {
    const used = end(begun(issued(NO_MAIL_TOKENS, at(0)), at(1), 2), at(1), 'used');

    expect(used.current).toBeNull();
    expect(begin(used, at(1))).toEqual(NO_SUCH_TOKEN);
    expect(begin(end(used, at(1), 'unused'), at(1))).toEqual(NO_SUCH_TOKEN);
  });

  it('C-9 can be used again, with the tries it had, when nothing came of the right code', () => {
    const tokens = tried(issued(NO_MAIL_TOKENS, at(0)), at(1), 'wrong', 2);

    expect(tried(tokens, at(2), 'unused').current).toEqual(tokens.current);
  });

  it.each([SETTINGS, { ...SETTINGS, tries: 3 }])(
    'C-9 never has more tries than the setting, whatever is given back: %j',
    (settings) => {
      const tokens = issued(NO_MAIL_TOKENS, at(0));

      expect(end(tokens, at(1), 'unused', 'cause', settings).current?.triesLeft).toBe(settings.tries);
    },
  );

  it('C-9 is voided by the next one', () => {
    const tokens = issued(tried(issued(NO_MAIL_TOKENS, at(0), 'earlier'), at(0), 'wrong', 3), at(1), 'later');

    expect(begin(tokens, at(2))).toMatchObject({ ok: true, value: { causeId: 'later', tokens: { current: { triesLeft: 4 } } } });
  });

  it.each<MailTokenOutcome>(['wrong', 'used', 'unused'])('C-9 is not touched when a try of another one ends %s', (outcome) => {
    const tokens = begun(issued(begun(issued(NO_MAIL_TOKENS, at(0), 'earlier'), at(0)), at(1), 'later'), at(2));

    expect(end(tokens, at(2), outcome, 'earlier').current).toEqual(tokens.current);
    expect(end(NO_MAIL_TOKENS, at(2), outcome, 'earlier').current).toBeNull();
  });

  it.each<[string, MailTokenBinding]>([
    ['session', { ...BINDING, sessionId: 's2' }],
    ['operation', { ...BINDING, operation: 'updateGroup' }],
    ['target', { ...BINDING, target: 'request-1@1' }],
  ])('C-10 serves for no other %s', (_, other) => {
    expect(begin(issued(NO_MAIL_TOKENS, at(0)), at(1), other)).toEqual(NO_SUCH_TOKEN);
  });

  it('C-10 serves for its target only', () => {
    const bound = issued(NO_MAIL_TOKENS, at(0), 'cause', { ...BINDING, target: 'request-1@1' });

    expect(begin(bound, at(1), { ...BINDING, target: 'request-1@2' })).toEqual(NO_SUCH_TOKEN);
    expect(begin(bound, at(1))).toEqual(NO_SUCH_TOKEN);
    expect(begin(bound, at(1), { ...BINDING, target: 'request-1@1' }).ok).toBe(true);
  });
});

describe('sending mail tokens', () => {
  it('C-9 stops at 30 in 10 minutes, and tells when it goes on', () => {
    let tokens = NO_MAIL_TOKENS;
    for (let n = 0; n < 30; n++) tokens = issued(tokens, at(n / 10));

    expect(issue(tokens, at(9))).toEqual({ ok: false, refusal: { code: 'too-many-requests', retryAfterSeconds: 60 } });
    expect(issue(tokens, justBefore(10))).toMatchObject({ refusal: { retryAfterSeconds: 1 } });
    expect(issued(tokens, at(10)).issuedAt.length).toBe(30);
  });

  it('C-9 sends exactly 30 in any 10 minutes that pass, and keeps no more times than that', () => {
    const pauses = fc.array(fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 400 })), {
      minLength: 30,
      maxLength: 120,
    });

    fc.assert(
      fc.property(pauses, (seconds) => {
        const sent: number[] = [];
        let tokens = NO_MAIL_TOKENS;
        let now = 0;

        for (const pause of seconds) {
          now += pause;
          const inWindow = sent.filter((time) => time > now - 600);
          const result = issue(tokens, at(now / 60));

          expect(result.ok).toBe(inWindow.length < 30);
          if (result.ok) {
            sent.push(now);
            tokens = result.value.tokens;
          } else {
            expect(result.refusal.retryAfterSeconds).toBe(600 - (now - (inWindow[0] ?? 0)));
          }
          expect(tokens.issuedAt.length).toBeLessThanOrEqual(30);
        }
      }),
    );
  });

  /** 14 wrong ones in a row, over three tokens; one try of the third is left. */
  function fourteenWrong(minutes = 0): MailTokens {
    const ten = [0, 1].reduce((before, n) => tried(issued(before, at(minutes + n)), at(minutes + n), 'wrong', 5), NO_MAIL_TOKENS);

    return tried(issued(ten, at(minutes + 2)), at(minutes + 2), 'wrong', 4);
  }

  it('C-9 stops for an hour at the 15th wrong one in a row, not before', () => {
    const fifteen = tried(fourteenWrong(), at(3), 'wrong');

    expect(issue(fourteenWrong(), at(3)).ok).toBe(true);
    expect(issue(fifteen, at(4))).toEqual({ ok: false, refusal: { code: 'too-many-requests', retryAfterSeconds: 59 * 60 } });
    expect(issue(fifteen, justBefore(63)).ok).toBe(false);
    expect(issue(fifteen, at(63)).ok).toBe(true);
  });

  it('C-9 counts what is known to be wrong, not what is under way', () => {
    const underWay = begun(fourteenWrong(), at(3));

    expect(underWay.wrongInARow).toBe(14);
    expect(issue(underWay, at(3)).ok).toBe(true);
  });

  it('C-9 a wrong one counts even if its token has been voided meanwhile', () => {
    const voided = issued(begun(fourteenWrong(), at(3)), at(4), 'later');

    expect(issue(end(voided, at(5), 'wrong'), at(6)).ok).toBe(false);
  });

  it('C-9 starts counting again with the pause', () => {
    const paused = tried(fourteenWrong(), at(3), 'wrong');
    const again = tried(
      issued(tried(issued(tried(issued(paused, at(63)), at(63), 'wrong', 5), at(64)), at(64), 'wrong', 5), at(65)),
      at(65),
      'wrong',
      4,
    );

    expect(issue(again, at(66)).ok).toBe(true);
    expect(issue(tried(again, at(66), 'wrong'), at(66)).ok).toBe(false);
  });

  it.each(['used', 'unused'] as const)('C-9 a right one, %s, ends the row of wrong ones', (outcome) => {
    const right = tried(fourteenWrong(), at(3), outcome);
    const next = tried(issued(right, at(4)), at(4), 'wrong', 5);

    expect(right.wrongInARow).toBe(0);
    expect(issue(next, at(5)).ok).toBe(true);
  });

  it.each(['used', 'unused'] as const)('C-9 a right one, %s, does not shorten the hour', (outcome) => {
    const underWay = begun(issued(begun(fourteenWrong(), at(3)), at(3)), at(3));
    const right = end(end(underWay, at(3), 'wrong'), at(4), outcome);

    expect(issue(right, justBefore(63)).ok).toBe(false);
    expect(issue(right, at(63)).ok).toBe(true);
  });

  it('C-9 waits for the later of pause and window', () => {
    const settings = { ...SETTINGS, perWindow: 1, windowMinutes: 90, wrongInARow: 1 };
    const first = issueMailToken(NO_MAIL_TOKENS, { causeId: 'cause', binding: BINDING, now: at(0) }, settings);
    if (!first.ok) throw new Error('the first token may be issued');

    const early = end(begun(first.value.tokens, at(1)), at(1), 'wrong', 'cause', settings);
    const late = end(begun(first.value.tokens, at(9)), at(40), 'wrong', 'cause', settings);
    const waits = (tokens: MailTokens) => issueMailToken(tokens, { causeId: 'next', binding: BINDING, now: at(50) }, settings);

    expect(waits(early)).toMatchObject({ refusal: { retryAfterSeconds: 40 * 60 } });
    expect(waits(late)).toMatchObject({ refusal: { retryAfterSeconds: 50 * 60 } });
  });
});

type Step =
  | { kind: 'issue' }
  | { kind: 'begin'; right: boolean }
  | { kind: 'end'; which: number; confirms: boolean }
  | { kind: 'pass'; seconds: number };

/** A request that began with the token of `causeId` and has a right or a wrong code. */
type Request = { readonly causeId: string; readonly right: boolean };

/** One step of many requests, at so many seconds, with the tokens before and after it. */
type Seen = { readonly now: number; readonly before: MailTokens; readonly after: MailTokens } & (
  | { readonly did: 'issued' | 'not issued'; readonly causeId: string }
  | { readonly did: 'begun' | MailTokenOutcome; readonly request: Request }
  | { readonly did: 'refused' }
);

const steps: fc.Arbitrary<Step[]> = fc.boolean().chain((guessing) =>
  fc.array(
    fc.oneof(
      { weight: 2, arbitrary: fc.constant({ kind: 'issue' as const }) },
      {
        weight: 8,
        arbitrary: fc.record({ kind: fc.constant('begin' as const), right: fc.nat(99).map((n) => n < (guessing ? 1 : 50)) }),
      },
      { weight: 8, arbitrary: fc.record({ kind: fc.constant('end' as const), which: fc.nat(20), confirms: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 0, max: 200 }) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass' as const), seconds: fc.integer({ min: 595, max: 4000 }) }) },
    ),
    { minLength: 20, maxLength: 150, size: 'max' },
  ),
);

/** What many requests do to the mail tokens of one user; some never end. */
function play(script: readonly Step[]): Seen[] {
  const seen: Seen[] = [];
  let underWay: Request[] = [];
  let tokens = NO_MAIL_TOKENS;
  let now = 0;

  for (const step of script) {
    const before = tokens;

    if (step.kind === 'pass') {
      now += step.seconds;
    } else if (step.kind === 'issue') {
      const causeId = `cause-${seen.length}`;
      const result = issue(tokens, at(now / 60), causeId);

      if (result.ok) tokens = result.value.tokens;
      seen.push({ did: result.ok ? 'issued' : 'not issued', causeId, now, before, after: tokens });
    } else if (step.kind === 'begin') {
      const result = begin(tokens, at(now / 60));
      if (!result.ok) {
        seen.push({ did: 'refused', now, before, after: tokens });
        continue;
      }

      const request = { causeId: result.value.causeId, right: step.right };
      tokens = result.value.tokens;
      underWay = [...underWay, request];
      seen.push({ did: 'begun', request, now, before, after: tokens });
    } else {
      const request = underWay[step.which % underWay.length];
      if (request === undefined) continue;

      // A right code has confirmed something only if its token was still there to be used.
      const there = tokens.current?.causeId === request.causeId;
      const did = !request.right ? 'wrong' : there && step.confirms ? 'used' : 'unused';
      tokens = end(tokens, at(now / 60), did, request.causeId);
      underWay = underWay.filter((other) => other !== request);
      seen.push({ did, request, now, before, after: tokens });
    }
  }

  return seen;
}

/** Checks something of whatever many requests may do. */
function always(check: (seen: readonly Seen[]) => void) {
  fc.assert(
    fc.property(steps, (script) => check(play(script))),
    { numRuns: 200 },
  );
}

describe('any interleaving of requests, some of which die', () => {
  it('C-9 compares at most 5 codes with a token that are not known to be right', () => {
    always((seen) => {
      const compared = new Map<string, number>();
      const add = (causeId: string, n: number) => compared.set(causeId, (compared.get(causeId) ?? 0) + n);

      for (const step of seen) {
        if (step.did === 'begun') add(step.request.causeId, 1);
        if (step.did === 'used' || step.did === 'unused') add(step.request.causeId, -1);

        expect(Math.max(0, ...compared.values())).toBeLessThanOrEqual(5);
      }
    });
  });

  it('C-9 a token has exactly the tries that are neither wrong nor under way', () => {
    always((seen) => {
      let spent = 0;

      for (const step of seen) {
        const { current } = step.after;
        if (step.did === 'issued') spent = 0;
        if (step.did === 'begun') spent++;
        if (step.did === 'unused' && step.request.causeId === current?.causeId) spent--;

        if (current) expect(current.triesLeft).toBe(5 - spent);
        if (step.did === 'refused' && current) expect(spent === 5 || at(step.now / 60) >= new Date(current.expiresAt)).toBe(true);
      }
    });
  });

  it('C-9 a token confirms once, and no code is compared with it afterwards', () => {
    always((seen) => {
      const used = new Set<string>();

      for (const step of seen) {
        if (step.did !== 'used' && step.did !== 'begun') continue;

        expect(used).not.toContain(step.request.causeId);
        if (step.did === 'used') used.add(step.request.causeId);
      }
    });
  });

  it('C-9 a code is compared with the token issued last and with no other', () => {
    always((seen) => {
      let last: string | undefined;

      for (const step of seen) {
        if (step.did === 'issued') last = step.causeId;
        if (step.did === 'begun') expect(step.request.causeId).toBe(last);
      }
    });
  });

  it('C-9 whatever becomes of a try leaves every other token as it is', () => {
    always((seen) => {
      for (const { before, after, ...step } of seen) {
        if (step.did === 'wrong') expect(after.current).toBe(before.current);
        if ('request' in step && step.request.causeId !== before.current?.causeId) expect(after.current).toBe(before.current);
      }
    });
  });

  it('C-9 sends a token unless 30 went out in the last 10 minutes or an hour has not passed since 15 wrong ones in a row', () => {
    always((seen) => {
      const sent: number[] = [];
      let wrongInARow = 0;
      let pausedUntil = 0;

      for (const { did, now } of seen) {
        if (did === 'wrong') wrongInARow++;
        if (did === 'used' || did === 'unused') wrongInARow = 0;
        if (wrongInARow === 15) {
          wrongInARow = 0;
          pausedUntil = now + 3600;
        }
        if (did !== 'issued' && did !== 'not issued') continue;

        const mayBeSent = now >= pausedUntil && sent.filter((time) => time > now - 600).length < 30;
        expect(did).toBe(mayBeSent ? 'issued' : 'not issued');
        if (mayBeSent) sent.push(now);
      }
    });
  });
});
