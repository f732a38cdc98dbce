import { expect } from 'vitest';
import type { ProblemCode } from '../../functions/contracts/problems.ts';
import { type Answer, expectProblem } from './api.ts';

/** Signs of the inside of the service: a stack trace, a file, an error class, a store, a name in AWS. */
const INSIDE = /\bat \S+ \(|\bat file:|node_modules|\.m?[jt]s\b|Exception|[A-Z]\w+Error|dynamo|zod|arn:aws|PK|undefined/;

const MEMBERS = ['type', 'title', 'status', 'code', 'detail', 'instance', 'errors', 'requiredActions'];

/**
 * asserts the problem document of a code that names its request and tells nothing of the inside; answers its field
 * errors.
 */
export function expectPublicProblem(answer: Answer<unknown>, code: ProblemCode, status: number) {
  const errors = expectProblem(answer, code, status);
  const problem = answer.body as { title: string; instance: string };

  expect(problem.title).toBeTruthy();
  expect(problem.instance).toBe(`urn:uuid:${answer.headers.get('x-request-id')}`);
  expect(MEMBERS).toEqual(expect.arrayContaining(Object.keys(problem)));
  expect(JSON.stringify(problem)).not.toMatch(INSIDE);
  expect(answer.headers.get('cache-control')).toBe('no-store');

  return errors;
}
