import { beforeAll, describe, expect, it } from 'vitest';
import { functionNamed, grantsOf, tableGrants } from './support/policies.ts';
import { only, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

const properties = (type: string) => deployment.all(type).map(({ definition }) => definition['Properties']);
const grants = (name: string) => grantsOf(deployment, functionNamed(deployment, name));

/** What a function may do, but for its log, its traces and the key of the table. */
function actionsBesideTheTable(name: string): string[] {
  return grants(name)
    .filter(({ condition }) => condition['ForAllValues:StringLike'] === undefined)
    .flatMap(({ actions }) => actions)
    .filter((action) => !/^(logs|xray|kms):/.test(action))
    .toSorted();
}

type State = {
  Type: string;
  Retry?: object[];
  Timestamp?: string;
  Choices?: object[];
  Items?: unknown;
  ItemProcessor?: { States: States };
};
type States = Readonly<Record<string, State>>;

/** The states of a machine, those within a map among them; what the template fills in later reads `…`. */
function statesOf(name: string): States {
  const machine = only(
    properties('AWS::StepFunctions::StateMachine').filter(({ StateMachineName }) => StateMachineName === name),
    name,
  );
  const parts: unknown[] = machine.DefinitionString['Fn::Join'][1];
  const { States: outer } = JSON.parse(parts.map((part) => (typeof part === 'string' ? part : '…')).join('')) as {
    States: States;
  };

  return Object.assign({}, outer, ...Object.values(outer).map(({ ItemProcessor }) => ItemProcessor?.States ?? {}));
}

const READ = ['dynamodb:BatchGetItem', 'dynamodb:GetItem'];

describe.each([
  ['business-id-order-expiry', 'order-expiry-requested', ['Expire']],
  ['business-id-revocation', 'revocation-requested', ['CloseOrders', 'Remove', 'Revoke']],
])('%s', (machine, event, tasks) => {
  it('is started by its own event of our own source', () => {
    const { id } = functionNamed(deployment, machine.replace('business-id-', 'business-id-start-workflow-'));
    const rules = properties('AWS::Events::Rule').filter(({ Targets }) => refersTo(Targets, id));

    expect(only(rules, 'rule').EventPattern).toEqual({ source: ['business-id.internal'], 'detail-type': [event] });
  });

  it('R-4 tries every task again for about a day, whatever it failed of', () => {
    const states = Object.entries(statesOf(machine)).filter(([, { Type }]) => Type === 'Task');

    expect(states.map(([name]) => name).toSorted()).toEqual(tasks);
    for (const [, { Retry }] of states) {
      expect(Retry).toEqual([
        {
          ErrorEquals: ['States.ALL'],
          IntervalSeconds: 2,
          BackoffRate: 2,
          MaxAttempts: 30,
          MaxDelaySeconds: 3_600,
          JitterStrategy: 'FULL',
        },
      ]);
    }
  });
});

describe('the expiry of orders', () => {
  it('X-2 waits until the orders of the batch end', () => {
    expect(statesOf('business-id-order-expiry')['UntilOrdersEnd']).toMatchObject({
      Type: 'Wait',
      Timestamp: '{% $states.input.expiresAt %}',
    });
  });

  it('X-2 may close orders and tell of it, and reads no certificate', () => {
    expect(tableGrants(grants('business-id-expire-orders'))).toEqual({
      'CERTIFICATE_ORDER#*': [...READ, 'dynamodb:UpdateItem'],
      'USER#*': READ,
      'SUBSCRIPTION#*': READ,
      'TENANT#*': READ,
      'OUTBOX#*': ['dynamodb:PutItem'],
      'MAIL#*': ['dynamodb:PutItem'],
    });
    expect(actionsBesideTheTable('business-id-expire-orders')).toEqual([]);
  });
});

describe('the revocation', () => {
  it('S-7 waits between closing the orders and revoking', () => {
    expect(statesOf('business-id-revocation')).toMatchObject({
      CloseOrders: { Next: 'UntilRevoking' },
      UntilRevoking: { Type: 'Wait', Timestamp: '{% $states.input.notBefore %}', Next: 'Revoke' },
    });
  });

  it('S-11 removes nothing but what was a cancelled subscription’s, once that is revoked', () => {
    const { Revoke, AnyItemsToRemove } = statesOf('business-id-revocation');

    expect(Revoke).toMatchObject({ Next: 'AnyItemsToRemove' });
    expect(AnyItemsToRemove).toMatchObject({
      Choices: [{ Condition: '{% $exists($revocation.wholeSubscription) %}', Next: 'Remove' }],
      Default: 'Revoked',
    });
    expect(tableGrants(grants('business-id-remove-certificates'))).toEqual({
      'SUBSCRIPTION#*': READ,
      'CERTIFICATE#*': ['dynamodb:DeleteItem', 'dynamodb:Query'],
      'CERTIFICATE_ORDER#*': ['dynamodb:DeleteItem', 'dynamodb:Query'],
    });
    expect(actionsBesideTheTable('business-id-remove-certificates')).toEqual([]);
  });

  it('S-6 U-8 what closes orders looks at who is live, and touches nothing but orders', () => {
    expect(tableGrants(grants('business-id-close-orders'))).toEqual({
      'CERTIFICATE_ORDER#*': ['dynamodb:DeleteItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
      'SUBSCRIPTION#*': READ,
      'TENANT#*': READ,
      'OUTBOX#*': ['dynamodb:PutItem'],
    });
    expect(actionsBesideTheTable('business-id-close-orders')).toEqual([]);
  });

  it('X-10 S-7 what revokes deletes nothing, issues nothing, and revokes at our CAs only', () => {
    expect(tableGrants(grants('business-id-revoke-certificates'))).toEqual({
      'CERTIFICATE#*': [...READ, 'dynamodb:PutItem', 'dynamodb:Query'],
      'SUBSCRIPTION#*': [...READ, 'dynamodb:PutItem'],
      'USER#*': READ,
      'TENANT#*': READ,
      'OUTBOX#*': ['dynamodb:PutItem'],
      'MAIL#*': ['dynamodb:PutItem'],
    });
    expect(actionsBesideTheTable('business-id-revoke-certificates')).toEqual(['acm-pca:RevokeCertificate']);

    const revoking = only(
      grants('business-id-revoke-certificates').filter(({ actions }) => actions.includes('acm-pca:RevokeCertificate')),
      'statement',
    );
    expect(revoking.resources).toHaveLength(deployment.all('AWS::ACMPCA::CertificateAuthority').length);
  });
});

describe('the renewal reminders', () => {
  const schedule = () => {
    const { id } = functionNamed(deployment, 'business-id-start-reminders');

    return only(
      properties('AWS::Scheduler::Schedule').filter(({ Target }) => refersTo(Target.Arn, id)),
      'schedule',
    );
  };

  it('X-7 go out every day, at nine in the morning in Tokyo', () => {
    expect(schedule()).toMatchObject({
      ScheduleExpression: 'cron(0 9 * * ? *)',
      ScheduleExpressionTimezone: 'Asia/Tokyo',
      FlexibleTimeWindow: { Mode: 'OFF' },
    });
  });

  it('R-4 are started again when that failed, as long as it is still morning', () => {
    expect(schedule().Target.RetryPolicy).toEqual({ MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 6 * 60 * 60 });
  });

  it('X-7 R-4 work on every shard at the same time, page by page, and try each page again for about a day', () => {
    const { EachShard, Remind, AllReminded } = statesOf('business-id-renewal-reminders');

    expect(EachShard).toMatchObject({ Type: 'Map', Items: '{% $states.input.shards %}' });
    expect(EachShard).not.toHaveProperty('MaxConcurrency');
    expect(Remind).toMatchObject({ Next: 'AllReminded', Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 30 }] });
    expect(AllReminded).toMatchObject({ Type: 'Choice', Default: 'Remind' });
  });

  it('X-7 are started by what may see what is due and start them, and read no item of the table itself', () => {
    expect(tableGrants(grants('business-id-start-reminders'))).toEqual({});
    expect(actionsBesideTheTable('business-id-start-reminders').filter((action) => !action.startsWith('sqs:'))).toEqual([
      'dynamodb:Query',
      'states:StartExecution',
    ]);
  });

  it('X-7 may open renewal orders and tell of them, and neither revoke nor delete', () => {
    expect(tableGrants(grants('business-id-remind-holders'))).toEqual({
      'CERTIFICATE#*': [...READ, 'dynamodb:PutItem'],
      'CERTIFICATE_ORDER#*': [...READ, 'dynamodb:PutItem'],
      'USER#*': [...READ, 'dynamodb:UpdateItem'],
      'SUBSCRIPTION#*': READ,
      'TENANT#*': READ,
      'OUTBOX#*': ['dynamodb:PutItem'],
      'MAIL#*': ['dynamodb:PutItem'],
    });
    expect(actionsBesideTheTable('business-id-remind-holders')).toEqual(['dynamodb:Query']);
  });

  it.each(['business-id-start-reminders', 'business-id-remind-holders'])(
    'X-7 %s queries the index of what waits only',
    (name) => {
      const query = only(
        grants(name).filter(({ actions }) => actions.includes('dynamodb:Query')),
        'query',
      );

      expect(query.resources).toHaveLength(1);
      expect(JSON.stringify(query.resources)).toContain('/index/waiting');
    },
  );
});

it('X-2 X-7 X-10 nothing that runs in the background computes a secret, of any purpose: that is the mailer’s', () => {
  for (const name of [
    'expire-orders',
    'close-orders',
    'revoke-certificates',
    'remove-certificates',
    'start-reminders',
    'remind-holders',
  ]) {
    expect(grants(`business-id-${name}`).flatMap(({ actions }) => actions)).not.toContain('kms:GenerateMac');
  }
});
