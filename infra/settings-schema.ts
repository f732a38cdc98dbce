import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { Settings } from '../functions/contracts/settings.ts';

/** The log retentions CloudWatch Logs offers, in days; 9999 is CDK's word for "for ever", which we do not offer. */
const LOG_RETENTIONS = Object.values(RetentionDays).filter((days) => typeof days === 'number' && days !== RetentionDays.INFINITE);

const MailSettings = z
  .strictObject({
    /** The domain proven to SES; mail is signed with its DKIM keys. */
    domain: z.hostname(),
    /** The sender of every mail, an address of `domain`. */
    from: z.email(),
  })
  .refine(({ domain, from }) => from.endsWith(`@${domain}`), { path: ['from'], error: 'must be an address of mail.domain' });

/** Everything that differs between deployments; infra/settings.ts holds the values. */
export const DeploymentSettings = z.strictObject({
  /** Begins the name of every stack and function, so that two deployments fit into one account. */
  name: z.string().regex(/^[a-z][a-z0-9-]{2,20}$/, 'must be 3 to 21 of a-z, 0-9 and -, beginning with a letter'),
  /** Pins the stacks to a region; without it they go wherever the credentials of the deployment point. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'must be the name of an AWS region')
    .optional(),
  /** Where the console is reached; mails link there. */
  consoleUrl: z.url({ protocol: /^https$/, error: 'must be an https URL' }),
  mail: MailSettings,
  /** The roles that may call the operator API. */
  operatorRoleArns: z
    .array(z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of an IAM role'))
    .min(1),
  /** How long every log group keeps its entries, in days. */
  logRetentionDays: z.int().refine((days) => LOG_RETENTIONS.includes(days), {
    error: `must be one of CloudWatch's: ${LOG_RETENTIONS.join(', ')}`,
  }),
  /** Who is mailed when an alarm goes off. Without it alarms reach their topic only. */
  alarmEmail: z.email().optional(),
  /** `retain` keeps table, keys and logs when a stack is deleted, and protects the table from deletion. `destroy` is for trials. */
  removal: z.enum(['retain', 'destroy']),
  /** Requests API Gateway lets through to each of the two APIs: steady rate per second, and burst. */
  throttling: z.strictObject({ ratePerSecond: z.int().min(1), burst: z.int().min(1) }),
  /** Requests AWS WAF lets through to the public API within a minute from one source: all of them, and logins, right or wrong. */
  requestsPerMinute: z.strictObject({ perSource: z.int().min(10), loginsPerSource: z.int().min(10) }),
  /** Limits and lifetimes of the product, handed to every function. */
  product: Settings,
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
