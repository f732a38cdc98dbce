import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Language } from '../../functions/mail/message.ts';
import { MAIL_TEMPLATES, type MailTemplateName } from '../../functions/mail/templates/index.ts';

const VALUES = {
  recipient: 'user',
  name: '青葉 花子',
  tenantName: 'アオバ商事株式会社',
  userId: '1453935789',
  validDays: '14',
  validUntil: '2026-12-15T01:20:00.000Z',
  temporaryLoginPassword: 'Ab3dEfGh5k',
  operation: 'createGroup',
  requestedAt: '2026-12-01T15:04:00.000Z',
  lockedAt: '2026-12-01T15:04:00.000Z',
  changedAt: '2026-12-01T15:04:00.000Z',
  loggedInAt: '2026-12-01T15:04:00.000Z',
  client: 'web',
  validMinutes: '10',
  mailToken: '012345',
  resetCode: '01234567',
  resetId: 'Qm7dT2xVb9Ka',
  resetAt: '2026-12-01T15:04:00.000Z',
  what: 'login-password',
  consoleUrl: 'https://console.example.co.jp/',
  orderId: '1453935789Qm7dT2xVb9Ka',
  orderToken: 'Jb0cXr2p5Qe8Tz1wYk4Vn7Lm3Hd6Fs9AgUoIxCqRt0E',
  expiresAt: '2026-12-31T15:04:00.000Z',
  expiredAt: '2026-12-31T15:04:00.000Z',
  serialNumber: '5f3a9c0b7e21d4486ac0f2b913e7d85a',
  reason: 'lost',
  kind: 'bulk-transfer',
  accountId: '101-1000088',
  amount: '3000000',
  revokedAt: '2026-12-01T15:04:00.000Z',
};

const USER_ID = 'User ID: 1453935789';
const PASSWORD = 'Temporary login password: Ab3dEfGh5k';
const TOKEN = 'Mail token: 012345';
const CODE = 'Reset code: 01234567';
const ORDER = ['Order ID: 1453935789Qm7dT2xVb9Ka', 'Common name: 1453935789'];
const CERTIFICATE = ['Common name: 1453935789', 'Serial number: 5f3a9c0b7e21d4486ac0f2b913e7d85a'];

const DATA_LINES: Record<MailTemplateName, readonly string[]> = {
  invitation: [USER_ID, PASSWORD],
  'mail-token': [TOKEN],
  'transfer-mail-token': ['Kind: 総合振込 / Bulk transfer', 'Account: 101-1000088', 'Amount: JPY 3,000,000', TOKEN],
  'mail-address-changed': [USER_ID],
  'credential-changed': [USER_ID],
  'login-password-reset': [USER_ID, CODE],
  'transaction-password-reset': [USER_ID],
  'login-locked': [USER_ID],
  'new-login': [USER_ID],
  'transaction-password-locked': [USER_ID],
  'authenticator-locked': [USER_ID],
  'certificate-order': ORDER,
  'certificate-order-expired': ORDER,
  'certificate-expiring': ORDER,
  'certificate-revoked': CERTIFICATE,
  'login-method-reset': [],
};

const LANGUAGES: readonly Language[] = ['ja', 'en'];
const NAMES = Object.keys(DATA_LINES) as MailTemplateName[];
const EVERY_MAIL = NAMES.flatMap((template) => LANGUAGES.map((language) => ({ template, language })));

const DATA_LINE =
  /^(User ID|Temporary login password|Mail token|Reset code|Order ID|Common name|Serial number|Account): \S+$|^(Kind|Amount): .+$/;

/** The data lines of a plain text mail: what a person or a test would take for one. */
function dataLines(text: string): string[] {
  return text.split('\n').filter((line) => DATA_LINE.test(line));
}

function htmlLines(html: string): string[] {
  return [...html.matchAll(/<li>([^<]*)<\/li>/g)].map(([, line]) => line ?? '');
}

const CHARACTERS: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

