import { existsSync, globSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { endLeftover } from './aws/dynamodb/leftover.ts';
import { Refusal } from './refusal.ts';
import { DataFolderInUse, isDataFolder, openState } from './state.ts';

/**
 * Empties a data folder, damaged or not, so that the next start begins anew.
 *
 * @throws Refusal when the folder is in use, or holds what is not a local run's: nothing is deleted then
 */
export async function emptyDataFolder(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  if (!statSync(dataDir).isDirectory()) throw new Refusal(`${dataDir} is no folder: choose another with --data.`);
  if (readdirSync(dataDir).length === 0) return;
  if (!isDataFolder(dataDir)) throw new Refusal(`${dataDir} holds no data of a local run: --fresh does not empty it.`);

  refuseIfInUse(dataDir);
  await endLeftovers(dataDir);

  for (const name of readdirSync(dataDir)) rmSync(join(dataDir, name), { recursive: true, force: true });
}

function refuseIfInUse(dataDir: string): void {
  try {
    openState(dataDir).close();
  } catch (cause) {
    // A damaged folder is what emptying is for.
    if (cause instanceof DataFolderInUse) throw cause;
  }
}

/** Processes of a killed run still hold files of the folder; each left its ID in one. */
async function endLeftovers(dataDir: string): Promise<void> {
  for (const pidFile of globSync('**/*.pid', { cwd: dataDir })) {
    await endLeftover(join(dataDir, pidFile), dirname(join(dataDir, pidFile)));
  }
}
