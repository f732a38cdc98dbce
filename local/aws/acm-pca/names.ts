import * as z from 'zod';
import { x509 } from '../../tls/x509.ts';

type Kind = 'utf8String' | 'printableString';
type Attribute = { readonly oid: string; readonly longest: number; readonly kind?: Kind };

/**
 * The attributes of a subject, in the order in which AWS puts them.
 * https://docs.aws.amazon.com/privateca/latest/APIReference/API_ASN1Subject.html
 */
const ATTRIBUTES = {
  Country: { oid: '2.5.4.6', longest: 2, kind: 'printableString' },
  State: { oid: '2.5.4.8', longest: 128 },
  Locality: { oid: '2.5.4.7', longest: 128 },
  Organization: { oid: '2.5.4.10', longest: 64 },
  OrganizationalUnit: { oid: '2.5.4.11', longest: 64 },
  CommonName: { oid: '2.5.4.3', longest: 64 },
  DistinguishedNameQualifier: { oid: '2.5.4.46', longest: 64, kind: 'printableString' },
  Title: { oid: '2.5.4.12', longest: 64 },
  Surname: { oid: '2.5.4.4', longest: 40 },
  GivenName: { oid: '2.5.4.42', longest: 16 },
  Initials: { oid: '2.5.4.43', longest: 5 },
  Pseudonym: { oid: '2.5.4.65', longest: 128 },
  GenerationQualifier: { oid: '2.5.4.44', longest: 3 },
  SerialNumber: { oid: '2.5.4.5', longest: 64, kind: 'printableString' },
} as const satisfies Readonly<Record<string, Attribute>>;

const texts = Object.fromEntries(
  Object.entries(ATTRIBUTES).map(([name, { longest }]) => [name, z.string().max(longest).optional()]),
) as Record<keyof typeof ATTRIBUTES, z.ZodOptional<z.ZodString>>;

/** Of a CA or a certificate; what else AWS knows (custom attributes) is refused. */
export const Subject = z.strictObject(texts);
export type Subject = z.output<typeof Subject>;

export function nameOf(subject: Subject): x509.Name {
  const attributes: readonly (readonly [string, Attribute])[] = Object.entries(ATTRIBUTES);

  return new x509.Name(
    attributes.flatMap(([name, { oid, kind = 'utf8String' }]) => {
      const value = subject[name as keyof Subject];
      return value === undefined ? [] : [{ [oid]: [{ [kind]: value }] }];
    }),
  );
}

/** As audit reports show it: the last attribute first. https://www.rfc-editor.org/rfc/rfc4514 */
export function shownName(name: x509.Name): string {
  return name
    .toJSON()
    .toReversed()
    .flatMap((attributes) =>
      Object.entries(attributes).flatMap(([type, values]) => values.map((value) => `${type}=${escaped(value)}`)),
    )
    .join(',');
}

function escaped(value: string): string {
  return value.replaceAll(/[",+;<>\\]/g, '\\$&');
}
