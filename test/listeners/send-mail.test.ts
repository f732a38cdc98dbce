import {
  AccountSuspendedException,
  BadRequestException,
  InternalServiceErrorException,
  LimitExceededException,
  MailFromDomainNotVerifiedException,
  MessageRejected,
  NotFoundException,
  SESv2Client,
  SendEmailCommand,
  SendingPausedException,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { mailRequests } from '../../functions/adapters/dynamodb/mail-jobs.ts';
import { mailSender } from '../../functions/adapters/ses/send-mail.ts';
import { sendMail } from '../../functions/listeners/send-mail.ts';
import { type MailJob, mailJob } from '../../functions/mail/mail-job.ts';
import { logger } from '../../functions/runtime/logger.ts';

const ses = mockClient(SESv2Client);

const [request] = mailRequests({ mailId: 'mail', tenantId: 'aoba', requestedAt: '2026-12-01T01:20:00.000Z' }, [0]);

const invitation = mailJob('invitation', {
  to: 'hanako@example.co.jp',
  userId: '1453935789',
  language: 'ja',
  data: {
    recipient: 'user',
    name: '青葉 花子',
    tenantName: 'アオバ商事株式会社',
    userId: '1453935789',
    validDays: '14',
    validUntil: '2026-12-15T01:20:00.000Z',
  },
  derivedFrom: { causeId: 'cause', userId: '1453935789' },
  sendBefore: '2026-12-15T01:20:00.000Z',
});

/** A mailer with its jobs in memory. */
function mailer(job: MailJob | undefined, now = '2026-12-01T01:20:02.000Z') {
  const jobs = new Map(job === undefined ? [] : [['mail/0', job]]);

  const counts: string[] = [];

  const dependencies = {
    jobs: {
      read: async (mailId: string, position: number) => jobs.get(`${mailId}/${position}`),
      remove: async (mailId: string, position: number) => void jobs.delete(`${mailId}/${position}`),
    },
    secrets: {
      temporaryLoginPassword: async (causeId: string, userId: string) => `password-of-${causeId}-${userId}`,
      mailToken: async () => '123456',
      resetCode: async () => '12345678',
      orderToken: async () => 'YTAtCBxB2uVDy5vW0uKx5sjQ9z3aPz4L3JvBqJ2mN0k',
    },
    sender: mailSender(),
    consoleUrl: 'https://console.example.co.jp/',
    count: (...names: readonly string[]) => void counts.push(...names),
    clock: { now: () => new Date(now) },
  };

  return { jobs, counts, deliver: (detail: unknown = request) => sendMail(detail, dependencies) };
}

const sent = () => ses.commandCalls(SendEmailCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  vi.stubEnv('MAIL_FROM', 'no-reply@bank.example.co.jp');
  vi.stubEnv('MAIL_CONFIGURATION_SET', 'transactional');
});

