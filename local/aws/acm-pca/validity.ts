import { DateTime } from 'luxon';
import * as z from 'zod';
import { AwsError } from '../aws-error.ts';

/** https://docs.aws.amazon.com/privateca/latest/APIReference/API_Validity.html */
export const Validity = z.object({
  Type: z.enum(['END_DATE', 'ABSOLUTE', 'DAYS', 'MONTHS', 'YEARS']),
  Value: z.int().min(1),
});
export type Validity = z.output<typeof Validity>;

export type Period = { readonly notBefore: Date; readonly notAfter: Date };

/** How much earlier than its issuance a certificate is valid, because clocks differ. */
const EARLIER_MS = 3_600_000;

/**
 * From when to when a certificate issued now is valid. Certificates tell whole seconds.
 *
 * @throws AwsError ValidationException when that is no time to come
 */
export function periodOf({ Type, Value }: Validity, now: Date, start?: Validity): Period {
  if (start && start.Type !== 'ABSOLUTE') throw invalid('ValidityNotBefore must be of the type ABSOLUTE');

  const notBefore = wholeSeconds(start ? new Date(start.Value * 1000) : new Date(now.getTime() - EARLIER_MS));
  const notAfter = wholeSeconds(endOf(Type, Value, now));
  if (!(notAfter > now && notAfter > notBefore)) throw invalid('The certificate validity specified is in the past or no date');

  return { notBefore, notAfter };
}

/** Not a valid date when the value tells none. */
function endOf(type: Validity['Type'], value: number, now: Date): Date {
  const start = DateTime.fromJSDate(now, { zone: 'utc' });

  switch (type) {
    case 'ABSOLUTE':
      return new Date(value * 1000);
    case 'END_DATE':
      return endDate(String(value));
    case 'DAYS':
      return start.plus({ days: value }).toJSDate();
    case 'MONTHS':
      return start.plus({ months: value }).toJSDate();
    case 'YEARS':
      return start.plus({ years: value }).toJSDate();
  }
}

/** `YYYYMMDDHHMMSS`, or `YYMMDDHHMMSS` for the years 1950 to 2049, of which a number has lost leading zeros. */
function endDate(value: string): Date {
  const short = value.padStart(12, '0');
  const long = short.length > 12 ? short : `${short < '5' ? '20' : '19'}${short}`;

  return DateTime.fromFormat(long, 'yyyyMMddHHmmss', { zone: 'utc' }).toJSDate();
}

function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}

function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}
