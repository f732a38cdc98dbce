import { X509Certificate } from 'node:crypto';

/**
 * A serial number as the API and the table show it, from how API Gateway (`a1:b2:…`) or Node (`A1B2…`) writes it:
 * lower-case hex without colons, two digits a byte.
 */
export function serialNumberOf(hex: string): string {
  return hex.replaceAll(':', '').toLowerCase();
}

/**
 * A serial number as RevokeCertificate takes it: `a1:b2:…`.
 * https://docs.aws.amazon.com/privateca/latest/APIReference/API_RevokeCertificate.html
 */
export function colonSeparated(serialNumber: string): string {
  return (serialNumber.match(/../g) ?? []).join(':');
}

/** The serial number of a certificate in PEM, as the API shows it. */
export function certificateSerialNumber(pem: string): string {
  return serialNumberOf(new X509Certificate(pem).serialNumber);
}
