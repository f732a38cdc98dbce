import { beforeAll, describe, expect, it } from 'vitest';
import { statementsOf } from './support/policies.ts';
import { type Resource, refersTo, type Synthesized, synthesized } from './support/synthesized.ts';

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

/** Whether the resource's policy denies what does not come over TLS. */
function takesTlsOnly({ stack, id }: Resource, policyType: string): boolean {
  return deployment
    .all(policyType)
    .filter((policy) => policy.stack === stack && refersTo(policy.definition['Properties'], id))
    .flatMap(({ definition }) => statementsOf(definition['Properties'].PolicyDocument))
    .some(({ effect, condition }) => effect === 'Deny' && condition['Bool']?.['aws:SecureTransport'] === 'false');
}

describe('what lies somewhere is encrypted there, and travels over TLS', () => {
  it('decision 28: every key of ours that can be rotated is', () => {
    const symmetric = deployment
      .all('AWS::KMS::Key')
      .filter(({ definition }) => definition['Properties'].KeyUsage !== 'GENERATE_VERIFY_MAC');

    expect(symmetric).toHaveLength(2);
    for (const { id, definition } of symmetric) expect(definition['Properties'].EnableKeyRotation, id).toBe(true);
  });

  it('decision 28: every bucket is encrypted, closed to the public, and stays', () => {
    const buckets = deployment.all('AWS::S3::Bucket');

    expect(buckets).toHaveLength(4);
    for (const bucket of buckets) {
      expect(bucket.definition, bucket.id).toMatchObject({
        DeletionPolicy: 'Retain',
        Properties: {
          BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
          PublicAccessBlockConfiguration: {
            BlockPublicAcls: true,
            BlockPublicPolicy: true,
            IgnorePublicAcls: true,
            RestrictPublicBuckets: true,
          },
        },
      });
      expect(takesTlsOnly(bucket, 'AWS::S3::BucketPolicy'), bucket.id).toBe(true);
    }
  });

  it('decision 28: every queue is encrypted, and the topic of alarms depends on no key that could be switched off', () => {
    const [topic, ...others] = deployment.all('AWS::SNS::Topic');

    for (const queue of deployment.all('AWS::SQS::Queue')) {
      expect(queue.definition['Properties'].SqsManagedSseEnabled, queue.id).toBe(true);
      expect(takesTlsOnly(queue, 'AWS::SQS::QueuePolicy'), queue.id).toBe(true);
    }
    expect(others).toEqual([]);
    expect(topic?.definition['Properties']?.KmsMasterKeyId).toBeUndefined();
    expect(topic && takesTlsOnly(topic, 'AWS::SNS::TopicPolicy')).toBe(true);
  });
});

it('the first message in any dead-letter queue raises an alarm, and is kept for two weeks', () => {
  const queues = deployment.all('AWS::SQS::Queue');
  const alarms = deployment.all('AWS::CloudWatch::Alarm');

  expect(queues.length).toBeGreaterThan(10);
  for (const { stack, id, definition } of queues) {
    const own = alarms.filter((alarm) => alarm.stack === stack && refersTo(alarm.definition['Properties'].Dimensions, id));

    expect(
      own.map((alarm) => alarm.definition['Properties']),
      id,
    ).toMatchObject([{ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1, EvaluationPeriods: 1 }]);
    expect(definition['Properties'].MessageRetentionPeriod, id).toBe(14 * 24 * 60 * 60);
  }
});
