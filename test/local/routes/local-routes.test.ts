import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startClock } from '../../../local/clock.ts';
import type { HttpRequest } from '../../../local/gateway/http.ts';
import { localRoutes } from '../../../local/routes/local-routes.ts';
import { openState } from '../../../local/state.ts';
import { temporaryFolder } from '../fixtures/cloud-assembly.ts';

function routesForTest() {
  const state = openState(temporaryFolder());
  const clock = startClock(state, vi.fn());
  const routes = localRoutes(state, clock);
  onTestFinished(() => {
    clock.close();
    state.close();
  });

  return {
    state,
    clock,
    call: async (method: string, url: string, body: unknown = '') => {
      const [path = '', query = ''] = url.split('?');
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const reply = await routes({ method, path, query, body: Buffer.from(text) } as HttpRequest);
      return reply && { status: reply.status, body: JSON.parse(reply.body.toString()) };
    },
  };
}

describe('/_local/mailbox', () => {
  const mail = (id: string, ...to: string[]) => ({
    id,
    to,
    subject: 's',
    text: 't',
    html: '<p>t</p>',
    sentAt: '2026-12-01T00:00:00.000Z',
  });

  it('answers mails newest first', async () => {
    const { state, call } = routesForTest();
    state.log('mailbox').append(mail('1', 'a@demo.example'));
    state.log('mailbox').append(mail('2', 'b@demo.example'));

    expect(await call('GET', '/_local/mailbox')).toEqual({
      status: 200,
      body: { messages: [mail('2', 'b@demo.example'), mail('1', 'a@demo.example')] },
    });
  });

  it('answers the mails to one address, whatever its case', async () => {
    const { state, call } = routesForTest();
    state.log('mailbox').append(mail('1', 'a@demo.example', 'B@demo.example'));
    state.log('mailbox').append(mail('2', 'ab@demo.example'));

    expect(await call('GET', '/_local/mailbox?to=b%40Demo.example')).toMatchObject({ body: { messages: [{ id: '1' }] } });
  });
});

describe('/_local/events', () => {
  it('answers events newest first, or those of one type', async () => {
    const { state, call } = routesForTest();
    for (const [id, type] of [
      ['1', 'user-added'],
      ['2', 'group-created'],
      ['3', 'user-added'],
    ])
      state.log('events').append({ id, type });

    expect(await call('GET', '/_local/events')).toMatchObject({ body: { events: [{ id: '3' }, { id: '2' }, { id: '1' }] } });
    expect(await call('GET', '/_local/events?type=group-created')).toEqual({
      status: 200,
      body: { events: [{ id: '2', type: 'group-created' }] },
    });
  });
});

describe('/_local/clock', () => {
  it('tells the local time', async () => {
    const { clock, call } = routesForTest();
    await clock.advance(1_000_000);

    const answer = await call('GET', '/_local/clock');

    expect(Math.abs(Date.parse(answer?.body.now) - clock.now().getTime())).toBeLessThan(60_000);
  });

  it.each([
    ['PT31M', 31 * 60_000],
    ['P14D', 14 * 86_400_000],
    ['P1DT1H', 25 * 3_600_000],
    ['PT0S', 0],
  ])('moves it by %s', async (advance, ms) => {
    const { clock, call } = routesForTest();

    const answer = await call('POST', '/_local/clock', { advance });

    expect(answer?.status).toBe(200);
    expect(Math.abs(clock.offsetMs() - ms)).toBeLessThan(60_000);
  });

  it('answers after what was due has happened', async () => {
    const { clock, call } = routesForTest();
    const task = vi.fn(async () => undefined);
    clock.at(new Date(clock.now().getTime() + 60_000), task);

    await call('POST', '/_local/clock', { advance: 'PT2M' });

    expect(task).toHaveBeenCalledOnce();
  });

  it.each([
    ['broken JSON', '{'],
    ['no body', ''],
    ['no duration', {}],
    ['an unknown field', { advance: 'PT1M', back: true }],
    ['a number', { advance: 5 }],
    ['another text', { advance: '31 minutes' }],
    ['an empty text', { advance: '' }],
    ['a way back', { advance: 'PT-1M' }],
    ['a time beyond all years', { advance: 'P9000Y' }],
    ['a time beyond all dates', { advance: 'P999999Y' }],
  ])('refuses %s and stands still', async (_, body) => {
    const { clock, call } = routesForTest();

    expect(await call('POST', '/_local/clock', body)).toMatchObject({
      status: 400,
      body: { status: 400, code: 'invalid-request' },
    });
    expect(clock.offsetMs()).toBe(0);
  });
});

describe('paths under /_local', () => {
  it('that do not exist are told from those that do', async () => {
    expect(await routesForTest().call('GET', '/_local/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await routesForTest().call('GET', '/_local/constructor')).toMatchObject({ status: 404 });
  });

  it('hand the parts that a route names to it, decoded', async () => {
    const { state, clock } = routesForTest();
    const routes = localRoutes(state, clock, { 'things/{id}/{part}': { GET: ({ params }) => params } });
    const path = '/_local/things/a%2Fb/100%';

    const reply = await routes({ method: 'GET', path, query: '', body: Buffer.from('') } as HttpRequest);

    expect(JSON.parse(String(reply?.body))).toEqual({ id: 'a/b', part: '100%' });
  });

  it('take only their methods', async () => {
    expect(await routesForTest().call('DELETE', '/_local/clock')).toMatchObject({
      status: 405,
      body: { code: 'method-not-allowed' },
    });
  });

  it('leave everything else to the API', async () => {
    expect(await routesForTest().call('GET', '/v1/me')).toBeUndefined();
  });
});
