import { createHash, timingSafeEqual } from 'node:crypto';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { AwsError } from './aws-error.ts';
import type { AwsRequest } from './protocol.ts';

/** Where a signature is good for. */
export type CredentialScope = { readonly accessKeyId: string; readonly region: string; readonly service: string };

export type SigningKeys = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };

type Authorization = CredentialScope & { readonly signedHeaders: readonly string[]; readonly signature: string };

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/\d{8}\/([^/,]+)\/([^/,]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/**
 * The credential scope a request claims, before its signature is verified.
 *
 * @throws AwsError when the request carries no Signature Version 4
 */
export function credentialScope(request: AwsRequest): CredentialScope {
  const { accessKeyId, region, service } = authorizationOf(request);

  return { accessKeyId, region, service };
}

/**
 * Verifies Signature Version 4 by signing the request again. The time of the signature is not compared with a clock: the
 * signer may live at another local time than this process.
 *
 * @throws AwsError when the signature is not that of these keys over this request
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export async function verifySignature(request: AwsRequest, keys: SigningKeys): Promise<void> {
  const { region, service, signedHeaders, signature } = authorizationOf(request);

  const signingDate = signingTime(request);
  if (!signingDate || !sameToken(request, keys) || !bodyIsTheSigned(request)) throw mismatch();

  // S3 signs paths as they are sent; other services encode them once more.
  const uriEscapePath = service !== 's3';
  const signer = new SignatureV4({ credentials: keys, region, service, sha256: Sha256, applyChecksum: false, uriEscapePath });
  const [path = '/', query = ''] = request.url.split('?');
  const expected = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: 'localhost',
      path,
      query: queryOf(new URLSearchParams(query)),
      headers: Object.fromEntries(signedHeaders.map((name) => [name, request.headers[name] ?? ''])),
      body: request.body,
    },
    { signingDate },
  );

  const resigned = authorizationOf({ ...request, headers: { authorization: expected.headers['authorization'] ?? '' } });
  if (!timingSafeEqual(Buffer.from(resigned.signature), Buffer.from(signature))) throw mismatch();
}

function authorizationOf({ headers }: AwsRequest): Authorization {
  const [matched, accessKeyId, region, service, signedHeaders, signature] =
    AUTHORIZATION.exec(headers['authorization'] ?? '') ?? [];

  if (matched === undefined || !accessKeyId || !region || !service || !signedHeaders || !signature) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', { status: 403 });
  }

  return { accessKeyId, region, service, signedHeaders: signedHeaders.split(';'), signature };
}

/** `20261123T035803Z` as a date. */
function signingTime({ headers }: AwsRequest): Date | undefined {
  const [matched, date, hours, minutes, seconds] = /^(\d{8})T(\d\d)(\d\d)(\d\d)Z$/.exec(headers['x-amz-date'] ?? '') ?? [];
  if (matched === undefined || date === undefined) return undefined;

  return new Date(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T${hours}:${minutes}:${seconds}Z`);
}

function sameToken({ headers }: AwsRequest, { sessionToken }: SigningKeys): boolean {
  return headers['x-amz-security-token'] === sessionToken;
}

/** Where the signer states the hash of the body, the signature covers the statement only. */
function bodyIsTheSigned({ headers, body }: AwsRequest): boolean {
  const stated = headers['x-amz-content-sha256'];

  return stated === undefined || stated === createHash('sha256').update(body).digest('hex');
}

function queryOf(parameters: URLSearchParams): Record<string, string[]> {
  return Object.fromEntries([...new Set(parameters.keys())].map((name) => [name, parameters.getAll(name)]));
}

function mismatch(): AwsError {
  return new AwsError(
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
    { status: 403 },
  );
}
