import { beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../../functions/contracts/contract.ts';
import { call } from '../../support/api.ts';
import { OPERATIONS, type Sample, sampleOf, send, takesSession } from '../../support/every-operation.ts';
import { addedPerson, confirmation, createGroup, type Person, subscribedTenant, type TestTenant } from '../../support/people.ts';
import { expectPublicProblem } from '../../support/public-problems.ts';

type Ids = Readonly<Record<string, string>>;
type Tenant = TestTenant & { master: Person; ids: Ids };

/** IDs of the right form that nobody has. */
const NOBODYS: Ids = { groupId: 'g0000000000x', userId: '9999999999' };

async function tenantWithPeople(): Promise<Tenant> {
  const tenant = await subscribedTenant();
  const groupId = await createGroup(tenant.master, '照会');
  const { userId } = await addedPerson(tenant.master, groupId);

  return { ...tenant, ids: { groupId, userId } };
}

/** Everything of a tenant that its master can read. */
async function stateOf({ master }: Tenant): Promise<unknown> {
  const answers = await Promise.all(
    ['/subscription', '/groups', '/users'].map((path) => call('GET', path, { token: master.token })),
  );

  return answers.map(({ status, body: { asOf, ...body } }) => ({ status, body }));
}

/** A value with every ID in it replaced by the one of its name; lists of IDs are named `groupIds` and `userIds`. */
function withIds(value: unknown, ids: Ids): unknown {
  return JSON.parse(JSON.stringify(value ?? null), (name, member: unknown) => {
    const list = ids[name.replace(/Ids$/, 'Id')];

    return ids[name] ?? (Array.isArray(member) && list !== undefined ? [list] : member);
  });
}

function requestWith(contract: Contract, ids: Ids): Sample {
  const { params, query, body } = contract.example;
  const { method, path } = sampleOf(contract, {
    params: withIds(params ?? {}, ids) as Ids,
    query: withIds(query ?? {}, ids) as Ids,
  });

  return { method, path, body: body === undefined ? undefined : withIds(body, ids) };
}

const takesIds = (contract: Contract) =>
  JSON.stringify(requestWith(contract, { groupId: '1', userId: '1' })) !==
  JSON.stringify(requestWith(contract, { groupId: '2', userId: '2' }));

/** Lists that leave out what an ID does not name: users may be gone whose certificates and history are still shown. */
const FILTERS = ['listCertificates', 'listLogins', 'listOperations'];

const TAKING_IDS = OPERATIONS.filter((contract) => takesSession(contract) && takesIds(contract));

describe('R-1 an operation given IDs of another tenant', () => {
  let own: Tenant;
  let other: Tenant;

  beforeAll(async () => {
    own = await tenantWithPeople();
    other = await tenantWithPeople();
  });

  /** Sends a request as the own master, confirmed where it must be. */
  async function ask(contract: Contract, ids: Ids) {
    const sample = requestWith(contract, ids);
    if (contract.confirmation === undefined) return send(contract, sample, own.master);

    const body = { ...(sample.body as object), confirmation: await confirmation(own.master, contract.id) };

    return send(contract, { ...sample, body }, own.master);
  }

  it('is found among the operations', () => {
    expect(TAKING_IDS.map(({ id }) => id)).toEqual(expect.arrayContaining(['getGroup', 'getUser', 'listUsers', 'createUsers']));
  });

  it.each(TAKING_IDS.map((contract) => [contract.id, contract] as const))(
    '%s answers as if there were no such thing, and nothing changes',
    async (_, contract) => {
      const before = [await stateOf(own), await stateOf(other)];

      const foreign = await ask(contract, other.ids);
      const nobodys = await ask(contract, NOBODYS);

      if (FILTERS.includes(contract.id)) {
        expect(Object.values(foreign.body).filter(Array.isArray).flat()).toEqual([]);
        expect(Object.keys(foreign.body)).toEqual(Object.keys(nobodys.body));
      } else {
        const errors = expectPublicProblem(foreign, 'not-found', 404);
        expect(expectPublicProblem(nobodys, 'not-found', 404)).toEqual(errors);
      }
      expect([await stateOf(own), await stateOf(other)]).toEqual(before);
    },
  );

  it('getUser answers the same about the master of another tenant', async () => {
    const { token } = own.master;

    expectPublicProblem(await call('GET', `/users/${other.master.userId}`, { token }), 'not-found', 404);
  });

  it('no list holds anything of another tenant', async () => {
    const own_ = JSON.stringify(await stateOf(own));

    for (const id of [...Object.values(other.ids), other.tenantId, other.master.userId, other.email])
      expect(own_).not.toContain(id);
  });
});
