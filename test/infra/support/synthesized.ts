import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { DeploymentSettingsInput } from '../../../infra/settings-schema.ts';
import { testApp } from './test-app.ts';

/** As untyped as CloudFormation is. */
type Definition = ReturnType<Template['findResources']>[string];

export type Resource = { readonly stack: string; readonly id: string; readonly definition: Definition };

/** A whole synthesized deployment. */
export type Synthesized = {
  readonly stacks: readonly string[];
  template(stack: string): Template;
  /** The resources of a type, in all stacks. */
  all(type: string): readonly Resource[];
};

/** Synthesizes without CDK's template validator, which takes its time: synth.test.ts and `npm run synth` run it. */
export function synthesized(changes: Partial<DeploymentSettingsInput> = {}): Synthesized {
  process.env['CDK_VALIDATION'] = 'false';
  const folder = mkdtempSync(join(tmpdir(), 'synthesized-'));
  const assembly = testApp(folder, changes).synth();
  const templates = new Map(assembly.stacks.map(({ stackName, template }) => [stackName, Template.fromJSON(template)]));
  rmSync(folder, { recursive: true });

  const template = (stack: string) => {
    const found = templates.get(stack);
    if (found === undefined) throw new Error(`No stack ${stack} among ${[...templates.keys()].join(', ')}`);

    return found;
  };

  return {
    stacks: [...templates.keys()],
    template,
    all: (type) =>
      [...templates].flatMap(([stack, one]) =>
        Object.entries(one.findResources(type)).map(([id, definition]) => ({ stack, id, definition })),
      ),
  };
}

/** Whether a value refers to a resource of its own stack, by Ref or by an attribute. */
export function refersTo(value: unknown, id: string): boolean {
  const text = JSON.stringify(value) ?? '';

  return text.includes(`{"Ref":"${id}"}`) || text.includes(`{"Fn::GetAtt":["${id}",`);
}

/** The one resource that fits. Throws when there is none, or more than one. */
export function only<T>(items: readonly T[], what: string): T {
  const [item, ...others] = items;
  if (item === undefined || others.length > 0) throw new Error(`${items.length} times ${what}`);

  return item;
}