afterEach(() => {
  ses.reset();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it('U-4 sends the mail with the secret derived for it, in text and HTML, and forgets the job', async () => {
  ses.on(SendEmailCommand).resolves({ MessageId: 'm' });
  const { jobs, counts, deliver } = mailer(invitation);

  await deliver();

  const body = sent()[0]?.Content?.Simple?.Body;
  expect(sent()[0]).toMatchObject({
    FromEmailAddress: 'no-reply@bank.example.co.jp',
    ConfigurationSetName: 'transactional',
    Destination: { ToAddresses: ['hanako@example.co.jp'] },
  });
  expect(body?.Text?.Data).toContain('\nTemporary login password: password-of-cause-1453935789\n');
  expect(body?.Html?.Data).toContain('<li>Temporary login password: password-of-cause-1453935789</li>');
  expect(jobs.size).toBe(0);
  expect(counts).toEqual(['MailsSent']);
});

it('R-4 keeps the job and throws when SES throttles, so that the request is delivered again', async () => {
  ses
    .on(SendEmailCommand)
    .rejectsOnce(new TooManyRequestsException({ message: 'slow down', $metadata: {} }))
    .resolves({});
  const { jobs, deliver } = mailer(invitation);

  await expect(deliver()).rejects.toThrow('TooManyRequestsException');
  expect(jobs.size).toBe(1);

  await deliver();
  expect(jobs.size).toBe(0);
});

it('R-4 a mail sent twice is identical', async () => {
  ses.on(SendEmailCommand).rejectsOnce(new Error('the answer was lost')).resolves({});
  const { deliver } = mailer(invitation);

  await expect(deliver()).rejects.toThrow();
  await deliver();

  expect(sent()).toHaveLength(2);
  expect(sent()[1]).toEqual(sent()[0]);
});

it('R-4 sends nothing for a job that is done', async () => {
  await mailer(undefined).deliver();

  expect(sent()).toEqual([]);
});

it('drops late mail: what it carries is no longer good', async () => {
  const { jobs, counts, deliver } = mailer(invitation, '2026-12-15T01:20:00.001Z');

  await deliver();

  expect(sent()).toEqual([]);
  expect(jobs.size).toBe(0);
  expect(counts).toEqual(['MailsTooLate']);
});

const about = { message: 'Illegal address: hanako@example.co.jp', $metadata: { requestId: 'r-1' } };

it.each([new MessageRejected(about), new BadRequestException(about)])(
  'R-4 drops at once what SES refuses for good ($name), and says so without the address',
  async (refusal) => {
    ses.on(SendEmailCommand).rejects(refusal);
    const log = vi.spyOn(logger, 'error');
    const { jobs, counts, deliver } = mailer(invitation);

    await deliver();
    await deliver();

    expect(jobs.size).toBe(0);
    expect(counts).toEqual(['MailsRefused']);
    expect(sent()).toHaveLength(1);
    expect(log.mock.calls).toEqual([
      ['MAIL_REFUSED', { mailId: 'mail', position: 0, template: 'invitation', reason: refusal.name }],
    ]);
  },
);

const unverified = 'Email address is not verified. The following identities failed the check in region AP-NORTHEAST-1: bank';

it.each([
  new MessageRejected({ ...about, message: unverified }),
  new AccountSuspendedException(about),
  new InternalServiceErrorException(about),
  new LimitExceededException(about),
  new MailFromDomainNotVerifiedException(about),
  new NotFoundException(about),
  new SendingPausedException(about),
  new TooManyRequestsException(about),
  new Error('socket hang up'),
])('R-4 keeps the job when it is not the mail that SES refuses ($name: $message)', async (fault) => {
  ses.on(SendEmailCommand).rejects(fault);
  const { jobs, counts, deliver } = mailer(invitation);

  await expect(deliver()).rejects.toThrow(fault.name);
  expect(jobs.size).toBe(1);
  expect(counts).toEqual([]);
});

it('C-12 what fails names no address, though the message of SES does', async () => {
  ses.on(SendEmailCommand).rejects(new TooManyRequestsException(about));
  const log = vi.spyOn(logger, 'error');

  const failure = await mailer(invitation)
    .deliver()
    .then(
      () => undefined,
      (error: Error) => error,
    );

  expect(failure?.message).toBe('TooManyRequestsException');
  expect(failure?.cause).toBeUndefined();
  expect(log.mock.calls).toEqual([
    [
      'MAIL_NOT_SENT',
      { mailId: 'mail', position: 0, error: 'TooManyRequestsException', awsRequestId: 'r-1', at: expect.any(String) },
    ],
  ]);
  expect(`${failure?.stack}${JSON.stringify(failure)}${JSON.stringify(log.mock.calls)}`).not.toContain('hanako');
});

it('refuses a request that is no mail-requested event', async () => {
  const { jobs, deliver } = mailer(invitation);

  await expect(deliver({ ...request, type: 'user-added' })).rejects.toThrow();
  expect(jobs.size).toBe(1);
});
