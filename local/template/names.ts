import { createHash } from 'node:crypto';

/** Where a resource stands; names and IDs that the template leaves open are derived from it, so that they never change. */
export type Place = { readonly stack: string; readonly logicalId: string };

/** A name as CloudFormation makes it: stack, logical ID and twelve characters that keep shortened names apart. */
export function generatedName(place: Place, maxLength: number): string {
  const suffix = digest(place).slice(0, 12).toUpperCase();

  return `${`${place.stack}-${place.logicalId}`.slice(0, maxLength - suffix.length - 1)}-${suffix}`;
}

/** An ID of lower-case letters and digits, as API Gateway gives them. */
export function generatedId(place: Place, length: number): string {
  return BigInt(`0x${digest(place)}`)
    .toString(36)
    .slice(0, length);
}

/** A UUID, as KMS and Lambda give them to keys and event source mappings. */
export function generatedUuid(place: Place): string {
  const hex = digest(place);

  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

function digest({ stack, logicalId }: Place): string {
  return createHash('sha256').update(`${stack}/${logicalId}`).digest('hex');
}
