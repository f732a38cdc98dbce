import type { Answer } from '../../support/api.ts';

/** One valid request that nobody has sent yet. */
export type Prepared = {
  /** The one tenant whose items it touches. */
  readonly tenantId: string;
  /** Everybody it may mail. */
  readonly addresses: readonly string[];
  send(idempotencyKey: string): Promise<Answer>;
};

/** Prepares one request after the other, each on a fresh tenant or on one that the scenario keeps to itself. */
export type Scenario = () => Promise<Prepared>;
