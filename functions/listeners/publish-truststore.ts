import { X509Certificate } from 'node:crypto';
import type { CloudFormationCustomResourceEvent, Context } from 'aws-lambda';
import * as z from 'zod';
import { answerCloudFormation, type CustomResourceOutcome } from '../adapters/cloudformation/answer.ts';
import { type ObjectPublisher, objectPublisher } from '../adapters/s3/publish-object.ts';
import { describeError } from '../runtime/describe-error.ts';
import { LOG } from '../runtime/log-codes.ts';
import { logger } from '../runtime/logger.ts';

type TruststoreDependencies = { objects: ObjectPublisher; answer: typeof answerCloudFormation };

/** What the stack asks for: the certificates, as PEM, that the object in S3 has to hold. */
const Properties = z.object({ Bucket: z.string().min(1), Key: z.string().min(1), Certificates: z.array(z.string()).min(1) });

/**
 * Writes the truststore that a client-certificate host is pinned to, and answers CloudFormation its `Uri` and `Version`.
 * Whatever goes wrong is answered as well: a deployment that got no answer would wait for its timeout.
 *
 * A truststore that is no longer asked for stays: a host may still be pinned to it, and its bucket keeps all versions.
 */
export async function publishTruststore(
  event: CloudFormationCustomResourceEvent,
  { objects, answer }: TruststoreDependencies,
): Promise<void> {
  await answer(event, event.RequestType === 'Delete' ? done(event.PhysicalResourceId) : await publish(event, objects));
}

async function publish(event: CloudFormationCustomResourceEvent, objects: ObjectPublisher): Promise<CustomResourceOutcome> {
  try {
    const { Bucket: bucket, Key: key, Certificates } = Properties.parse(event.ResourceProperties);
    const uri = `s3://${bucket}/${key}`;

    const version = await objects.publish({ bucket, key }, Certificates.map(authorityPem).join(''));
    logger.info(LOG.truststorePublished, { version });

    return done(uri, { Uri: uri, Version: version });
  } catch (error) {
    logger.error(LOG.truststoreNotPublished, describeError(error));

    return { status: 'FAILED', physicalResourceId: physicalIdOf(event), reason: reasonOf(error) };
  }
}

function done(physicalResourceId: string, data: Readonly<Record<string, string>> = {}): CustomResourceOutcome {
  return { status: 'SUCCESS', physicalResourceId, data };
}

/** The PEM of a CA's certificate as OpenSSL writes it. Throws for anything else: it would not be trusted, or wrongly. */
function authorityPem(pem: string): string {
  const certificate = new X509Certificate(pem);
  if (!certificate.ca) throw new Error(`${certificate.subject} is no CA`);

  return certificate.toString();
}

/** Where nothing was made there is nothing to name; a creation that failed is deleted under this name. */
function physicalIdOf(event: CloudFormationCustomResourceEvent): string {
  return event.RequestType === 'Create' ? `${event.LogicalResourceId}-not-made` : event.PhysicalResourceId;
}

/** For who deploys; nothing in a truststore is secret. CloudFormation takes answers of 4 KB at most. */
function reasonOf(error: unknown): string {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);

  return reason.slice(0, 1000);
}

let wired: TruststoreDependencies | undefined;

/** The custom resource `Custom::Truststore`. Wired on first invocation. */
export async function handler(event: CloudFormationCustomResourceEvent, context: Context): Promise<void> {
  logger.addContext(context);
  wired ??= { objects: objectPublisher(), answer: answerCloudFormation };

  await publishTruststore(event, wired);
}
