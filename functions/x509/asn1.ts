import type { asn1 } from 'node-forge';
import forge from 'node-forge/lib/asn1.js';

/** A value of ASN.1, read from DER or to be written as DER (X.690). */
export type Asn1 = asn1.Asn1;

// The numbers of X.680 and X.690; `asn1.Class` and `asn1.Type` are types only.
const UNIVERSAL = 0x00;
const CONTEXT = 0x80;
const INTEGER = 2;
const BIT_STRING = 3;
const OCTET_STRING = 4;
const NULL = 5;
const OBJECT_IDENTIFIER = 6;
const UTF8_STRING = 12;
const SEQUENCE = 16;
const SET = 17;
const BMP_STRING = 30;

/** Reads one value. Throws when the bytes are not one whole value. */
export function readAsn1(bytes: Uint8Array): Asn1 {
  const options = { strict: true, parseAllBytes: true, decodeBitStrings: false };

  return forge.fromDer(Buffer.from(bytes).toString('latin1'), options);
}

/** Reads what others wrote; undefined when it is no ASN.1. */
export function readForeignAsn1(bytes: Uint8Array | undefined): Asn1 | undefined {
  try {
    return bytes && readAsn1(bytes);
  } catch {
    // The reader says so by throwing.
    return undefined;
  }
}

export function derOf(value: Asn1): Buffer {
  return Buffer.from(forge.toDer(value).getBytes(), 'latin1');
}

/** The parts of a SEQUENCE, a SET or a tagged value; none of anything else. */
export function partsOf(value: Asn1 | undefined): readonly Asn1[] {
  return typeof value?.value === 'object' ? value.value : [];
}

/** The content of a value that has no parts; undefined of anything else. */
export function contentOf(value: Asn1 | undefined): Buffer | undefined {
  return typeof value?.value === 'string' ? Buffer.from(value.value, 'latin1') : undefined;
}

/** The bytes of a BIT STRING, whose first byte counts the bits that are unused. */
export function bitsOf(value: Asn1 | undefined): Buffer | undefined {
  return contentOf(value)?.subarray(1);
}

/** The text of an OBJECT IDENTIFIER, such as `2.5.29.17`; undefined of anything else. */
export function oidOf(value: Asn1 | undefined): string | undefined {
  const content = value?.tagClass === UNIVERSAL && value.type === OBJECT_IDENTIFIER ? value.value : undefined;
  if (typeof content !== 'string' || content === '') return undefined;

  try {
    return forge.derToOid(content);
  } catch {
    // Numbers above 53 bits are allowed, and in none of the identifiers that mean something here.
    return undefined;
  }
}

/** Whether a value carries the context-specific tag of this number. */
export function isTagged(value: Asn1, tag: number): boolean {
  return value.tagClass === CONTEXT && value.type === tag;
}

export function sequence(...parts: readonly Asn1[]): Asn1 {
  return constructed(UNIVERSAL, SEQUENCE, parts);
}

export function set(...parts: readonly Asn1[]): Asn1 {
  return constructed(UNIVERSAL, SET, parts);
}

/** `[tag] EXPLICIT`, or `[tag] IMPLICIT` of something constructed. */
export function tagged(tag: number, ...parts: readonly Asn1[]): Asn1 {
  return constructed(CONTEXT, tag, parts);
}

/** `[tag] IMPLICIT OCTET STRING`. */
export function taggedOctets(tag: number, bytes: Uint8Array): Asn1 {
  return primitive(CONTEXT, tag, bytes);
}

export function oid(text: string): Asn1 {
  return forge.create(UNIVERSAL, OBJECT_IDENTIFIER, false, forge.oidToDer(text).getBytes());
}

export function integer(value: number): Asn1 {
  return forge.create(UNIVERSAL, INTEGER, false, forge.integerToDer(value).getBytes());
}

export function octets(bytes: Uint8Array): Asn1 {
  return primitive(UNIVERSAL, OCTET_STRING, bytes);
}

/** A BIT STRING of whole bytes. */
export function bits(bytes: Uint8Array): Asn1 {
  return primitive(UNIVERSAL, BIT_STRING, Buffer.concat([Buffer.of(0), bytes]));
}

export function utf8(text: string): Asn1 {
  return primitive(UNIVERSAL, UTF8_STRING, Buffer.from(text));
}

/** The writer makes two bytes of every character. */
export function bmp(text: string): Asn1 {
  return forge.create(UNIVERSAL, BMP_STRING, false, text);
}

export function nothing(): Asn1 {
  return primitive(UNIVERSAL, NULL, Buffer.of());
}

function constructed(tagClass: number, type: number, parts: readonly Asn1[]): Asn1 {
  return forge.create(tagClass, type, true, [...parts]);
}

function primitive(tagClass: number, type: number, bytes: Uint8Array): Asn1 {
  return forge.create(tagClass, type, false, Buffer.from(bytes).toString('latin1'));
}
