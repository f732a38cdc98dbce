import { expect, it, onTestFinished } from 'vitest';
import { assemblyOf, table } from '../aws/hand-made.ts';
import { newDataDir, removeDataDir, startLocalAws } from '../aws/local-aws.ts';

it('faults do not survive a restart', async () => {
  const dataDir = newDataDir();
  onTestFinished(() => removeDataDir(dataDir));
  const first = await startLocalAws(assemblyOf(table()), { dataDir });
  first.aws.faults.arm({ service: 'dynamodb', action: 'GetItem', fault: 'error', count: 1 });
  await first.stop();

  const second = await startLocalAws(assemblyOf(table()), { dataDir });
  onTestFinished(() => second.stop());

  expect(second.aws.faults.armed()).toEqual([]);
});
