import { expect, it } from 'vitest';
import { certificateConcurrency } from '../../infra/certificate-concurrency.ts';
import { grantsOf } from './support/policies.ts';
import { type Resource, synthesized } from './support/synthesized.ts';

const REVOKED_BY_ONE = 10;

const deployment = synthesized();
const may = (action: string) => (lambda: Resource) =>
  grantsOf(deployment, lambda).some(({ actions }) => actions.includes(action));

/** Name and reserved concurrency of the functions with a right. */
const reserved = (action: string) =>
  deployment
    .all('AWS::Lambda::Function')
    .filter(may(action))
    .map(({ definition: { Properties } }) => [Properties.FunctionName, Properties.ReservedConcurrentExecutions]);

it('X-5 the functions that have certificates issued are no more at once than AWS Private CA issues in a second', () => {
  expect(reserved('acm-pca:IssueCertificate')).toEqual([
    ['business-id-pick-up-certificate', 12],
    ['business-id-renew-certificate', 12],
  ]);
});

it('X-10 the function that revokes is no more at once than AWS Private CA revokes for it in a second', () => {
  expect(reserved('acm-pca:RevokeCertificate')).toContainEqual(['business-id-revoke-certificates', 2]);
});

it('nothing else is held back: what another function has no room for, a customer would wait for', () => {
  const held = deployment
    .all('AWS::Lambda::Function')
    .filter(({ definition: { Properties } }) => Properties.ReservedConcurrentExecutions !== undefined);

  expect(held).toHaveLength(3);
});

it('leaves the functions something to run with, whatever the quotas, and never more than they allow', () => {
  for (let issued = 2; issued <= 500; issued++) {
    const { issuing, revoking } = certificateConcurrency({ issued, revoked: issued * 5 });

    expect(issuing).toBeGreaterThan(0);
    expect(2 * issuing).toBeLessThanOrEqual(issued);
    expect(revoking * REVOKED_BY_ONE).toBeLessThanOrEqual(issued * 5);
    expect(revoking).toBeGreaterThan(0);
  }
});
