import { GetObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openState, type State } from '../../../local/state.ts';
import { allow, assemblyOf, REGION, resource, role } from './hand-made.ts';
import { newDataDir, removeDataDir } from './local-aws.ts';
import { type LocalS3, NOW, serveS3 } from './s3-endpoint.ts';

const arnOf = (bucket: string): string => `arn:aws:s3:::${bucket}`;
const bucket = (name: string, properties: Record<string, unknown> = {}) =>
  resource('AWS::S3::Bucket', name, arnOf(name), properties);

const assembly = assemblyOf(
  bucket('versions', { VersioningConfiguration: { Status: 'Enabled' } }),
  bucket('latest'),
  role(
    'keeper',
    allow(['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'], [`${arnOf('versions')}/*`, `${arnOf('latest')}/*`]),
    allow('s3:ListBucket', [arnOf('versions'), arnOf('latest')]),
    allow('s3:PutObject', `${arnOf('missing')}/*`),
  ),
  role('reader', allow('s3:GetObject', `${arnOf('versions')}/read/*`)),
);

const dataDir = newDataDir();
let state: State = openState(dataDir);
let s3: LocalS3;

beforeAll(async () => {
  s3 = await serveS3(assembly, state);
});

afterAll(() => {
  s3.close();
  state.close();
  removeDataDir(dataDir);
});

const as = (roleName: string) =>
  new S3Client({ endpoint: s3.url, region: REGION, maxAttempts: 1, credentials: s3.keysOf(roleName) });
const put = (Bucket: string, Key: string, Body: string) =>
  as('keeper').send(new PutObjectCommand({ Bucket, Key, Body, ContentType: 'text/plain' }));
const get = (Bucket: string, Key: string, VersionId?: string) =>
  as('keeper').send(new GetObjectCommand({ Bucket, Key, ...(VersionId && { VersionId }) }));

it('a bucket with versions keeps every version, and answers the newest unless one is asked for', async () => {
  const first = await put('versions', 'a/b.txt', 'one');
  const second = await put('versions', 'a/b.txt', 'two');

  expect(first.VersionId).toMatch(/^[\w-]{32}$/);
  expect(second.VersionId).not.toBe(first.VersionId);

  const newest = await get('versions', 'a/b.txt');
  expect(await newest.Body?.transformToString()).toBe('two');
  expect(newest).toMatchObject({
    VersionId: second.VersionId,
    ETag: second.ETag,
    ContentType: 'text/plain',
    LastModified: NOW,
  });

  const older = await get('versions', 'a/b.txt', first.VersionId);
  expect(await older.Body?.transformToString()).toBe('one');
});

it('a bucket without versions keeps the last object only', async () => {
  expect((await put('latest', 'c.crl', 'one')).VersionId).toBeUndefined();
  await put('latest', 'c.crl', 'two');

  const object = await get('latest', 'c.crl');
  expect(await object.Body?.transformToString()).toBe('two');
  expect(object.VersionId).toBeUndefined();
});

it('objects survive a restart, byte by byte', async () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const { versionId } = s3.objects.putObject('versions', 'bytes', bytes);

  s3.close();
  state.close();
  state = openState(dataDir);
  s3 = await serveS3(assembly, state);

  expect(s3.objects.getObject('versions', 'bytes', versionId)?.body).toEqual(bytes);
  expect(Buffer.from((await (await get('versions', 'bytes')).Body?.transformToByteArray()) ?? [])).toEqual(bytes);
});

it('keys may hold what a URL has to encode', async () => {
  await put('versions', 'a b/ü&+%41=?.pem', 'encoded');

  expect(await (await get('versions', 'a b/ü&+%41=?.pem')).Body?.transformToString()).toBe('encoded');
});

// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
it('what is not there is NoSuchKey, NoSuchVersion or NoSuchBucket', async () => {
  await put('versions', 'there', 'x');

  await expect(get('versions', 'nowhere')).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
  await expect(get('versions', 'there', 'other')).rejects.toMatchObject({ name: 'NoSuchVersion' });
  await expect(put('missing', 'any', 'x')).rejects.toMatchObject({ name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } });
});

it('AccessDenied without the permission for the object, its version, or to learn that it is not there', async () => {
  const { VersionId } = await put('versions', 'read/a', 'x');
  const reader = as('reader');
  const denied = { name: 'AccessDenied', $metadata: { httpStatusCode: 403 } };
  const read = (Key: string, more = {}) => reader.send(new GetObjectCommand({ Bucket: 'versions', Key, ...more }));

  expect(await (await read('read/a')).Body?.transformToString()).toBe('x');
  await expect(read('read/a', { VersionId })).rejects.toMatchObject(denied);
  await expect(read('read/missing')).rejects.toMatchObject(denied);
  await expect(read('other')).rejects.toMatchObject(denied);
  await expect(reader.send(new PutObjectCommand({ Bucket: 'versions', Key: 'read/a', Body: 'y' }))).rejects.toMatchObject(denied);
  expect(s3.objects.getObject('versions', 'read/a')?.versionId).toBe(VersionId);
});

it('faults look as they do in S3', async () => {
  s3.fail('throttle');
  await expect(put('versions', 'f', 'x')).rejects.toMatchObject({ name: 'SlowDown', $metadata: { httpStatusCode: 503 } });

  s3.fail('error');
  await expect(put('versions', 'f', 'x')).rejects.toMatchObject({ name: 'InternalError', $metadata: { httpStatusCode: 500 } });
  expect(s3.objects.getObject('versions', 'f')).toBeUndefined();
});

it('what is not emulated is refused, and told', async () => {
  await expect(as('keeper').send(new ListBucketsCommand({}))).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });
  const tagged = new PutObjectCommand({ Bucket: 'versions', Key: 'k', Body: 'x', Tagging: 'a=b' });
  await expect(as('keeper').send(tagged)).rejects.toMatchObject({ $metadata: { httpStatusCode: 501 } });

  expect(s3.reports).toEqual([expect.stringContaining('GET /'), expect.stringContaining('x-amz-tagging')]);
});
