import { AwsError } from '../aws/aws-error.ts';
import { credentialScope, verifySignature } from '../aws/signature.ts';
import { type HttpRequest, headerOf } from './http.ts';

export type SignatureCheck = {
  readonly region: string;
  /** The secret of an access key ID; undefined when nobody has it. */
  secretOf(accessKeyId: string): string | undefined;
  /** Times that count as now, in milliseconds since 1970. */
  readonly now: readonly number[];
};

/** `missing`: not signed at all. `invalid`: signed in a way API Gateway refuses. */
export type Signature = { readonly kind: 'valid'; readonly accessKeyId: string } | { readonly kind: 'missing' | 'invalid' };

/** How far a signature's time may be from now. */
const ALLOWED_SKEW_MS = 5 * 60_000;

/** Checks who signed a request (Signature Version 4, service `execute-api`), and that it was now. */
export async function checkSignature(request: HttpRequest, { region, secretOf, now }: SignatureCheck): Promise<Signature> {
  const signed = {
    method: request.method,
    url: request.query ? `${request.path}?${request.query}` : request.path,
    headers: combined(request),
    body: request.body,
  };

  try {
    const scope = credentialScope(signed);
    const secretAccessKey = secretOf(scope.accessKeyId);
    if (!secretAccessKey || scope.region !== region || scope.service !== 'execute-api') return { kind: 'invalid' };
    if (!isTimely(headerOf(request, 'x-amz-date') ?? '', now)) return { kind: 'invalid' };

    await verifySignature(signed, { accessKeyId: scope.accessKeyId, secretAccessKey });

    return { kind: 'valid', accessKeyId: scope.accessKeyId };
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;

    return { kind: headerOf(request, 'authorization') ? 'invalid' : 'missing' };
  }
}

/** @param signedAt for example `20260401T090000Z` */
function isTimely(signedAt: string, now: readonly number[]): boolean {
  const time = Date.parse(signedAt.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:$6Z'));

  return now.some((moment) => Math.abs(moment - time) <= ALLOWED_SKEW_MS);
}

/** Headers by lower-case name; values of a repeated one are joined, as a signature covers them. */
function combined({ headers }: HttpRequest): Record<string, string> {
  const groups = Object.groupBy(headers, ([name]) => name.toLowerCase());

  return Object.fromEntries(
    Object.entries(groups).map(([name, entries = []]) => [name, entries.map(([, value]) => value).join(',')]),
  );
}
