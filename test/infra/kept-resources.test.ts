import { describe, expect, it } from 'vitest';
import { settings } from '../../infra/settings.ts';
import { type Kept, keptResources } from './support/kept-resources.ts';
import { otherDeployment } from './support/other-deployment.ts';
import { synthesized } from './support/synthesized.ts';

const place = ({ stack, id }: Pick<Kept, 'stack' | 'id'>) => `${stack}/${id}`;

describe.each([
  ['the deployment of infra/settings.ts', settings],
  ['a trial', otherDeployment],
])('%s keeps what it has', (_which, chosen) => {
  const deployment = synthesized(chosen);
  const kept = keptResources(chosen);

  it.each(kept.map((resource) => [place(resource), resource] as const))('%s is not replaced', (_place, resource) => {
    const found = deployment.all(resource.type).find((one) => place(one) === place(resource));
    const properties = Object.keys(resource.properties).map((name) => [name, found?.definition['Properties']?.[name]]);

    expect(
      found,
      `${place(resource)} has another name or place now: CloudFormation would make a new one and leave this`,
    ).toBeTruthy();
    expect(Object.fromEntries(properties), `CloudFormation would replace ${place(resource)}`).toEqual(resource.properties);
  });

  it('has nothing else that holds data, keys or running executions: such a thing gets a line in the list', () => {
    const types = new Set(kept.map(({ type }) => type));
    const found = [...types].flatMap((type) => deployment.all(type)).map(place);

    expect(found.toSorted()).toEqual(kept.map(place).toSorted());
  });

  it('no stack imports anything that is not in the list, so that no rename is refused halfway through a deployment', () => {
    const exported = deployment.stacks.flatMap((stack) =>
      Object.values(deployment.template(stack).findOutputs('*')).flatMap(({ Export }) => (Export ? [String(Export.Name)] : [])),
    );
    const listed = (name: string) => kept.some(({ stack, id }) => name.startsWith(`${stack}:`) && name.includes(id));

    expect(exported.length).toBeGreaterThan(0);
    expect(exported.filter((name) => !listed(name))).toEqual([]);
  });
});
