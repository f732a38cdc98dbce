import { describe, expect, it } from 'vitest';
import { call, local } from '../../support/api.ts';
import { distinctMailTo, type Mail, mailed } from '../../support/mailbox.ts';
import { createGroup, logIn, people, type Registration, subscribedTenant } from '../../support/people.ts';
import { settled } from '../../support/settled.ts';

type Row = { name: string; email: string };
type Invited = { userId: string; name: string; email: string; mails: Mail[] };

/** Adds people to a tenant of its own, and answers them with the mails they got. */
async function invite(rows: (groupId: string) => Row[], registered: Partial<Registration> = {}): Promise<Invited[]> {
  const { master } = await subscribedTenant(registered);
  const users = rows(await createGroup(master, '全員'));

  const { status, body } = await call<{ users: Omit<Invited, 'mails'>[] }>('POST', '/users/batch-create', {
    token: master.token,
    body: { users },
  });
  expect(status).toBe(201);
  for (const { email } of body.users) await mailed(email, 'User ID');
  await settled();

  return Promise.all(body.users.map(async (user) => ({ ...user, mails: await distinctMailTo(user.email) })));
}

/** Somebody with this name, in a tenant of its own, and the one mail that was sent. */
async function invited(name: string, registered: Partial<Registration> = {}) {
  const [user] = await invite((groupId) => people(groupId, 1).map((row) => ({ ...row, name })), registered);
  const [mail] = user?.mails ?? [];
  if (user === undefined || mail === undefined) throw new Error('Nobody was invited');

  return { userId: user.userId, email: user.email, mail };
}

/** The values of a data line of a mail's text. */
const dataLines = ({ text }: Mail, label: string) => [...text.matchAll(new RegExp(`^${label}: (.*)$`, 'gm'))].map(([, v]) => v);

/** Text in HTML, without its tags. */
const visible = (html: string) => html.replaceAll(/<style>.*?<\/style>|<[^>]+>/gs, '');

describe('sent', () => {
  it('U-4 to each of twenty new users, one mail with the own user ID and a temporary password of the own', async () => {
    const users = await invite((groupId) => people(groupId, 20));

    const passwords = users.map(({ userId, email, mails }) => {
      expect(mails.map(({ to }) => to)).toEqual([[email]]);
      const [mail] = mails;
      expect(mail && dataLines(mail, 'User ID')).toEqual([userId]);

      return mail && dataLines(mail, 'Temporary login password')[0];
    });

    expect(new Set(passwords).size).toBe(20);
    for (const password of passwords) expect(password).toMatch(/^(?=.*[A-Za-z])(?=.*\d)[A-Za-z0-9]{10}$/);
  });

  it.each([
    ['ja', '【ビジネスID管理】', /有効期間は14日間/, /\d{4}年\d{1,2}月\d{1,2}日 \d{1,2}:\d{2}（日本時間）/],
    ['en', '[Business ID management]', /valid for 14 days/, /\d{1,2} \w+ \d{4}, \d{2}:\d{2} \(Japan time\)/],
  ] as const)(
    'U-4 R-5 in the tenant’s language (%s), as text and as HTML, with the data lines and times in Japan',
    async (...row) => {
      const [language, subject, validity, time] = row;
      const { userId, mail } = await invited('青葉 花子', { language });

      expect(mail.subject.startsWith(subject)).toBe(true);
      expect(dataLines(mail, 'User ID')).toEqual([userId]);
      const [password = ''] = dataLines(mail, 'Temporary login password');
      expect(mail.html).toContain(`<html lang="${language}">`);

      for (const content of [mail.text, visible(mail.html)]) {
        for (const part of [validity, time, /^https:\/\/\S+$/m]) expect(content).toMatch(part);
        for (const part of ['青葉 花子', `User ID: ${userId}`, `Temporary login password: ${password}`]) {
          expect(content).toContain(part);
        }
      }
    },
  );

  it('U-4 in Japanese when the bank registered no language', async () => {
    const { mail } = await invited('青葉 花子', { language: undefined } as Partial<Registration>);

    expect(mail.html).toContain('<html lang="ja">');
  });

  it('R-5 with the very moment at which the temporary password ends, 14 days on, in Japan', async () => {
    const clock = async () => Date.parse((await local<{ now: string }>('GET', '/clock')).now);
    const before = await clock();
    const { mail } = await invited('青葉 花子', { language: 'en' });
    const after = await clock();
    const [, told = ''] = /until (.+) \(Japan time\)/.exec(mail.text) ?? [];

    const asked = Date.parse(`${told.replace(',', '')} GMT+0900`) - 14 * 24 * 60 * 60_000;

    // The mail tells whole minutes.
    expect(asked).toBeGreaterThan(before - 60_000);
    expect(asked).toBeLessThanOrEqual(after);
  });

  it('U-4 C-4 and the temporary password opens the first login', async () => {
    const { userId, mail } = await invited('青葉 花子');

    const first = await logIn(userId, dataLines(mail, 'Temporary login password')[0] ?? '');

    expect(first).toMatchObject({ status: 201, body: { requiredActions: ['initial-setup', 'set-login-password'] } });
  });
});

describe('safe, whatever people are called', () => {
  const hostile = `<img src=x onerror="alert('1')"> & </p><script>`;

  it.each(['ja', 'en'] as const)('with tags, quotes and signs in the names of user and tenant, in %s', async (language) => {
    const { mail } = await invited(hostile, { name: `"A&B" <i>'社'</i>`, language });

    expect(mail.html).not.toMatch(/<(img|i|script)\b/);
    expect(mail.html).not.toContain(`"A&B"`);
    expect(mail.html).toContain('&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; &lt;/p&gt;&lt;script&gt;');
    expect(mail.html).toContain('&quot;A&amp;B&quot; &lt;i&gt;&#39;社&#39;&lt;/i&gt;');
    expect(mail.text).toContain(hostile);
    expect(mail.text).toContain(`"A&B" <i>'社'</i>`);
    expect(mail.subject).not.toMatch(/img|A&B/);
  });

  it.each(['ja', 'en'] as const)(
    'with a name that looks like a data line, which starts no line of its own, in %s',
    async (language) => {
      const { userId, mail } = await invited('User ID: 1111111111', { language });

      expect(dataLines(mail, 'User ID')).toEqual([userId]);
    },
  );
});
