import type { HttpReply } from './gateway/http.ts';

/** A problem document (RFC 9457) of what is only local; `errors` tell which parts of a body are wrong. */
export function problem(status: number, code: string, title: string, detail: string, errors: readonly object[] = []): HttpReply {
  const document = { type: 'about:blank', title, status, code, detail, ...(errors.length > 0 && { errors }) };

  return {
    status,
    headers: [['Content-Type', 'application/problem+json']],
    body: Buffer.from(JSON.stringify(document)),
  };
}
