import { type Result, refuse } from '../result.ts';
import { beginTry, endTry, type LockSettings, NO_TRIES, type Tries } from './tries.ts';

/**
 * The authenticator app of a user (C-11). `secret` is encrypted; nothing here ever sees it in the clear. `lastStep` is the
 * time step of the last code that served: none of it or an earlier one serves again (RFC 6238, 5.2).
 */
export type Authenticator = Tries & { readonly secret: string; readonly lastStep: number };

/** An app that was shown its secret, and of which one code is still to be verified. It is no authenticator yet. */
export type AuthenticatorEnrolment = Tries & {
  readonly secret: string;
  /** RFC 3339. */
  readonly enrolledAt: string;
};

/** What a user's credentials hold of it. */
export type AuthenticatorState = {
  /** Registered; `User.authenticatorRegistered` says the same to lists, and moves in the same transaction. */
  readonly authenticator?: Authenticator | undefined;
  readonly authenticatorEnrolment?: AuthenticatorEnrolment | undefined;
};

/** Seconds a code is good for (RFC 6238, X). */
export const STEP_SECONDS = 30;

/** Steps by which the clock of a phone may be wrong, either way. */
const SKEW = 1;

const ENROLMENT_MS = 30 * 60_000;

/** `used`: right, but of a step that has served already. */
export type CodeVerdict =
  | { readonly kind: 'right'; readonly step: number }
  | { readonly kind: 'used' }
  | { readonly kind: 'wrong' };

/** The time steps whose codes are looked at: the current one, and one either way (RFC 6238, 5.2). */
export function stepsAround(now: Date): readonly number[] {
  const current = Math.floor(now.getTime() / 1_000 / STEP_SECONDS);

  return Array.from({ length: 2 * SKEW + 1 }, (_, index) => current - SKEW + index);
}

/** C-11: what a code is worth whose time steps are known; two steps can have the same code. */
export function judgeCode(steps: readonly number[], lastStep: number): CodeVerdict {
  const step = steps.find((one) => one > lastStep);
  if (step !== undefined) return { kind: 'right', step };

  return { kind: steps.length > 0 ? 'used' : 'wrong' };
}

/**
 * Ends a try of the authenticator. `served`: a right code has confirmed something, and does not do so again; `unused`: it
 * was right, but what it was to confirm did not come about. A code used before is refused without being counted: it
 * tells nobody anything, and a request that was sent twice must not lock.
 */
export function endAuthenticatorTry(
  authenticator: Authenticator,
  {
    tryId,
    verdict,
    outcome,
    now,
  }: {
    readonly tryId: string;
    readonly verdict: CodeVerdict;
    readonly outcome: 'served' | 'unused';
    readonly now: Date;
  },
  settings: LockSettings,
): Authenticator {
  if (verdict.kind === 'used') return forgetTry(authenticator, tryId);

  const ended = endTry(authenticator, { tryId, right: verdict.kind === 'right', now }, settings);

  return verdict.kind === 'right' && outcome === 'served' ? { ...ended, lastStep: verdict.step } : ended;
}

function forgetTry(authenticator: Authenticator, tryId: string): Authenticator {
  const { [tryId]: _, ...underWay } = authenticator.underWay;

  return { ...authenticator, underWay };
}

/** C-11: an app that was shown a secret. Another enrolment takes the place of an earlier one. */
export function enrol(secret: string, now: Date): AuthenticatorEnrolment {
  return { secret, enrolledAt: now.toISOString(), ...NO_TRIES };
}

/** `busy`: as many tries are under way as could still fail; wait for one of them to end. */
export type VerificationRefused = { readonly code: 'wrong-state' } | { readonly code: 'busy' };

/**
 * Begins the try of a code for an enrolment; it is saved before the code is looked at. `wrong-state`: there is no
 * enrolment, it was begun 30 minutes ago, or too many wrong codes have spoilt it.
 */
export function beginVerification(
  enrolment: AuthenticatorEnrolment | undefined,
  { tryId, now }: { readonly tryId: string; readonly now: Date },
  settings: LockSettings,
): Result<AuthenticatorEnrolment, VerificationRefused> {
  if (enrolment === undefined || isOver(enrolment, now)) return refuse({ code: 'wrong-state' });

  const begun = beginTry(enrolment, { tryId, now }, settings);
  if (begun.ok) return begun;

  return refuse({ code: begun.refusal.code === 'busy' ? 'busy' : 'wrong-state' });
}

function isOver({ enrolledAt }: AuthenticatorEnrolment, now: Date): boolean {
  return now.getTime() - Date.parse(enrolledAt) >= ENROLMENT_MS;
}

/** C-11: what an enrolment becomes, in place of an earlier authenticator. The code of `step` has served with that. */
export function register({ secret }: AuthenticatorEnrolment, step: number): AuthenticatorState {
  return { authenticator: { secret, lastStep: step, ...NO_TRIES }, authenticatorEnrolment: undefined };
}

/** C-11, C-14: neither an authenticator nor the enrolment of one is left. */
export const NO_AUTHENTICATOR = { authenticator: undefined, authenticatorEnrolment: undefined } as const;
