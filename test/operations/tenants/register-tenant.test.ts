import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { call, expectProblem, operator } from '../../support/api.ts';
import { distinctMailTo, mailed } from '../../support/mailbox.ts';
import { ACCOUNTS, registeredTenant, registration, setUp } from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf, settled } from '../../support/settled.ts';

type Reply = { tenantId: string; representative: { userId: string }; accounts: { accountId: string }[]; version: number };

const newTenant = () => {
  const tenantId = `t-${randomUUID().slice(0, 13)}`;

  return { tenantId, path: `/operator/tenants/${tenantId}`, email: `${tenantId}@example.co.jp` };
};

describe('registers a tenant', () => {
  it('answers 201 with the user ID of the representative, the accounts in their order and version 1', async () => {
    const { tenantId, path, email } = newTenant();

    const { status, body } = await operator<Reply>('PUT', path, registration(email));

    expect(status).toBe(201);
    expect(body).toMatchObject({ tenantId, version: 1, representative: { userId: expect.stringMatching(/^[1-9]\d{9}$/) } });
    expect(body.accounts.map(({ accountId }) => accountId)).toEqual([...ACCOUNTS]);
  });

  it('U-4 mails the representative the user ID and a temporary login password, once', async () => {
    const { representativeUserId, email } = await registeredTenant();

    expect(await mailed(email, 'User ID')).toBe(representativeUserId);
    expect(await mailed(email, 'Temporary login password')).toMatch(/^[A-Za-z0-9]{10}$/);

    await settled();
    expect(await distinctMailTo(email)).toHaveLength(1);
  });

  it('mails in the language registered, Japanese when none is', async () => {
    const english = await registeredTenant({ language: 'en' });
    const { path, email } = newTenant();
    const { language: _, ...withoutLanguage } = registration(email);
    await operator('PUT', path, withoutLanguage);

    await settled();
    expect((await distinctMailTo(english.email))[0]?.subject).toMatch(/^[\x20-\x7e]+$/);
    expect((await distinctMailTo(email))[0]?.subject).toMatch(/[ぁ-ん]/);
    expect((await operator('GET', path)).body).toMatchObject({ language: 'ja' });
  });

  it('R-4 tells it by one event that names no person', async () => {
    const { tenantId, representativeUserId, email } = await registeredTenant();

    const events = await eventsOf(tenantId, 'tenant-registered');

    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      aggregate: { id: tenantId, version: 1 },
      data: { representativeUserId, accountIds: [...ACCOUNTS], closedAccountIds: [] },
    });
    expect(JSON.stringify(events)).not.toContain(email);
    expect(JSON.stringify(events)).not.toContain('青葉');
  });

  it('trims names, and takes a name of 64 characters', async () => {
    const { path, email } = newTenant();
    const name = 'あ'.repeat(64);

    expect((await operator('PUT', path, { ...registration(email), name: ` ${name.slice(2)}\u3000` })).status).toBe(201);
    expect((await operator('GET', path)).body).toMatchObject({ name: name.slice(2) });

    expect((await operator('PUT', path, { ...registration(email), name, version: 1 })).status).toBe(200);
  });

  it('has one effect when the same tenant is registered many times at once', async () => {
    const { tenantId, path, email } = newTenant();

    await warmUp(() => operator('PUT', path));

    const register = () => untilAnswered(() => operator<Reply>('PUT', path, registration(email)));
    const answers = await Promise.all(Array.from({ length: 6 }, register));

    const registered = answers.filter(({ status }) => status === 201);
    expect(registered).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 201) expectProblem(answer, 'invalid-request', 400);

    expect((await operator<Reply>('GET', path)).body).toMatchObject({
      version: 1,
      representative: registered[0]?.body.representative,
    });
    expect(await eventsOf(tenantId, 'tenant-registered')).toHaveLength(1);
    expect(await distinctMailTo(email)).toHaveLength(1);
  });
});

describe('updates a tenant', () => {
  it('answers 200 with the next version, and tells it by an event', async () => {
    const { tenantId, representativeUserId, email } = await registeredTenant();
    const path = `/operator/tenants/${tenantId}`;

    const { status, body } = await operator<Reply>('PUT', path, { ...registration(email), name: 'みどり商事', version: 1 });

    expect(status).toBe(200);
    expect(body).toMatchObject({ tenantId, version: 2, representative: { userId: representativeUserId } });
    expect((await operator('GET', path)).body).toMatchObject({ name: 'みどり商事', version: 2 });
    expect((await eventsOf(tenantId, 'tenant-registered')).map(({ aggregate }) => aggregate.version)).toEqual([2, 1]);
  });

  it('U-10 leaves user ID, name and mail address of the master as they are, and mails nobody', async () => {
    const { tenantId, email } = await registeredTenant();
    const master = await setUp(email);
    const other = `other-${email}`;
    const representative = { name: '別人', email: other, birthDate: '1980-12-31' };

    await operator('PUT', `/operator/tenants/${tenantId}`, { ...registration(email), representative, version: 1 });

    const me = await call('GET', '/me', { token: master.token });
    expect(me.body).toMatchObject({ userId: master.userId, name: '青葉 太郎', email });
    await settled();
    expect(await distinctMailTo(other)).toEqual([]);
    expect(await distinctMailTo(email)).toHaveLength(1);
  });

  it('removes what a later registration leaves out', async () => {
    const { tenantId, email } = await registeredTenant();
    const path = `/operator/tenants/${tenantId}`;
    const { phoneNumber: _, ...withoutPhone } = registration(email);

    await operator('PUT', path, { ...withoutPhone, nameKana: 'アオバ', version: 1 });
    expect((await operator('GET', path)).body).not.toHaveProperty('phoneNumber');

    await operator('PUT', path, { ...withoutPhone, version: 2 });
    expect((await operator('GET', path)).body).not.toHaveProperty('nameKana');
  });

  it('refuses a later registration without the version', async () => {
    const { tenantId, email } = await registeredTenant();

    const errors = expectProblem(
      await operator('PUT', `/operator/tenants/${tenantId}`, registration(email)),
      'invalid-request',
      400,
    );

    expect(errors).toMatchObject([{ pointer: '/version', code: 'required' }]);
  });

  it('refuses a stale version, one of the future and one for a tenant that is not there; nothing changes', async () => {
    const { tenantId, email } = await registeredTenant();
    const path = `/operator/tenants/${tenantId}`;
    await operator('PUT', path, { ...registration(email), version: 1 });

    for (const version of [1, 3]) {
      expectProblem(await operator('PUT', path, { ...registration(email), name: '別の名', version }), 'version-conflict', 409);
    }
    expect((await operator('GET', path)).body).toMatchObject({ name: registration(email).name, version: 2 });

    const unknown = newTenant();
    expectProblem(await operator('PUT', unknown.path, { ...registration(unknown.email), version: 1 }), 'version-conflict', 409);
    expectProblem(await operator('GET', unknown.path), 'not-found', 404);
  });

  it('lets one of several updates of the same version through', async () => {
    const { tenantId, email } = await registeredTenant();
    const path = `/operator/tenants/${tenantId}`;
    const names = ['一', '二', '三', '四', '五', '六'];

    await warmUp(() => operator('PUT', path));

    const update = (name: string) => operator('PUT', path, { ...registration(email), name, version: 1 });
    const answers = await Promise.all(names.map((name) => untilAnswered(() => update(name))));

    const winner = answers.findIndex(({ status }) => status === 200);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 'version-conflict', 409);
    expect((await operator('GET', path)).body).toMatchObject({ name: names[winner], version: 2 });
  });
});
