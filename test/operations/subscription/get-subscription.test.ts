import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { getSubscription } from '../../../functions/contracts/subscription.ts';
import { call, expectProblem, local } from '../../support/api.ts';
import { mailed } from '../../support/mailbox.ts';
import { addedPerson, createGroup, logIn, registeredTenant, setUp, subscribedTenant } from '../../support/people.ts';

type Subscription = z.output<(typeof getSubscription.replies)[200]>;

const read = (token: string | undefined) => call<Subscription>('GET', '/subscription', { token });
const localTime = async () => (await local<{ now: string }>('GET', '/clock')).now;

describe('answered', () => {
  it('S-1 shows a tenant that has never applied as not subscribed, with the terms there are to accept', async () => {
    const tenant = await registeredTenant();
    const representative = await setUp(tenant.email);

    const before = await localTime();
    const { status, body } = await read(representative.token);
    const after = await localTime();

    expect(status).toBe(200);
    expect(body).toEqual({
      asOf: expect.any(String),
      status: 'not-subscribed',
      certificates: { status: 'not-subscribed' },
      loginMethod: 'user-id',
      remainingUsers: 100,
      remainingGroups: 100,
      terms: { version: expect.any(String), certificateTermsVersion: expect.any(String) },
      acceptances: [],
    });
    expect([before, body.asOf, after].toSorted()).toEqual([before, body.asOf, after]);
  });

  it('S-2 keeps and shows which terms were accepted, when and by whom', async () => {
    const before = await localTime();
    const { master } = await subscribedTenant();
    const after = await localTime();

    const { body } = await read(master.token);
    const [acceptance] = body.acceptances;

    expect(body.acceptances).toEqual([{ version: body.terms.version, at: expect.any(String), userId: master.userId }]);
    expect([before, acceptance?.at, after].toSorted()).toEqual([before, acceptance?.at, after]);
  });

  it('U-3 G-3 tells every user of the tenant, rights or none, how many users and groups can still be added', async () => {
    const { master } = await subscribedTenant();
    const groupId = await createGroup(master, '権限なし');
    const person = await addedPerson(master, groupId);

    const answers = [await read(master.token), await read(person.token)];

    for (const { status, body } of answers) {
      expect(status).toBe(200);
      expect(body).toMatchObject({ status: 'active', remainingUsers: 99, remainingGroups: 99 });
    }
  });

  it('R-1 knows nothing of what another tenant did', async () => {
    const other = await registeredTenant();
    const representative = await setUp(other.email);
    await subscribedTenant();

    expect((await read(representative.token)).body).toMatchObject({ status: 'not-subscribed', acceptances: [] });
  });
});

describe('refused', () => {
  it('without a session', async () => {
    expectProblem(await read(undefined), 'unauthenticated', 401);
  });

  it('C-4 while the initial set-up is pending', async () => {
    const { email } = await registeredTenant();
    const first = await logIn(await mailed(email, 'User ID'), await mailed(email, 'Temporary login password'));

    const answer = await read(first.body.token);

    expectProblem(answer, 'required-action', 403);
    expect(answer.body).toMatchObject({ requiredActions: ['initial-setup', 'set-login-password'] });
  });
});
