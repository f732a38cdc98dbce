import { describe, expect, it } from 'vitest';
import { settings } from '../../infra/settings.ts';
import { readSettings, WrongSettings } from '../../infra/settings-schema.ts';
import { synthesized } from './support/synthesized.ts';

const AUTHORITIES = settings.certificateAuthorities;
const PRODUCT = readSettings(settings).product;

describe('wrong settings fail with a line that names the setting', () => {
  it.each([
    ['name', { name: 'Business ID' }, 'infra/settings.ts: name: must be 3 to 21 of a-z, 0-9 and -, beginning with a letter'],
    ['region', { region: 'tokyo' }, 'infra/settings.ts: region: must be the name of an AWS region'],
    ['consoleUrl', { consoleUrl: 'http://console.example.co.jp' }, 'infra/settings.ts: consoleUrl: must be an https URL'],
    [
      'mail.from',
      { mail: { domain: 'example.co.jp', from: 'bank@example.com' } },
      'infra/settings.ts: mail.from: must be an address of mail.domain',
    ],
    [
      'domains.hostedZone.id',
      { domains: { ...settings.domains, hostedZone: { id: '/hostedzone/Z1', name: 'business-id.example.co.jp' } } },
      'infra/settings.ts: domains.hostedZone.id: must be the ID of a Route 53 hosted zone',
    ],
    [
      'domains.api',
      { domains: { ...settings.domains, api: 'api.example.com' } },
      'infra/settings.ts: domains.api: must be a host in domains.hostedZone',
    ],
    [
      'domains.clientCertificates',
      { domains: { ...settings.domains, clientCertificates: settings.domains.api } },
      'infra/settings.ts: domains.clientCertificates: must be another host than domains.api',
    ],
    [
      'certificateAuthorities.generations',
      { certificateAuthorities: { generations: [], issuing: 'ca-1' } },
      /^infra\/settings\.ts: certificateAuthorities\.generations: /,
    ],
    [
      'certificateAuthorities.generations with one name twice',
      { certificateAuthorities: { ...AUTHORITIES, generations: [...AUTHORITIES.generations, ...AUTHORITIES.generations] } },
      'infra/settings.ts: certificateAuthorities.generations: must have names of their own',
    ],
    [
      'certificateAuthorities.generations.0.validYears',
      { certificateAuthorities: { ...AUTHORITIES, generations: [{ name: 'ca-1', validYears: 1 }] } },
      /^infra\/settings\.ts: certificateAuthorities\.generations\.0\.validYears: /,
    ],
    [
      'certificateAuthorities.issuing',
      { certificateAuthorities: { ...AUTHORITIES, issuing: 'ca-2' } },
      'infra/settings.ts: certificateAuthorities.issuing: must be one of certificateAuthorities.generations',
    ],
    [
      'operatorRoleArns.1',
      { operatorRoleArns: [...settings.operatorRoleArns, 'arn:aws:iam::000000000000:user/somebody'] },
      'infra/settings.ts: operatorRoleArns.1: must be the ARN of an IAM role',
    ],
    [
      'logRetentionDays',
      { logRetentionDays: 100 },
      /^infra\/settings\.ts: logRetentionDays: must be one of CloudWatch's: 1, 3, 5/,
    ],
    ['alarmEmail', { alarmEmail: 'nobody' }, /^infra\/settings\.ts: alarmEmail: /],
    ['removal', { removal: 'keep' }, /^infra\/settings\.ts: removal: /],
    ['throttling.burst', { throttling: { ratePerSecond: 1, burst: 0 } }, /^infra\/settings\.ts: throttling\.burst: /],
    [
      'requestsPerMinute.loginsPerSource',
      { requestsPerMinute: { perSource: 100, loginsPerSource: 9 } },
      /^infra\/settings\.ts: requestsPerMinute\.loginsPerSource: /,
    ],
    [
      'requestsPerMinute.loginsPerSource above all requests',
      { requestsPerMinute: { perSource: 100, loginsPerSource: 101 } },
      'infra/settings.ts: requestsPerMinute.loginsPerSource: must not be above requestsPerMinute.perSource',
    ],
    [
      'certificateAuthorities.generations.1.validYears, not enough for one certificate',
      {
        certificateAuthorities: { generations: [AUTHORITIES.generations[0], { name: 'ca-2', validYears: 2 }], issuing: 'ca-2' },
        product: { certificateDays: 730 },
      },
      'infra/settings.ts: certificateAuthorities.generations.1.validYears: must be longer than product.certificateDays',
    ],
    [
      'certificatesPerSecond.issued, too few for two functions',
      { certificatesPerSecond: { issued: 1, revoked: 20 } },
      /^infra\/settings\.ts: certificatesPerSecond\.issued: /,
    ],
    ['product.usersPerTenant', { product: { usersPerTenant: 101 } }, /^infra\/settings\.ts: product\.usersPerTenant: /],
    ['operatorRoleArns', { operatorRoleArns: [] }, /^infra\/settings\.ts: operatorRoleArns: /],
  ])('%s', (_setting, wrong, line) => {
    expect(() => readSettings({ ...settings, ...wrong })).toThrow(line);
  });

  it.each([
    [{ loginPasswordLength: { min: 11, max: 10 } }, 'loginPasswordLength: min is above max'],
    [{ transactionPasswordLength: { min: 11, max: 10 } }, 'transactionPasswordLength: min is above max'],
    [{ mailToken: { ...PRODUCT.mailToken, wrongInARow: 4 } }, 'mailToken.wrongInARow: must not be below mailToken.tries'],
    [{ session: { idleMinutes: 120, absoluteHours: 2 } }, 'session.idleMinutes: must be less than session.absoluteHours'],
    [{ renewalReminderDays: [7, 14] }, 'renewalReminderDays: must be from many days to few'],
    [{ renewalReminderDays: [7, 7] }, 'renewalReminderDays: must be from many days to few'],
    [{ certificateDays: 30 }, 'renewalReminderDays: must begin with fewer days than certificateDays'],
  ])('of the product, against another: %j', (product, line) => {
    expect(() => readSettings({ ...settings, product })).toThrow(new WrongSettings(`infra/settings.ts: product.${line}`));
  });

  it('a setting nobody knows', () => {
    expect(() => readSettings({ ...settings, colour: 'green' })).toThrow(/^infra\/settings\.ts: settings: .*colour/);
  });

  it('two at once, a line each', () => {
    const wrong = { ...settings, name: '', removal: 'keep' };

    expect(() => readSettings(wrong)).toThrow(WrongSettings);
    expect(() => readSettings(wrong)).toThrow(/name: .*\n.*removal: /);
  });
});

