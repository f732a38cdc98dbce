import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { callAsOperator } from '../../local/operator.ts';
import type { Service } from './service.ts';

export type Mail = { readonly to: readonly string[]; readonly subject: string; readonly text: string };
export type BusEvent = { readonly id: string; readonly type: string; readonly tenantId: string };

type Request = {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  readonly token?: string;
};

/** Counts of what happened to requests. */
export type Traffic = { acknowledged: number; unanswered: number };

/** A client that never gives a request up: what got no answer, or a fault for one, is sent again with the same Idempotency-Key. */
export type Client = {
  readonly traffic: Traffic;
  /** @throws when a request is refused: every one that is sent is valid */
  call<Body>(request: Request): Promise<Body>;
  /** Asks what is only local, until there is an answer. */
  local<Body>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Body>;
};

const AGAIN_AFTER_MS = 50;
const PATIENCE_MS = 25_000;

export function clientOf(service: Service, region: string): Client {
  const traffic: Traffic = { acknowledged: 0, unanswered: 0 };

  async function send({ method, path, body, token }: Request, key: string): Promise<Response> {
    const url = `${service.url}/v1${path}`;
    const headers = { 'idempotency-key': key };
    if (path.startsWith('/operator/')) {
      if (method === 'GET') return callAsOperator({ method, url, region });
      return callAsOperator({ method, url, region, body, headers });
    }

    return fetch(url, {
      method,
      headers: {
        ...headers,
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  return {
    traffic,
    call: async <Body>(request: Request) => {
      const key = randomUUID();

      for (;;) {
        await service.up();
        const answer = await answerOf(send(request, key));

        if (answer && answer.status < 300) {
          traffic.acknowledged += 1;
          return parsed<Body>(answer.text);
        }
        if (answer && !isTemporary(answer)) {
          throw new Error(`${request.method} ${request.path}: ${answer.status} ${answer.text}`);
        }

        traffic.unanswered += 1;
        await delay(AGAIN_AFTER_MS);
      }
    },
    local: async <Body>(method: 'GET' | 'POST', path: string, body?: unknown) => {
      for (;;) {
        await service.up();
        const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
        const answer = await answerOf(fetch(`${service.url}/_local${path}`, init));
        if (answer?.status === 200) return parsed<Body>(answer.text);

        await delay(AGAIN_AFTER_MS);
      }
    },
  };
}

type Read = { readonly status: number; readonly text: string };

/** Undefined when the connection broke, however far the answer had come. */
async function answerOf(response: Promise<Response>): Promise<Read | undefined> {
  try {
    const { status, ...rest } = await response.then(async (answer) => ({ status: answer.status, text: await answer.text() }));

    return { status, ...rest };
  } catch {
    return undefined;
  }
}

/** The service could not, or another request with the key, which is dead by now, has not let go of it yet. */
function isTemporary({ status, text }: Read): boolean {
  return status >= 500 || (status === 409 && text.includes('request-in-progress'));
}

function parsed<Body>(text: string): Body {
  return (text === '' ? undefined : JSON.parse(text)) as Body;
}
