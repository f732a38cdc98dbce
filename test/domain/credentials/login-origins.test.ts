import { describe, expect, it } from 'vitest';
import { isNewOrigin, type LoginOrigin, originText, rememberOrigin } from '../../../domain/credentials/login-origins.ts';
import { siteOf, sourceOf } from '../../../domain/credentials/source-network.ts';

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const origin: LoginOrigin = { client: 'web', userAgent: CHROME, ip: '192.0.2.17' };
const text = (changes: Partial<LoginOrigin> = {}) => originText('1453935789', { ...origin, ...changes });

describe('what a login came from', () => {
  it('L-7 is the same for another address of the same network and for a newer version of the same browser', () => {
    expect(text({ ip: '192.0.2.250' })).toBe(text());
    expect(text({ userAgent: CHROME.replace('131', '132') })).toBe(text());
  });

  it('L-7 is another for another network, browser, client or user', () => {
    const others = [
      text({ ip: '192.0.3.17' }),
      text({ userAgent: CHROME.replace('Windows NT', 'Macintosh') }),
      text({ userAgent: '' }),
      text({ client: 'mobile' }),
      originText('3354648652', origin),
    ];

    expect(new Set([text(), ...others]).size).toBe(6);
  });

  it('L-7 is new when others are known and it is not', () => {
    expect(isNewOrigin([], 'a')).toBe(false);
    expect(isNewOrigin(['a'], 'a')).toBe(false);
    expect(isNewOrigin(['a', 'b'], 'c')).toBe(true);
  });

  it('L-7 the ten used last are remembered', () => {
    const ten = Array.from({ length: 10 }, (_, n) => `origin-${n}`);

    expect(ten.reduce<readonly string[]>(rememberOrigin, [])).toEqual(ten);
    expect(rememberOrigin(ten, 'origin-0')).toEqual([...ten.slice(1), 'origin-0']);
    expect(rememberOrigin(ten, 'new')).toEqual([...ten.slice(1), 'new']);
  });
});

describe('networks', () => {
  it.each([
    ['192.0.2.17', '192.0.2.17', '192.0.2'],
    ['::ffff:192.0.2.17', '192.0.2.17', '192.0.2'],
    ['2001:db8:12:34:56:78:9a:bc', '2001:db8:12:34', '2001:db8:12'],
    ['2001:0DB8:0012:0034::1', '2001:db8:12:34', '2001:db8:12'],
    ['2001:db8::1', '2001:db8:0:0', '2001:db8:0'],
    ['::1', '0:0:0:0', '0:0:0'],
    ['fe80::', 'fe80:0:0:0', 'fe80:0:0'],
  ])('C-5 L-7 of %s: counted by %s, known as %s', (ip, source, site) => {
    expect(sourceOf(ip)).toBe(source);
    expect(siteOf(ip)).toBe(site);
  });
});
