import type { _Record as SdkRecord } from '@aws-sdk/client-dynamodb-streams';
import * as z from 'zod';

/** A stream record as Lambda hands it to functions. */
export type StreamRecord = {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly dynamodb: Readonly<Record<string, unknown>> & {
    readonly SequenceNumber: string;
    /** Seconds since 1970. */
    readonly ApproximateCreationDateTime: number;
  };
};

const Read = z.object({
  eventID: z.string(),
  eventName: z.string(),
  eventVersion: z.string(),
  dynamodb: z.looseObject({ SequenceNumber: z.string(), ApproximateCreationDateTime: z.date() }),
});

/**
 * A record read from DynamoDB Local, in the shape of Lambda's event.
 *
 * @param offsetMs how far the local time is ahead of the machine's, which DynamoDB Local writes down
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
export function lambdaRecord(
  record: SdkRecord,
  { region, streamArn, offsetMs }: { region: string; streamArn: string; offsetMs: number },
): StreamRecord {
  const { eventID, eventName, eventVersion, dynamodb } = Read.parse(record);
  const createdAt = dynamodb.ApproximateCreationDateTime.getTime() + offsetMs;

  return {
    eventID,
    eventName,
    eventVersion,
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    eventSourceARN: streamArn,
    dynamodb: {
      ...wireForm(dynamodb),
      SequenceNumber: dynamodb.SequenceNumber,
      ApproximateCreationDateTime: Math.floor(createdAt / 1000),
    },
  };
}

/** Binary values travel as base64. */
function wireForm(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(
    JSON.stringify(value, (_, part: unknown) => (part instanceof Uint8Array ? Buffer.from(part).toString('base64') : part)),
  );
}
