import { describe, expect, it } from 'vitest';
import { callingCloud, get, put } from '../fixtures/calling-cloud.ts';

const crash = (fault: 'crash-before' | 'crash-after', more = {}) => ({
  service: 'dynamodb',
  action: 'PutItem',
  fault,
  count: 1,
  ...more,
});
const CRASHED = { ok: false, errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('Runtime exited') };

/** What one GetItem found, as a function answers it. */
const found = (PK: string) => ({ payload: { answers: [[{ Item: { PK: { S: PK } } }]] } });

describe('a crash of the calling function', () => {
  it('before the call: the worker dies, and the call was never made', async () => {
    const { call, local, meter } = await callingCloud('save');
    await local('POST', '/faults', crash('crash-before'));

    expect(await call('save', [put('a')])).toEqual(CRASHED);
    expect(await call('save', [get('a')])).not.toMatchObject(found('a'));
    expect(await meter()).toMatchObject({ save: { requests: 2, calls: { 'dynamodb:GetItem': 1 }, writeUnits: 0 } });
  });

  it('after the call: it took effect, and the worker never learns', async () => {
    const { call, local, meter } = await callingCloud('save');
    await local('POST', '/faults', crash('crash-after'));

    expect(await call('save', [put('a')], [put('b')])).toEqual(CRASHED);
    expect(await call('save', [get('a')])).toMatchObject(found('a'));
    expect(await call('save', [get('b')])).not.toMatchObject(found('b'));
    expect(await meter()).toMatchObject({ save: { calls: { 'dynamodb:PutItem': 1 }, writeUnits: 1 } });
  });

  it('ends that worker only: others go on with their requests, and are used again', async () => {
    const { call, local } = await callingCloud('save');
    const work = (name: string) => call('save', ...Array.from({ length: 20 }, (_, n) => [put(`${name}-${n}`)]));
    await Promise.all([work('a'), work('b'), work('c')]);
    await local('POST', '/faults', crash('crash-before'));

    const outcomes = await Promise.all([work('a'), work('b'), work('c')]);

    expect(outcomes.filter(({ ok }) => !ok)).toEqual([CRASHED]);
    expect(outcomes.filter(({ ok }) => ok)).toEqual(
      Array(2).fill({ ok: true, payload: expect.objectContaining({ asked: 2, answers: expect.any(Array) }) }),
    );
  });

  it('happens to the asked function only', async () => {
    const { call, local } = await callingCloud('app-save', 'app-load');
    await local('POST', '/faults', crash('crash-before', { operation: 'load' }));

    expect(await call('app-save', [put('a')])).toMatchObject({ ok: true });
    expect(await call('app-load', [put('a')])).toEqual(CRASHED);
    expect(await local('GET', '/faults')).toMatchObject({ body: { faults: [] } });
  });
});

describe('other faults', () => {
  it('reach functions through the SDK as AWS words them', async () => {
    const { call, local } = await callingCloud('save');
    await local('POST', '/faults', { service: 'dynamodb', action: 'PutItem', fault: 'throttle', count: 1 });

    expect(await call('save', [put('a')])).toMatchObject({ ok: true, payload: { error: 'ThrottlingException' } });
    expect(await call('save', [put('a')])).toMatchObject({ ok: true, payload: { asked: 2, answers: [[{}]] } });
  });
});
