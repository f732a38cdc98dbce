import { inject } from 'vitest';

/** A running local cloud, as tests see it. */
export type LocalRun = {
  /** Base address, for example `http://127.0.0.1:3000`. */
  readonly url: string;
  /** The host that asks for client certificates, in the same form. */
  readonly httpsUrl: string;
  readonly region: string;
  readonly logDir: string;
};

/** The local run of this worker: no other test uses it at the same time. */
export function localRun(): LocalRun {
  const run = inject('localRuns')[Number(process.env['VITEST_POOL_ID']) - 1];
  if (run === undefined) throw new Error('There is no local run for this worker');

  return run;
}
