import type { Assembly, Resource } from './assembly.ts';
import { type AttributeSource, attributeOf, referenceTo } from './attributes.ts';
import { identityOf } from './identity.ts';
import { NO_VALUE, resolveCondition, resolveValue, type Scope } from './intrinsics.ts';
import { readCloudAssembly, type StackTemplate, type TemplateResource } from './stack.ts';

/** Where the local cloud stands when the stacks leave the region open; the account is always this one. */
const DEFAULT_REGION = 'ap-northeast-1';
const ACCOUNT_ID = '000000000000';

type Account = { readonly region: string; readonly accountId: string };

function pseudoParameters({ region, accountId }: Account, stackName: string): Record<string, unknown> {
  return {
    'AWS::Region': region,
    'AWS::AccountId': accountId,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': `arn:aws:cloudformation:${region}:${accountId}:stack/${stackName}/local`,
    'AWS::NotificationARNs': [],
    'AWS::NoValue': NO_VALUE,
  };
}

/**
 * Loads a cloud assembly (cdk.out). Properties are resolved when they are first read: what nothing local
 * reads need not be understood, what is read and not understood is an error naming the resource.
 *
 * @param sources asked, in this order, before what the template itself tells of an attribute
 * @throws Refusal when the folder is not a cloud assembly
 */
export function loadAssembly(directory: string, sources: readonly AttributeSource[] = []): Assembly {
  const { region = DEFAULT_REGION, stacks, assets } = readCloudAssembly(directory);
  const account: Account = { region, accountId: ACCOUNT_ID };
  const exported = exportsOf(stacks, (stack) => scopeOf(stack, 'Outputs'));

  function scopeOf(stack: StackTemplate, where: string): Scope {
    const { name, template } = stack;
    const pseudo = pseudoParameters(account, name);
    const scope: Scope = {
      where: `${name}/${where}`,
      ref: (target) => {
        if (target in pseudo) return pseudo[target];

        const parameter = template.Parameters?.[target];
        if (parameter) return parameter.Default;

        const resource = find(stack, target, scope.where);
        return made(resource, 'Ref') ?? referenceTo(resource, account);
      },
      attribute: (target, attribute) => {
        const resource = find(stack, target, scope.where);
        try {
          return made(resource, attribute) ?? attributeOf(resource, attribute, account);
        } catch (cause) {
          throw new Error(`${scope.where}: ${cause instanceof Error ? cause.message : cause}`, { cause });
        }
      },
      exported: (target) => exported(target, scope.where),
      condition: (target) => {
        const condition = template.Conditions?.[target];
        if (condition === undefined) throw new Error(`${scope.where}: there is no condition ${target}`);
        return resolveCondition(condition, scopeOf(stack, target));
      },
      mapped: (map, first, second) => {
        const value = template.Mappings?.[map]?.[first]?.[second];
        if (value === undefined) throw new Error(`${scope.where}: nothing is mapped at ${map}/${first}/${second}`);
        return value;
      },
    };

    return scope;
  }

  function made(resource: Resource, attribute: string): unknown {
    for (const source of sources) {
      const value = source(resource, attribute);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  const byPlace = new Map<string, Resource>();

  function find(stack: StackTemplate, logicalId: string, where: string): Resource {
    const place = `${stack.name}/${logicalId}`;
    const known = byPlace.get(place);
    if (known) return known;

    const declared = stack.template.Resources?.[logicalId];
    if (!declared) throw new Error(`${where}: there is no resource ${logicalId} in ${stack.name}`);

    const resource = resourceOf(stack.name, logicalId, declared, scopeOf(stack, logicalId), account);
    byPlace.set(place, resource);

    return resource;
  }

  const resources = stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources ?? {})
      .filter(([logicalId, { Condition }]) => Condition === undefined || scopeOf(stack, logicalId).condition(Condition))
      .map(([logicalId]) => find(stack, logicalId, stack.name)),
  );

  return {
    ...account,
    resources: (type) => resources.filter((resource) => resource.type === type),
    resourcesWhere: (isWanted) => resources.filter(({ type }) => isWanted(type)),
    resource: (arnOrPhysicalId, type) =>
      resources.find(
        (resource) =>
          (type === undefined || resource.type === type) &&
          (resource.arn === arnOrPhysicalId || resource.physicalId === arnOrPhysicalId),
      ),
    assetPath: (resource) => {
      const code = resource.properties['Code'];
      const key = typeof code === 'object' && code !== null && 'S3Key' in code ? code.S3Key : undefined;
      const path = typeof key === 'string' ? assets.get(key) : undefined;
      if (!path) throw new Error(`${resource.stack}/${resource.logicalId}: its code is no asset of ${directory}`);
      return path;
    },
  };
}

/** A resource whose properties, and then its identity, are resolved when they are first read. */
function resourceOf(stack: string, logicalId: string, declared: TemplateResource, scope: Scope, account: Account): Resource {
  const readText = (name: string): string | undefined => {
    const value = resolveValue(declared.Properties?.[name], scope);
    return typeof value === 'string' ? value : undefined;
  };
  const identity = once(() => identityOf(declared.Type, { stack, logicalId }, readText, account));
  const properties = once(() => resolveValue(declared.Properties ?? {}, scope) as Record<string, unknown>);

  return {
    stack,
    logicalId,
    type: declared.Type,
    metadata: declared.Metadata ?? {},
    get properties() {
      return properties();
    },
    get physicalId() {
      return identity().physicalId;
    },
    get arn() {
      return identity().arn;
    },
  };
}

/** Finds an exported output of any stack by its name. */
function exportsOf(stacks: readonly StackTemplate[], scopeOf: (stack: StackTemplate) => Scope) {
  const outputs = once(
    () =>
      new Map(
        stacks.flatMap((stack) =>
          Object.values(stack.template.Outputs ?? {})
            .filter((output) => output.Export !== undefined)
            .map(
              (output) => [String(resolveValue(output.Export?.Name, scopeOf(stack))), { stack, value: output.Value }] as const,
            ),
        ),
      ),
  );

  return (name: string, where: string): unknown => {
    const output = outputs().get(name);
    if (!output) throw new Error(`${where}: no stack exports ${name}`);

    return resolveValue(output.value, scopeOf(output.stack));
  };
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;

  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
