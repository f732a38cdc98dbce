import * as z from 'zod';
import { knownProperties } from '../../edges/known-properties.ts';
import type { Assembly } from '../../template/assembly.ts';
import { busName } from '../../template/identity.ts';

/** What SES can tell of a mail, as templates name it; the local run has cause to tell the first two. */
const EVENT_TYPES = [
  'bounce',
  'complaint',
  'send',
  'reject',
  'delivery',
  'open',
  'click',
  'renderingFailure',
  'deliveryDelay',
  'subscription',
] as const;

const EventDestinationProperties = z.strictObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.string().optional(),
    Enabled: z.boolean().default(true),
    MatchingEventTypes: z.array(z.enum(EVENT_TYPES)),
    // Only the default bus is allowed.
    EventBridgeDestination: z.strictObject({ EventBusArn: z.string().refine((arn) => busName(arn) === 'default') }),
  }),
});

/**
 * Whether a configuration set of the template puts a kind of event on the default bus.
 *
 * @throws Refusal for a destination other than EventBridge's
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ses-configurationseteventdestination.html
 */
export function eventDestinations(
  assembly: Assembly,
): (configurationSet: string | undefined, type: 'bounce' | 'complaint') => boolean {
  const destinations = assembly
    .resources('AWS::SES::ConfigurationSetEventDestination')
    .map((resource) => knownProperties(EventDestinationProperties, resource));

  return (configurationSet, type) =>
    destinations.some(
      ({ ConfigurationSetName, EventDestination: { Enabled, MatchingEventTypes } }) =>
        ConfigurationSetName === configurationSet && Enabled && MatchingEventTypes.includes(type),
    );
}
