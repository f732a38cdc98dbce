import { SESv2Client, SendEmailCommand, type SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allow, assemblyOf, resource, role } from './hand-made.ts';
import { type LocalAws, removeDataDir, startLocalAws } from './local-aws.ts';

const SES = 'arn:aws:ses:ap-northeast-1:000000000000';
const assembly = assemblyOf(
  resource('AWS::SES::EmailIdentity', 'bank.example', `${SES}:identity/bank.example`),
  resource('AWS::SES::ConfigurationSet', 'mail', `${SES}:configuration-set/mail`),
  role(
    'mailer',
    allow('ses:SendEmail', [`${SES}:identity/bank.example`, `${SES}:configuration-set/mail`], {
      StringEquals: { 'ses:FromAddress': 'no-reply@bank.example' },
    }),
  ),
  role('anyone', allow('ses:*', '*')),
  role('without-set', allow('ses:SendEmail', `${SES}:identity/bank.example`)),
);

let local: LocalAws;

beforeAll(async () => {
  local = await startLocalAws(assembly);
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
  ['BadRequestException', { Destination: { ToAddresses: Array(51).fill('hanako@example.co.jp') } }],
  ['NotEmulatedByLocalRun', { Content: { Raw: { Data: Buffer.from('Subject: raw') } } }],
])('%s: what AWS refuses is kept nowhere (%j)', async (name, changes) => {
  const before = local.state.log('mailbox').newestFirst().length;

  await expect(send('anyone', changes)).rejects.toMatchObject({ name });
  expect(local.state.log('mailbox').newestFirst()).toHaveLength(before);
});
