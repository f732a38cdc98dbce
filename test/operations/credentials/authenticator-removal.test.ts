import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { call, expectProblem } from '../../support/api.ts';
import { codeOf, confirmedBy, enrol, registerApp, verify } from '../../support/authenticators.ts';
import { distinctMailTo } from '../../support/mailbox.ts';
import { confirmation, type Person, subscribedTenant } from '../../support/people.ts';
import { settled } from '../../support/settled.ts';
import { recordedOperations } from '../../support/stored.ts';

const isRegistered = async ({ token }: Person) => (await call('GET', '/me', { token })).body['authenticatorRegistered'];
const ask = ({ token }: Person, body: object) => call('POST', '/me/authenticator', { token, body });
const remove = ({ token }: Person, given: object) =>
  call('POST', '/me/authenticator/removal', { token, body: { confirmation: given } });
const subjects = async ({ email }: Person) => {
  await settled();
  return (await distinctMailTo(email)).map(({ subject }) => subject);
};

describe('replacing an authenticator', () => {
  it('C-9 C-11 takes a code of the old one; the old one serves until the new one is verified, and then no more', async () => {
    const { master } = await subscribedTenant();
    const old = await registerApp(master);

    const mailToken = await confirmation(master, 'enrolAuthenticator');
    expectProblem(await ask(master, { confirmation: mailToken }), 'confirmation-failed', 403);

    const next = await enrol(master, await confirmedBy(old));
    await createGroupBy(master, await confirmedBy(old), 201);
    expect((await verify(master, await codeOf(next))).status).toBe(204);

    await createGroupBy(master, await confirmedBy(old), 403);
    await createGroupBy(master, await confirmedBy(next), 201);
  });
});

describe('removing it', () => {
  it.each(['a mail token', 'a code'])('C-9 works with %s; then mail tokens confirm again; mailed and recorded', async (by) => {
    const { tenantId, master } = await subscribedTenant();
    const app = await registerApp(master);

    const given = by === 'a code' ? await confirmedBy(app) : await confirmation(master, 'removeAuthenticator');
    expect((await remove(master, given)).status).toBe(204);

    expect(await isRegistered(master)).toBe(false);
    expect(await subjects(master)).toContain('【ビジネスID管理】認証アプリの登録が解除されました');
    expect(recordedOperations(tenantId).at(-1)).toMatchObject({ operation: 'removeAuthenticator', result: 'done' });
    await createGroupBy(master, await confirmedBy(app), 403);
    await createGroupBy(master, await confirmation(master, 'createGroup'), 201);
  });

  it('C-9 is refused when none is registered, and the mail token stays good', async () => {
    const { master } = await subscribedTenant();
    const given = await confirmation(master, 'removeAuthenticator');
    expectProblem(await remove(master, given), 'wrong-state', 409);

    await enrol(master);
    expectProblem(await remove(master, await confirmation(master, 'removeAuthenticator')), 'wrong-state', 409);
  });

  it('C-11 ends an enrolment that was to replace it', async () => {
    const { master } = await subscribedTenant();
    const app = await registerApp(master);
    const next = await enrol(master, await confirmedBy(app));

    expect((await remove(master, await confirmedBy(app))).status).toBe(204);
    expectProblem(await verify(master, await codeOf(next)), 'wrong-state', 409);
  });
});

async function createGroupBy({ token }: Person, given: object, status: number): Promise<void> {
  const name = `グループ ${randomUUID().slice(0, 8)}`;

  expect((await call('POST', '/groups', { token, body: { name, permissions: {}, confirmation: given } })).status).toBe(status);
}
