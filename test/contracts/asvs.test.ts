import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const TESTS = resolve(import.meta.dirname, '..');
const lines = readFileSync(resolve(TESTS, '../docs/security/asvs.md'), 'utf8').split('\n');

/** How many requirements each section has in ASVS 5.0.0. */
const SECTIONS = {
  ...{ '6.1': 3, '6.2': 12, '6.3': 8, '6.4': 6, '6.5': 8, '6.6': 4, '6.7': 2, '6.8': 4 },
  ...{ '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 3, '7.6': 2 },
  ...{ '11.1': 4, '11.2': 5, '11.3': 5, '11.4': 4, '11.5': 2, '11.6': 2, '11.7': 2 },
};

const rows = lines.flatMap((line) => {
  const [, number = '', , verdict, , proof = ''] = line.split('|').map((cell) => cell.trim());

  return /^\d+\.\d+\.\d+/.test(number) ? [{ number, verdict, proof }] : [];
});

/** `6.8.1 to 6.8.4` is four. */
function numbersOf(text: string): string[] {
  const [, section, first, last = first] = /^(\d+\.\d+)\.(\d+)(?: to \d+\.\d+\.(\d+))?$/.exec(text) ?? [];

  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `${section}.${Number(first) + index}`);
}

describe('docs/security/asvs.md', () => {
  it('goes through every requirement of the three chapters, once and in order', () => {
    const expected = Object.entries(SECTIONS).flatMap(([section, count]) => numbersOf(`${section}.1 to ${section}.${count}`));

    expect(rows.flatMap(({ number }) => numbersOf(number))).toEqual(expected);
  });

  it('says of each whether it is met', () => {
    for (const { number, verdict } of rows) expect(['met', 'partly', 'not met', 'n/a'], number).toContain(verdict);
  });

  it.each(rows.filter(({ proof }) => proof !== ''))('names tests that there are for $number', ({ proof }) => {
    for (const cited of proof.split('; ')) {
      const [, path = ''] = /^`([\w/-]+)`/.exec(cited) ?? [];
      const file = join(TESTS, `${path}.test.ts`);
      expect(existsSync(file), file).toBe(true);

      const names = [...cited.matchAll(/“([^”]+)”/g)].map(([, name = '']) => name);
      expect(names.length, cited).toBeGreaterThan(0);
      for (const name of names) expect(readFileSync(file, 'utf8'), path).toContain(name);
    }
  });
});
