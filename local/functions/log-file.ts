import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { LocalClock } from '../clock.ts';

export type LogFile = {
  /** Writes text that may hold several lines, or parts of one. */
  write(text: string): void;
  close(): Promise<void>;
};

/** Opens `<folder>/<name>.log` for appending; each line starts with the local time at which it came. */
export function openLogFile(folder: string, name: string, clock: LocalClock): LogFile {
  mkdirSync(folder, { recursive: true });
  const file = createWriteStream(join(folder, `${name}.log`), { flags: 'a' });
  let rest = '';
  let closed = false;

  function writeLine(line: string): void {
    file.write(`${clock.now().toISOString()} ${line}\n`);
  }

  return {
    write: (text) => {
      // A worker's last words may come after its end.
      if (closed) return;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) writeLine(line);
    },
    close: async () => {
      if (rest) writeLine(rest);
      closed = true;
      file.end();
      await finished(file);
    },
  };
}
