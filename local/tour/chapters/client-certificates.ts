import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { KEY_PASSWORD, LOGIN_PASSWORD } from '../credentials.ts';
import { mail } from '../mail.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { logIn } from '../requests.ts';

/** Chosen by whoever orders, told to the user in another way than by mail. */
const ACQUISITION_PASSWORD = 'Kawa27k5Umi';

function pickUp(noted: Noted): TourRequest {
  return {
    method: 'POST',
    path: `/v1/certificate-orders/${noted('order ID')}/pick-up`,
    body: {
      token: noted('order token'),
      acquisitionPassword: ACQUISITION_PASSWORD,
      acceptedTerms: noted('certificate terms'),
      keyProtectionPassword: KEY_PASSWORD,
    },
  };
}

/** The master orders a certificate for the own ID, picks it up, and logs in with it. */
export const clientCertificates: Chapter = {
  id: 'client-certificates',
  title: '5 Ordering, picking up and using a client certificate',
  pages: '70-84',
  steps: [
    step({
      page: '47',
      does: 'What there is to know of the master’s own row',
      rules: ['U-1'],
      request: (noted) => ({
        method: 'GET',
        path: `/v1/users/${noted('ID of the master')}`,
        token: noted('session of the master'),
      }),
      status: 200,
      answer: () => z.object({ version: z.int(), certificate: z.object({ status: z.literal('none') }) }),
      note: ({ version }) => ({ 'version of the master': String(version) }),
    }),
    step({
      page: '47',
      does: 'The master orders a certificate, which only the master may for this row',
      rules: ['X-1', 'U-10'],
      request: (noted) => ({
        method: 'POST',
        path: '/v1/users/batch-update',
        token: noted('session of the master'),
        body: {
          users: [
            {
              userId: noted('ID of the master'),
              version: Number(noted('version of the master')),
              certificateOrder: { acquisitionPassword: ACQUISITION_PASSWORD },
            },
          ],
        },
      }),
      status: 200,
      answer: () => z.object({ users: z.tuple([z.object({ certificate: z.object({ status: z.literal('ordered') }) })]) }),
    }),
    mail({
      page: '70',
      does: 'Order ID, common name and the pick-up URL come by mail; the token is in the fragment, which no server logs',
      rules: ['X-1'],
      to: 'address of the master',
      subject: /pick up your client certificate/i,
      carries: ['Order ID', 'Common name'],
      link: /\/certificates\/\w+#token=([\w-]+)/,
      note: (found) => ({ 'order ID': found['Order ID'], 'order token': found.linked }),
    }),
    step({
      page: '71',
      does: 'Behind the URL, the order',
      rules: ['X-1', 'X-2'],
      request: (noted) => ({
        method: 'GET',
        path: `/v1/certificate-orders/${noted('order ID')}`,
        headers: { 'order-token': noted('order token') },
      }),
      status: 200,
      answer: () => z.object({ kind: z.literal('new'), status: z.literal('open'), expiresAt: z.iso.datetime() }),
    }),
    step({
      page: '72-73',
      does: 'The certificate is picked up, as a file with key, certificate and chain',
      rules: ['X-3', 'X-5'],
      request: pickUp,
      status: 200,
      answer: () => z.object({ serialNumber: z.string(), notAfter: z.iso.datetime(), fileName: z.string(), pkcs12: z.base64() }),
      note: ({ serialNumber, pkcs12 }) => ({ 'serial number': serialNumber, 'certificate file': pkcs12 }),
    }),
    step({
      does: 'The order serves once',
      rules: ['X-3'],
      request: pickUp,
      status: 409,
      answer: () => problem('wrong-state'),
    }),
    step({
      page: '74-85',
      does: 'The file is opened as a browser would import it: on the host that asks for certificates it says who logs in',
      rules: ['L-5'],
      request: (noted) => ({
        ...logIn(noted('ID of the master'), LOGIN_PASSWORD),
        identity: { pkcs12: noted('certificate file'), password: KEY_PASSWORD },
      }),
      status: 201,
      answer: () => z.object({ token: z.string(), user: z.object({ role: z.literal('master') }) }),
      note: ({ token }) => ({ 'certificate session of the master': token }),
    }),
    step({
      does: 'Its session works with that certificate only',
      rules: ['L-5'],
      request: (noted) => ({ method: 'GET', path: '/v1/me', token: noted('certificate session of the master') }),
      status: 401,
      answer: () => problem('unauthenticated'),
    }),
    step({
      does: 'The inventory shows it',
      rules: ['U-1', 'X-7'],
      request: (noted) => ({ method: 'GET', path: '/v1/certificates?status=valid', token: noted('session of the master') }),
      status: 200,
      answer: (noted) =>
        z.object({
          certificates: z.tuple([z.object({ serialNumber: z.literal(noted('serial number')), notAfter: z.iso.datetime() })]),
        }),
    }),
  ],
};
