import { beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../../functions/contracts/contract.ts';
import { call } from '../../support/api.ts';
import { OPERATIONS, sampleOf, send, takesSession } from '../../support/every-operation.ts';
import { mailed } from '../../support/mailbox.ts';
import {
  ACCOUNTS,
  addedPerson,
  createGroup,
  logIn,
  type Person,
  registeredTenant,
  setUp,
  subscribedTenant,
} from '../../support/people.ts';
import { expectPublicProblem } from '../../support/public-problems.ts';

const RIGHTS = [
  'important',
  'securitySettings',
  'userAdministration',
  'directDebit',
  'depositAccounts',
  'history',
  'mobileApp',
  'documents',
] as const;

/** Rights about money stand on an account, those on the sample's both kinds of transfer; approval needs them (P-2). */
function matrixOf(rights: readonly string[]): object {
  const isAboutMoney = (right: string) => ['transfer', 'bulkTransfer', 'approval'].includes(right);
  const row = { inquiry: true, operation: true, transfer: true, bulkTransfer: true };

  return {
    ...Object.fromEntries(rights.filter((right) => !isAboutMoney(right)).map((right) => [right, true])),
    ...(rights.some(isAboutMoney) && { accounts: { [ACCOUNTS[0]]: row } }),
    ...(rights.includes('approval') && { approval: { approvalLimit: 10_000_000, selfApprovalLimit: 0 } }),
  };
}

const rightsOf = ({ caller }: Contract) => (typeof caller === 'object' ? caller.anyRight : []);
const named = (contracts: readonly Contract[]) => contracts.map((contract) => [contract.id, contract] as const);
const ofSessions = OPERATIONS.filter(takesSession);

describe('C-4 while the initial set-up is pending', () => {
  let token: string;

  beforeAll(async () => {
    const { representativeUserId, email } = await registeredTenant();
    token = (await logIn(representativeUserId, await mailed(email, 'Temporary login password'))).body.token;
  });

  const held = ofSessions.filter(
    ({ whilePending }) => whilePending === undefined || (whilePending !== 'any' && !whilePending.includes('initial-setup')),
  );

  it.each(named(held))('%s is refused, and told what is pending', async (_, contract) => {
    const answer = await send(contract, sampleOf(contract), { token });

    expectPublicProblem(answer, 'required-action', 403);
    expect(answer.body['requiredActions']).toEqual(['initial-setup', 'set-login-password']);
  });

  it('everything is held up but logging out, reading who one is, the set-up itself, and enrolling an authenticator', () => {
    const others = ofSessions.filter((contract) => !held.includes(contract)).map(({ id }) => id);

    expect(others.sort()).toEqual(['enrolAuthenticator', 'getMe', 'logOut', 'setUpInitially', 'verifyAuthenticator']);
  });
});

describe('S-1 before the tenant has applied', () => {
  let representative: Person;

  beforeAll(async () => {
    representative = await setUp((await registeredTenant()).email);
  });

  it.each(named(ofSessions.filter(({ subscription }) => subscription === 'active')))('%s is refused', async (_, contract) => {
    const answer = await send(contract, sampleOf(contract), { token: representative.token });

    expectPublicProblem(answer, 'not-subscribed', 409);
  });
});

describe('P-6 of an added user', () => {
  const ofAdministrators = ofSessions.filter(({ caller }) => typeof caller === 'object');
  const needed = [...new Set(ofAdministrators.flatMap(rightsOf))];
  let powerless: Person;
  let others: Person;
  let holders: Map<string, Person>;

  beforeAll(async () => {
    const { master } = await subscribedTenant();
    const withRights = async (name: string, rights: readonly string[]) =>
      addedPerson(master, await createGroup(master, name, matrixOf(rights)));

    powerless = await withRights('何もなし', []);
    others = await withRights(
      'その他',
      RIGHTS.filter((right) => !needed.includes(right)),
    );
    holders = new Map();
    for (const right of needed) holders.set(right, await withRights(right, [right]));
  });

  it.each(named(ofAdministrators))('%s is refused without the right, and with every other one', async (_, contract) => {
    for (const { token } of [powerless, others]) {
      expectPublicProblem(await send(contract, sampleOf(contract), { token }), 'permission-denied', 403);
    }
  });

  it.each(named(ofAdministrators))('%s is taken with one of the rights alone', async (_, contract) => {
    for (const right of rightsOf(contract)) {
      const answer = await send(contract, sampleOf(contract), { token: holders.get(right)?.token });

      expect(answer.body['code'], right).not.toBe('permission-denied');
      expect(answer.status).toBeLessThan(500);
    }
  });

  it.each(named(ofSessions.filter(({ caller }) => caller === 'representative')))('S-5 %s is refused', async (_, contract) => {
    for (const { token } of [powerless, others, ...holders.values()]) {
      expectPublicProblem(await send(contract, sampleOf(contract), { token }), 'permission-denied', 403);
    }
  });

  it.each(named(ofSessions.filter(({ caller, id }) => caller === 'session' && id !== 'logOut')))(
    '%s is taken without any right',
    async (_, contract) => {
      const answer = await send(contract, sampleOf(contract), { token: powerless.token });

      expect(answer.body?.['code']).not.toBe('permission-denied');
      expect(answer.status).toBeLessThan(500);
    },
  );
});

describe('C-9 an operation that always needs a confirmation', () => {
  const confirmed = OPERATIONS.filter(({ confirmation }) => confirmation === 'required');

  it.each(named(confirmed))('%s is refused without one, and with a made-up one', async (_, contract) => {
    const { master } = await subscribedTenant();
    const { method, path, body } = sampleOf(contract);
    const { confirmation: _confirmation, ...unconfirmed } = body as Record<string, unknown>;

    const without = await call(method, path, { token: master.token, body: unconfirmed });
    expect(expectPublicProblem(without, 'invalid-request', 400)).toMatchObject([{ pointer: '/confirmation', code: 'required' }]);

    expectPublicProblem(await call(method, path, { token: master.token, body }), 'confirmation-failed', 403);
  });
});
