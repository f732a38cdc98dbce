import { spawn } from 'node:child_process';

/** Takes no notice of signals to our group, and holds one end of a pipe: its last line is reached when we are gone. */
const WATCH = 'read -r _; kill -9 "$0"';

/**
 * Lets a process end when this one ends, however it dies: `kill -9` leaves it no time to say so. Answers how to stop
 * watching, which is needed as soon as the process has ended, because its ID may become another's.
 *
 * Windows has no shell for it: there the next start ends what was left over.
 *
 * @param report told when the process is not watched
 */
export function endWithUs(pid: number, report: (line: string) => void): () => void {
  if (process.platform === 'win32') return () => {};

  const watcher = spawn('/bin/sh', ['-c', WATCH, String(pid)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  watcher.once('error', (cause) => report(`Process ${pid} would outlive a killed run: ${cause.message}`));

  return () => watcher.kill('SIGKILL');
}
