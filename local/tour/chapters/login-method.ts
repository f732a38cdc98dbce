import * as z from 'zod';
import { type Chapter, step } from '../chapter.ts';
import type { TourRequest } from '../client.ts';
import { confirmed, mailTokenSteps, timeNote } from '../confirming.ts';
import { LOGIN_PASSWORD, NEW_KEY_PASSWORD } from '../credentials.ts';
import type { Noted } from '../notes.ts';
import { problem } from '../problem.ts';
import { logIn } from '../requests.ts';

/** From now on every login takes a certificate. */
export const loginMethod: Chapter = {
  id: 'login-method',
  title: '6 Changing the login method',
  pages: '85',
  steps: [
    ...mailTokenSteps('changeLoginMethod', { after: timeNote('subscribeCertificates') }),
    step({
      page: '85',
      does: 'Kenji has no certificate and could not log in any more: the change is refused, and names him',
      rules: ['L-2'],
      request: (noted) => changed(noted),
      status: 409,
      answer: (noted) =>
        problem('users-without-certificate').extend({ userIds: z.tuple([z.literal(noted('ID of the transferrer'))]) }),
    }),
    step({
      page: '85',
      does: 'The master says that it is meant so',
      rules: ['L-1', 'L-2'],
      request: (noted) => changed(noted, [noted('ID of the transferrer')]),
      status: 200,
      answer: () => z.object({ loginMethod: z.literal('certificate') }),
    }),
    step({
      page: '85',
      does: 'The right password alone does not log in any more',
      rules: ['L-1', 'C-5'],
      request: (noted) => logIn(noted('ID of the master'), LOGIN_PASSWORD),
      status: 403,
      answer: () => problem('client-certificate-required'),
    }),
    step({
      page: '85',
      does: 'With the renewed certificate it does',
      rules: ['L-1', 'L-5'],
      request: (noted) => ({
        ...logIn(noted('ID of the master'), LOGIN_PASSWORD),
        identity: { pkcs12: noted('renewed certificate file'), password: NEW_KEY_PASSWORD },
      }),
      status: 201,
      answer: () => z.object({ token: z.string(), user: z.object({ role: z.literal('master') }) }),
    }),
    step({
      page: '87',
      does: 'That was its first use: the earlier one is over',
      rules: ['X-9', 'X-10'],
      request: (noted) => ({ method: 'GET', path: '/v1/certificates?status=valid', token: noted('session of the master') }),
      status: 200,
      answer: (noted) =>
        z.object({ certificates: z.tuple([z.object({ serialNumber: z.literal(noted('renewed serial number')) })]) }),
    }),
  ],
};

function changed(noted: Noted, acknowledgedUserIds?: readonly string[]): TourRequest {
  return {
    method: 'PUT',
    path: '/v1/subscription/login-method',
    token: noted('session of the master'),
    body: {
      loginMethod: 'certificate',
      ...(acknowledgedUserIds && { acknowledgedUserIds }),
      confirmation: confirmed(noted, 'changeLoginMethod'),
    },
  };
}
