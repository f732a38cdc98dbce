import { describe, expect, it } from 'vitest';
import { readPattern } from '../../../local/edges/pattern.ts';

const EVENT = {
  source: 'business-id.internal',
  'detail-type': 'mail-requested',
  detail: { amount: 100, tags: ['a', 'b'], nothing: null, name: 'Taro', place: { city: 'Tokyo' }, parts: [{ id: 1 }, { id: 2 }] },
};

// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
describe.each<[string, object, object]>([
  ['a value', { source: ['business-id.internal'] }, { source: ['business-id'] }],
  ['one of several values', { source: ['x', 'business-id.internal'] }, { source: ['x', 'y'] }],
  [
    'all fields',
    { source: ['business-id.internal'], detail: { amount: [100] } },
    { source: ['business-id.internal'], detail: { amount: [1] } },
  ],
  ['null and numbers as they are', { detail: { nothing: [null], amount: [100] } }, { detail: { amount: ['100'] } }],
  ['an element of an array', { detail: { tags: ['b'] } }, { detail: { tags: ['c'] } }],
  ['an object in an array', { detail: { parts: { id: [2] } } }, { detail: { parts: { id: [3] } } }],
  ['a nested field', { detail: { place: { city: ['Tokyo'] } } }, { detail: { place: { city: ['Osaka'] } } }],
  ['prefix', { source: [{ prefix: 'business' }] }, { source: [{ prefix: 'internal' }] }],
  ['prefix without case', { source: [{ prefix: { 'equals-ignore-case': 'BUSINESS' } }] }, { source: [{ prefix: 'BUSINESS' }] }],
  ['suffix', { source: [{ suffix: '.internal' }] }, { source: [{ suffix: 'business' }] }],
  ['equals-ignore-case', { detail: { name: [{ 'equals-ignore-case': 'TARO' }] } }, { detail: { name: ['TARO'] } }],
  ['anything-but', { source: [{ 'anything-but': ['x'] }] }, { source: [{ 'anything-but': 'business-id.internal' }] }],
  [
    'anything-but a prefix',
    { source: [{ 'anything-but': { prefix: 'x' } }] },
    { source: [{ 'anything-but': { prefix: 'business' } }] },
  ],
  ['exists', { detail: { amount: [{ exists: true }], other: [{ exists: false }] } }, { detail: { amount: [{ exists: false }] } }],
  [
    'numeric',
    { detail: { amount: [{ numeric: ['>', 0, '<=', 100] }] } },
    { detail: { amount: [{ numeric: ['>', 0, '<', 100] }] } },
  ],
  ['$or', { $or: [{ source: ['x'] }, { detail: { amount: [100] } }] }, { $or: [{ source: ['x'] }, { detail: { amount: [1] } }] }],
])('%s', (_, matching, other) => {
  it('matches', () => {
    expect(readPattern(matching, 'rule')(EVENT)).toBe(true);
  });

  it('matches nothing else', () => {
    expect(readPattern(other, 'rule')(EVENT)).toBe(false);
  });
});

it('an absent field matches no anything-but, and no nested pattern but one of absence', () => {
  expect(readPattern({ detail: { other: [{ 'anything-but': 'x' }] } }, 'rule')(EVENT)).toBe(false);
  expect(readPattern({ detail: { other: { deep: [{ exists: false }] } } }, 'rule')(EVENT)).toBe(true);
  expect(readPattern({ detail: { other: { deep: ['x'] } } }, 'rule')(EVENT)).toBe(false);
});

it.each([
  { source: 'not a list' },
  { source: [{ wildcard: 'a*' }] },
  { source: [{ cidr: '10.0.0.0/8' }] },
  { source: [{ prefix: 'a', suffix: 'b' }] },
  { source: [{ 'anything-but': { wildcard: '*' } }] },
  { detail: { amount: [{ numeric: ['~', 1] }] } },
  { source: [{ prefix: 1 }] },
])('%j is refused: a matcher that is not known never matches nothing in silence', (pattern) => {
  expect(() => readPattern(pattern, 'TheRule')).toThrow('in the event pattern of TheRule');
});
