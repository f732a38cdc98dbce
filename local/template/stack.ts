import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Refusal } from '../refusal.ts';

/** A template as CloudFormation defines it; what the local run does not read is left out. */
export type Template = {
  Resources?: Record<string, TemplateResource>;
  Outputs?: Record<string, { Value: unknown; Export?: { Name: unknown }; Condition?: string }>;
  Parameters?: Record<string, { Default?: unknown }>;
  Conditions?: Record<string, unknown>;
  Mappings?: Record<string, Record<string, Record<string, unknown>>>;
};

export type TemplateResource = {
  Type: string;
  Properties?: Record<string, unknown>;
  Metadata?: Record<string, unknown>;
  Condition?: string;
};

export type StackTemplate = { readonly name: string; readonly template: Template };

export type CloudAssembly = {
  /** The region the stacks are made for; undefined when they leave it open. */
  readonly region: string | undefined;
  readonly stacks: readonly StackTemplate[];
  /** Folder or file of each asset, by its key in the bootstrap bucket. */
  readonly assets: ReadonlyMap<string, string>;
};

type Manifest = {
  artifacts?: Record<
    string,
    {
      type: string;
      /** `aws://<account>/<region>`, either of which may be unknown. */
      environment?: string;
      properties?: { templateFile?: string; stackName?: string; file?: string; directoryName?: string };
    }
  >;
};

type AssetManifest = {
  files?: Record<string, { source: { path: string }; destinations: Record<string, { objectKey: string }> }>;
};

/** Reads the stacks and assets of a cloud assembly, nested assemblies (CDK stages) included. */
export function readCloudAssembly(directory: string): CloudAssembly {
  const manifest = readJson<Manifest>(join(directory, 'manifest.json'));
  const stacks: StackTemplate[] = [];
  const assets = new Map<string, string>();
  let region: string | undefined;

  for (const [id, { type, environment, properties = {} }] of Object.entries(manifest.artifacts ?? {})) {
    if (type === 'aws:cloudformation:stack' && properties.templateFile) {
      stacks.push({ name: properties.stackName ?? id, template: readJson<Template>(join(directory, properties.templateFile)) });
      region ??= regionOf(environment);
    }
    if (type === 'cdk:asset-manifest' && properties.file) {
      for (const [key, path] of assetsOf(join(directory, properties.file), directory)) assets.set(key, path);
    }
    if (type === 'cdk:cloud-assembly' && properties.directoryName) {
      const nested = readCloudAssembly(join(directory, properties.directoryName));
      stacks.push(...nested.stacks);
      region ??= nested.region;
      for (const [key, path] of nested.assets) assets.set(key, path);
    }
  }

  return { region, stacks, assets };
}

function regionOf(environment: string | undefined): string | undefined {
  const region = environment?.split('/').at(-1);

  return region === 'unknown-region' ? undefined : region;
}

function assetsOf(file: string, directory: string): [key: string, path: string][] {
  const { files = {} } = readJson<AssetManifest>(file);

  return Object.values(files).flatMap(({ source, destinations }) =>
    Object.values(destinations).map(({ objectKey }): [string, string] => [objectKey, resolve(directory, source.path)]),
  );
}

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch (cause) {
    throw new Refusal(`${file} cannot be read as part of a cloud assembly: synthesize again`, { cause });
  }
}
