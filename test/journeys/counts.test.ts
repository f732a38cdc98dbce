import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { localRun } from '../support/local-run.ts';
import { LOGIN_PASSWORD, logIn, registeredTenant, setUp } from '../support/people.ts';

type EmbeddedMetric = Record<string, number | number[]> & {
  _aws: { CloudWatchMetrics: [{ Namespace: string; Dimensions: [string[]]; Metrics: { Name: string }[] }] };
  service: unknown;
};

/** What CloudWatch would make metrics of, out of the logs of all functions. */
function embeddedMetrics(): EmbeddedMetric[] {
  const folder = localRun().logDir;
  const lines = readdirSync(folder).flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'));

  return lines.filter((line) => line.includes('{"_aws":')).map((line) => JSON.parse(line.slice(line.indexOf('{'))));
}

/** How often the service has counted this, by now. */
function counted(name: string): number {
  return embeddedMetrics()
    .flatMap((line) => line[name] ?? [])
    .reduce((sum, value) => sum + value, 0);
}

it('logins, failures, a lock and the mails about them are counted, whichever function sees them', async () => {
  const names = ['Logins', 'LoginsFailed', 'CredentialsLocked', 'MailsSent'];
  const before = names.map(counted);
  const { email } = await registeredTenant();

  const { userId } = await setUp(email);
  for (let time = 1; time <= 5; time++) await logIn(userId, 'Wrong-99x');
  await logIn(userId, LOGIN_PASSWORD);

  await expect
    .poll(() => names.map((name, position) => counted(name) - (before[position] ?? 0)))
    .toEqual([1, 6, 1, expect.toSatisfy((mails: number) => mails >= 2)]);
});

it('counts belong to the whole service, and name nobody', async () => {
  const lines = embeddedMetrics().filter(({ service }) => service === 'business-id');

  expect(lines.length).toBeGreaterThan(0);
  for (const { _aws: aws, service, ...values } of lines) {
    const [{ Namespace, Dimensions, Metrics }] = aws.CloudWatchMetrics;

    expect({ Namespace, Dimensions, service }).toEqual({
      Namespace: 'business-id',
      Dimensions: [['service']],
      service: 'business-id',
    });
    expect(Object.keys(values).toSorted()).toEqual(Metrics.map(({ Name }) => Name).toSorted());
  }
});
