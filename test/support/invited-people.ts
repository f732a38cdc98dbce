import { call } from './api.ts';
import { ACQUISITION_PASSWORD, type MailedOrder, mailedOrder } from './certificates.ts';
import { type Person, people } from './people.ts';

/** Somebody who was added with a certificate order, and has done nothing yet. */
export type Invited = { readonly userId: string; readonly email: string; readonly order: MailedOrder };

/** Adds one more person to a group, with a certificate order. */
export async function invitedPerson(actor: Person, groupId: string): Promise<Invited> {
  const [one] = await invitedPeople(actor, groupId, 1);
  if (one === undefined) throw new Error('createUsers answered nobody');

  return one;
}

/** Adds so many people to a group at once, each with a certificate order (U-2, X-1). */
export async function invitedPeople(actor: Person, groupId: string, count: number): Promise<Invited[]> {
  const users = people(groupId, count).map((row) => ({
    ...row,
    certificateOrder: { acquisitionPassword: ACQUISITION_PASSWORD },
  }));
  const { status, body } = await call<{ users: { userId: string; email: string }[] }>('POST', '/users/batch-create', {
    token: actor.token,
    body: { users },
  });
  if (status !== 201) throw new Error(`createUsers answered ${status} ${JSON.stringify(body)}`);

  return Promise.all(body.users.map(async ({ userId, email }) => ({ userId, email, order: await mailedOrder(email) })));
}
