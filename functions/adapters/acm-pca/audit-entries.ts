import * as z from 'zod';
import { UserId } from '../../../events/ids.ts';
import { LOG } from '../../runtime/log-codes.ts';
import { logger } from '../../runtime/logger.ts';
import { serialNumberOf } from '../../x509/serial-number.ts';
import { CLIENT_CERTIFICATE_TEMPLATE } from './certificate-authority.ts';

/** A client certificate as its CA reports it. */
export type AuditedCertificate = {
  readonly certificateArn: string;
  /** In lower-case hexadecimal. */
  readonly serialNumber: string;
  readonly userId: string;
  readonly issuedAt: Date;
  readonly notAfter: Date;
  readonly isRevoked: boolean;
};

/** `2026-12-01T18:39:57+0000` */
const ReportedTime = z
  .string()
  .transform((text) => text.replace(/[+]0000$/, 'Z'))
  .pipe(z.iso.datetime().transform((text) => new Date(text)));

/**
 * What is read of an entry. One of a certificate that is good may well carry empty fields about its revocation.
 * https://docs.aws.amazon.com/privateca/latest/userguide/PcaAuditReport.html
 */
const Entry = z.object({
  certificateArn: z.string().min(1),
  serial: z.string().min(1),
  subject: z.string(),
  notAfter: ReportedTime,
  issuedAt: ReportedTime,
  revokedAt: z.string().optional(),
  templateArn: z.string().optional(),
});

/** An object that holds no other, and what may stand before it in a list. */
const NEXT_ENTRY = /[[,\s]*(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})/gsy;

/** What follows the last entry, or all of a list without any. */
const END_OF_LIST = /^\s*(\[\s*)?\]\s*$/;

/**
 * The entries of an audit report, one after the other: a report may be larger than memory.
 *
 * @param pieces the report, a list in JSON, in pieces of any size
 * @returns the certificates for clients; `undefined` in the place of any other, such as the CA's own, and of one whose subject is
 * not ours to read, which is logged: what is misread would be revoked
 * @throws for a report that ends halfway, and for an entry that is not as AWS documents it
 */
export async function* auditEntries(pieces: AsyncIterable<string>): AsyncGenerator<AuditedCertificate | undefined> {
  let rest = '';

  for await (const piece of pieces) {
    rest += piece;
    let end = 0;

    for (const { 0: text, 1: entry = '', index } of rest.matchAll(NEXT_ENTRY)) {
      end = index + text.length;
      yield auditedCertificate(entry);
    }
    rest = rest.slice(end);
  }

  if (!END_OF_LIST.test(rest)) throw new Error('The audit report ends halfway');
}

function auditedCertificate(entry: string): AuditedCertificate | undefined {
  const { certificateArn, serial, subject, issuedAt, notAfter, revokedAt, templateArn } = Entry.parse(JSON.parse(entry));
  if (templateArn !== CLIENT_CERTIFICATE_TEMPLATE) return undefined;

  const userId = userIdIn(subject);
  if (userId === undefined) {
    logger.error(LOG.auditEntryNotRead, { certificateArn });
    return undefined;
  }

  return {
    certificateArn,
    serialNumber: serialNumberOf(serial),
    userId,
    issuedAt,
    notAfter,
    isRevoked: revokedAt !== undefined && revokedAt !== '',
  };
}

/** An attribute of a subject as RFC 2253 writes it: a comma in a value, such as a tenant's name, follows a backslash. */
const ATTRIBUTE = /(?:[^,\\]|\\.)+/gs;

/** The one common name, if it is a user ID. */
function userIdIn(subject: string): string | undefined {
  const [name = '', ...others] = (subject.match(ATTRIBUTE) ?? []).filter((attribute) => attribute.startsWith('CN='));
  const userId = UserId.safeParse(name.slice('CN='.length));

  return others.length === 0 && userId.success ? userId.data : undefined;
}
