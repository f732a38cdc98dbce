import { randomBytes } from 'node:crypto';

/** A serial number of 128 bits: hexadecimal, positive, and never shorter for leading zeros. */
export function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8(bytes.readUInt8(0) | 0x80);

  return bytes.toString('hex');
}

/** `e8cbd2…` as `e8:cb:d2:…`, as AWS and OpenSSL show serial numbers. */
export function withColons(serial: string): string {
  return serial.match(/../g)?.join(':') ?? serial;
}

/** The serial number a caller names, with or without colons, in any case. */
export function serialFrom(text: string): string {
  return text.replaceAll(':', '').toLowerCase();
}
