import { describe, expect, it } from 'vitest';
import { startArguments } from '../../local/arguments.ts';
import { Refusal } from '../../local/refusal.ts';

describe('what npm start takes', () => {
  it('is nothing at all, or each of its options', () => {
    expect(startArguments([])).toEqual({ fresh: false, help: false, port: 3000, dataDir: '.local' });
    expect(startArguments(['--fresh', '--port', '4000', '--data=/tmp/x', '--help'])).toEqual({
      fresh: true,
      help: true,
      port: 4000,
      dataDir: '/tmp/x',
    });
  });

  it.each([
    [['--frech'], "Unknown option '--frech'"],
    [['fresh'], "Unexpected argument 'fresh'"],
    [['--port'], "'--port <value>' argument missing"],
    [['--port', 'http'], '--port takes a number from 1 to 65092, not "http"'],
    [['--port', '65093'], '--port takes a number from 1 to 65092'],
    [['--port', '0'], '--port takes a number'],
    [['--data', ''], '--data takes the name of a folder'],
  ])('is not %j, which one line says', (given, message) => {
    const refused = (): unknown => startArguments(given);

    expect(refused).toThrow(Refusal);
    expect(refused).toThrow(message);
    expect(refused).not.toThrow('\n');
  });
});