function unescaped(html: string): string {
  return html.replaceAll(/&(lt|gt|quot|#39|amp);/g, (entity) => CHARACTERS[entity] ?? entity);
}

it('every template is covered by these tests', () => {
  expect(NAMES.toSorted()).toEqual(Object.keys(MAIL_TEMPLATES).toSorted());
});

describe.each(EVERY_MAIL)('the mail $template in $language', ({ template, language }) => {
  const { render } = MAIL_TEMPLATES[template];

  it('carries its data in lines of their own, in text and in HTML', () => {
    const { text, html } = render(language, VALUES);

    expect(dataLines(text)).toEqual(DATA_LINES[template]);
    expect(htmlLines(html)).toEqual(DATA_LINES[template]);
  });

  it('says the same in text and in HTML', () => {
    const { text, html } = render(language, VALUES);
    const body = html.slice(html.indexOf('</h1>'));
    const lines = unescaped(body.replaceAll(/<[^>]*>/g, '')).split('\n');

    expect(lines.filter((line) => line !== '')).toEqual(text.split('\n').filter((line) => line !== ''));
  });

  it('is written in its language', () => {
    const { subject, html } = render(language, { ...VALUES, name: 'Hanako', tenantName: 'Aoba' });

    expect(/[ぁ-んァ-ヶ]/.test(subject)).toBe(language === 'ja');
    expect(html).toContain(`<main lang="${language}"`);
  });

  it('is the same however often it is rendered (R-4)', () => {
    expect(render(language, VALUES)).toEqual(render(language, VALUES));
  });

  it('loads nothing from elsewhere and runs no script', () => {
    expect(render(language, VALUES).html).not.toMatch(/<(img|script|link|iframe|table)|url\(|src=|@import/i);
  });

  it('C-12 shows no secret and no name in its subject', () => {
    const { subject } = render(language, VALUES);

    for (const value of [VALUES.mailToken, VALUES.temporaryLoginPassword, VALUES.orderToken, VALUES.name, VALUES.userId])
      expect(subject).not.toContain(value);
  });

  it('lets no typed text break a line, pass for data, reorder text or become markup', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            ...[
              '<script>alert(1)</script>',
              '</p><li>',
              '"><img src=x onerror=alert(1)>',
              '&lt;',
              "'",
              '\r\n',
              '\n',
              '\u2028',
              '\u2029',
            ],
            ...[
              '\u0085',
              '\u000b',
              '\u202e',
              '\u2066',
              '\u200f',
              '\ud800',
              'User ID: 9999999999',
              'Mail token: 999999',
              'Order ID: 9999999999',
              '\u0000',
            ],
          ),
          { maxLength: 8 },
        )
        .map((parts) => parts.join('')),
    );
    const plain = render(language, { ...VALUES, name: 'x', tenantName: 'x' });
    const tags = (html: string) => html.match(/<[^>]*>/g);

    fc.assert(
      fc.property(hostile, hostile, (name, tenantName) => {
        const { subject, text, html } = render(language, { ...VALUES, name, tenantName });

        expect(subject).toBe(plain.subject);
        expect(text.split(/\r|\n|\v|\f|\u0085|\u2028|\u2029/)).toHaveLength(plain.text.split('\n').length);
        expect(dataLines(text)).toEqual(DATA_LINES[template]);
        expect(htmlLines(html)).toEqual(DATA_LINES[template]);
        expect(`${text}${html}`).not.toMatch(/\p{Bidi_Control}|\p{Cs}|\p{Zl}|\p{Zp}/u);
        expect(`${text}${html}`.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
        expect(tags(html)).toEqual(tags(plain.html));
      }),
      { numRuns: 300 },
    );
  });

  it('refuses to be rendered without its values', () => {
    expect(() => render(language, {})).toThrow();
  });
});

it.each(EVERY_MAIL.flatMap((mail) => (['user', 'representative'] as const).map((recipient) => ({ ...mail, recipient }))))(
  'no sentence of $template in $language to a $recipient ends with a name, which may end with a full stop itself',
  (mail) => {
    const names = { name: 'Ichiro Aoba Jr.', tenantName: 'Aoba Co., Ltd.' };
    const { text } = MAIL_TEMPLATES[mail.template].render(mail.language, { ...VALUES, ...names, recipient: mail.recipient });

    expect(text).toContain('Jr.');
    expect(text).not.toMatch(/(Jr|Ltd)\.[.。]/);
  },
);

it.each(LANGUAGES)('U-4 the invitation links to the console and tells how long the password is good for (%s)', (language) => {
  const { text, html } = MAIL_TEMPLATES.invitation.render(language, VALUES);

  expect(text.split('\n')).toContain('https://console.example.co.jp/');
  expect(html).toContain('<a href="https://console.example.co.jp/">https://console.example.co.jp/</a>');
  expect(text).toMatch(/14(日間| days)/);
});

it.each(LANGUAGES)('the representative is invited in other words than an added user (%s)', (language) => {
  const { render } = MAIL_TEMPLATES.invitation;
  const representative = render(language, { ...VALUES, recipient: 'representative' });

  expect(representative.subject).not.toBe(render(language, VALUES).subject);
  expect(representative.text).toMatch(/取引責任者|representative/);
  expect(dataLines(representative.text)).toEqual(DATA_LINES.invitation);
});

it('R-5 shows times in Asia/Tokyo', () => {
  expect(MAIL_TEMPLATES['login-locked'].render('ja', VALUES).text).toContain('2026年12月2日 0:04（日本時間）');
  expect(MAIL_TEMPLATES['login-locked'].render('en', VALUES).text).toContain('2 December 2026, 00:04 (Japan time)');
});
