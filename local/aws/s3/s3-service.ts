import { AwsError, NotEmulatedError } from '../aws-error.ts';
import type { AwsRequest, Reply } from '../protocol.ts';
import type { Permission, Service } from '../service.ts';
import type { ObjectStore, StoredObject } from './objects.ts';
import { addressOf, type ObjectAddress, s3Protocol } from './rest-xml.ts';

/** Headers of a PutObject that change what becomes of it, and that nothing here would heed. */
const UNKNOWN_HEADERS = /^(if-|x-amz-(acl|copy-source|grant|object-lock|storage-class|tagging|website))|^content-encoding$/;

/**
 * S3 as far as it is used: whole objects, with versions, in the buckets of the template. Bucket policies are not evaluated.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function s3Service(objects: ObjectStore): Service {
  return {
    protocol: s3Protocol,
    actions: {
      GetObject: (request) => {
        const address = addressed(request);
        const { bucket, key, versionId } = address;
        const object = objects.getObject(bucket, key, versionId);

        return {
          permissions: [
            permission(versionId === undefined ? 's3:GetObject' : 's3:GetObjectVersion', address),
            // Only who may list the bucket learns that something is not there.
            ...(object ? [] : [{ action: 's3:ListBucket', resource: arnOf(bucket), context: {} }]),
          ],
          run: async () => {
            if (!object) throw missing(versionId);

            return { ...withHeaders(object), body: object.body };
          },
        };
      },
      PutObject: (request) => {
        const unknown = Object.keys(request.headers).filter((name) => UNKNOWN_HEADERS.test(name));
        if (unknown.length > 0) throw new NotEmulatedError(`PutObject with ${unknown.join(', ')}`);
        const address = addressed(request);

        return {
          permissions: [permission('s3:PutObject', address)],
          run: async () => {
            const { bucket, key } = address;
            const { etag, versionId } = objects.putObject(bucket, key, request.body, request.headers['content-type']);

            return { status: 200, headers: { etag, ...versionHeader(versionId) }, body: '' };
          },
        };
      },
    },
  };
}

function addressed(request: AwsRequest): ObjectAddress {
  const address = addressOf(request);
  if (!address) throw new NotEmulatedError(`the request ${request.method} ${request.url} of S3`);

  return address;
}

function permission(action: string, { bucket, key }: ObjectAddress): Permission {
  return { action, resource: `${arnOf(bucket)}/${key}`, context: {} };
}

function arnOf(bucket: string): string {
  return `arn:aws:s3:::${bucket}`;
}

function missing(versionId: string | undefined): AwsError {
  return versionId === undefined
    ? new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404 })
    : new AwsError('NoSuchVersion', 'The specified version does not exist.', { status: 404 });
}

function withHeaders({ etag, contentType, lastModified, versionId }: StoredObject): Pick<Reply, 'status' | 'headers'> {
  return {
    status: 200,
    headers: {
      etag,
      'content-type': contentType,
      'last-modified': lastModified.toUTCString(),
      ...versionHeader(versionId),
    },
  };
}

function versionHeader(versionId: string | undefined): Record<string, string> {
  return versionId === undefined ? {} : { 'x-amz-version-id': versionId };
}
