import { expect, it } from 'vitest';
import { startAudit } from '../../functions/listeners/start-audit.ts';

it('R-4 starts one audit a day, however often the schedule comes', async () => {
  const started: unknown[] = [];
  const stateMachineArn = 'arn:aws:states:ap-northeast-1:000000000000:stateMachine:business-id-certificate-audit';
  const start = (now: string) =>
    startAudit({
      executions: { start: async (...execution) => void started.push(execution) },
      stateMachineArn,
      clock: { now: () => new Date(now) },
    });

  await start('2027-01-01T01:00:00.000Z');
  await start('2027-01-01T07:00:00.000Z');
  await start('2027-02-01T01:00:00.000Z');

  expect(started).toEqual(['audit-20270101', 'audit-20270101', 'audit-20270201'].map((name) => [stateMachineArn, name, {}]));
});
