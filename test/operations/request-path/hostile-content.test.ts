import { beforeAll, describe, expect, it } from 'vitest';
import type { Contract } from '../../../functions/contracts/contract.ts';
import type { ProblemCode } from '../../../functions/contracts/problems.ts';
import { type Answer, local } from '../../support/api.ts';
import { type Company, company, submitted } from '../../support/approvals.ts';
import { certificateTenant, type Holder, holder } from '../../support/certificates.ts';
import { OPERATIONS, sampleOf, send } from '../../support/every-operation.ts';
import { HOSTILE } from '../../support/hostile-values.ts';
import { isObject, placesOf, replaced } from '../../support/json-values.ts';
import { mailed } from '../../support/mailbox.ts';
import { confirmation, createGroup, logIn, type Person, registeredTenant, setUp } from '../../support/people.ts';
import { expectPublicProblem } from '../../support/public-problems.ts';
import { settled } from '../../support/settled.ts';

const WITH_BODY = OPERATIONS.filter(({ body }) => body !== undefined).map((contract) => [contract.id, contract] as const);
const DEEP = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;

/** whatever the answer is, it is no fault, and a refusal is a problem document. */
function expectNoFault(answer: Answer, what: string): void {
  expect(answer.status, what).toBeLessThan(500);
  expect(answer.headers.get('x-request-id'), what).toBeTruthy();

  if (answer.status >= 400) expectPublicProblem(answer, answer.body['code'] as ProblemCode, answer.status);
}

describe('R-6 hostile content is never a fault', () => {
  let master: Holder;
  let groupId: string;
  let deciding: Company;
  let before: unknown[];

  const deadLetters = async () => (await local<{ deadLetters: unknown[] }>('GET', '/dead-letters')).deadLetters;

  beforeAll(async () => {
    before = await deadLetters();
    const tenant = await certificateTenant();
    master = await holder(tenant.master, tenant.master);
    groupId = await createGroup(master, '照会');
    deciding = await company();
  });

  /** Somebody in the state the operation is for. */
  async function callerOf({ whilePending, caller, target }: Contract): Promise<Pick<Person, 'token'>> {
    if (target === 'decision') return deciding.approver;
    if (caller === 'representative') return setUp((await registeredTenant()).email);
    if (whilePending === undefined || whilePending === 'any') return master;

    const { representativeUserId, email } = await registeredTenant();

    return (await logIn(representativeUserId, await mailed(email, 'Temporary login password'))).body;
  }

  /** A confirmation that nobody has used, and what it is for: a decision is about a request that there is (C-10). */
  async function confirmedSample(contract: Contract) {
    if (contract.confirmation !== 'required') return { sample: sampleOf(contract), given: undefined };
    if (contract.target !== 'decision') {
      return { sample: sampleOf(contract), given: await confirmation(master, contract.id) };
    }

    const { requestId, version } = await submitted(deciding.maker);

    return {
      sample: sampleOf(contract, { params: { requestId } }),
      given: await confirmation(deciding.approver, contract.id, { requestId, version }),
    };
  }

  it.each(WITH_BODY)('%s in any place', async (_, contract) => {
    const caller = await callerOf(contract);
    const example = replaced(
      contract.example.body,
      [],
      JSON.parse(JSON.stringify(contract.example.body).replaceAll('g7Hq2LmZ0aXc', groupId)),
    );
    const places = placesOf(example).filter(({ place, value }) => place[0] !== 'confirmation' && !isObject(value));
    let { sample, given } = await confirmedSample(contract);

    for (const [index, { place }] of places.entries()) {
      // Where there are several places, each takes some of the values, all of them together every one.
      const share = Math.min(places.length, 4);
      for (const value of HOSTILE.filter((_, n) => n % share === index % share)) {
        const body = { ...(replaced(example, place, value) as object), ...(given && { confirmation: given }) };
        const answer = await send(contract, { ...sample, body }, caller);

        expectNoFault(answer, `${place.join('/')} ${JSON.stringify(value)?.slice(0, 40)}`);
        if (given && answer.status < 300) ({ sample, given } = await confirmedSample(contract));
      }
    }
  });

  it.each(WITH_BODY)('%s nested 20,000 deep', async (_, contract) => {
    const answer = await send(contract, { ...sampleOf(contract), body: `{"surprise":${DEEP}}` }, master);

    expectPublicProblem(answer, 'invalid-request', 400);
  });

  it('and leaves nothing behind that cannot be delivered', async () => {
    await settled();

    expect(await deadLetters()).toEqual(before);
  });
});
