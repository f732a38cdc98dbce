import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dueReminder, nextReminderAt } from '../../../domain/certificates/renewal.ts';
import { DAY_MS } from './arbitraries.ts';

const SETTINGS = { renewalReminderDays: [30, 14, 7, 1] };
const NOT_AFTER = '2027-12-01T03:00:00.000Z';
const EXPIRY = Date.parse(NOT_AFTER);

const daysBefore = (days: number) => new Date(EXPIRY - days * DAY_MS);

/** The moments at which the reminders run, early to late; any may be missed. */
const runs = fc
  .array(fc.double({ min: -5, max: 40, noNaN: true }), { maxLength: 60 })
  .map((days) => days.toSorted((a, b) => b - a).map(daysBefore));

const steps = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 6 })
  .map((days) => ({ renewalReminderDays: days.toSorted((a, b) => b - a) }));

type Sent = { readonly step: number; readonly at: Date };

/** What is sent when the reminders run at these moments, each remembered as the state machine does. */
function sentAt(moments: readonly Date[], settings = SETTINGS): Sent[] {
  const sent: Sent[] = [];

  for (const at of moments) {
    const step = dueReminder({ notAfter: NOT_AFTER, remindedDays: sent.at(-1)?.step }, at, settings);
    if (step !== undefined) sent.push({ step, at });
  }

  return sent;
}

describe('X-7 reminders', () => {
  it('X-7 go out at every step, once each, when no day is missed', () => {
    const daily = Array.from({ length: 45 }, (_, n) => daysBefore(40 - n));

    expect(sentAt(daily).map(({ step }) => step)).toEqual([30, 14, 7, 1]);
    expect(sentAt(daily).map(({ at }) => at)).toEqual([30, 14, 7, 1].map(daysBefore));
  });

  it('X-7 never send a step twice nor an earlier one after a later one, whenever and however often they run', () => {
    fc.assert(
      fc.property(runs, steps, (moments, settings) => {
        const sent = sentAt(
          [...moments, ...moments].toSorted((a, b) => a.getTime() - b.getTime()),
          settings,
        );

        for (const [index, { step }] of sent.entries()) expect(step).toBeLessThan(sent[index - 1]?.step ?? Infinity);
      }),
    );
  });

  it('X-7 lose no step to a missed day: any run before expiry leaves nobody who reached a step without a mail for it', () => {
    fc.assert(
      fc.property(runs, steps, (moments, settings) => {
        for (const [index, at] of moments.entries()) {
          if (at.getTime() >= EXPIRY) continue;

          const reached = settings.renewalReminderDays.filter((days) => at >= daysBefore(days));
          const sent = sentAt(moments.slice(0, index + 1), settings);

          // The latest step reached has been sent for, by this run or an earlier one, and by one mail.
          expect(sent.at(-1)?.step).toBe(reached.length === 0 ? undefined : Math.min(...reached));
        }
      }),
    );
  });

  it('X-7 send one mail for all the steps that missed days overtook', () => {
    expect(sentAt([daysBefore(5)]).map(({ step }) => step)).toEqual([7]);
    expect(sentAt([daysBefore(20), daysBefore(0.5), daysBefore(0.4)]).map(({ step }) => step)).toEqual([30, 1]);
  });

  it('X-7 never go out after expiry, nor before the first step', () => {
    fc.assert(
      fc.property(runs, steps, (moments, settings) => {
        for (const { at } of sentAt(moments, settings)) {
          expect(at.getTime()).toBeLessThan(EXPIRY);
          expect(at.getTime()).toBeGreaterThanOrEqual(daysBefore(Math.max(...settings.renewalReminderDays)).getTime());
        }
      }),
    );

    expect(dueReminder({ notAfter: NOT_AFTER }, daysBefore(0), SETTINGS)).toBeUndefined();
    expect(dueReminder({ notAfter: NOT_AFTER }, new Date(daysBefore(30).getTime() - 1), SETTINGS)).toBeUndefined();
  });
});

describe('nextReminderAt', () => {
  it('X-7 is when the next step begins, until none is left', () => {
    const next = (remindedDays?: number) =>
      nextReminderAt({ notAfter: NOT_AFTER, ...(remindedDays !== undefined && { remindedDays }) }, SETTINGS);

    expect(next()).toBe(daysBefore(30).toISOString());
    expect(next(30)).toBe(daysBefore(14).toISOString());
    // A shorter list of steps since then.
    expect(next(10)).toBe(daysBefore(7).toISOString());
    expect(next(7)).toBe(daysBefore(1).toISOString());
    expect(next(1)).toBeUndefined();
  });

  it('X-7 a reminder is due from then on until expiry, and at no other time: what waits in the index is what is due', () => {
    fc.assert(
      fc.property(steps, fc.option(fc.nat(60)), fc.double({ min: 0.001, max: 70, noNaN: true }), (settings, reminded, days) => {
        const facts = { notAfter: NOT_AFTER, ...(reminded !== null && { remindedDays: reminded }) };
        const now = daysBefore(days);
        const next = nextReminderAt(facts, settings);

        expect(dueReminder(facts, now, settings) !== undefined).toBe(next !== undefined && now >= new Date(next));
      }),
    );
  });
});
