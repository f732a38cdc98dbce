import { beforeAll, describe, expect, it } from 'vitest';
import { advanceClock, call, expectProblem } from '../../support/api.ts';
import { cancelCertificates } from '../../support/certificate-service.ts';
import { CERTIFICATE_TERMS } from '../../support/certificates.ts';
import { cancelSubscription, entitiesNaming, subscriptionIdOf } from '../../support/leaving.ts';
import {
  addedPeople,
  confirmation,
  createGroup,
  LOGIN_PASSWORD,
  logIn,
  type Person,
  people,
  subscribedTenant,
} from '../../support/people.ts';
import { untilAnswered, warmUp } from '../../support/races.ts';
import { eventsOf } from '../../support/settled.ts';

/** What is to stay of a subscription: S-2, H-3, and events, until they expire. */
const KEPT = ['ACCEPTANCE', 'OPERATION_HISTORY', 'OUTBOX'];

/** A request to be sent at the same time as others, repeated while it is answered 503. */
const prepared =
  ({ token }: Person, path: string, body: object) =>
  () =>
    untilAnswered((key) => call('POST', path, { token, body, headers: { 'idempotency-key': key } }));

const cancelling = async (person: Person) =>
  prepared(person, '/subscription/cancellation', { confirmation: await confirmation(person, 'cancelSubscription') });

beforeAll(async () => {
  const { master } = await subscribedTenant();
  const { token } = master;
  await warmUp(() => call('POST', '/subscription/cancellation', { token, body: {} }));
  await warmUp(() => call('POST', '/users/batch-create', { token, body: {} }));
  await warmUp(() => call('POST', '/groups', { token, body: {} }));
  await warmUp(() => call('POST', '/subscription/certificates', { token, body: {} }));
});

describe('at the same time', () => {
  it('S-10 two cancellations: the subscription ends once', async () => {
    const { tenantId, master } = await subscribedTenant();
    const [person] = await addedPeople(master, await createGroup(master, '総務', { important: true }), 1);
    const requests = [await cancelling(master), await cancelling(person as Person)];

    const [byMaster, byPerson] = await Promise.all(requests.map((send) => send()));

    // Whoever comes second finds no subscription, and the person not even a session.
    const answers = [byMaster?.status, byPerson?.status];
    expect([
      [202, 401],
      [409, 202],
    ]).toContainEqual(answers);
    expect(await eventsOf(tenantId, 'subscription-cancelled')).toHaveLength(1);
  });

  it('S-10 S-11 whatever else is asked for happens before it or not at all, and nothing of it is left', async () => {
    const { tenantId, master } = await subscribedTenant();
    const subscriptionId = subscriptionIdOf(tenantId);
    const rights = { important: true, userAdministration: true, securitySettings: true };
    const groupId = await createGroup(master, '管理', rights);
    const [adder, founder, applicant, visitor] = (await addedPeople(master, groupId, 4)) as [Person, Person, Person, Person];

    const newcomers = people(groupId, 2);
    const requests = [
      prepared(adder, '/users/batch-create', { users: newcomers }),
      prepared(founder, '/groups', { name: '新設', permissions: {}, confirmation: await confirmation(founder, 'createGroup') }),
      prepared(applicant, '/subscription/certificates', {
        acceptedTerms: CERTIFICATE_TERMS,
        confirmation: await confirmation(applicant, 'subscribeCertificates'),
      }),
      await cancelling(master),
    ];
    const logins = [0, 1, 2].map(() => logIn(visitor.userId, LOGIN_PASSWORD));
    const [added, founded, applied, left] = await Promise.all(requests.map((send) => send()));

    // S-9: the certificate service may have come first, and then is to be cancelled first.
    if (left?.status === 409) {
      expectProblem(left, 'certificate-service-active', 409);
      expect((await cancelCertificates(master)).status).toBe(202);
      expect((await cancelSubscription(master)).status).toBe(202);
    }
    for (const answer of [added, founded, applied]) expect([201, 401, 409]).toContain(answer?.status);

    const tokens = (await Promise.all(logins)).filter(({ status }) => status === 201).map(({ body }) => body.token);
    for (const token of [...tokens, adder.token, founder.token, applicant.token, visitor.token]) {
      expectProblem(await call('GET', '/me', { token }), 'unauthenticated', 401);
    }
    await advanceClock('PT10M');
    expect(KEPT).toEqual(expect.arrayContaining(entitiesNaming(subscriptionId)));
    for (const { email } of newcomers) expect(entitiesNaming(email)).toEqual([]);
    for (const { userId } of [adder, founder, applicant, visitor]) {
      expect(['LOGIN_HISTORY', 'LOGIN_ID', ...KEPT]).toEqual(expect.arrayContaining(entitiesNaming(userId)));
    }
    expect((await call('GET', '/subscription', { token: master.token })).body['status']).toBe('not-subscribed');
  });
});
