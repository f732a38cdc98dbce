import { expect, it } from 'vitest';
import { CONFIRMED_OPERATIONS } from '../../functions/contracts/mail-tokens.ts';
import { OPERATION_LABELS, operationLabel } from '../../functions/mail/operation-labels.ts';

it('C-9 every operation that may take a confirmation has a label for its mail, and nothing else has', () => {
  expect(Object.keys(OPERATION_LABELS).toSorted()).toEqual([...CONFIRMED_OPERATIONS].toSorted());
});

it('refuses an operation that cannot be confirmed', () => {
  expect(() => operationLabel('logOut', 'ja')).toThrow('logOut');
});
