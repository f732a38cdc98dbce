import { describe, expect, it } from 'vitest';
import { call, operator } from '../../support/api.ts';
import { confirmation, createGroup, people, registration, subscribedTenant } from '../../support/people.ts';
import { recordedOperations } from '../../support/stored.ts';

const summary = (tenantId: string) => recordedOperations(tenantId).map(({ operation, result }) => `${operation} ${result}`);

describe('the operation history', () => {
  it('H-2 has one record of every change: who, what, when and from where', async () => {
    const { tenantId, master } = await subscribedTenant();
    const groupId = await createGroup(master, '照会');
    await call('POST', '/users/batch-create', { token: master.token, body: { users: people(groupId, 2) } });
    await call('DELETE', '/sessions/current', { token: master.token });

    const records = recordedOperations(tenantId);

    expect(records.map(({ operation, result }) => `${operation} ${result}`)).toEqual([
      'registerTenant done',
      'setUpInitially done',
      'subscribe done',
      'sendMailToken done',
      'createGroup done',
      'createUsers done',
      'logOut done',
    ]);
    const [registered, ...others] = records;
    expect(registered).toMatchObject({ operator: expect.stringMatching(/^arn:aws:/), subjects: [tenantId] });
    for (const record of others) expect(record).toMatchObject({ userId: master.userId });
    for (const { at, ip } of records)
      expect([at, ip]).toEqual([expect.stringMatching(/^\d{4}-.*Z$/), expect.stringMatching(/^[\d.:a-f]+$/)]);
  });

  it('H-3 keeps them for seven years', async () => {
    const { tenantId } = await subscribedTenant();

    for (const { at, expiresAt } of recordedOperations(tenantId)) {
      const until = new Date(String(at));
      until.setUTCFullYear(until.getUTCFullYear() + 7);
      expect(expiresAt).toBe(Math.ceil(until.getTime() / 1_000));
    }
  });

  it('H-1 names nobody and holds nothing that was sent', async () => {
    const { tenantId, master } = await subscribedTenant();
    await createGroup(master, '秘密の部署');

    const records = JSON.stringify(recordedOperations(tenantId));

    for (const text of ['青葉', '秘密の部署', master.email]) expect(records).not.toContain(text);
  });

  it('H-2 has none of what was read or refused, but of every wrong confirmation', async () => {
    const { tenantId, master } = await subscribedTenant();
    const { token } = master;
    const given = await confirmation(master, 'createGroup');
    const before = summary(tenantId);

    await call('GET', '/users', { token });
    await call('POST', '/users/batch-create', { token, body: { users: people('g0000000000x', 1) } });
    await call('POST', '/groups', { token, body: { name: ' ', permissions: {}, confirmation: given } });
    await call('POST', '/subscription', { token, body: { acceptedTerms: 'x', certificates: false } });
    await operator('PUT', `/operator/tenants/${tenantId}`, { ...registration(master.email), version: 7 });
    expect(summary(tenantId)).toEqual(before);

    const wrong = { ...given, transactionPassword: 'Wrong-99x' };
    await call('POST', '/groups', { token, body: { name: '照会', permissions: {}, confirmation: wrong } });
    expect(summary(tenantId)).toEqual([...before, 'createGroup confirmation-failed']);
  });

  it('R-3 has one record of a request that is repeated', async () => {
    const { tenantId, master } = await subscribedTenant();
    const users = people(await createGroup(master, '照会'), 1);
    const headers = { 'idempotency-key': 'once' };

    for (let time = 1; time <= 3; time++)
      await call('POST', '/users/batch-create', { token: master.token, body: { users }, headers });

    expect(summary(tenantId).filter((entry) => entry === 'createUsers done')).toHaveLength(1);
  });
});
