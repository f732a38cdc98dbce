import { describe, expect, it } from 'vitest';
import { createFaults, isPossible } from '../../../local/faults/faults.ts';

const write = { service: 'dynamodb', action: 'PutItem', run: { operation: 'save' } };

describe('armed faults', () => {
  it('happen to so many calls as were asked for, and to no more', () => {
    const faults = createFaults();
    faults.arm({ service: 'dynamodb', action: 'PutItem', fault: 'throttle', count: 2 });

    expect(faults.next(write)).toBe('throttle');
    expect(faults.armed()).toEqual([{ service: 'dynamodb', action: 'PutItem', fault: 'throttle', count: 1 }]);
    expect(faults.next(write)).toBe('throttle');
    expect(faults.armed()).toEqual([]);
    expect(faults.next(write)).toBeUndefined();
  });

  it('happen in the order in which they were armed', () => {
    const faults = createFaults();
    faults.arm({ service: 'dynamodb', action: 'PutItem', fault: 'throttle', count: 1 });
    faults.arm({ service: 'dynamodb', action: 'PutItem', fault: 'error', count: 1 });

    expect([faults.next(write), faults.next(write), faults.next(write)]).toEqual(['throttle', 'error', undefined]);
  });

  it('let so many calls pass before as were asked for, counting those that another fault hits', () => {
    const faults = createFaults();
    faults.arm({ service: 'dynamodb', action: 'PutItem', fault: 'throttle', count: 1, skip: 2 });
    faults.arm({ service: 'dynamodb', action: 'PutItem', fault: 'error', count: 1 });

    expect([faults.next(write), faults.next({ ...write, action: 'GetItem' })]).toEqual(['error', undefined]);
    expect(faults.armed()).toEqual([{ service: 'dynamodb', action: 'PutItem', fault: 'throttle', count: 1, skip: 1 }]);
    expect([faults.next(write), faults.next(write), faults.next(write)]).toEqual([undefined, 'throttle', undefined]);
  });

  it('leave other services, actions and operations alone', () => {
    const faults = createFaults();
    faults.arm({ service: 'dynamodb', action: 'PutItem', fault: 'error', count: 1, operation: 'save' });

    expect(faults.next({ ...write, service: 'kms' })).toBeUndefined();
    expect(faults.next({ ...write, action: 'GetItem' })).toBeUndefined();
    expect(faults.next({ ...write, run: { operation: 'load' } })).toBeUndefined();
    expect(faults.next({ ...write, run: undefined })).toBeUndefined();
    expect(faults.next(write)).toBe('error');
  });

  it('let only functions crash', () => {
    const faults = createFaults();
    faults.arm({ service: 'dynamodb', action: 'PutItem', fault: 'crash-after', count: 1 });

    expect(faults.next({ ...write, run: undefined })).toBeUndefined();
    expect(faults.next(write)).toBe('crash-after');
  });

  it('are gone when they are cleared', () => {
    const faults = createFaults();
    faults.arm({ service: 'dynamodb', action: 'PutItem', fault: 'error', count: 5 });
    faults.clear();

    expect(faults.next(write)).toBeUndefined();
  });
});

it.each([
  ['throttle', 'kms', 'GenerateMac', true],
  ['conflict', 'dynamodb', 'TransactWriteItems', true],
  ['conflict', 'dynamodb', 'DeleteItem', true],
  ['conflict', 'dynamodb', 'GetItem', false],
  ['conflict', 'events', 'PutEvents', false],
  ['unprocessed', 'dynamodb', 'BatchGetItem', true],
  ['unprocessed', 'events', 'PutEvents', true],
  ['unprocessed', 'dynamodb', 'GetItem', false],
] as const)('%s of %s:%s: %s', (fault, service, action, possible) => {
  expect(isPossible(fault, service, action)).toBe(possible);
});
