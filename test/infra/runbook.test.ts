import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { type Synthesized, synthesized } from './support/synthesized.ts';

const RUNBOOK = 'docs/runbook';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

const pages = () => readdirSync(RUNBOOK).filter((file) => file !== 'README.md');
const page = (file: string) => readFileSync(`${RUNBOOK}/${file}`, 'utf8');
const alarms = () => deployment.all('AWS::CloudWatch::Alarm').map(({ definition }) => definition['Properties']);

it('every alarm ends with a page of the runbook that is there, and every page belongs to an alarm', () => {
  const named = alarms().map(({ AlarmDescription }) => /\. What to do: docs\/runbook\/(\S+\.md)$/.exec(AlarmDescription)?.[1]);

  expect([...new Set(named)].toSorted()).toEqual(pages().toSorted());
});

it('every page says what the alarm means, how to look, here too, and what to do', () => {
  for (const file of pages()) {
    expect(page(file), file).toMatch(/^# .+\n\n\*\*What it means\.\*\* [\s\S]+\n## How to look\n[\s\S]+\n## What to do\n/);
    expect(page(file), file).toMatch(/local run/);
  }
});

it('the index lists every page', () => {
  const listed = [...page('README.md').matchAll(/^\| \[([\w-]+)\]\(\1\.md\)/gm)].map(([, name]) => `${name}.md`);

  expect(listed.toSorted()).toEqual(pages().toSorted());
});

it('pages list every state machine, and the runs of every schedule', () => {
  const machines = deployment
    .all('AWS::StepFunctions::StateMachine')
    .map(({ definition }) => definition['Properties'].StateMachineName);
  const runs = alarms().flatMap(
    ({ AlarmDescription }) =>
      /^Undelivered: (.+)\. What to do: \S+\/schedule-not-run\.md$/.exec(AlarmDescription)?.slice(1) ?? [],
  );

  expect(runs.length).toBeGreaterThan(0);
  for (const name of machines) expect(page('workflow-failed.md')).toContain(`\`${name.replace('business-id-', '')}\``);
  for (const one of runs) expect(page('schedule-not-run.md')).toContain(`| ${one}, `);
});

it('functions that pages and the catalogue of logs name are those of the stack', () => {
  const functions = deployment.all('AWS::Lambda::Function').map(({ definition }) => definition['Properties'].FunctionName);
  const named = pages().flatMap((file) => [...page(file).matchAll(/aws\/lambda\/(business-id-[a-z-]*[a-z])/g)]);

  expect(named.length).toBeGreaterThan(0);
  for (const [, name] of named) expect(functions).toContain(name);
});
