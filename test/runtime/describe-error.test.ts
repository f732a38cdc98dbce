import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { describeError } from '../../functions/runtime/describe-error.ts';

class NotTaken extends Error {
  override readonly name = 'NotTaken';
  readonly reasons = ['ThrottlingException'];
}

it('tells the name of an error and where it was thrown', () => {
  const { at, ...rest } = describeError(new TypeError('boom'));

  expect(rest).toEqual({ error: 'TypeError' });
  expect(at).toMatch(/^at .*describe-error\.test\.ts:\d+:\d+/);
});

it('tells the names of all causes, and ends where they go round', () => {
  const inner = new RangeError('inner');
  const outer = new NotTaken('outer', { cause: new Error('between', { cause: inner }) });
  inner.cause = outer;

  expect(describeError(outer)).toMatchObject({ error: 'NotTaken', causes: ['Error', 'RangeError'] });
});

it('tells each code that says why once: of a cancelled transaction, of Node, of our own errors', () => {
  const cancelled = new TransactionCanceledException({
    message: 'cancelled',
    $metadata: { requestId: 'r-1' },
    CancellationReasons: [
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { email: { S: 'hanako@example.co.jp' } },
      },
      { Code: 'ConditionalCheckFailed' },
      { Code: 'TransactionConflict' },
    ],
  });
  const unreachable = Object.assign(new Error('connect'), { code: 'ECONNRESET' });

  expect(describeError(cancelled)).toMatchObject({
    error: 'TransactionCanceledException',
    reasons: ['ConditionalCheckFailed', 'TransactionConflict'],
    awsRequestId: 'r-1',
  });
  expect(describeError(new NotTaken('no', { cause: unreachable })).reasons).toEqual(['ThrottlingException', 'ECONNRESET']);
});

it('copes with errors that mean something else by these properties', () => {
  const odd = Object.assign(new Error('odd'), { code: 7, reasons: 'many', CancellationReasons: null });

  expect(describeError(odd)).toEqual({ error: 'Error', at: expect.any(String) });
});

it('C-12 repeats no message, not even one that looks like a stack', () => {
  const message = 'refused\n    at hanako@example.co.jp (1:1)';
  const errors = [new Error(message), new Error('outer', { cause: new Error(message) }), message, { message }, undefined];

  for (const error of errors) expect(JSON.stringify(describeError(error))).not.toContain('hanako');
  expect(errors.slice(2).map(describeError)).toEqual([{ error: 'string' }, { error: 'object' }, { error: 'undefined' }]);
});
