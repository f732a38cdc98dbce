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
});
