import { validate } from '@cedar-policy/cedar-wasm/nodejs';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decideByPolicies, policies, schema } from '../../../bench/authorization/cedar/decide.ts';
import { requestsOf } from '../../../bench/authorization/cedar/requests.ts';
import { type Decision, decide } from '../../../domain/approvals/decide.ts';
import { subjectOf } from '../../../domain/permissions/subject.ts';
import { cases } from './arbitraries.ts';

/** The same cases wherever it runs; another seed is another 10,000. */
const SAME_CASES = { seed: 26, numRuns: 10_000 };

it('A-1 the Cedar policies say what their schema knows', () => {
  expect(validate({ schema, policies })).toMatchObject({ type: 'success', validationErrors: [], validationWarnings: [] });
});

it('A-1 A-2 A-3 P-1 P-2 P-4 P-5 P-7 P-8 S-3 decides as the Cedar policies do', { timeout: 120_000 }, () => {
  const seen: Record<Decision['decision'], number> = { allow: 0, 'needs-approval': 0, deny: 0 };

  fc.assert(
    fc.property(cases, ({ question, holder, accounts }) => {
      const { decision } = decide(question, subjectOf(holder, accounts));
      seen[decision]++;

      expect(decision).toBe(decideByPolicies(requestsOf(question, holder, accounts), { checked: true }));
    }),
    SAME_CASES,
  );

  for (const times of Object.values(seen)) expect(times).toBeGreaterThan(300);
});
