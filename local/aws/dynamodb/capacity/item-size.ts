import type { Attributes, AttributeValue } from '../tables.ts';

/** What a list or map takes besides its elements, and each of them besides its content. */
const DOCUMENT_BYTES = 3;
const ELEMENT_BYTES = 1;

/**
 * The size of an item in bytes, by which DynamoDB charges and limits it: names and values of all attributes.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export function itemSize(item: Attributes): number {
  return total(Object.entries(item), ([name, value]) => Buffer.byteLength(name) + valueSize(value));
}

/** @throws for a type that DynamoDB does not have */
function valueSize(value: AttributeValue): number {
  const [type, content] = Object.entries(value)[0] ?? [];

  switch (type) {
    case 'S':
      return Buffer.byteLength(String(content));
    case 'N':
      return numberSize(String(content));
    case 'B':
      return Buffer.byteLength(String(content), 'base64');
    case 'BOOL':
    case 'NULL':
      return 1;
    case 'SS':
      return total(content as string[], (text) => Buffer.byteLength(text));
    case 'NS':
      return total(content as string[], numberSize);
    case 'BS':
      return total(content as string[], (bytes) => Buffer.byteLength(bytes, 'base64'));
    case 'L':
      return DOCUMENT_BYTES + total(content as AttributeValue[], (element) => ELEMENT_BYTES + valueSize(element));
    case 'M':
      return (
        DOCUMENT_BYTES +
        total(Object.entries(content as Attributes), ([name, element]) => {
          return ELEMENT_BYTES + Buffer.byteLength(name) + valueSize(element);
        })
      );
    default:
      throw new Error(`DynamoDB has no values of the type ${type}`);
  }
}

/**
 * AWS calls this size approximate: a byte per two significant digits and one more. The digits are paired from the decimal
 * point on, zeros at both ends do not count, and a negative number takes another byte.
 */
function numberSize(text: string): number {
  const [, sign, whole = '', fraction = '', exponent = '0'] = /^([-+]?)(\d*)\.?(\d*)(?:[eE]([-+]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${fraction}`;
  const significant = digits.replace(/^0+/, '').replace(/0+$/, '');
  if (significant === '') return 1;

  const leadingZeros = digits.length - digits.replace(/^0+/, '').length;
  const digitsBeforePoint = whole.length + Number(exponent) - leadingZeros;
  const unpaired = digitsBeforePoint % 2 === 0 ? 0 : 1;

  return Math.ceil((significant.length + unpaired) / 2) + 1 + (sign === '-' ? 1 : 0);
}

function total<T>(all: readonly T[], size: (one: T) => number): number {
  return all.reduce((sum, one) => sum + size(one), 0);
}
