import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { DeadLetter } from '../../../local/edges/dead-letters.ts';
import type { Assembly, Resource } from '../../../local/template/assembly.ts';
import { type LocalAws, removeDataDir, startLocalAws } from '../aws/local-aws.ts';
import { cloudOf, lambda, queue, queueArn, schedule, scheduler } from './hand-made-edges.ts';
import { type LocalEdges, runEdges, succeed } from './local-edges.ts';

const cloudWith = (...schedules: Resource[]): Assembly => cloudOf(scheduler, lambda('job'), queue('failures'), ...schedules);

let local: LocalAws;
let edges: LocalEdges;

beforeAll(async () => {
  local = await startLocalAws(cloudWith());
});

beforeEach(() => local.state.log('dead-letters').clear());

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

const start = async (...schedules: Resource[]): Promise<void> => {
  edges = await runEdges(local, cloudWith(...schedules), succeed);
};
const MINUTE = 60_000;
const DAY = 86_400_000;

describe('by the local clock', () => {
  afterEach(() => edges.close());

  it('rate(5 minutes) invokes its function once every five minutes', async () => {
    await start(schedule('rate(5 minutes)'));

    await local.clock.advance(4 * MINUTE);
    expect(edges.invoked).toHaveLength(0);
    await local.clock.advance(MINUTE);
    expect(edges.invoked).toHaveLength(1);
    await local.clock.advance(5 * MINUTE);
    expect(edges.invoked).toHaveLength(2);
  });

  it('a frequent schedule runs once for a long move of the clock, at its end', async () => {
    const endsAt: Date[] = [];
    const often = schedule('rate(5 minutes)');
    edges = await runEdges(local, cloudWith(often), () => {
      endsAt.push(local.clock.now());
      return { ok: true, payload: null };
    });
    const before = local.clock.now();
    await local.clock.advance(30 * DAY);

    expect(endsAt).toHaveLength(1);
    expect(endsAt[0]?.getTime()).toBeGreaterThanOrEqual(before.getTime() + 30 * DAY);
  });

  it('a daily schedule runs on each day of a long move', async () => {
    await start(schedule('rate(1 day)'));
    await local.clock.advance(30 * DAY + MINUTE);

    expect(edges.invoked).toHaveLength(30);
  });

  it('at() runs once, in the schedule’s time zone', async () => {
    const noonInTokyo = new Date(Math.ceil(local.clock.now().getTime() / DAY + 1) * DAY + 3 * 60 * MINUTE);
    const text = new Date(noonInTokyo.getTime() + 9 * 60 * MINUTE).toISOString().slice(0, 19);
    await start(schedule(`at(${text})`, { ScheduleExpressionTimezone: 'Asia/Tokyo' }));

    await local.clock.advance(noonInTokyo.getTime() - local.clock.now().getTime() - MINUTE);
    expect(edges.invoked).toHaveLength(0);
    await local.clock.advance(2 * MINUTE);
    expect(edges.invoked).toHaveLength(1);
    await local.clock.advance(2 * DAY);
    expect(edges.invoked).toHaveLength(1);
  });

  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
  it('cron() runs at its times in the schedule’s time zone, until its years are over', async () => {
    const runsAt: string[] = [];
    const tomorrow = new Date(local.clock.now().getTime() + DAY);
    const years = `${tomorrow.getUTCFullYear()}-${tomorrow.getUTCFullYear() + 1}`;
    edges = await runEdges(
      local,
      cloudWith(schedule(`cron(30 9 1 * ? ${years})`, { ScheduleExpressionTimezone: 'Asia/Tokyo' })),
      () => {
        runsAt.push(local.clock.now().toISOString().slice(0, 16));
        return { ok: true, payload: null };
      },
    );
    await local.clock.advance(3 * 366 * DAY);

    expect(runsAt.length).toBeGreaterThanOrEqual(12);
    expect(runsAt.at(-1)).toBe(`${tomorrow.getUTCFullYear() + 1}-12-01T00:30`);
    for (const time of runsAt) expect(time).toMatch(/-01T00:30$/);
  });

  it('cron() of more than once a day runs once for a long move of the clock', async () => {
    const [frequent, daily] = [schedule('cron(0/5 * * * ? *)', {}, { Input: '"frequent"' }), schedule('rate(1 day)')];
    await start(frequent, daily);
    await local.clock.advance(30 * DAY + MINUTE);

    expect(edges.invoked.filter(({ event }) => event === 'frequent')).toHaveLength(1);
    expect(edges.invoked).toHaveLength(31);
  });

  it('a schedule with a new expression forgets the time of the old one', async () => {
    const kept = schedule('rate(30 days)');
    await start(kept);
    edges.close();

    await start({ ...kept, properties: { ...kept.properties, ScheduleExpression: 'rate(1 day)' } });
    await local.clock.advance(DAY + MINUTE);
    expect(edges.invoked).toHaveLength(1);
  });

  it('the function gets the schedule’s input, or Scheduler’s own notification', async () => {
    const own = schedule('rate(1 day)', {}, { Input: '{"shard":3}' });
    const plain = schedule('rate(1 day)');
    await start(own, plain);
    await local.clock.advance(DAY + MINUTE);

    expect(edges.invoked.map(({ event }) => event)).toEqual([
      { shard: 3 },
      expect.objectContaining({ source: 'aws.scheduler', 'detail-type': 'Scheduled Event', resources: [plain.arn] }),
    ]);
  });

  it('a disabled schedule does not run', async () => {
    await start(schedule('rate(1 day)', { State: 'DISABLED' }));
    await local.clock.advance(2 * DAY);

    expect(edges.invoked).toEqual([]);
  });

  it.each(['rate(30 minutes)', 'rate(1 day)'])('a restart neither puts %s off nor forgets it', async (expression) => {
    const kept = schedule(expression);
    const half = (expression === 'rate(1 day)' ? DAY : 30 * MINUTE) / 2;
    await start(kept);
    await local.clock.advance(half);
    edges.close();

    await start(kept);
    await local.clock.advance(half);
    expect(edges.invoked).toHaveLength(1);
    edges.close();

    await local.clock.advance(10 * half);
    await start(kept);
    await expect.poll(() => edges.invoked).toHaveLength(1);
  });

  // https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html#setting-up-execution-role
  it('a schedule whose role may not invoke the function leaves its input in its dead-letter queue', async () => {
    const roleArn = 'arn:aws:iam::000000000000:role/worker';
    await start(
      schedule('rate(1 day)', {}, { RoleArn: roleArn, Input: '{"shard":3}', DeadLetterConfig: { Arn: queueArn('failures') } }),
    );
    await local.clock.advance(DAY + MINUTE);

    expect(edges.invoked).toEqual([]);
    expect(local.state.log<DeadLetter>('dead-letters').newestFirst()).toMatchObject([
      { queue: 'failures', reason: expect.stringContaining('lambda:InvokeFunction'), body: { shard: 3 } },
    ]);
  });
});
