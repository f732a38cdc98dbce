import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { Settings } from '../functions/contracts/settings.ts';

/** The log retentions CloudWatch Logs offers, in days; 9999 is CDK's word for "for ever", which we do not offer. */
const LOG_RETENTIONS = Object.values(RetentionDays).filter((days) => typeof days === 'number' && days !== RetentionDays.INFINITE);

/** AWS WAF counts a source's requests from ten on. */
const wafLimit = z.int().min(10).max(2_000_000_000);

const MailSettings = z
  .strictObject({
    domain: z.hostname().meta({
      description:
        'The domain proven to SES; mail is signed with its DKIM keys, and comes from `bounce.` below it (docs/mail.md)',
    }),
    from: z.email().meta({ description: 'The sender of every mail, an address of `mail.domain`' }),
  })
  .refine(({ domain, from }) => from.endsWith(`@${domain}`), { path: ['from'], error: 'must be an address of mail.domain' });

const Generation = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,19}$/, 'must be 1 to 20 of a-z, 0-9 and -, beginning with a letter')
    .meta({ description: 'Part of the CA’s subject. A name that was used once stays taken: it stands for one key' }),
  validYears: z.int().min(2).max(30).meta({
    description: 'How long the CA’s own certificate is good, in years. It issues no client certificate that would outlive it',
  }),
});

/**
 * The CAs of client certificates. A new one may issue in the deployment that adds it: the stack that makes it lets the
 * client-certificate host trust it before any function learns of it.
 *
 * An old one stays in the list until the last certificate it issued has expired; who leaves the list is trusted no longer.
 * It leaves in two steps, because CloudFormation withdraws no value that another stack imports: first `cdk deploy
 * --exclusively` of the stacks with operations and workflows, whose functions may no longer revoke what it issued, then all.
 */
const CertificateAuthorities = z
  .strictObject({
    generations: z.array(Generation).min(1).meta({ description: 'Every CA that the client-certificate host trusts' }),
    issuing: z.string().meta({ description: 'The name of the one that issues' }),
  })
  .refine(({ generations }) => new Set(generations.map(({ name }) => name)).size === generations.length, {
    path: ['generations'],
    error: 'must have names of their own',
  })
  .refine(({ generations, issuing }) => generations.some(({ name }) => name === issuing), {
    path: ['issuing'],
    error: 'must be one of certificateAuthorities.generations',
  });

const Domains = z
  .strictObject({
    hostedZone: z
      .strictObject({
        id: z
          .string()
          .regex(/^Z[A-Z0-9]{1,31}$/, 'must be the ID of a Route 53 hosted zone')
          .meta({ description: 'Its ID' }),
        name: z.hostname().meta({ description: 'Its name' }),
      })
      .meta({
        description:
          'The Route 53 zone that both hosts are in; it gets their records and those that prove them to ACM, and those of `mail.domain`, if that is in it',
      }),
    api: z.hostname().meta({ description: 'Host of the API without client certificates' }),
    clientCertificates: z.hostname().meta({ description: 'Host of the API that lets in only who presents a client certificate' }),
  })
  .superRefine(({ hostedZone, api, clientCertificates }, context) => {
    for (const [host, name] of Object.entries({ api, clientCertificates })) {
      if (!name.endsWith(`.${hostedZone.name}`)) {
        context.addIssue({ code: 'custom', path: [host], message: 'must be a host in domains.hostedZone' });
      }
    }
    if (api === clientCertificates) {
      context.addIssue({ code: 'custom', path: ['clientCertificates'], message: 'must be another host than domains.api' });
    }
  });

const RequestsPerMinute = z
  .strictObject({
    perSource: wafLimit.meta({ description: 'All requests from one source' }),
    loginsPerSource: wafLimit.meta({
      description: 'Logins from one source, right or wrong, and as many pick-ups of certificates; not above `perSource`',
    }),
  })
  .refine(({ perSource, loginsPerSource }) => loginsPerSource <= perSource, {
    path: ['loginsPerSource'],
    error: 'must not be above requestsPerMinute.perSource',
  });

