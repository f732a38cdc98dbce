import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { requestAuditReport } from '../adapters/acm-pca/audit-reports.ts';
import { logger } from '../runtime/logger.ts';
import type { AuditPage } from './audit-certificates.ts';

const Audit = z.object({ certificateAuthorityArn: z.string().min(1) });

/** Task of the state machine that audits: asks one CA for a report, to be read from its beginning. */
export async function handler(input: unknown, context: Context): Promise<AuditPage> {
  logger.addContext(context);
  const { certificateAuthorityArn } = Audit.parse(input);

  return { ...(await requestAuditReport(certificateAuthorityArn)), next: 0, state: 'creating' };
}
