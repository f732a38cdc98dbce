import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * Ends the DynamoDB Local that a killed run left behind: it would hold the data. The process must name the folder in its
 * command line, because its ID may be another process's by now. The caller holds the lock on the data folder.
 */
export async function endLeftover(pidFile: string, folder: string): Promise<void> {
  if (!existsSync(pidFile)) return;

  const pid = Number(readFileSync(pidFile, 'utf8'));
  if (Number.isInteger(pid) && pid > 0 && commandLineOf(pid).includes(folder)) {
    process.kill(pid, 'SIGKILL');
    while (commandLineOf(pid).includes(folder)) await delay(20);
  }

  rmSync(pidFile, { force: true });
}

/** The command line of a process, empty when there is none (any more). */
function commandLineOf(pid: number): string {
  try {
    switch (process.platform) {
      case 'linux':
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      case 'win32':
        return execFileSync(
          'powershell',
          ['-Command', `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`],
          {
            encoding: 'utf8',
          },
        );
      default:
        return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    }
  } catch {
    // Each of the three fails for a process that does not exist.
    return '';
  }
}