/** At most what leaves Lambda's other functions their share of the 1,000 that run at once in an account. */
const CertificatesPerSecond = z.strictObject({
  issued: z
    .int()
    .min(2)
    .max(500)
    .meta({ description: 'Its quota for IssueCertificate. Half of it is for pick-ups, half for renewals' }),
  revoked: z.int().min(10).max(500).meta({ description: 'Its quota for RevokeCertificate' }),
});

/** Everything that differs between deployments; infra/settings.ts holds the values, docs/settings.md is written from this. */
export const DeploymentSettings = z
  .strictObject({
    name: z
      .string()
      .regex(/^[a-z][a-z0-9-]{2,20}$/, 'must be 3 to 21 of a-z, 0-9 and -, beginning with a letter')
      .meta({ description: 'Begins the name of every stack and function, so that two deployments fit into one account' }),
    region: z
      .string()
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be the name of an AWS region')
      .optional()
      .meta({ description: 'Pins the stacks to a region; without it they go wherever the credentials of the deployment point' }),
    consoleUrl: z
      .url({ protocol: /^https$/, error: 'must be an https URL' })
      .meta({ description: 'Where the console is reached, by https; mails link there' }),
    mail: MailSettings.meta({ description: 'Mails' }),
    domains: Domains.meta({ description: 'The hosts of the public API' }),
    certificateAuthorities: CertificateAuthorities.meta({ description: 'The CAs of client certificates', source: 'X-5' }),
    operatorRoleArns: z
      .array(z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of an IAM role'))
      .min(1)
      .meta({ description: 'The roles that may call the operator API' }),
    logRetentionDays: z
      .int()
      .refine((days) => LOG_RETENTIONS.includes(days), { error: `must be one of CloudWatch's: ${LOG_RETENTIONS.join(', ')}` })
      .meta({
        description: `How long every log group keeps its entries, in days. CloudWatch offers ${LOG_RETENTIONS.join(', ')}`,
      }),
    alarmEmail: z
      .email()
      .optional()
      .meta({ description: 'Who is mailed when an alarm goes off. Without it alarms reach their topic only' }),
    removal: z.enum(['retain', 'destroy']).meta({
      description:
        '`retain` keeps table, keys, CAs and logs when a stack is deleted, and protects the table from deletion. `destroy` is for trials; the buckets of truststore, CRLs and their access logs stay all the same',
    }),
    throttling: z
      .strictObject({
        ratePerSecond: z.int().min(1).meta({ description: 'Steady rate, in requests per second' }),
        burst: z.int().min(1).meta({ description: 'Requests at once' }),
      })
      .meta({ description: 'Requests API Gateway lets through to each of the two APIs' }),
    requestsPerMinute: RequestsPerMinute.meta({
      description: 'Requests AWS WAF lets through to the public API within a minute',
      source: 'decision 17',
    }),
    certificatesPerSecond: CertificatesPerSecond.meta({
      description:
        'What AWS Private CA lets the account do within a second, as Service Quotas shows it: so many functions that ask for it run at once. Further callers get 503 with `Retry-After`',
      source: 'decision 27',
    }),
    product: Settings.meta({ description: 'Limits and lifetimes of the product, handed to every function' }),
  })
  .superRefine(({ certificateAuthorities: { generations, issuing }, product }, context) => {
    const index = generations.findIndex(({ name }) => name === issuing);
    const issuer = generations[index];
    if (issuer === undefined || issuer.validYears * 365 > product.certificateDays) return;

    const path = ['certificateAuthorities', 'generations', index, 'validYears'];
    context.addIssue({ code: 'custom', path, message: 'must be longer than product.certificateDays' });
  });

export type DeploymentSettings = z.output<typeof DeploymentSettings>;

/** Settings as written by hand: what has a default may be left out. */
export type DeploymentSettingsInput = z.input<typeof DeploymentSettings>;

/** Thrown for wrong settings; the message has one line per setting, naming it. */
export class WrongSettings extends Error {
  override name = 'WrongSettings';
}

/** Checks the settings and fills in defaults. Throws `WrongSettings` naming every wrong setting. */
export function readSettings(input: unknown): DeploymentSettings {
  const result = DeploymentSettings.safeParse(input);
  if (result.success) return result.data;

  const lines = result.error.issues.map((issue) => `infra/settings.ts: ${issue.path.join('.') || 'settings'}: ${issue.message}`);

  throw new WrongSettings(lines.join('\n'));
}
