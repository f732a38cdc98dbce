import type { HttpReply } from './gateway/http.ts';

/** A problem document (RFC 9457) of what is only local. */
export function problem(status: number, code: string, title: string, detail: string): HttpReply {
  return {
    status,
    headers: [['Content-Type', 'application/problem+json']],
    body: Buffer.from(JSON.stringify({ type: 'about:blank', title, status, code, detail })),
  };
}
