import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TakenEvent } from '../../../local/aws/eventbridge/eventbridge-service.ts';
import { allow, assemblyOf, resource, role } from './hand-made.ts';
import { type LocalAws, removeDataDir, startLocalAws } from './local-aws.ts';

const SES = 'arn:aws:ses:ap-northeast-1:000000000000';
const assembly = assemblyOf(
  resource('AWS::SES::EmailIdentity', 'bank.example', `${SES}:identity/bank.example`),
  resource('AWS::SES::ConfigurationSet', 'mail', `${SES}:configuration-set/mail`),
  resource('AWS::SES::ConfigurationSet', 'told', `${SES}:configuration-set/told`),
  destination('told', { MatchingEventTypes: ['bounce', 'complaint'] }),
  resource('AWS::SES::ConfigurationSet', 'bounces', `${SES}:configuration-set/bounces`),
  destination('bounces', { MatchingEventTypes: ['bounce', 'send'] }),
  resource('AWS::SES::ConfigurationSet', 'off', `${SES}:configuration-set/off`),
  destination('off', { MatchingEventTypes: ['bounce', 'complaint'], Enabled: false }),
  role(
    'mailer',
    allow('ses:SendEmail', [`${SES}:identity/bank.example`, `${SES}:configuration-set/mail`], {
      StringEquals: { 'ses:FromAddress': 'no-reply@bank.example' },
    }),
  ),
  role('anyone', allow('ses:*', '*')),
  role('without-set', allow('ses:SendEmail', `${SES}:identity/bank.example`)),
);

/** Where events of a configuration set go. */
function destination(ConfigurationSetName: string, changes: object, bus = 'default') {
  const EventBridgeDestination = { EventBusArn: `arn:aws:events:ap-northeast-1:000000000000:event-bus/${bus}` };

  return resource('AWS::SES::ConfigurationSetEventDestination', `${ConfigurationSetName}|Feedback`, '', {
    ConfigurationSetName,
    EventDestination: { EventBridgeDestination, ...changes },
  });
}

let local: LocalAws;
const taken: TakenEvent[] = [];

beforeAll(async () => {
  local = await startLocalAws(assembly);
  local.aws.onEvents((events) => taken.push(...events));
});

afterAll(async () => {
  await local.stop();
  removeDataDir(local.dataDir);
});

const mail: SendEmailCommandInput = {
  FromEmailAddress: 'Bank <no-reply@bank.example>',
  Destination: { ToAddresses: ['hanako@example.co.jp'] },
  ConfigurationSetName: 'mail',
  Content: { Simple: { Subject: { Data: '件名' }, Body: { Text: { Data: 'User ID: 1' }, Html: { Data: '<p>User ID: 1</p>' } } } },
};
const send = (role: string, changes: Partial<SendEmailCommandInput> = {}) =>
  new SESv2Client(local.as(role)).send(new SendEmailCommand({ ...mail, ...changes }));

// https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
it('an accepted mail is kept under the ID that was answered, at the local time', async () => {
  await local.clock.advance(365 * 86_400_000);
  const before = local.clock.now();
  const { MessageId } = await send('mailer');

  const [kept] = local.state.log<{ sentAt: string }>('mailbox').newestFirst();
  expect(kept).toEqual({
    id: MessageId,
    to: ['hanako@example.co.jp'],
    subject: '件名',
    text: 'User ID: 1',
    html: '<p>User ID: 1</p>',
    sentAt: expect.any(String),
  });
  expect(new Date(kept?.sentAt ?? 0).getTime()).toBeGreaterThanOrEqual(before.getTime());
});

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsimpleemailservicev2.html
it('sending needs the right to identity and configuration set, under the condition on the address', async () => {
  await expect(send('mailer', { FromEmailAddress: 'boss@bank.example' })).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
  await expect(send('without-set')).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

it.each<[string, Partial<SendEmailCommandInput>]>([
  ['MessageRejected', { FromEmailAddress: 'no-reply@elsewhere.example' }],
  ['NotFoundException', { ConfigurationSetName: 'none' }],
  ['BadRequestException', { Destination: { ToAddresses: [] } }],
  ['BadRequestException', { Destination: { ToAddresses: ['nobody'] } }],
  ['BadRequestException', { EmailTags: [{ Name: 'to', Value: 'hanako@example.co.jp' }] }],
  ['BadRequestException', { Destination: { ToAddresses: Array(51).fill('hanako@example.co.jp') } }],
  ['NotEmulatedByLocalRun', { Content: { Raw: { Data: Buffer.from('Subject: raw') } } }],
])('%s: what AWS refuses is kept nowhere (%j)', async (name, changes) => {
  const before = local.state.log('mailbox').newestFirst().length;

  await expect(send('anyone', changes)).rejects.toMatchObject({ name });
  expect(local.state.log('mailbox').newestFirst()).toHaveLength(before);
});

const toSimulator = (scenario: string, ConfigurationSetName?: string): Partial<SendEmailCommandInput> => ({
  Destination: { ToAddresses: [`${scenario}@simulator.amazonses.com`] },
  ConfigurationSetName,
  EmailTags: [{ Name: 'userId', Value: '1453935789' }],
});

// https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
it.each([
  ['bounce', 'Email Bounced', { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'General' } }],
  ['bounce+hanako', 'Email Bounced', { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'General' } }],
  ['suppressionlist', 'Email Bounced', { eventType: 'Bounce', bounce: { bounceType: 'Permanent', bounceSubType: 'Suppressed' } }],
  ['Complaint+1', 'Email Complaint Received', { eventType: 'Complaint', complaint: { complaintFeedbackType: 'abuse' } }],
])(
  'a mail to %s of the mailbox simulator is kept, and told on the default bus with its tags',
  async (scenario, detailType, told) => {
    const mail = toSimulator(scenario, 'told');
    const { MessageId } = await send('anyone', mail);

    expect(taken.splice(0)).toMatchObject([
      {
        bus: 'default',
        event: {
          source: 'aws.ses',
          'detail-type': detailType,
          detail: {
            ...told,
            mail: {
              messageId: MessageId,
              destination: mail.Destination?.ToAddresses,
              tags: { 'ses:configuration-set': ['told'], userId: ['1453935789'] },
            },
          },
        },
      },
    ]);
    expect(local.state.log('mailbox').newestFirst()[0]).toMatchObject({ id: MessageId });
  },
);

it.each([
  ['the scenario says that it arrives', toSimulator('success', 'told')],
  ['the address is no simulator', { ...toSimulator('bounce', 'told'), Destination: { ToAddresses: ['bounce@example.co.jp'] } }],
  ['there is no configuration set', toSimulator('bounce')],
  ['its configuration set has no destination', toSimulator('bounce', 'mail')],
  ['its destination does not match', toSimulator('complaint', 'bounces')],
  ['its destination is switched off', toSimulator('bounce', 'off')],
])('nothing is told of a mail if %s', async (_, changes) => {
  await send('anyone', changes);

  expect(taken.splice(0)).toEqual([]);
});

it.each([
  ['another bus than the default one', destination('mail', { MatchingEventTypes: ['bounce'] }, 'main')],
  ['a topic', destination('mail', { MatchingEventTypes: ['bounce'], SnsDestination: { TopicARN: 'arn' } })],
])('an event destination that is %s stops the start', async (_, wrong) => {
  await expect(startLocalAws(assemblyOf(wrong))).rejects.toMatchObject({ name: 'Refusal' });
});
