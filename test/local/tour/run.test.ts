import { describe, expect, it } from 'vitest';
import { chapterOf, readingStep, said, tourThrough } from './hand-made.ts';

describe('a tour', () => {
  it('hands what a step noted to later ones, in later chapters too', async () => {
    const chapters = [
      chapterOf('one', readingStep('first')),
      chapterOf('two', readingStep('second', { request: (noted) => ({ method: 'GET', path: `/${noted('first')}` }) })),
    ];

    const { isAsPromised, requests } = await tourThrough(chapters, [said({ value: 'kept' }), said({ value: '' })]);

    expect(isAsPromised).toBe(true);
    expect(requests.map(({ path }) => path)).toEqual(['/first', '/kept']);
  });

  it('stops at the first answer that is not as promised, and shows all of it', async () => {
    const document = { type: 'urn:x', title: 'No', status: 500, code: 'internal-error', instance: 'urn:uuid:1' };
    const chapters = [chapterOf('one', readingStep('first'), readingStep('second'), readingStep('third')), chapterOf('two')];

    const { isAsPromised, requests, output } = await tourThrough(chapters, [said({ value: 'kept' }), said(document, 500)]);

    expect(isAsPromised).toBe(false);
    expect(requests).toHaveLength(2);
    expect(output).toContain('✗ 500');
    expect(output).toContain('status 500, promised was 200');
    for (const [name, value] of Object.entries(document)) expect(output).toContain(`"${name}": ${JSON.stringify(value)}`);
    expect(output).toMatch(/Stopped at step 2 of 3, in chapter one\.$/);
    expect(output).not.toContain('third');
  });

  it('asks again while a patient step waits for what happens in the background, and only then', async () => {
    const soon = [said({ value: 1 }), said({ value: 'there' })];

    expect((await tourThrough([chapterOf('one', readingStep('first', { patient: true }))], soon)).isAsPromised).toBe(true);
    expect((await tourThrough([chapterOf('one', readingStep('first'))], soon)).isAsPromised).toBe(false);
  });

  it('repeats a step as often as it says, until an answer is not as promised', async () => {
    const chapters = [chapterOf('one', readingStep('first', { times: 3 }))];
    const fine = said({ value: '' });

    expect((await tourThrough(chapters, [fine, fine, fine])).requests).toHaveLength(3);
    expect((await tourThrough(chapters, [fine, said({}), fine])).requests).toHaveLength(2);
  });

  it('ends with the steps, each rule once in the order of the rules, and the seconds', async () => {
    const chapters = [
      chapterOf('one', readingStep('a', { rules: ['C-10', 'C-9'] }), readingStep('b', { rules: ['A-1', 'C-9'] })),
    ];

    const { output } = await tourThrough(chapters, [said({ value: '' }), said({ value: '' })]);

    expect(output).toMatch(/\n2 steps, each as promised; 3 rules shown; \d+\.\d seconds\.\nA-1 C-9 C-10$/);
  });

  it('says which note nobody took', async () => {
    const lost = readingStep('lost', { request: (noted) => ({ method: 'GET', path: noted('session') }) });

    await expect(tourThrough([chapterOf('one', lost)], [])).rejects.toThrow('No step of the tour has noted "session"');
  });
});
