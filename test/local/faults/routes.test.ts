import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startClock } from '../../../local/clock.ts';
import { createDuplicates } from '../../../local/faults/duplicates.ts';
import { createFaults } from '../../../local/faults/faults.ts';
import type { HttpRequest } from '../../../local/gateway/http.ts';
import { faultRoutes } from '../../../local/routes/faults.ts';
import { localRoutes } from '../../../local/routes/local-routes.ts';
import { openState } from '../../../local/state.ts';
import { temporaryFolder } from '../fixtures/cloud-assembly.ts';

function routesForTest() {
  const state = openState(temporaryFolder());
  const clock = startClock(state, vi.fn());
  onTestFinished(() => {
    clock.close();
    state.close();
  });
  const injection = {
    ...createFaults(),
    actions: { dynamodb: ['GetItem', 'BatchGetItem', 'TransactWriteItems'], kms: ['GenerateMac'] },
    operations: ['logIn', 'sendMail'],
  };
  const routes = localRoutes(state, clock, { faults: faultRoutes(injection, createDuplicates(new Map())) });

  return async (method: string, body: unknown = '') => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const reply = await routes({ method, path: '/_local/faults', query: '', body: Buffer.from(text) } as HttpRequest);
    return reply && { status: reply.status, body: JSON.parse(reply.body.toString()) };
  };
}

const throttle = { service: 'dynamodb', action: 'GetItem', fault: 'throttle', count: 2 };

describe('/_local/faults', () => {
  it('arms faults, lists what is armed, and clears it', async () => {
    const call = routesForTest();
    const crash = { service: 'kms', action: 'GenerateMac', fault: 'crash-after', count: 1, skip: 3, operation: 'logIn' };

    expect(await call('GET')).toEqual({ status: 200, body: { faults: [] } });
    expect(await call('POST', throttle)).toEqual({ status: 200, body: { faults: [throttle] } });
    expect(await call('POST', crash)).toEqual({ status: 200, body: { faults: [throttle, crash] } });
    expect(await call('GET')).toEqual({ status: 200, body: { faults: [throttle, crash] } });
    expect(await call('DELETE')).toEqual({ status: 200, body: { faults: [] } });
    expect(await call('GET')).toEqual({ status: 200, body: { faults: [] } });
  });

  it('arms deliveries that happen twice, beside the faults of calls', async () => {
    const call = routesForTest();
    const duplicate = { delivery: 'invocation', fault: 'duplicate', count: 2, operation: 'sendMail' };

    expect(await call('POST', duplicate)).toEqual({ status: 200, body: { faults: [duplicate] } });
    expect(await call('POST', throttle)).toEqual({ status: 200, body: { faults: [throttle, duplicate] } });
    expect(await call('DELETE')).toEqual({ status: 200, body: { faults: [] } });
  });

  it.each([
    ['no JSON', '{', '', 'required'],
    ['no object', 5, '', 'invalid-value'],
    ['no service', { ...throttle, service: undefined }, '/service', 'required'],
    ['a service the stack does not use', { ...throttle, service: 's3' }, '/service', 'invalid-value'],
    ['an action of another service', { ...throttle, action: 'GenerateMac' }, '/action', 'invalid-value'],
    ['an unknown fault', { ...throttle, fault: 'explode' }, '/fault', 'invalid-value'],
    ['a conflict where there is none', { ...throttle, fault: 'conflict' }, '/fault', 'invalid-value'],
    ['no count', { ...throttle, count: undefined }, '/count', 'required'],
    ['a count of none', { ...throttle, count: 0 }, '/count', 'invalid-value'],
    ['a call before the first', { ...throttle, skip: -1 }, '/skip', 'invalid-value'],
    ['half a call', { ...throttle, count: 1.5 }, '/count', 'invalid-value'],
    ['an unknown operation', { ...throttle, operation: 'logOut' }, '/operation', 'invalid-value'],
    ['an unknown delivery', { delivery: 'letter', fault: 'duplicate', count: 1 }, '/delivery', 'invalid-value'],
    ['another fault of a delivery', { delivery: 'event', fault: 'throttle', count: 1 }, '/fault', 'invalid-value'],
    ['an unknown field', { ...throttle, action2: 'x' }, '/action2', 'unknown-field'],
  ])('refuses %s with a pointer, and arms nothing', async (_, body, pointer, code) => {
    const call = routesForTest();

    expect(await call('POST', body)).toMatchObject({
      status: 400,
      body: { status: 400, code: 'invalid-request', errors: [{ pointer, code, detail: expect.any(String) }] },
    });
    expect(await call('GET')).toMatchObject({ body: { faults: [] } });
  });
});
