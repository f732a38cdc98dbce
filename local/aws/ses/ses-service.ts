import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { LocalClock } from '../../clock.ts';
import type { State } from '../../state.ts';
import type { Assembly, Resource } from '../../template/assembly.ts';
import { AwsError, NotEmulatedError } from '../aws-error.ts';
import { type BusEvent, busEvent } from '../eventbridge/entries.ts';
import type { TakeEvents } from '../eventbridge/eventbridge-service.ts';
import { restJson } from '../protocol.ts';
import { inputOf, type Permission, type Service } from '../service.ts';
import { eventDestinations } from './event-destinations.ts';
import { simulated } from './mailbox-simulator.ts';

/** A mail that was sent, as the local mailbox keeps and shows it. */
export type SentMail = {
  readonly id: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** RFC 3339, by the local clock. */
  readonly sentAt: string;
};

const Addresses = z.array(z.string()).default([]);
const Part = z.object({ Data: z.string(), Charset: z.string().optional() });

const SendEmailInput = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: Addresses, CcAddresses: Addresses, BccAddresses: Addresses }),
  ConfigurationSetName: z.string().optional(),
  EmailTags: z.array(z.object({ Name: z.string(), Value: z.string() })).default([]),
  Content: z.object({
    Simple: z
      .object({
        Subject: Part,
        Body: z.object({ Text: Part.optional(), Html: Part.optional() }),
        Attachments: z.array(z.unknown()).default([]),
      })
      .optional(),
  }),
});
type SendEmailInput = z.output<typeof SendEmailInput>;

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MAX_RECIPIENTS = 50;

/** https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html */
const TAG = /^[A-Za-z0-9_-]{1,256}$/;

/**
 * SES v2 as far as it is used: SendEmail with a simple content. Mail is kept in the log `mailbox` and never leaves the machine. What
 * the mailbox simulator sends back is put on the default bus, where a configuration set says so.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 */
export function sesService({
  assembly,
  clock,
  state,
  take,
}: {
  assembly: Assembly;
  clock: LocalClock;
  state: State;
  take: TakeEvents;
}): Service {
  const protocol = restJson({ 'POST /v2/email/outbound-emails': 'SendEmail' });
  const identities = new Map(assembly.resources('AWS::SES::EmailIdentity').map((identity) => [identity.physicalId, identity]));
  const mailbox = state.log<SentMail>('mailbox');
  const isTold = eventDestinations(assembly);

  /** The identity of the address itself, of its domain, or of a domain above. */
  function identityFor(address: string): Resource | undefined {
    const labels = (address.split('@').at(-1) ?? '').toLowerCase().split('.');
    const domains = labels.map((_, index) => labels.slice(index).join('.'));

    return [address, ...domains].map((name) => identities.get(name)).find((identity) => identity !== undefined);
  }

  function permissionsFor({ FromEmailAddress, ConfigurationSetName, Destination }: SendEmailInput): Permission[] {
    const from = addressOf(FromEmailAddress);
    const prefix = `arn:aws:ses:${assembly.region}:${assembly.accountId}`;
    const context = { 'ses:FromAddress': [from], 'ses:Recipients': recipientsOf(Destination) };
    const resources = [
      identityFor(from)?.arn ?? `${prefix}:identity/${from}`,
      ...(ConfigurationSetName === undefined ? [] : [`${prefix}:configuration-set/${ConfigurationSetName}`]),
    ];

    return resources.map((resource) => ({ action: 'ses:SendEmail', resource, context }));
  }

  function send({ FromEmailAddress, ConfigurationSetName, EmailTags, Destination, Content }: SendEmailInput): SentMail {
    if (!Content.Simple || Content.Simple.Attachments.length > 0) {
      throw new NotEmulatedError('mails other than of simple content without attachments');
    }
    const { Subject, Body } = Content.Simple;
    const from = addressOf(FromEmailAddress);
    const to = recipientsOf(Destination);

    if (!identityFor(from)) throw notVerified(from, assembly.region);
    if (ConfigurationSetName !== undefined && !assembly.resource(ConfigurationSetName, 'AWS::SES::ConfigurationSet')) {
      throw new AwsError('NotFoundException', `Configuration set <${ConfigurationSetName}> does not exist.`, { status: 404 });
    }
    if (to.length === 0) throw new AwsError('BadRequestException', 'Must have at least one recipient');
    if (to.length > MAX_RECIPIENTS) throw new AwsError('BadRequestException', `Recipient count exceeds ${MAX_RECIPIENTS}.`);
    if (!to.every((address) => /^[^\s@]+@[^\s@]+$/.test(addressOf(address)))) {
      throw new AwsError('BadRequestException', `Missing final '@domain'`);
    }
    if (!EmailTags.every(({ Name, Value }) => TAG.test(Name) && TAG.test(Value))) {
      throw new AwsError('BadRequestException', 'Invalid tag: only letters, digits, _ and - are allowed');
    }

    return {
      id: `${randomBytes(8).toString('hex')}-${randomUUID()}-000000`,
      to,
      subject: Subject.Data,
      text: Body.Text?.Data ?? '',
      html: Body.Html?.Data ?? '',
      sentAt: clock.now().toISOString(),
    };
  }

  /**
   * What comes back of a mail, one event for each recipient it does of.
   * https://docs.aws.amazon.com/ses/latest/dg/monitoring-eventbridge.html
   */
  function feedbackOf(
    { id, to, sentAt }: SentMail,
    { FromEmailAddress, ConfigurationSetName, EmailTags }: SendEmailInput,
  ): BusEvent[] {
    const tags = [{ Name: 'ses:configuration-set', Value: ConfigurationSetName }, ...EmailTags];
    const mail = {
      timestamp: sentAt,
      source: FromEmailAddress,
      sendingAccountId: assembly.accountId,
      messageId: id,
      destination: to,
      tags: Object.fromEntries(tags.map(({ Name, Value }) => [Name, [Value]])),
    };

    return to.flatMap((address) => {
      const feedback = simulated(addressOf(address), sentAt);
      if (feedback === undefined || !isTold(ConfigurationSetName, feedback.type)) return [];

      const { detailType, content } = feedback;
      return busEvent({ source: 'aws.ses', detailType, detail: { ...content, mail } }, clock.now(), assembly);
    });
  }

  return {
    protocol,
    actions: {
      SendEmail: (request) => {
        const input = inputOf(SendEmailInput, request);
        return {
          permissions: permissionsFor(input),
          run: async () => {
            const mail = send(input);
            state.transaction(() => {
              mailbox.append(mail);
              take(feedbackOf(mail, input).map((event) => ({ bus: 'default', event })));
            });
            return protocol.answer({ MessageId: mail.id });
          },
        };
      },
    },
  };
}

function recipientsOf({ ToAddresses, CcAddresses, BccAddresses }: SendEmailInput['Destination']): string[] {
  return [...ToAddresses, ...CcAddresses, ...BccAddresses];
}

/** The address within `Name <address>`. */
function addressOf(mailbox: string): string {
  return /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox;
}

function notVerified(address: string, region: string): AwsError {
  return new AwsError(
    'MessageRejected',
    `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}: ${address}`,
  );
}
