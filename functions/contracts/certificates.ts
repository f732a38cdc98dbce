import * as z from 'zod';
import { defineOperation } from './contract.ts';
import { Confirmation, ExampleConfirmation, PasswordText, Timestamp, UserId } from './schemas.ts';

const CERTIFICATE_STATUSES = ['valid', 'revocation-scheduled', 'revoked', 'expired'] as const;
const ORDER_STATUSES = ['open', 'picked-up', 'cancelled', 'locked'] as const;

const SerialNumber = z
  .string()
  .regex(/^[0-9a-f]{1,40}$/)
  .meta({ description: 'Serial number in lower-case hexadecimal', example: '5f3a9c0b7e21d4486ac0f2b913e7d85a' });

export const OrderId = z
  .string()
  .regex(/^[A-Za-z0-9]{1,64}$/)
  .meta({ description: 'Order ID, as mailed', example: '1453935789Qm7dT2xVb9Ka' });

export const Certificate = z.strictObject({
  serialNumber: SerialNumber,
  userId: UserId,
  status: z.enum(CERTIFICATE_STATUSES),
  notBefore: Timestamp,
  notAfter: Timestamp,
  revocationDueAt: Timestamp.optional().meta({ description: 'By when it is revoked (S-7)' }),
});

export const OrderKind = z.enum(['new', 'renewal']);

const Order = z.strictObject({
  orderId: OrderId,
  userId: UserId,
  kind: OrderKind,
  status: z.enum(ORDER_STATUSES),
  expiresAt: Timestamp,
});

const exampleCertificate = {
  serialNumber: '5f3a9c0b7e21d4486ac0f2b913e7d85a',
  userId: '1453935789',
  status: 'valid',
  notBefore: '2026-12-01T02:00:00.000Z',
  notAfter: '2027-12-01T03:00:00.000Z',
};

const DAYS_PER_YEAR = 365;

export const listCertificates = defineOperation({
  id: 'listCertificates',
  area: 'certificates',
  method: 'GET',
  path: '/certificates',
  summary: 'Lists the client certificates of the tenant, and their orders',
  description:
    '`status` takes those of certificates and of orders; each list holds what has it. `expiringWithinDays` leaves valid certificates ' +
    'only. Certificates are listed by when they expire, orders by when they were placed. With `Accept: text/csv` the certificates come as a table.',
  caller: { anyRight: ['userAdministration', 'securitySettings'] },
  subscription: 'active',
  query: z.strictObject({
    status: z.enum([...CERTIFICATE_STATUSES, ...ORDER_STATUSES]).optional(),
    userId: UserId.optional(),
    expiringWithinDays: z
      .string()
      .regex(/^\d{1,4}$/)
      .transform(Number)
      .pipe(z.int().max(5 * DAYS_PER_YEAR))
      .optional()
      .meta({ description: 'Only valid certificates that expire within so many days', example: '30' }),
  }),
  replies: { 200: z.strictObject({ asOf: Timestamp, certificates: z.array(Certificate), orders: z.array(Order) }) },
  csv: { list: 'certificates', columns: ['serialNumber', 'userId', 'status', 'notBefore', 'notAfter', 'revocationDueAt'] },
  problems: [],
  access: { certificate: ['list'], certificateOrder: ['list'], user: ['list', 'get'] },
  example: {
    query: { status: 'valid', userId: '1453935789', expiringWithinDays: '30' },
    reply: { asOf: '2026-12-01T03:00:00.000Z', certificates: [exampleCertificate], orders: [] },
  },
});

export const revokeCertificate = defineOperation({
  id: 'revokeCertificate',
  area: 'certificates',
  method: 'POST',
  path: '/certificates/{serialNumber}/revocation',
  summary: 'Revokes one client certificate at once, of a lost device for example',
  description:
    'From the next request on the certificate is refused (X-10); it stands on the certificate authority’s revocation list soon ' +
    'after, and the user is mailed then.',
  caller: { anyRight: ['userAdministration', 'securitySettings'] },
  subscription: 'active',
  confirmation: 'required',
  params: z.strictObject({ serialNumber: SerialNumber }),
  body: z.strictObject({ confirmation: Confirmation }),
  replies: { 202: null },
  problems: ['not-found', 'wrong-state'],
  access: { certificate: ['list', 'put'], certificateOrder: ['get', 'update'], outbox: ['put'] },
  example: {
    params: { serialNumber: '5f3a9c0b7e21d4486ac0f2b913e7d85a' },
    body: { confirmation: ExampleConfirmation },
  },
});

/** 256 bits in base64url. */
const OrderToken = z.string().regex(/^[\w-]{1,64}$/);

const exampleToken = 'Jb0cXr2p5Qe8Tz1wYk4Vn7Lm3Hd6Fs9AgUoIxCqRt0E';

export const getCertificateOrder = defineOperation({
  id: 'getCertificateOrder',
  area: 'certificates',
  method: 'GET',
  path: '/certificate-orders/{orderId}',
  summary: 'Reads a certificate order, with the token of its pick-up URL',
  caller: 'public',
  params: z.strictObject({ orderId: OrderId }),
  headers: z.strictObject({
    orderToken: OrderToken.meta({ description: 'The `token` in the fragment of the mailed URL', example: exampleToken }),
  }),
  replies: {
    200: z.strictObject({
      orderId: OrderId,
      commonName: UserId,
      kind: OrderKind,
      status: z.enum(ORDER_STATUSES),
      expiresAt: Timestamp,
      terms: z.strictObject({ version: z.string() }),
    }),
  },
  problems: ['not-found'],
  uses: ['order-token-key'],
  access: {
    loginId: ['get'],
    certificateOrder: ['get'],
    certificate: ['get'],
    user: ['get'],
    subscription: ['get'],
    tenant: ['get'],
  },
  example: {
    params: { orderId: '1453935789Qm7dT2xVb9Ka' },
    headers: { orderToken: exampleToken },
    reply: {
      orderId: '1453935789Qm7dT2xVb9Ka',
      commonName: '1453935789',
      kind: 'new',
      status: 'open',
      expiresAt: '2026-12-31T03:00:00.000Z',
      terms: { version: '2026-04-01' },
    },
  },
});

