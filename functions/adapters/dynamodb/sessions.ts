import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from './client.ts';
import { whileConflicted } from './commit.ts';
import { type Key, key, type Scope } from './keys.ts';
import { attributesOf, type Ref } from './read.ts';
import { expressions, putNew, remove, update, type Write } from './write.ts';

/** A login that goes on. Times are RFC 3339. */
export type Session = {
  readonly client: 'web' | 'mobile';
  /** The user's epoch at login; a user whose epoch moved has no sessions left (L-6). */
  readonly epoch: number;
  readonly idleUntil: string;
  readonly absoluteUntil: string;
  readonly previousLoginAt?: string;
  readonly openedAt: string;
  /** Of the certificate the session was opened with, to which it is bound (L-5). */
  readonly certificateThumbprint?: string;
};

/** Names one session's item. */
export type SessionAddress = { readonly scope: Scope; readonly userId: string; readonly secretDigest: string };

const sessionKey = ({ scope, userId, secretDigest }: SessionAddress): Key => key.session(scope, userId, secretDigest);

export const sessionRef = (address: SessionAddress): Ref<Session> => ({ key: sessionKey(address), read: attributesOf<Session> });

export function openSession(address: SessionAddress, session: Session): Write {
  return putNew(sessionKey(address), { ...session, expiresAt: Math.ceil(Date.parse(session.absoluteUntil) / 1_000) });
}

export function endSession(address: SessionAddress): Write {
  return remove(sessionKey(address));
}

/** Lets this one session live on into the user's next epoch, in which all others end. */
export function carrySession(address: SessionAddress, epoch: number): Write {
  return update(sessionKey(address), {
    update: 'SET #epoch = :epoch',
    condition: 'attribute_exists(PK)',
    values: { ':epoch': epoch },
  });
}

/** Moves the idle limit of a session that still exists; one that ended meanwhile stays ended (L-6). */
export async function touchSession(address: SessionAddress, idleUntil: string): Promise<void> {
  const change = { update: 'SET #idleUntil = :until', condition: 'attribute_exists(PK)', values: { ':until': idleUntil } };

  try {
    await whileConflicted(() =>
      documentClient().send(
        new UpdateCommand({ ...expressions(change), Key: sessionKey(address), UpdateExpression: change.update }),
      ),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
