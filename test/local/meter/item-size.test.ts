import { describe, expect, it } from 'vitest';
import { itemSize } from '../../../local/aws/dynamodb/capacity/item-size.ts';

/** The size of the value alone. */
function sizeOf(value: Record<string, unknown>): number {
  return itemSize({ name: value }) - 'name'.length;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
describe('the size of an item', () => {
  it('is that of all names and values, in bytes of UTF-8', () => {
    expect(itemSize({ PK: { S: 'a' }, 名前: { S: '振込' } })).toBe(2 + 1 + 6 + 6);
    expect(itemSize({})).toBe(0);
  });

  it.each([
    ['a text', { S: 'text' }, 4],
    ['an empty text', { S: '' }, 0],
    ['bytes, as they are before base64', { B: Buffer.alloc(10).toString('base64') }, 10],
    ['true', { BOOL: true }, 1],
    ['null', { NULL: true }, 1],
    ['an empty list', { L: [] }, 3],
    ['a list, a byte more for each element', { L: [{ S: 'ab' }, { BOOL: true }] }, 3 + 3 + 2],
    ['an empty map', { M: {} }, 3],
    ['a map, a byte more for each element', { M: { key: { S: 'ab' } } }, 3 + 1 + 3 + 2],
    ['what is nested', { L: [{ M: { k: { L: [] } } }] }, 3 + 1 + 3 + 1 + 1 + 3],
    ['a set of texts', { SS: ['ab', 'c'] }, 3],
    ['a set of numbers', { NS: ['1', '12'] }, 4],
    ['a set of bytes', { BS: ['AAAA', 'AA=='] }, 4],
  ])('%s', (_, value, size) => {
    expect(sizeOf(value)).toBe(size);
  });

  // Found by filling items up to the next unit in DynamoDB Local; AWS's page says "approximately".
  it.each([
    ['0', 1],
    ['1', 2],
    ['12', 2],
    ['123', 3],
    ['12345', 4],
    ['100.5', 4],
    ['10', 2],
    ['1000', 2],
    ['0.001', 2],
    ['1e10', 2],
    ['-1', 3],
    ['-12', 3],
    ['-123', 4],
  ])('the number %s takes %i bytes: one per two significant digits, and one', (text, size) => {
    expect(sizeOf({ N: text })).toBe(size);
  });

  it('is not guessed of a type that DynamoDB does not have', () => {
    expect(() => sizeOf({ X: 1 })).toThrow('no values of the type X');
  });
});
