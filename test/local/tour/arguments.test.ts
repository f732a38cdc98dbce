import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../local/refusal.ts';
import { tourArguments } from '../../../local/tour/arguments.ts';

describe('what npm run tour takes', () => {
  it('is nothing at all, or the address of the service', () => {
    expect(tourArguments([])).toEqual({ help: false, url: 'http://127.0.0.1:3000' });
    expect(tourArguments(['--url', 'http://localhost:4000/', '--help'])).toEqual({ help: true, url: 'http://localhost:4000' });
  });

  it.each([
    [['--uri'], "Unknown option '--uri'"],
    [['--url'], "'--url <value>' argument missing"],
    [['--url', '127.0.0.1:3000'], '--url takes an address such as'],
    [['--url', 'https://127.0.0.1:3443'], '--url takes an address such as'],
    [['--url', 'http://127.0.0.1:3000/v1'], '--url takes an address such as'],
    [['--url', ''], '--url takes an address such as'],
  ])('is not %j, which one line says', (given, message) => {
    const refused = (): unknown => tourArguments(given);

    expect(refused).toThrow(Refusal);
    expect(refused).toThrow(message);
    expect(refused).not.toThrow('\n');
  });
});
