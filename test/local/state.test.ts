import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emptyDataFolder } from '../../local/data-folder.ts';
import { openState } from '../../local/state.ts';
import { temporaryFolder } from './fixtures/cloud-assembly.ts';

function stateForTest(folder = temporaryFolder()) {
  const state = openState(folder);
  onTestFinished(() => state.close());

  return state;
}

describe('the state of a data folder', () => {
  it('keeps documents and logs over a restart', () => {
    const folder = temporaryFolder();
    const before = openState(folder);
    before.documents<{ offset: number }>('clock').put('a', { offset: 1 });
    before.log<string>('mailbox').append('first');
    before.close();

    const after = stateForTest(folder);

    expect(after.documents('clock').get('a')).toEqual({ offset: 1 });
    expect(after.log('mailbox').newestFirst()).toEqual(['first']);
  });

  it('keeps documents of one name apart from those of another', () => {
    const state = stateForTest();
    state.documents<number>('one').put('key', 1);
    state.documents<number>('two').put('key', 2);
    state.documents<number>('one').put('key', 3);
    state.documents<number>('two').delete('key');

    expect(state.documents('one').entries()).toEqual([{ key: 'key', document: 3 }]);
    expect(state.documents('two').get('key')).toBeUndefined();
  });

  it('answers a log newest first, and forgets only the one that is cleared', () => {
    const state = stateForTest();
    const log = state.log<number>('events');
    for (const number of [1, 2, 3]) log.append(number);
    state.log<string>('other').append('kept');

    expect(log.newestFirst()).toEqual([3, 2, 1]);

    log.clear();
    expect(log.newestFirst()).toEqual([]);
    expect(state.log('other').newestFirst()).toEqual(['kept']);
  });

  it('undoes a transaction that fails', () => {
    const state = stateForTest();
    const documents = state.documents<number>('seats');
    documents.put('taken', 1);

    const failing = (): void =>
      state.transaction(() => {
        documents.put('taken', 2);
        throw new Error('no');
      });

    expect(failing).toThrow('no');
    expect(documents.get('taken')).toBe(1);
  });

  it('refuses a damaged data folder in one line that names it and the way out', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'state.sqlite'), 'this is no database'.repeat(100));

    expect(() => openState(folder)).toThrow(`The data folder ${folder} is damaged: start over with "npm start -- --fresh".`);
  });

  it('refuses a data folder that another run uses', () => {
    const folder = temporaryFolder();
    stateForTest(folder);

    expect(() => openState(folder)).toThrow(`The data folder ${folder} is in use by another local run`);
  });

  it('refuses a data folder that cannot be made', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');

    expect(() => openState(join(file, 'data'))).toThrow('cannot be used');
  });
});

describe('--fresh', () => {
  it('empties a data folder, damaged or not', async () => {
    const folder = temporaryFolder();
    openState(folder).close();
    writeFileSync(join(folder, 'state.sqlite'), 'this is no database'.repeat(100));
    writeFileSync(join(folder, 'other'), '');

    await emptyDataFolder(folder);

    expect(existsSync(join(folder, 'other'))).toBe(false);
    expect(stateForTest(folder).log('mailbox').newestFirst()).toEqual([]);
  });

  it('deletes nothing of a folder that is no data folder', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');

    await expect(emptyDataFolder(folder)).rejects.toThrow(`${folder} holds no data of a local run: --fresh does not empty it.`);
    expect(existsSync(join(folder, 'thesis.txt'))).toBe(true);
  });

  it('deletes nothing of a folder that another run uses', async () => {
    const folder = temporaryFolder();
    stateForTest(folder).log('mailbox').append('mail');

    await expect(emptyDataFolder(folder)).rejects.toThrow('in use');
    expect(existsSync(join(folder, 'state.sqlite'))).toBe(true);
  });

  it('takes a folder that does not exist yet', async () => {
    await expect(emptyDataFolder(join(temporaryFolder(), 'new'))).resolves.toBeUndefined();
  });
});
