import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import { KEY_PASSWORD, NEW_KEY_PASSWORD } from '../credentials.ts';
import { problem } from '../problem.ts';

/** The master renews the certificate with itself. */
export const renewingCertificates: Chapter = {
  id: 'renewing-certificates',
  title: '7 Renewing a client certificate',
  pages: '86-87',
  steps: [
    step({
      page: '86',
      does: 'Whoever presents no certificate does not renew this way',
      rules: ['X-8'],
      request: (noted) => ({ method: 'POST', path: '/v1/certificate-renewals', body: renewal(noted('certificate terms')) }),
      status: 403,
      answer: () => problem('client-certificate-required'),
    }),
    step({
      page: '86-87',
      does: 'The certificate alone leads to the next one, without login or acquisition password',
      rules: ['X-8'],
      request: (noted) => ({
        method: 'POST',
        path: '/v1/certificate-renewals',
        body: renewal(noted('certificate terms')),
        identity: { pkcs12: noted('certificate file'), password: KEY_PASSWORD },
      }),
      status: 200,
      answer: () => z.object({ serialNumber: z.string(), notAfter: z.iso.datetime(), pkcs12: z.base64() }),
      note: ({ serialNumber, pkcs12 }) => ({ 'renewed serial number': serialNumber, 'renewed certificate file': pkcs12 }),
    }),
    step({
      page: '87',
      does: 'Until the new one is first used, both are valid',
      rules: ['X-9'],
      request: (noted) => ({ method: 'GET', path: '/v1/certificates?status=valid', token: noted('session of the master') }),
      status: 200,
      answer: () => z.object({ certificates: z.array(z.object({ serialNumber: z.string(), notAfter: z.string() })).length(2) }),
    }),
  ],
};

function renewal(acceptedTerms: string) {
  return { acceptedTerms, keyProtectionPassword: NEW_KEY_PASSWORD };
}
