import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption, type BucketProps } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';

/** A bucket for nobody but whom its policy names, over TLS only. It stays when its stack is deleted: it would not be empty. */
export function privateBucket(scope: Construct, id: string, props: BucketProps): Bucket {
  return new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
    ...props,
  });
}

/** Where S3 leaves the access logs of other buckets, for as long as log groups keep theirs. */
export function accessLogBucket(scope: Construct, id: string, { settings }: Deployment): Bucket {
  const bucket = privateBucket(scope, id, { lifecycleRules: [{ expiration: Duration.days(settings.logRetentionDays) }] });

  Validations.of(bucket).acknowledge({
    id: 'AwsSolutions-S1',
    reason: 'It is where access logs go; logging its own access would write to it without end',
  });

  return bucket;
}
