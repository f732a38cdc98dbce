import { defineConfig } from 'vitest/config';

/**
 * `rules` needs nothing but the code; `pure` is the part of it that mocks nothing. `journeys` drives the synthesized stack through
 * local runs, one for each worker, so that no file finds its clock moved by another. `interop` needs a browser and NSS besides, and
 * runs by itself: `npm run interop`.
 */
export default defineConfig({
  test: {
    maxWorkers: 2,
    // Limits, not costs: no test depends on how fast a machine is.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    env: { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' },
    // Dozens of real processes share two cores there: a call may time out and be retried later than a test waits.
    retry: process.env['CI'] ? { count: 2, delay: 5_000 } : 0,
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          // Files share what they have imported: to load the CDK and zod anew for each took longer than the tests.
          isolate: false,
          include: ['test/{domain,infra}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'rules',
          include: ['test/**/*.test.ts'],
          exclude: ['test/{domain,infra,journeys,operations,interop}/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts', 'test/operations/**/*.test.ts'],
          globalSetup: 'test/support/start-local-runs.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'interop',
          include: ['test/interop/**/*.test.ts'],
          globalSetup: 'test/support/start-local-runs.ts',
        },
      },
    ],
  },
});
