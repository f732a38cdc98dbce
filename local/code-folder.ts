import { cpSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Assembly } from './template/assembly.ts';

/**
 * Copies the code of all functions, so that a later build, which empties cdk.out, changes nothing under a run: functions are
 * loaded when they are first needed.
 *
 * @param folder is emptied first
 * @returns the same assembly, with its code there
 */
export function keepCode(assembly: Assembly, folder: string): Assembly {
  const built = assembly.resources('AWS::Lambda::Function').map((resource) => assembly.assetPath(resource));
  const kept = (path: string): string => join(folder, basename(path));

  rmSync(folder, { recursive: true, force: true });
  for (const path of new Set(built)) cpSync(path, kept(path), { recursive: true });

  return { ...assembly, assetPath: (resource) => kept(assembly.assetPath(resource)) };
}
