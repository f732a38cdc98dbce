import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startClock } from '../../../local/clock.ts';
import { type InvokeOptions, startPool } from '../../../local/functions/pool.ts';
import { openState } from '../../../local/state.ts';
import { loadAssembly } from '../../../local/template/load.ts';
import { functionResources, temporaryFolder, writeAssembly } from '../fixtures/cloud-assembly.ts';

const DAY = 24 * 60 * 60_000;

/** A pool with one function `f` made of this code. */
function poolOf(code: string, properties: Record<string, unknown> = {}, maxConcurrency?: number) {
  const assembly = loadAssembly(
    writeAssembly({ app: { Resources: functionResources('f', properties) } }, { assets: { f: code } }),
  );
  const logDir = temporaryFolder();
  const state = openState(temporaryFolder());
  const clock = startClock(state, vi.fn());
  const pool = startPool({
    assembly,
    clock,
    logDir,
    aws: {
      endpointUrl: 'http://127.0.0.1:4566',
      credentialsFor: (roleArn) => ({ accessKeyId: `id of ${roleArn}`, secretAccessKey: 'secret', sessionToken: 'token' }),
    },
    ...(maxConcurrency !== undefined && { maxConcurrency }),
  });
  onTestFinished(async () => {
    await pool.close();
    clock.close();
    state.close();
  });

  return {
    clock,
    pool,
    call: (event: unknown = {}, options: InvokeOptions = {}) =>
      pool.invoke('arn:aws:lambda:ap-northeast-1:000000000000:function:f', event, options),
    log: async () => {
      await pool.close();
      return readFileSync(join(logDir, 'f.log'), 'utf8');
    },
  };
}

describe('invoking a function', () => {
  it('hands over the event as JSON and answers what the function returns', async () => {
    const { call } = poolOf('export const handler = async (event) => ({ got: event, missing: undefined });');

    expect(await call({ at: new Date(0), none: undefined })).toEqual({
      ok: true,
      payload: { got: { at: '1970-01-01T00:00:00.000Z' } },
    });
  });

  it('answers null when the function returns nothing', async () => {
    expect(await poolOf('export const handler = async () => {};').call()).toEqual({ ok: true, payload: null });
  });

  it('gives the function its template environment and what Lambda sets, and nothing of the machine', async () => {
    vi.stubEnv('SECRET_OF_THE_MACHINE', 'leaked');
    onTestFinished(() => void vi.unstubAllEnvs());
    const { call } = poolOf('export const handler = async () => process.env;', {
      MemorySize: 256,
      Environment: { Variables: { TABLE_NAME: 'business-id' } },
    });

    expect(await call()).toEqual({
      ok: true,
      payload: {
        TABLE_NAME: 'business-id',
        _HANDLER: 'index.handler',
        _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0$/),
        AWS_REGION: 'ap-northeast-1',
        AWS_DEFAULT_REGION: 'ap-northeast-1',
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_LAMBDA_FUNCTION_NAME: 'f',
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
        AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
        AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/f',
        AWS_LAMBDA_LOG_STREAM_NAME: 'local',
        AWS_ACCESS_KEY_ID: 'id of arn:aws:iam::000000000000:role/f-role',
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_SESSION_TOKEN: 'token',
        AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        LAMBDA_TASK_ROOT: expect.stringMatching(/asset\.f$/),
        LANG: 'en_US.UTF-8',
        TZ: ':UTC',
      },
    });
  });

  it('gives the function the context of its invocation', async () => {
    const { call } = poolOf(
      'export const handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis() });',
      { Timeout: 10 },
    );

    expect(await call()).toEqual({
      ok: true,
      payload: expect.objectContaining({
        functionName: 'f',
        invokedFunctionArn: 'arn:aws:lambda:ap-northeast-1:000000000000:function:f',
        memoryLimitInMB: '128',
        awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        left: expect.toSatisfy((left: number) => left > 0 && left <= 10_000),
      }),
    });
  });

  it('lets Date follow the local clock, from the next request on', async () => {
    const { call, clock } = poolOf(
      `const loadedAt = Date.now();
       export const handler = async () => ({
         now: Date.now(), made: new Date().getTime(), text: Date.parse(Date()), loadedAt,
         fixed: new Date(0).toISOString(), isDate: new Date() instanceof Date, timer: await new Promise((done) => setTimeout(done, 1, 'real')),
       });`,
    );
    await call();
    await clock.advance(400 * DAY);

    const answer = (await call()) as { payload: Record<string, number> };
    const { now = 0, made = 0, text = 0, loadedAt = 0 } = answer.payload;

    expect(answer.payload).toMatchObject({ fixed: '1970-01-01T00:00:00.000Z', isDate: true, timer: 'real' });
    expect(made - now).toBeLessThan(60_000);
    expect(now - text).toBeLessThan(60_000);
    expect(now - loadedAt).toBeGreaterThanOrEqual(400 * DAY);
  });

  it('refuses a function that the stack does not have', async () => {
    await expect(poolOf('').pool.invoke('arn:aws:lambda:ap-northeast-1:000000000000:function:g', {})).rejects.toThrow(
      'no function',
    );
  });
});

