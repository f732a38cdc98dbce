import type { Assembly, Resource } from '../template/assembly.ts';

/** A function as the template declares it, Lambda's defaults filled in. */
export type FunctionDefinition = {
  readonly arn: string;
  readonly name: string;
  readonly codePath: string;
  readonly handler: string;
  readonly runtime: string;
  readonly roleArn: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly logGroup: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Reserved concurrency; undefined when the template sets none. */
  readonly reserved: number | undefined;
};

/**
 * Reads the definition of a function from its resource.
 *
 * @throws when its runtime is not Node.js, or its code or role cannot be found
 */
export function functionDefinition(resource: Resource, assembly: Assembly): FunctionDefinition {
  const { properties } = resource;
  const runtime = String(properties['Runtime']);
  const roleArn = properties['Role'];

  if (!runtime.startsWith('nodejs')) throw new Error(`${resource.logicalId}: the local run has no runtime ${runtime}`);
  if (typeof roleArn !== 'string') throw new Error(`${resource.logicalId}: a function needs a role`);

  return {
    arn: resource.arn,
    name: resource.physicalId,
    codePath: assembly.assetPath(resource),
    handler: String(properties['Handler']),
    runtime,
    roleArn,
    // Lambda's defaults: 3 seconds and 128 MB.
    timeoutMs: Number(properties['Timeout'] ?? 3) * 1000,
    memoryMb: Number(properties['MemorySize'] ?? 128),
    logGroup: logGroupOf(properties['LoggingConfig']) ?? `/aws/lambda/${resource.physicalId}`,
    variables: variablesOf(properties['Environment']),
    reserved:
      typeof properties['ReservedConcurrentExecutions'] === 'number' ? properties['ReservedConcurrentExecutions'] : undefined,
  };
}

function logGroupOf(config: unknown): string | undefined {
  return typeof config === 'object' && config !== null && 'LogGroup' in config ? String(config.LogGroup) : undefined;
}

function variablesOf(environment: unknown): Record<string, string> {
  const variables =
    typeof environment === 'object' && environment !== null && 'Variables' in environment ? environment.Variables : {};

  return Object.fromEntries(Object.entries(variables ?? {}).map(([name, value]) => [name, String(value)]));
}
