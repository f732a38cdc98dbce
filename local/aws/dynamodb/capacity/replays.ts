import * as z from 'zod';
import { AwsError } from '../../aws-error.ts';
import type { AwsRequest, Units } from '../../protocol.ts';

/**
 * Write transactions that were carried out under a token: the same request with the same token is answered without being
 * carried out again, and charged as a read.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export type Replays = {
  /** @throws AwsError TransactionInProgressException while another request with the same token is carried out */
  during<T>(request: AwsRequest, carryOut: () => Promise<T>): Promise<T>;
  /** What the request is charged as a replay; undefined when it is the first with its token. */
  of(request: AwsRequest): Units | undefined;
  remember(request: AwsRequest, replayUnits: Units): void;
};

/** How long a token stands for its first request, in real time as DynamoDB Local has it. */
const TOKEN_MS = 10 * 60_000;

const Request = z.object({ ClientRequestToken: z.string().optional() });

export function startReplays(): Replays {
  const finished = new Map<string, { readonly until: number; readonly units: Units }>();
  const underWay = new Set<string>();

  function forgetOld(): void {
    // In the order in which they finished.
    for (const [token, { until }] of finished) {
      if (until > performance.now()) return;
      finished.delete(token);
    }
  }

  return {
    during: async (request, carryOut) => {
      const token = tokenOf(request);
      if (token === undefined) return carryOut();
      if (underWay.has(token)) throw inProgress();

      underWay.add(token);
      try {
        return await carryOut();
      } finally {
        underWay.delete(token);
      }
    },
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

function inProgress(): AwsError {
  return new AwsError('TransactionInProgressException', 'The transaction with the given request token is already in progress.');
}

function tokenOf({ body }: AwsRequest): string | undefined {
  return Request.parse(JSON.parse(body.toString())).ClientRequestToken;
}
