import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { OPERATOR } from '../../local/gateway/caller.ts';
import { type Answer, answerOf, type Method } from './api.ts';
import { localRun } from './local-run.ts';

export type SignedOptions = {
  /** What is signed. A string is signed as it is. */
  readonly body?: unknown;
  /** What is sent instead, as somebody in between might. */
  readonly sentBody?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly keys?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly region?: string;
  readonly service?: string;
  readonly signedAt?: Date;
};

/** Calls an operator route with a signature (SigV4); right in every part unless told otherwise. */
export async function signedCall<Body = Record<string, unknown>>(
  method: Method,
  path: string,
  options: SignedOptions = {},
): Promise<Answer<Body>> {
  const { keys = OPERATOR, region = localRun().region, service = 'execute-api', signedAt = new Date() } = options;
  const url = new URL(`${localRun().url}/v1${path}`);
  const signedText = textOf(options.body);
  const sentText = options.sentBody === undefined ? signedText : textOf(options.sentBody);

  const signer = new SignatureV4({ credentials: keys, region, service, sha256: Sha256 });
  const { headers } = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries([...url.searchParams.keys()].map((name) => [name, url.searchParams.getAll(name)])),
      headers: { host: url.host, 'content-type': 'application/json', ...options.headers },
      ...(signedText !== undefined && { body: signedText }),
    },
    { signingDate: signedAt },
  );

  return answerOf(await fetch(url, { method, headers, ...(sentText !== undefined && { body: sentText }) }));
}

function textOf(body: unknown): string | undefined {
  return typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
}
