import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { chapters } from '../../../local/tour/chapters/index.ts';

describe('the chapters of the tour', () => {
  it('are all the files of their folder, each under its own name', () => {
    const files = readdirSync('local/tour/chapters').filter((file) => file !== 'index.ts');

    expect(chapters.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted());
  });

  it('name rules by their IDs, one at least for every step', () => {
    for (const { rules } of chapters.flatMap(({ steps }) => steps)) {
      expect(rules.length).toBeGreaterThan(0);
      for (const rule of rules) expect(rule).toMatch(/^[A-Z]-\d{1,2}$/);
    }
  });

  it('name every page of the guide that explains something, and no other', () => {
    const named = new Set(chapters.flatMap(({ steps }) => steps.flatMap(({ page = '' }) => pagesOf(page))));

    expect([...named].toSorted((one, other) => one - other)).toEqual(through(2, 87));
  });
});

/** The pages behind `24, 26-28`. */
function pagesOf(pages: string): number[] {
  return [...pages.matchAll(/(\d+)(?:-(\d+))?/g)].flatMap(([, from, to = from]) => through(Number(from), Number(to)));
}

function through(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
