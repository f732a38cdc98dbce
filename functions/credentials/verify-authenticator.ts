import { type AuthenticatorEnrolment, beginVerification, register } from '../../domain/credentials/authenticator.ts';
import type { Credentials } from '../../domain/credentials/credentials.ts';
import { endTry, isUnderWay } from '../../domain/credentials/tries.ts';
import { refuse } from '../../domain/result.ts';
import {
  type CredentialDecision,
  changeCredentials,
  readCredentials,
  saveCredentials,
} from '../adapters/dynamodb/credentials.ts';
import { readTenant } from '../adapters/dynamodb/tenants.ts';
import { saveAuthenticatorRegistered } from '../adapters/dynamodb/users.ts';
import { decryptAuthenticatorSecret } from '../adapters/kms/authenticator-secrets.ts';
import { verifyAuthenticator as contract } from '../contracts/authenticators.ts';
import { ownCredentials } from '../runtime/actor.ts';
import { checkCode } from '../runtime/authenticator-codes.ts';
import { lambda } from '../runtime/lambda.ts';
import type { Operation, OperationRequest } from '../runtime/operation.ts';
import { done } from '../runtime/outcome.ts';
import { credentialChanged } from './credential-changed.ts';

type Request = OperationRequest<typeof contract>;

/** C-11: registers the authenticator app that is being enrolled, in place of an earlier one, once a code of it is right. */
export const verifyAuthenticator: Operation<typeof contract> = async (request) => {
  const { actor, now, memory } = request;
  const credentials = memory.enrolmentCode === undefined ? await tried(request) : ownCredentials(actor);

  const enrolment = underWay(request, credentials);
  const code = memory.enrolmentCode;
  // Nothing enrolled, too late, too many wrong codes; or another enrolment has taken the place of the one tried.
  if (enrolment === undefined || code === undefined) return refuse({ code: 'wrong-state' });

  if (code.kind !== 'right') {
    const writes = [saveCredentials(actor.scope, credentials, { authenticatorEnrolment: ended(request, enrolment) })];
    return { ok: false, refusal: { code: 'confirmation-failed' }, changes: { writes } };
  }

  const { user, scope, tenantId } = actor;
  const { language } = await readTenant(tenantId);

  return done(undefined, {
    writes: [
      saveCredentials(scope, credentials, register(enrolment, code.step)),
      ...(user.authenticatorRegistered ? [] : [saveAuthenticatorRegistered(scope, user, true)]),
    ],
    mails: [credentialChanged('authenticator-registered', { user, language, now })],
    subjects: [user.userId],
  });
};

/** Looks at the code, once per request: a try of the enrolment is saved as under way first, and counts when it is wrong. */
async function tried(request: Request): Promise<Credentials> {
  const { actor, input, now, settings, memory, transactionId: tryId } = request;

  const credentials = await changeCredentials(
    actor.scope,
    ownCredentials(actor),
    ({ authenticatorEnrolment: enrolment }): CredentialDecision => {
      if (enrolment !== undefined && isUnderWay(enrolment, tryId)) return 'leave';

      const begun = beginVerification(enrolment, { tryId, now }, settings);
      if (begun.ok) return { save: { authenticatorEnrolment: begun.value } };

      return begun.refusal.code === 'busy' ? 'wait' : 'leave';
    },
  );

  const enrolment = underWay(request, credentials);
  if (enrolment === undefined) return credentials;

  const secret = await decryptAuthenticatorSecret(enrolment.secret, actor.userId);
  memory.enrolmentCode = checkCode(input.code, { secret, now });
  if (memory.enrolmentCode.kind === 'right') memory.releases.push(() => release(request));

  return credentials;
}

function underWay({ transactionId }: Request, { authenticatorEnrolment: enrolment }: Credentials) {
  return enrolment !== undefined && isUnderWay(enrolment, transactionId) ? enrolment : undefined;
}

function ended({ memory, now, settings, transactionId: tryId }: Request, enrolment: AuthenticatorEnrolment) {
  return endTry(enrolment, { tryId, right: memory.enrolmentCode?.kind === 'right', now }, settings);
}

/** The request ends without effect: its try is ended as right. */
async function release(request: Request): Promise<void> {
  const { scope, userId } = request.actor;

  await changeCredentials(scope, await readCredentials(scope, userId), (credentials) => {
    const enrolment = underWay(request, credentials);

    return enrolment === undefined ? 'leave' : { save: { authenticatorEnrolment: ended(request, enrolment) } };
  });
}

export const handler = lambda(contract, verifyAuthenticator);
