/** What the price is for; a bill has an amount of each. */
export type Item =
  | 'api-requests'
  | 'lambda-requests'
  | 'lambda-gb-seconds'
  | 'read-units'
  | 'write-units'
  | 'stored-gb'
  | 'backed-up-gb'
  | 'kms-requests'
  | 'kms-keys'
  | 'mails'
  | 'authorities'
  | 'certificates'
  | 'events'
  | 'state-transitions'
  | 'log-gb'
  | 'metrics'
  | 'alarms'
  | 'dashboards'
  | 'traces'
  | 'web-acls'
  | 'web-acl-rules'
  | 'web-acl-requests'
  | 'bucket-gb'
  | 'sent-gb';

/** US dollars for `per` units, up to `upTo` units a month; the last tier has no end. */
type Tier = { readonly upTo?: number; readonly usd: number };

export type Price = {
  readonly service: string;
  readonly of: string;
  readonly per: number;
  readonly tiers: readonly Tier[];
  /** Where AWS says so. */
  readonly page: string;
};

export const REGION = 'ap-northeast-1';

/** When the prices were written down. None was looked up since: each is to be checked on its page before it counts. */
export const KNOWN_ON = '2026-11-23';

const price = (service: string, of: string, per: number, usd: number | readonly Tier[], page: string): Price => ({
  service,
  of,
  per,
  tiers: typeof usd === 'number' ? [{ usd }] : usd,
  page: `https://aws.amazon.com/${page}/pricing/`,
});

const MILLION = 1_000_000;

/** List prices in US dollars, without tax, discounts and free allowances. */
export const PRICES: Readonly<Record<Item, Price>> = {
  'api-requests': price(
    'API Gateway',
    'requests (REST)',
    MILLION,
    [{ upTo: 333 * MILLION, usd: 4.25 }, { upTo: 1_000 * MILLION, usd: 3.53 }, { usd: 3 }],
    'api-gateway',
  ),
  'lambda-requests': price('Lambda', 'requests', MILLION, 0.2, 'lambda'),
  'lambda-gb-seconds': price('Lambda', 'GB-seconds (arm64)', 1, 0.0000133334, 'lambda'),
  'read-units': price('DynamoDB', 'read request units (on demand)', MILLION, 0.1425, 'dynamodb'),
  'write-units': price('DynamoDB', 'write request units (on demand)', MILLION, 0.715, 'dynamodb'),
  'stored-gb': price('DynamoDB', 'GB stored for a month', 1, 0.285, 'dynamodb'),
  'backed-up-gb': price('DynamoDB', 'GB under point-in-time recovery for a month', 1, 0.228, 'dynamodb'),
  'kms-requests': price('KMS', 'requests', 10_000, 0.03, 'kms'),
  'kms-keys': price('KMS', 'customer keys', 1, 1, 'kms'),
  mails: price('SES', 'mails', 1_000, 0.1, 'ses'),
  authorities: price('Private CA', 'general-purpose CAs', 1, 400, 'private-ca'),
  certificates: price(
    'Private CA',
    'certificates',
    1,
    [{ upTo: 1_000, usd: 0.75 }, { upTo: 10_000, usd: 0.35 }, { usd: 0.001 }],
    'private-ca',
  ),
  events: price('EventBridge', 'events of our own', MILLION, 1, 'eventbridge'),
  'state-transitions': price('Step Functions', 'state transitions (standard)', 1_000, 0.025, 'step-functions'),
  'log-gb': price('CloudWatch', 'GB of logs taken in', 1, 0.76, 'cloudwatch'),
  metrics: price('CloudWatch', 'metrics of our own', 1, 0.3, 'cloudwatch'),
  alarms: price('CloudWatch', 'alarms', 1, 0.1, 'cloudwatch'),
  dashboards: price('CloudWatch', 'dashboards', 1, 3, 'cloudwatch'),
  traces: price('X-Ray', 'traces', MILLION, 5, 'xray'),
  'web-acls': price('WAF', 'web ACLs', 1, 5, 'waf'),
  'web-acl-rules': price('WAF', 'rules and rule groups', 1, 1, 'waf'),
  'web-acl-requests': price('WAF', 'requests', MILLION, 0.6, 'waf'),
  'bucket-gb': price('S3', 'GB stored for a month', 1, 0.025, 's3'),
  'sent-gb': price('Data transfer', 'GB sent to the internet', 1, 0.114, 'ec2'),
};
