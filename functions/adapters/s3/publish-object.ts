import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** An object of a bucket that keeps versions. */
export type ObjectPlace = { readonly bucket: string; readonly key: string };

export type ObjectPublisher = {
  /**
   * Makes sure that an object holds this text; nothing is written when it does already, so that a repeated request makes no
   * further version. Answers the version that holds it. Throws what S3 throws, and for a bucket that keeps no versions.
   */
  publish(place: ObjectPlace, text: string): Promise<string>;
};

/** Objects in S3. The client keeps its connections for the life of the instance. */
export function objectPublisher(): ObjectPublisher {
  const client = new S3Client({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });

  return {
    async publish(place, text) {
      const current = await read(client, place);
      if (current?.text === text) return versionOf(current.version, place);

      const { VersionId } = await client.send(
        new PutObjectCommand({ Bucket: place.bucket, Key: place.key, Body: text, ContentType: 'application/x-pem-file' }),
      );

      return versionOf(VersionId, place);
    },
  };
}

async function read(
  client: S3Client,
  { bucket, key }: ObjectPlace,
): Promise<{ text: string; version: string | undefined } | undefined> {
  try {
    const { Body, VersionId } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));

    return { text: (await Body?.transformToString()) ?? '', version: VersionId };
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;

    throw error;
  }
}

/** S3 answers no version, or `null`, for an object that was written while its bucket kept none. */
function versionOf(version: string | undefined, { bucket, key }: ObjectPlace): string {
  if (version === undefined || version === 'null') throw new Error(`s3://${bucket}/${key} has no version`);

  return version;
}
