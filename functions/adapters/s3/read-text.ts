import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';

/** The newest version of an object. */
export type ObjectAddress = { readonly bucket: string; readonly key: string };

let client: S3Client | undefined;

/**
 * The text (UTF-8) of an object, piece by piece, so that its size does not matter. Whoever stops early reads no further. Throws
 * what S3 throws.
 */
export async function* readText({ bucket, key }: ObjectAddress): AsyncGenerator<string> {
  client ??= new S3Client({
    maxAttempts: 4,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
  });

  const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  if (Body === undefined) throw new Error('S3 answered GetObject without a body');

  yield* Body.transformToWebStream().pipeThrough(new TextDecoderStream());
}