const acceptedTerms = z
  .string()
  .max(64)
  .meta({ description: 'The version of the certificate terms that was shown and accepted' });

const again = z.literal(true).optional().meta({
  description: 'The earlier certificate could not be imported: it is revoked, and another one issued',
});

/** a key of ours, in a PKCS#12 file. */
const WithKey = {
  acceptedTerms,
  keyProtectionPassword: PasswordText.meta({ description: '12-64 printable ASCII characters with letters and digits' }),
  profile: z.enum(['compatible', 'modern']).optional().meta({
    description: 'Encryption of the file: `compatible` (the default) imports most widely, `modern` is AES-256',
  }),
  again,
};

/** a key of the client's own, which never leaves it. */
const WithRequest = {
  acceptedTerms,
  csr: z
    .string()
    .min(1)
    .max(16_384)
    .meta({ description: 'PKCS#10, PEM: RSA of at least 2048 bits, P-256 or P-384; no extensions. Its subject is replaced' }),
  again,
};

const Credentials = { token: OrderToken, acquisitionPassword: PasswordText };

const HandedOut = z.union([
  z.strictObject({
    serialNumber: SerialNumber,
    notAfter: Timestamp,
    fileName: z.string(),
    pkcs12: z.string().meta({ description: 'Key, certificate and chain: PKCS#12 in base64' }),
  }),
  z.strictObject({
    serialNumber: SerialNumber,
    notAfter: Timestamp,
    certificate: z.string().meta({ description: 'PEM' }),
    chain: z.string().meta({ description: 'PEM, from the issuer to the root' }),
  }),
]);

const exampleHandedOut = {
  serialNumber: '5f3a9c0b7e21d4486ac0f2b913e7d85a',
  notAfter: '2027-12-01T03:00:00.000Z',
  fileName: '1453935789.p12',
  pkcs12: 'MIIKZgIBAzCCCh…',
};

/** The one place where a request waits, for up to 10 seconds, for what the certificate authority makes (design: certificates). */
const PATIENT_SECONDS = 28;

export const pickUpCertificate = defineOperation({
  id: 'pickUpCertificate',
  area: 'certificates',
  method: 'POST',
  path: '/certificate-orders/{orderId}/pick-up',
  summary: 'Picks up a client certificate with the mailed token and the acquisition password',
  description:
    'Answers a PKCS#12 file with a new key, or the certificate for a CSR. Five wrong acquisition passwords lock the order. With ' +
    '`again`, within 24 hours of the first pick-up and five times in all, another certificate is issued and the earlier one revoked.',
  caller: 'public',
  answersSecret: true,
  hashesPasswords: true,
  timeoutSeconds: PATIENT_SECONDS,
  params: z.strictObject({ orderId: OrderId }),
  body: z.union([z.strictObject({ ...Credentials, ...WithKey }), z.strictObject({ ...Credentials, ...WithRequest })]),
  replies: { 200: HandedOut },
  problems: [
    'not-found',
    'confirmation-failed',
    'terms-outdated',
    'wrong-state',
    'request-in-progress',
    'expired',
    'rule-violation',
  ],
  uses: ['order-token-key', 'certificate-authority.issue', 'certificate-authority.revoke'],
  access: {
    loginId: ['get'],
    certificateOrder: ['get', 'put'],
    certificate: ['list', 'put', 'get'],
    user: ['get', 'check'],
    subscription: ['get', 'check'],
    tenant: ['get'],
    operationHistory: ['put'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: {
    params: { orderId: '1453935789Qm7dT2xVb9Ka' },
    body: {
      token: exampleToken,
      acquisitionPassword: 'Kumo2468',
      acceptedTerms: '2026-04-01',
      keyProtectionPassword: 'Nagai-michi-2026',
    },
    reply: exampleHandedOut,
  },
});

export const renewCertificate = defineOperation({
  id: 'renewCertificate',
  area: 'certificates',
  method: 'POST',
  path: '/certificate-renewals',
  summary: 'Renews the client certificate presented in the TLS handshake',
  description:
    'Answers as a pick-up does. The certificate presented stays valid until the new one is first used, or until it expires (X-9). ' +
    'Once renewed, `again` revokes the renewal and issues another, within 24 hours and five times in all.',
  caller: 'certificate-holder',
  answersSecret: true,
  timeoutSeconds: PATIENT_SECONDS,
  body: z.union([z.strictObject(WithKey), z.strictObject(WithRequest)]),
  replies: { 200: HandedOut },
  problems: [
    'client-certificate-required',
    'certificate-service-inactive',
    'terms-outdated',
    'wrong-state',
    'request-in-progress',
    'rule-violation',
  ],
  uses: ['certificate-authority.issue', 'certificate-authority.revoke'],
  access: {
    certificateOrder: ['get', 'update'],
    certificate: ['get', 'put', 'update'],
    subscription: ['check'],
    outbox: ['put'],
    mail: ['put'],
  },
  example: {
    body: { acceptedTerms: '2026-04-01', keyProtectionPassword: 'Nagai-michi-2026' },
    reply: exampleHandedOut,
  },
});
