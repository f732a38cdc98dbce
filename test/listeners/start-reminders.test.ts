import { beforeEach, expect, it, vi } from 'vitest';
import { REMINDER_SHARDS } from '../../functions/adapters/dynamodb/certificates.ts';
import { startReminders } from '../../functions/listeners/start-reminders.ts';

const NOW = new Date('2026-12-01T00:00:07.000Z');
const stateMachineArn = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:business-id-renewal-reminders';

const isAnyDue = vi.fn();
const start = vi.fn();

beforeEach(() => {
  vi.resetAllMocks();
  start.mockResolvedValue(undefined);
});

function startWith(shards: readonly number[], now = NOW) {
  isAnyDue.mockImplementation(async (shard: number) => shards.includes(shard));

  return startReminders({ isAnyDue, executions: { start }, stateMachineArn, clock: { now: () => now } });
}

it('X-7 starts one execution over the shards that hold what is due, and over no other', async () => {
  await startWith([2, 15]);

  expect(start).toHaveBeenCalledExactlyOnceWith(stateMachineArn, expect.any(String), {
    shards: [
      { shard: 2, dueBy: '2026-12-01T00:00:07.000Z' },
      { shard: 15, dueBy: '2026-12-01T00:00:07.000Z' },
    ],
  });
});

it('X-7 looks into every shard', async () => {
  await startWith([]);

  expect(isAnyDue.mock.calls).toEqual(Array.from({ length: REMINDER_SHARDS }, (_, shard) => [shard, NOW]));
});

it('X-7 starts nothing on a day without reminders', async () => {
  await startWith([]);

  expect(start).not.toHaveBeenCalled();
});

it('R-4 names the execution after the minute, so that a run repeated at once finds it there, and one of another day does not', async () => {
  await startWith([0]);
  await startWith([0], new Date('2026-12-01T00:00:48.000Z'));
  await startWith([0], new Date('2026-12-02T00:00:07.000Z'));

  const names = start.mock.calls.map(([, name]) => name);
  expect(names[1]).toBe(names[0]);
  expect(names[2]).not.toBe(names[0]);
  for (const name of names) expect(name).toMatch(/^[\w-]{1,80}$/);
});

it('R-4 fails, so that it is tried again, when a shard could not be read', async () => {
  isAnyDue.mockRejectedValue(new Error('throttled'));

  const running = startReminders({ isAnyDue, executions: { start }, stateMachineArn, clock: { now: () => NOW } });

  await expect(running).rejects.toThrow('throttled');
  expect(start).not.toHaveBeenCalled();
});
