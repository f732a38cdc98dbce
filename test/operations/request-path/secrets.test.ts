import { describe, expect, it } from 'vitest';
import { call, local } from '../../support/api.ts';
import { registerApp } from '../../support/authenticators.ts';
import { logsUpTo } from '../../support/logs.ts';
import { mailed } from '../../support/mailbox.ts';
import {
  addedPerson,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { settled } from '../../support/settled.ts';
import { everythingStored } from '../../support/stored.ts';

const WRONG = 'Gehe1m-77q';

/** A secret that is not by chance part of a longer word or number. */
const alone = (secret: string) => new RegExp(`(?<![0-9A-Za-z-])${secret}(?![0-9A-Za-z-])`);

/** Lets somebody use every secret there is, rightly and wrongly; answers what must stay secret, and who it was. */
async function useSecrets(): Promise<{ secrets: string[]; people: Person[] }> {
  const { master } = await subscribedTenant();
  const temporary = await mailed(master.email, 'Temporary login password');
  const person = await addedPerson(master, await createGroup(master, '照会'));
  const { token } = master;

  for (let time = 1; time <= 5; time++) await logIn(person.userId, WRONG);
  await logIn(WRONG, WRONG);
  await call('POST', '/sessions', { body: `{"loginId":"${person.userId}","password":"${WRONG}"` });
  await call('POST', '/sessions', { body: { loginId: person.userId, password: { WRONG }, [WRONG]: WRONG } });
  await call('GET', '/me', { token: `${token}x` });

  const given = await confirmation(master, 'createGroup');
  const group = { name: '承認', permissions: {} };
  await call('POST', '/groups', { token, body: { ...group, confirmation: { ...given, transactionPassword: WRONG } } });
  await call('POST', '/groups', { token, body: { ...group, confirmation: given }, headers: { 'idempotency-key': 'once' } });
  const app = await registerApp(person);
  await settled();

  const [sessionSecret = ''] = token.split('.').slice(-1);

  return {
    secrets: [temporary, sessionSecret, app.secret, WRONG, LOGIN_PASSWORD, TRANSACTION_PASSWORD, given.mailToken],
    people: [master, person],
  };
}

describe('C-12 no secret leaves the place it is for', () => {
  it('no password, token or code is logged; nor is a name or a mail address', async () => {
    const { secrets, people } = await useSecrets();
    const { headers } = await call('GET', '/me');
    const logged = await logsUpTo(headers.get('x-request-id') ?? '');

    for (const secret of secrets) expect(logged, secret).not.toMatch(alone(secret));
    for (const { email } of people) expect(logged).not.toContain(email);
    expect(logged).not.toContain('青葉');
  });

  it('none is stored as it is, in the table or its stream', async () => {
    const { secrets } = await useSecrets();
    const stored = everythingStored();

    expect(stored).toContain('$argon2id$');
    for (const secret of secrets) expect(stored, secret).not.toMatch(alone(secret));
  });

  it('none is in an event, nor is a name or a mail address', async () => {
    const { secrets, people } = await useSecrets();
    const { events } = await local<{ events: unknown[] }>('GET', '/events');
    const told = JSON.stringify(events);

    expect(told).toContain('credential-locked');
    for (const secret of secrets) expect(told).not.toContain(`"${secret}"`);
    for (const { email } of people) expect(told).not.toContain(email);
    expect(told).not.toContain('青葉');
  });

  it('none but the one it is about is in a mail', async () => {
    const { secrets, people } = await useSecrets();
    const { messages } = await local<{ messages: { to: string[]; text: string; html: string; subject: string }[] }>(
      'GET',
      '/mailbox',
    );
    const toPeople = messages.filter(({ to }) => people.some(({ email }) => to.includes(email)));
    const [, sessionSecret = '', wrong = '', loginPassword = '', transactionPassword = ''] = secrets;

    expect(toPeople.length).toBeGreaterThan(3);
    for (const secret of [sessionSecret, wrong, loginPassword, transactionPassword]) {
      expect(JSON.stringify(toPeople)).not.toContain(secret);
    }
  });
});
