import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { type CodeVerdict, judgeCode, STEP_SECONDS, stepsAround } from '../../domain/credentials/authenticator.ts';
import { sameSecret } from './passwords.ts';

/** 160 bits, as long as the MAC (RFC 4226, 4, R6). */
const SECRET_BYTES = 20;

/** What every authenticator app understands, whatever the URI says. */
const CODES = { algorithm: 'SHA1', digits: 6, period: STEP_SECONDS } as const;

const ISSUER = 'Business ID management';

/** A secret for an app to be enrolled. */
export function newAuthenticatorSecret(): Uint8Array {
  return randomBytes(SECRET_BYTES);
}

/** A secret as it is shown, once: in base32 to be typed, and as a URI to be scanned (`otpauth://totp/…`). */
export function shownSecret(secret: Uint8Array, userId: string): { readonly otpauthUri: string; readonly secret: string } {
  const totp = totpOf(secret, userId);

  return { otpauthUri: totp.toString(), secret: totp.secret.base32 };
}

/**
 * C-11: what a code is worth, of the current time step or one either way, and none that has served (`lastStep`). Every step is
 * compared in constant time.
 */
export function checkCode(
  code: string,
  { secret, now, lastStep = 0 }: { readonly secret: Uint8Array; readonly now: Date; readonly lastStep?: number },
): CodeVerdict {
  const totp = totpOf(secret);
  const codeAt = (step: number) => totp.generate({ timestamp: step * STEP_SECONDS * 1_000 });

  return judgeCode(
    stepsAround(now).filter((step) => sameSecret(code, codeAt(step))),
    lastStep,
  );
}

function totpOf(secret: Uint8Array, label = ''): TOTP {
  return new TOTP({ ...CODES, issuer: ISSUER, label, secret: new Secret({ buffer: Uint8Array.from(secret).buffer }) });
}