it('the product has its documented limits unless a setting says otherwise', () => {
  const { product } = readSettings({ ...settings, product: { usersPerTenant: 20 } });

  expect(product).toMatchObject({ usersPerTenant: 20, groupsPerTenant: 100, session: { idleMinutes: 15, absoluteHours: 12 } });
});

describe('a trial deployment', () => {
  const trial = synthesized({ name: 'trial', removal: 'destroy', alarmEmail: 'ops@example.co.jp', region: 'eu-central-1' });

  it('has names of its own, so that it fits beside another', () => {
    const names = ['AWS::Lambda::Function', 'AWS::Logs::LogGroup', 'AWS::Events::EventBus', 'AWS::ApiGateway::RestApi'].flatMap(
      (type) =>
        trial.all(type).map(({ definition }) => {
          const { FunctionName, LogGroupName, Name } = definition['Properties'];

          return FunctionName ?? LogGroupName ?? Name;
        }),
    );

    expect(trial.stacks.filter((stack) => !stack.startsWith('trial-'))).toEqual([]);
    expect(names.filter((name) => JSON.stringify(name)?.includes('business-id'))).toEqual([]);
  });

  it('can be deleted', () => {
    const table = trial.all('AWS::DynamoDB::Table')[0]?.definition;

    expect(table).toMatchObject({ DeletionPolicy: 'Delete', Properties: { DeletionProtectionEnabled: false } });
  });

  it('mails its alarms', () => {
    expect(trial.all('AWS::SNS::Subscription').map(({ definition }) => definition['Properties'])).toEqual([
      expect.objectContaining({ Protocol: 'email', Endpoint: 'ops@example.co.jp' }),
    ]);
  });
});
