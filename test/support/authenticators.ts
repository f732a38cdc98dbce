import { Secret, TOTP } from 'otpauth';
import { advanceClock, call, local } from './api.ts';
import { confirmation, type Person, TRANSACTION_PASSWORD } from './people.ts';

/** An authenticator app: the secret it was shown, in base32. */
export type App = { readonly secret: string };

/** What is not six digits: too few, too many, other digits than ASCII's, NUL. */
export const NO_CODES = ['', '12345', '1234567', '１２３４５６', '12345\0', ' 12345', 'abcdef', '9'.repeat(10_000)];

/** Enrols an app, confirmed with a mail token or as given. */
export async function enrol(person: Person, confirmed?: object): Promise<App & { readonly otpauthUri: string }> {
  const body = { confirmation: confirmed ?? (await confirmation(person, 'enrolAuthenticator')) };
  const answer = await call<{ otpauthUri: string; secret: string }>('POST', '/me/authenticator', { token: person.token, body });
  if (answer.status !== 201) throw new Error(`enrolAuthenticator answered ${answer.status} ${JSON.stringify(answer.body)}`);

  return answer.body;
}

/** Enrols an app and verifies it: from then on its codes confirm. */
export async function registerApp(person: Person, confirmed?: object): Promise<App> {
  const app = await enrol(person, confirmed);
  const { status, body } = await verify(person, await codeOf(app));
  if (status !== 204) throw new Error(`verifyAuthenticator answered ${status} ${JSON.stringify(body)}`);

  return app;
}

export async function verify({ token }: Pick<Person, 'token'>, code: string) {
  return call('POST', '/me/authenticator/verification', { token, body: { code } });
}

/** The code an app shows; `off` by so many steps of 30 seconds. */
export async function codeOf({ secret }: App, off = 0): Promise<string> {
  const { now } = await local<{ now: string }>('GET', '/clock');

  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.parse(now) + off * 30_000 });
}

/** A code that has not served yet: the next one the app shows. */
export async function freshCode(app: App): Promise<string> {
  await advanceClock('PT30S');

  return codeOf(app);
}

/** A confirmation with a code that has not served yet. */
export async function confirmedBy(app: App) {
  return { transactionPassword: TRANSACTION_PASSWORD, authenticatorCode: await freshCode(app) };
}

/** A code that is none of those around the moment. */
export async function wrongCode(app: App, by = 1): Promise<string> {
  const near = await Promise.all([-2, -1, 0, 1, 2].map((off) => codeOf(app, off)));
  const codes = Array.from({ length: 100 }, (_, index) => String(100_000 + index)).filter((code) => !near.includes(code));

  return codes[by] ?? '';
}
