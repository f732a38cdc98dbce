import * as z from 'zod';
import type { AwsRequest, Units } from '../../protocol.ts';

/**
 * Write transactions that were carried out under a token: the same request with the same token is answered without being
 * carried out again, and charged as a read.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export type Replays = {
  /** What the request is charged as a replay; undefined when it is the first with its token. */
  of(request: AwsRequest): Units | undefined;
  remember(request: AwsRequest, replayUnits: Units): void;
};

/** How long a token stands for its first request, in real time as DynamoDB Local has it. */
const TOKEN_MS = 10 * 60_000;

const Request = z.object({ ClientRequestToken: z.string().optional() });

export function startReplays(): Replays {
  const finished = new Map<string, { readonly until: number; readonly units: Units }>();

  function forgetOld(): void {
    // In the order in which they finished.
    for (const [token, { until }] of finished) {
      if (until > performance.now()) return;
      finished.delete(token);
    }
  }

  return {
    of: (request) => {
      forgetOld();
      return finished.get(tokenOf(request) ?? '')?.units;
    },
    remember: (request, units) => {
      const token = tokenOf(request);
      if (token !== undefined) finished.set(token, { until: performance.now() + TOKEN_MS, units });
    },
  };
}

function tokenOf({ body }: AwsRequest): string | undefined {
  return Request.parse(JSON.parse(body.toString())).ClientRequestToken;
}
