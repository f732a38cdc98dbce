import { basename } from 'node:path';
import { RemovalPolicy } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { EntryPoint } from './entry-points.ts';
import type { DeploymentSettings } from './settings-schema.ts';

/** What every stack needs to know: the checked settings, and the folder with the bundles. */
export type Deployment = { readonly settings: DeploymentSettings; readonly bundles: string };

/** A deployment whose alarms have a place to go. */
export type AlarmedDeployment = Deployment & { readonly alarms: ITopic };

/**
 * The physical name of a function, known before it exists: stacks can address it without importing it. `suffix` tells apart
 * the functions of one handler.
 */
export function functionName({ settings }: Deployment, entryPoint: EntryPoint, suffix?: string): string {
  return [settings.name, basename(entryPoint), suffix].filter((part) => part !== undefined).join('-');
}

/** Whether what a deployment holds outlives its stacks. */
export function isKept({ settings }: Deployment): boolean {
  return settings.removal === 'retain';
}

/**
 * What happens to keys, CAs and logs when their stack is deleted. A first deployment that fails takes them away again: names of log
 * groups that stayed would stand in the way of the next one.
 */
export function removalPolicy(deployment: Deployment): RemovalPolicy {
  return isKept(deployment) ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
}
