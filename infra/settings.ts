import type { DeploymentSettingsInput } from './settings-schema.ts';

/** The one settings file of a deployment. Wrong values fail `node infra/app.ts` with a line naming the setting. */
export const settings: DeploymentSettingsInput = {
  name: 'business-id',
  consoleUrl: 'https://business-id.example.co.jp',
  mail: { domain: 'business-id.example.co.jp', from: 'no-reply@business-id.example.co.jp' },
  domains: {
    hostedZone: { id: 'Z0000000EXAMPLE', name: 'business-id.example.co.jp' },
    api: 'api.business-id.example.co.jp',
    clientCertificates: 'cert.business-id.example.co.jp',
  },
  certificateAuthorities: { generations: [{ name: 'ca-1', validYears: 10 }], issuing: 'ca-1' },
  operatorRoleArns: ['arn:aws:iam::000000000000:role/core-banking'],
  logRetentionDays: 365,
  removal: 'retain',
  throttling: { ratePerSecond: 500, burst: 1000 },
  requestsPerMinute: { perSource: 3000, loginsPerSource: 150 },
  certificatesPerSecond: { issued: 25, revoked: 20 },
  product: {},
};
