import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CfnResource, Stack } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { settings } from '../../infra/settings.ts';
import { DeploymentSettings, readSettings } from '../../infra/settings-schema.ts';
import { fieldsOf } from '../../scripts/pages/fields.ts';
import type { Schema } from '../../scripts/pages/forms.ts';
import { otherDeployment } from './support/other-deployment.ts';
import { testApp } from './support/test-app.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synth-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it('a finding of cdk-nag fails synth', () => {
  const app = testApp(folder);
  new Queue(new Stack(app, 'careless'), 'Queue');

  expect(() => app.synth()).toThrow("Acknowledge with 'AwsSolutions::AwsSolutions-SQS4'");
});

it('a stack of 451 resources fails synth', () => {
  const app = testApp(folder);
  const stack = new Stack(app, 'crowded');
  for (let n = 0; n < 451; n++) new CfnResource(stack, `Topic${n}`, { type: 'AWS::SNS::Topic' });

  expect(() => app.synth()).toThrow("Number of resources in stack 'crowded': 451 is greater than allowed maximum of 450");
});

it('every template passes, with neither an account nor a region', () => {
  const app = testApp(folder);
  const stacks = app.node.children.filter(Stack.isStack);

  expect(stacks.length).toBeGreaterThan(5);
  for (const { environment } of stacks) expect(environment).toBe('aws://unknown-account/unknown-region');
  expect(app.synth().manifest.missing ?? []).toEqual([]);
});

describe('a deployment with other settings', () => {
  it('differs in every one of them', () => {
    const [usual, other] = [readSettings(settings), readSettings(otherDeployment)];
    const leaves = fieldsOf(z.toJSONSchema(DeploymentSettings, { io: 'input' }) as Schema).filter(
      ({ path, schema }) => schema.type !== 'object' && !path.includes('[]'),
    );

    expect(leaves.length).toBeGreaterThan(40);
    for (const { path } of leaves) expect(at(other, path), path).not.toEqual(at(usual, path));
  });

  it('passes as well, in its region', () => {
    const app = testApp(folder, otherDeployment);
    const stacks = app.node.children.filter(Stack.isStack);

    for (const { environment } of stacks) expect(environment).toBe('aws://unknown-account/eu-central-1');
    expect(app.synth().stacks.map(({ stackName }) => stackName)).toEqual(
      expect.arrayContaining(stacks.map(({ stackName }) => stackName)),
    );
  });
});

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((whole, name) => (whole as Record<string, unknown>)[name], value);
}
