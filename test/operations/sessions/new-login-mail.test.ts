import { describe, expect, it } from 'vitest';
import { advanceClock, call, sourceAddress } from '../../support/api.ts';
import { mailTo } from '../../support/mailbox.ts';
import { LOGIN_PASSWORD, registeredTenant, setUp, subscribedTenant } from '../../support/people.ts';
import { storedItems } from '../../support/stored.ts';

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
const OFFICE = '127.201.1';
const HOME = '127.202.1';

type From = {
  readonly network: string;
  readonly userAgent?: string;
  readonly client?: 'web' | 'mobile';
  readonly password?: string;
};

async function logInFrom(
  loginId: string,
  { network, userAgent = CHROME, client = 'web', password = LOGIN_PASSWORD }: From,
): Promise<number> {
  const { status } = await call('POST', '/sessions', {
    body: { loginId, password, client },
    headers: { 'user-agent': userAgent },
    from: sourceAddress(network),
  });

  return status;
}

/** The mails about logins from elsewhere, once all that is under way has been sent. */
async function toldTo(email: string) {
  await advanceClock('PT0S');

  return (await mailTo(email)).filter(({ subject }) => /新しい環境からのログイン|new device or place/.test(subject));
}

describe('a login from a new device or place', () => {
  it('L-7 is mailed to the user, with the time and the kind of client, and without any address', async () => {
    const { userId, email } = await setUp((await registeredTenant()).email);

    expect(await logInFrom(userId, { network: OFFICE })).toBe(201);

    const [mail, ...more] = await toldTo(email);
    expect(more).toEqual([]);
    expect(mail?.text).toContain(`User ID: ${userId}`);
    expect(mail?.text).toContain('ウェブブラウザ');
    expect(mail?.text).toMatch(/\d{4}年\d+月\d+日 \d+:\d\d（日本時間）/);
    expect(mail?.text).not.toMatch(/127\.|Chrome|Mozilla/);
  });

  it('L-7 is mailed in the language of the company', async () => {
    const { userId, email } = await setUp((await registeredTenant({ language: 'en' })).email);

    await logInFrom(userId, { network: OFFICE });

    expect((await toldTo(email)).map(({ subject }) => subject)).toEqual([
      '[Business ID management] A login from a new device or place',
    ]);
  });

  it('L-7 is told once: then it is known, also from another address there and with a newer version of the browser', async () => {
    const { userId, email } = await setUp((await registeredTenant()).email);

    for (const userAgent of [CHROME, CHROME, CHROME.replace('131', '132')])
      await logInFrom(userId, { network: OFFICE, userAgent });

    expect(await toldTo(email)).toHaveLength(1);
  });

  it('L-7 is one for each new place, browser or client', async () => {
    const { master } = await subscribedTenant();
    const { userId, email } = master;

    await logInFrom(userId, { network: OFFICE });
    await logInFrom(userId, { network: HOME });
    await logInFrom(userId, { network: HOME, userAgent: 'Mozilla/5.0 (Macintosh) Firefox/140.0' });
    await logInFrom(userId, { network: HOME, client: 'mobile' });
    await logInFrom(userId, { network: OFFICE });

    const mails = await toldTo(email);
    expect(mails).toHaveLength(4);
    expect(mails.filter(({ text }) => text.includes('スマートフォンアプリ'))).toHaveLength(1);
  });
});

describe('nobody is told', () => {
  it('C-4 of the first login: nothing is known that it could differ from', async () => {
    const { email } = await setUp((await registeredTenant()).email);

    expect(await toldTo(email)).toEqual([]);
  });

  it('C-5 L-4 of a login that failed, or was refused after the right password', async () => {
    const { userId, email } = await setUp((await registeredTenant()).email);

    expect(await logInFrom(userId, { network: OFFICE, password: 'Wrong-99x' })).toBe(401);
    expect(await logInFrom(userId, { network: OFFICE, client: 'mobile' })).toBe(403);

    expect(await toldTo(email)).toEqual([]);
  });
});

it('C-12 what logins came from is kept as digests, ten at most, which differ from user to user', async () => {
  const { tenantId, email } = await registeredTenant();
  const { userId } = await setUp(email);
  const other = await setUp((await registeredTenant()).email);
  for (let n = 1; n <= 11; n++) await logInFrom(userId, { network: `127.203.${n}` });
  await logInFrom(other.userId, { network: '127.203.11' });

  const originsOf = (id: string) =>
    storedItems('CREDENTIALS#').flatMap(({ SK, ...item }) => (SK === id ? (item['loginOrigins'] as string[]) : []));

  expect(storedItems(`CREDENTIALS#${tenantId}`)).toHaveLength(1);
  expect(originsOf(userId)).toHaveLength(10);
  for (const digest of originsOf(userId)) expect(digest).toMatch(/^[\w-]{16}$/);
  expect(originsOf(userId)).not.toContain(originsOf(other.userId).at(-1));
});
