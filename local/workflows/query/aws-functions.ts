import { createHash, randomUUID } from 'node:crypto';
import jsonata from 'jsonata';

const HASHES: Readonly<Record<string, string>> = {
  MD5: 'md5',
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

const formatted = jsonata('$fromMillis($at, $picture, $timezone)');

/**
 * What Step Functions adds to JSONata and what it takes away; times are those of the local clock. A random number from a
 * seed is not emulated: AWS does not say how it makes one.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html#jsonata-functions-provided-by-step-functions
 */
export function awsFunctions(now: Date): Record<string, unknown> {
  return {
    now: (picture?: string, timezone?: string) => formatted.evaluate(undefined, { at: now.getTime(), picture, timezone }),
    millis: () => now.getTime(),
    partition: (values: unknown[], size: number) => {
      const width = positive(size);
      return Array.from({ length: Math.ceil(values.length / width) }, (_, part) =>
        values.slice(part * width, (part + 1) * width),
      );
    },
    range,
    hash: (text: string, algorithm: string) => {
      const name = HASHES[algorithm];
      if (!name) throw new Error(`$hash knows no algorithm ${algorithm}`);
      return createHash(name).update(String(text)).digest('hex');
    },
    random: (seed?: unknown) => {
      if (seed !== undefined) throw new Error('The local run does not know $random with a seed');
      return Math.random();
    },
    uuid: () => randomUUID(),
    parse: (text: string) => JSON.parse(text) as unknown,
    // Step Functions has none.
    eval: undefined,
  };
}

/** From the first number to the last one, both included, by steps. */
function range(first: number, last: number, step: number): number[] {
  if (![first, last, step].every(Number.isFinite) || step === 0) throw new Error('$range needs three numbers, the last not 0');

  return Array.from({ length: Math.max(Math.floor((last - first) / step) + 1, 0) }, (_, index) => first + index * step);
}

function positive(size: number): number {
  if (!Number.isInteger(size) || size < 1) throw new Error('$partition needs a size of 1 or more');

  return size;
}
