import { describe, expect, it } from 'vitest';
import { targetAskedFor, targetOf } from '../../functions/runtime/confirmation-target.ts';

const REQUEST_ID = '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e70';
const OTHER_ID = '01980d1e-7a3c-7c5e-9a41-3f6c2b1d8e71';
const TRANSFER = { kind: 'transfer', accountId: '101-1000088', amount: 50_000, reference: 'invoice 7' };
const asked = (kind: 'decision' | 'submission' | undefined, given?: object) => {
  const result = targetAskedFor(kind, given);

  return result.ok ? result.value : result.refusal.errors;
};

describe('the target of a mail token', () => {
  it('C-10 is the same when asked for and when confirmed, whatever the order and whatever else a request says', () => {
    const { kind, accountId, amount, reference } = TRANSFER;
    const request = { reference, summary: 'rent', amount, executeOn: '2026-12-01', kind, accountId };

    expect(targetOf({ target: 'submission' }, request)).toBe(asked('submission', TRANSFER));
    expect(targetOf({ target: 'decision' }, { version: 2, requestId: REQUEST_ID, comment: 'fine' })).toBe(
      asked('decision', { requestId: REQUEST_ID, version: 2 }),
    );
  });

  it.each([
    ['kind', 'bulk-transfer'],
    ['accountId', '101-1000096'],
    ['amount', 50_001],
    ['reference', 'invoice 8'],
  ])('C-10 is another with another %s', (field, value) => {
    expect(targetOf({ target: 'submission' }, { ...TRANSFER, [field]: value })).not.toBe(asked('submission', TRANSFER));
  });

  it('C-10 is another with another request or version', () => {
    const decision = asked('decision', { requestId: REQUEST_ID, version: 2 });

    expect(targetOf({ target: 'decision' }, { requestId: REQUEST_ID, version: 3 })).not.toBe(decision);
    expect(targetOf({ target: 'decision' }, { requestId: OTHER_ID, version: 2 })).not.toBe(decision);
  });

  it('C-10 is required where an operation has one, of its kind, and not known where it has none', () => {
    expect(asked('decision')).toEqual([{ pointer: '/target', code: 'required' }]);
    expect(asked('decision', TRANSFER)).toEqual([{ pointer: '/target', code: 'invalid-value' }]);
    expect(asked(undefined, TRANSFER)).toEqual([{ pointer: '/target', code: 'unknown-field' }]);
    expect(asked(undefined)).toBeUndefined();
    expect(targetOf({}, TRANSFER)).toBeUndefined();
  });
});
