import { describe, expect, it } from 'vitest';
import { MAIL_TEMPLATES } from '../../functions/mail/templates/index.ts';

const ORDER = {
  name: '青葉 花子',
  tenantName: 'アオバ商事株式会社',
  userId: '1453935789',
  orderId: '1453935789Qm7dT2xVb9Ka',
  orderToken: 'Jb0cXr2p5Qe8Tz1wYk4Vn7Lm3Hd6Fs9AgUoIxCqRt0E',
  validUntil: '2026-12-31T15:04:00.000Z',
  expiresAt: '2026-12-31T15:04:00.000Z',
  consoleUrl: 'https://console.example.co.jp/',
};
const PICK_UP_PAGE = `https://console.example.co.jp/certificates/${ORDER.orderId}#token=${ORDER.orderToken}`;
const RENEWAL_PAGE = 'https://console.example.co.jp/certificates/renewal';

/** What stands in a mail as a link. */
function links(html: string): string[] {
  return [...html.matchAll(/<a href="([^"]*)">/g)].map(([, href]) => href ?? '');
}

describe.each(['ja', 'en'] as const)('in %s', (language) => {
  it('X-1 the order links to the pick-up page, its token in the fragment that no server sees, and says until when', () => {
    const { text, html } = MAIL_TEMPLATES['certificate-order'].render(language, ORDER);

    expect(links(html)).toEqual([PICK_UP_PAGE]);
    expect(text.split('\n')).toContain(PICK_UP_PAGE);
    expect(new URL(PICK_UP_PAGE).pathname).not.toContain(ORDER.orderToken);
    expect(text).toMatch(/2027年1月1日 0:04|1 January 2027, 00:04/);
  });

  it('X-3 the order helps with the import on every system, and says what "wrong password" can mean', () => {
    const { text } = MAIL_TEMPLATES['certificate-order'].render(language, ORDER);

    for (const system of ['Windows', 'macOS', 'iPhone', 'Android', 'Linux']) expect(text).toContain(system);
    expect(text).toMatch(/鍵保護パスワード|key protection password/);
    expect(text).toMatch(/24(時間| hours)/);
    expect(text).toMatch(/別の形式|other format/);
  });

  it('X-7 a reminder has both URLs, that for holders of the certificate first, and says when it expires', () => {
    const { text, html } = MAIL_TEMPLATES['certificate-expiring'].render(language, ORDER);

    expect(links(html)).toEqual([RENEWAL_PAGE, PICK_UP_PAGE]);
    expect(text).toMatch(/2027年1月1日 0:04|1 January 2027, 00:04/);
    expect(text).toMatch(/証明書取得用パスワード|acquisition password/);
  });

  it('X-12 no mail about certificates has a field for the acquisition password', () => {
    for (const name of ['certificate-order', 'certificate-expiring', 'certificate-order-expired'] as const) {
      expect(Object.keys(MAIL_TEMPLATES[name].values.shape).filter((field) => /password/i.test(field))).toEqual([]);
    }
  });

  it('S-7 X-11 a revocation says why: the service was cancelled, or an administrator did it', () => {
    const values = { ...ORDER, serialNumber: '5f3a9c0b', revokedAt: '2026-12-01T15:04:00.000Z' };
    const { render } = MAIL_TEMPLATES['certificate-revoked'];

    expect(render(language, { ...values, reason: 'service-cancelled' }).text).toMatch(/解約された|given up client certificates/);
    expect(render(language, { ...values, reason: 'lost' }).text).toMatch(/管理者の操作|administrator has revoked/);
    expect(() => render(language, { ...values, reason: 'superseded' })).toThrow();
  });

  it('X-3 a user is told of a certificate that was issued', () => {
    const values = { ...ORDER, what: 'certificate-issued', changedAt: '2026-12-01T15:04:00.000Z' };
    const { subject } = MAIL_TEMPLATES['credential-changed'].render(language, values);

    expect(subject).toMatch(/電子証明書|client certificate/);
  });
});
