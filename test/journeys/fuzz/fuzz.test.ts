import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as z from 'zod';
import type { Contract } from '../../../functions/contracts/contract.ts';
import type { ProblemCode } from '../../../functions/contracts/problems.ts';
import { type Answer, local } from '../../support/api.ts';
import { OPERATIONS, send, takesSession } from '../../support/every-operation.ts';
import {
  ACCOUNTS,
  addedPerson,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  subscribedTenant,
  TRANSACTION_PASSWORD,
} from '../../support/people.ts';
import { expectPublicProblem } from '../../support/public-problems.ts';
import { settled } from '../../support/settled.ts';
import { requestsTo } from './requests.ts';

/** `npm run fuzz` sends more, from a seed of the day; FUZZ_SEED repeats a run. */
const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 200);
const SEED = Number(process.env['FUZZ_SEED'] ?? (process.env['FUZZ_REQUESTS'] ? Date.now() % 2 ** 31 : 1));

/** A company lasts so many requests: some of them lock, delete or log out what later ones would need. */
const REQUESTS_PER_COMPANY = 100;

type Company = { readonly master: Person; readonly user: Person; readonly known: Record<string, readonly string[]> };

async function company(): Promise<Company> {
  const { tenantId, master } = await subscribedTenant();
  const groupId = await createGroup(master, '照会', { userAdministration: true, securitySettings: true, history: true });
  const [user, other] = [await addedPerson(master, groupId), await addedPerson(master, groupId)];
  const userIds = [master.userId, user.userId, other.userId];

  return {
    master,
    user,
    known: {
      tenantId: [tenantId],
      groupId: [groupId],
      groupIds: [groupId],
      userId: userIds,
      userIds,
      account: ACCOUNTS,
      loginId: userIds,
      transactionPassword: [TRANSACTION_PASSWORD],
    },
  };
}

/** A session for who was logged out by a request; none for who cannot log in any more. */
async function tokenAnew(person: Person | undefined): Promise<string | undefined> {
  return person && (await logIn(person.userId, LOGIN_PASSWORD)).body.token;
}

const deadLetters = async () => (await local<{ deadLetters: unknown[] }>('GET', '/dead-letters')).deadLetters;

/** A problem without what it repeats of the request: by chance that looks like the inside of the service. */
function withoutPointers(problem: Answer['body']): Answer['body'] {
  const errors = problem['errors'] as { pointer: string }[] | undefined;

  return { ...problem, errors: errors?.map((error) => ({ ...error, pointer: '' })) };
}

/** a declared answer that is as its schema says, or a problem document, and never a fault. */
function expectPromised({ replies }: Contract, answer: Answer): void {
  const { status, body } = answer;
  expect(status).toBeLessThan(500);
  if (status >= 400) {
    expectPublicProblem({ ...answer, body: withoutPointers(body) }, body['code'] as ProblemCode, status);
    return;
  }

  const reply = replies[status as keyof typeof replies] ?? z.undefined();
  expect(reply.safeParse(body).error).toBeUndefined();
}

it(`R-2 R-6 answers ${REQUESTS} requests, right and wrong ones, as its contracts say, and leaves nothing undeliverable (seed ${SEED})`, async () => {
  const before = await deadLetters();
  const answered = new Map<number, number>();

  for (let sent = 0; sent < REQUESTS; sent += REQUESTS_PER_COMPANY) {
    const { master, user, known } = await company();
    const people = { master, user, nobody: undefined };
    const tokens: Record<keyof typeof people, string | undefined> = { master: master.token, user: user.token, nobody: undefined };
    const requests = fc.record({
      request: fc.oneof(
        ...OPERATIONS.map((contract) => fc.record({ contract: fc.constant(contract), sample: requestsTo(contract, known) })),
      ),
      caller: fc.constantFrom('master', 'master', 'user', 'user', 'nobody') as fc.Arbitrary<keyof typeof people>,
    });
    const numRuns = Math.min(REQUESTS_PER_COMPANY, REQUESTS - sent);

    for (const { request, caller } of fc.sample(requests, { numRuns, seed: SEED + sent })) {
      const { contract, sample } = request;
      try {
        const answer = await send(contract, sample, { token: tokens[caller] });
        answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1);

        expectPromised(contract, answer);
        if (answer.status === 401 && takesSession(contract)) tokens[caller] = await tokenAnew(people[caller]);
      } catch (cause) {
        throw new Error(`${contract.id} by ${caller}: ${sample.path} ${JSON.stringify(sample.body)}: ${cause}`, { cause });
      }
    }
  }

  await settled();
  expect(await deadLetters()).toEqual(before);
  // Requests that nobody would take prove little.
  expect(answered.get(200) ?? 0).toBeGreaterThan(REQUESTS / 20);
}, 3_600_000);
