import { type FieldError, pointerTo } from '../result.ts';
import type { ServiceInactive } from '../subscriptions/certificate-service.ts';
import type { Roster } from '../subscriptions/roster.ts';
import { type CertificatePasswordErrorCode, checkAcquisitionPassword } from './passwords.ts';

/** A certificate ordered together with what else becomes of a user (U-2, U-5). */
export type OrderRequest = { readonly acquisitionPassword: string };

type Row = { readonly certificateOrder?: OrderRequest | undefined };

/** certificates can be ordered while the certificate service is active. */
export function orderingRefused(rows: readonly Row[], { certificates }: Roster): ServiceInactive | undefined {
  const ordered = rows.some(({ certificateOrder }) => certificateOrder !== undefined);

  return ordered && certificates.status !== 'active' ? { code: 'certificate-service-inactive' } : undefined;
}

/** what is wrong with the acquisition passwords of the rows of `users` in the request. */
export function acquisitionPasswordErrors(rows: readonly Row[]): FieldError<CertificatePasswordErrorCode>[] {
  return rows.flatMap(({ certificateOrder }, index) =>
    certificateOrder === undefined
      ? []
      : checkAcquisitionPassword(
          certificateOrder.acquisitionPassword,
          pointerTo('users', index, 'certificateOrder', 'acquisitionPassword'),
        ),
  );
}
