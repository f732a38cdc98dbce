import { CustomResource, Duration } from 'aws-cdk-lib';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';
import { PUBLISH_TRUSTSTORE } from '../entry-points.ts';
import { privateBucket } from './private-bucket.ts';
import { ServiceFunction } from './service-function.ts';
import { publishObjectStatements } from './statements.ts';

type TruststoreProps = {
  readonly deployment: AlarmedDeployment;
  /** PEMs of the CAs to trust. */
  readonly certificates: readonly string[];
  readonly accessLogs: Bucket;
};

const KEY = 'truststore.pem';

/** The CAs that a client-certificate host trusts, as an object in S3 with a version for each state. */
export class Truststore extends Construct {
  readonly bucket: Bucket;
  readonly key = KEY;
  /** The version that holds exactly the given certificates. */
  readonly version: string;

  constructor(scope: Construct, id: string, { deployment, certificates, accessLogs }: TruststoreProps) {
    super(scope, id);

    this.bucket = privateBucket(this, 'Bucket', {
      versioned: true,
      serverAccessLogsBucket: accessLogs,
      serverAccessLogsPrefix: 'truststore/',
    });

    const publish = new ServiceFunction(this, 'Publish', {
      deployment,
      entryPoint: PUBLISH_TRUSTSTORE,
      description: 'Writes the truststore of the client-certificate host when a deployment changes it',
      timeout: Duration.minutes(1),
    });
    publish.allow(...publishObjectStatements(this.bucket.bucketArn, KEY));

    const published = new CustomResource(this, 'Object', {
      resourceType: 'Custom::Truststore',
      serviceToken: publish.lambda.functionArn,
      // Lambda tries twice more, a minute and two minutes later.
      serviceTimeout: Duration.minutes(10),
      properties: { Bucket: this.bucket.bucketName, Key: KEY, Certificates: certificates },
    });
    // The function needs its grants when CloudFormation calls it.
    published.node.addDependency(publish, this.bucket);

    this.version = published.getAttString('Version');
  }
}
