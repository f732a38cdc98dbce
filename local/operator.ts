import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { OPERATOR } from './gateway/caller.ts';

export type OperatorCall = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly url: string;
  /** Region of the API: part of the signature. */
  readonly region: string;
  readonly body?: unknown;
  /** Sent as they are; the signature does not cover them. */
  readonly headers?: Readonly<Record<string, string>>;
};

/** Calls an operator route, signed with the keys of the local operator. */
export async function callAsOperator({ method, url, region, body, headers }: OperatorCall): Promise<Response> {
  const { protocol, host, hostname, pathname } = new URL(url);
  const text = body === undefined ? undefined : JSON.stringify(body);
  const signer = new SignatureV4({ credentials: OPERATOR, region, service: 'execute-api', sha256: Sha256 });
  const signed = await signer.sign({
    method,
    protocol,
    hostname,
    path: pathname,
    headers: { host, ...(text !== undefined && { 'content-type': 'application/json' }) },
    ...(text !== undefined && { body: text }),
  });

  return fetch(url, { method, headers: { ...headers, ...signed.headers }, ...(text !== undefined && { body: text }) });
}
