import { checkKeyProtectionPassword } from '../../domain/certificates/passwords.ts';
import { ok, pointerTo, type Result, refuse } from '../../domain/result.ts';
import type { Settings } from '../contracts/settings.ts';
import type { IssuedCertificate } from '../runtime/memory.ts';
import type { FieldProblem } from '../runtime/refusal.ts';
import { certificateRequest, type Subject } from '../x509/certificate-request.ts';
import { newKeyPair } from '../x509/key-pair.ts';
import { pkcs12 } from '../x509/pkcs12.ts';
import type { Pkcs12Profile } from '../x509/pkcs12-profiles.ts';
import { readSigningRequest } from '../x509/signing-request.ts';
import type { Wanted } from './issue.ts';

/** How a certificate is asked for: with a key of ours, protected by a password, or for a key of the client's own. */
export type Way =
  | { readonly keyProtectionPassword: string; readonly profile?: Pkcs12Profile | undefined }
  | { readonly csr: string };

type WrongWay = { readonly code: 'rule-violation'; readonly errors: readonly FieldProblem[] };

/** What is wrong with the way a certificate is asked for, before anything is tried or issued. */
export function checkWay(way: Way): Result<undefined, WrongWay> {
  const errors = 'csr' in way ? signingRequestErrors(way.csr) : keyErrors(way.keyProtectionPassword);

  return errors.length > 0 ? refuse({ code: 'rule-violation', errors }) : ok(undefined);
}

function keyErrors(password: string): FieldProblem[] {
  return checkKeyProtectionPassword(password, pointerTo('keyProtectionPassword')).map(({ detail, ...problem }) => problem);
}

function signingRequestErrors(csr: string): FieldProblem[] {
  const read = readSigningRequest(csr);

  return read.ok ? [] : [{ pointer: pointerTo('csr'), code: read.refusal.code }];
}

/** The key and the request for it; of a client's own key only the request. */
export async function wantedBy(way: Way, subject: Subject, { certificateKey }: Settings): Promise<Wanted> {
  if ('csr' in way) {
    const read = readSigningRequest(way.csr);
    if (!read.ok) throw new Error('A signing request was not checked');

    return { ...read.value, subject };
  }

  const pair = await newKeyPair(certificateKey);

  return { ...pair, csr: certificateRequest(pair, subject), subject };
}

/** What is answered: a file with key, certificate and chain, or certificate and chain for the client's own key. */
export function handedOut(way: Way, { certificate, chain, leaf, privateKey }: IssuedCertificate, userId: string) {
  const { serialNumber, notAfter } = leaf;
  if ('csr' in way) return { serialNumber, notAfter, certificate: withLineEnd(certificate), chain: withLineEnd(chain) };
  if (privateKey === undefined) throw new Error('A key of ours is gone before it was handed out');

  const { keyProtectionPassword: password, profile = 'compatible' } = way;
  const file = pkcs12({ privateKey, certificate, chain, password, profile, friendlyName: userId });

  return { serialNumber, notAfter, fileName: `${userId}.p12`, pkcs12: file.toString('base64') };
}

/** RFC 7468, section 3: PEM ends with a line end, so that certificate and chain make one file when they are put together. */
function withLineEnd(pem: string): string {
  return `${pem.trimEnd()}\n`;
}