describe('execution environments', () => {
  const COUNTING =
    'let calls = 0; export const handler = async () => { calls += 1; await new Promise((done) => setTimeout(done, 20)); return calls; };';

  it('are used again, one request at a time', async () => {
    const { call } = poolOf(COUNTING);

    const answers = [await call(), await call(), await call()];

    expect(answers.map((answer) => answer.ok && answer.payload)).toEqual([1, 2, 3]);
  });

  it('are started for requests at the same time, up to the limit; the rest waits its turn', async () => {
    const { call } = poolOf(COUNTING, {}, 2);

    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map(() => call()));
    const first = answers.filter((answer) => answer.ok && answer.payload === 1);

    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(first).toHaveLength(2);
  });

  it('are given up when there was nothing to do for them for a while, all but the one used last', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { call } = poolOf(COUNTING, {}, 3);
    await Promise.all([call(), call(), call()]);

    vi.advanceTimersByTime(60_000);
    const answers = await Promise.all([call(), call(), call()]);

    expect(answers.map((answer) => answer.ok && answer.payload).toSorted()).toEqual([1, 1, 2]);
  });

  it('are no more than the template reserves: who comes beyond is refused, and never begun', async () => {
    const { call } = poolOf(COUNTING, { ReservedConcurrentExecutions: 2 });
    const refused = { ok: false, errorType: 'TooManyRequestsException', errorMessage: 'Rate Exceeded.', refused: true };

    const answers = await Promise.all([1, 2, 3, 4].map(() => call()));

    expect(answers.slice(2)).toEqual([refused, refused]);
    expect([await call(), await call()].map((answer) => answer.ok && answer.payload)).toEqual([2, 3]);
  });

  it('may be fewer than the template reserves: requests wait for one, up to what is reserved', async () => {
    const { call } = poolOf(COUNTING, { ReservedConcurrentExecutions: 3 }, 1);

    const answers = await Promise.all([1, 2, 3, 4].map(() => call()));

    expect(answers.map((answer) => answer.ok && answer.payload)).toEqual([1, 2, 3, false]);
  });

  it('are waited for by what a queue of Lambda delivers, however many are reserved', async () => {
    const { call } = poolOf(COUNTING, { ReservedConcurrentExecutions: 1 });

    const answers = await Promise.all([1, 2, 3].map(() => call({}, { queued: true })));

    expect(answers.map((answer) => answer.ok && answer.payload)).toEqual([1, 2, 3]);
  });
});

describe('what goes wrong in a function', () => {
  it.each([
    [
      'throws an error',
      'class Refused extends Error { name = "Refused" } export const handler = async () => { throw new Refused("no") };',
      'Refused',
      'no',
    ],
    ['throws a text', 'export const handler = async () => { throw "no" };', 'string', 'no'],
    ['throws when it is loaded', 'throw new TypeError("no setting");', 'TypeError', 'no setting'],
    ['has no such handler', 'export const other = 1;', 'Runtime.HandlerNotFound', 'index.handler is undefined or not exported'],
    [
      'answers what is no JSON',
      'export const handler = async () => 1n;',
      'Runtime.MarshalError',
      expect.stringContaining('Unable to stringify'),
    ],
    [
      'ends its process',
      'export const handler = async () => process.exit(7);',
      'Runtime.ExitError',
      expect.stringContaining('exit status 7'),
    ],
    [
      'answers more than 6 MB',
      'export const handler = async () => "x".repeat(6_300_000);',
      'Function.ResponseSizeTooLarge',
      expect.stringContaining('exceeded maximum'),
    ],
    [
      'throws outside the request',
      'export const handler = () => new Promise(() => setTimeout(() => { throw new RangeError("late") }));',
      'RangeError',
      'late',
    ],
  ])('%s: the error as Lambda reports it', async (_, code, errorType, errorMessage) => {
    expect(await poolOf(code).call()).toEqual({ ok: false, errorType, errorMessage });
  });

  it('takes longer than its timeout: ended, with the error of Lambda', async () => {
    const { call } = poolOf('export const handler = () => new Promise(() => setInterval(() => {}, 1000));', { Timeout: 1 });

    expect(await call()).toEqual({
      ok: false,
      errorType: 'Sandbox.Timedout',
      errorMessage: expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/),
    });
  });

  it('fails its own request only', async () => {
    const { call } = poolOf(
      'export const handler = async ({ die }) => { if (die) process.exit(1); await new Promise((done) => setTimeout(done, 50)); return "alive" };',
    );

    const answers = await Promise.all([call({}), call({ die: true }), call({})]);

    expect(answers.map(({ ok }) => ok)).toEqual([true, false, true]);
    expect(await call({})).toEqual({ ok: true, payload: 'alive' });
  });

  it('answers requests that wait when the pool closes', async () => {
    const { call, pool } = poolOf('export const handler = () => new Promise(() => setInterval(() => {}, 1000));', {}, 1);
    const waiting = [call(), call()];

    await pool.close();

    expect((await Promise.all(waiting)).map(({ ok }) => ok)).toEqual([false, false]);
  });
});

describe('the log of a function', () => {
  it('holds what it prints, each line with the local time, and why a request failed', async () => {
    const { call, clock, log } = poolOf(
      'export const handler = async () => { console.log("one\\ntwo"); console.error("three"); throw new Error("four") };',
    );
    await clock.advance(400 * DAY);
    await call();

    const lines = (await log()).trimEnd().split('\n');

    const year = new Date(Date.now() + 400 * DAY).getUTCFullYear();
    expect(lines.every((line) => line.startsWith(String(year)))).toBe(true);
    expect(lines.map((line) => line.slice('2027-01-01T00:00:00.000Z '.length))).toEqual(
      expect.arrayContaining(['one', 'two', 'three', expect.stringMatching(/^ERROR RequestId: [0-9a-f-]{36} Error: four$/)]),
    );
  });
});
