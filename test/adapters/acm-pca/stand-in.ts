import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';

/** What ACM PCA answers: an error by its name, or a result. */
type Answer = { readonly error: string; readonly status?: number } | { readonly result: object };
type Call = { readonly action: string; readonly input: Readonly<Record<string, unknown>> };

export type StandIn = {
  /** Answers in turn; the last one for good. */
  answer(...answers: readonly Answer[]): void;
  readonly calls: readonly Call[];
};

/** Something that answers as ACM PCA does (AWS JSON 1.1), so that the real client meets every fault. */
export function acmPcaStandIn(): StandIn {
  let answers: readonly Answer[] = [];
  const calls: Call[] = [];

  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target']).replace('ACMPrivateCA.', '');
    const answer = answers[Math.min(calls.length, answers.length - 1)] ?? { error: 'NobodySaidWhatToAnswer' };
    calls.push({ action, input: JSON.parse(await text(request)) });

    const [status, body] =
      'error' in answer ? [answer.status ?? 400, { __type: answer.error, message: 'from the stand-in' }] : [200, answer.result];
    response.writeHead(status, { 'Content-Type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    answers = [];
    calls.length = 0;
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv('AWS_REGION', 'ap-northeast-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'stand-in');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'stand-in');
  });

  return {
    answer: (...next) => {
      answers = next;
      calls.length = 0;
    },
    calls,
  };
}
