import { createHash, randomBytes } from 'node:crypto';
import type { LocalClock } from '../../clock.ts';
import type { State } from '../../state.ts';
import type { Assembly, Resource } from '../../template/assembly.ts';
import { AwsError } from '../aws-error.ts';

/** An object as a bucket holds it. */
export type StoredObject = {
  readonly body: Buffer;
  /** Undefined in a bucket without versions. */
  readonly versionId: string | undefined;
  readonly contentType: string;
  readonly etag: string;
  readonly lastModified: Date;
};

/** The objects of the template's buckets. */
export type ObjectStore = {
  /**
   * Writes an object: the next version in a bucket with versions, the only one in another.
   *
   * @throws AwsError NoSuchBucket
   */
  putObject(bucket: string, key: string, body: Buffer, contentType?: string): StoredObject;
  /**
   * The newest version, or the one that is asked for; undefined when there is none.
   *
   * @throws AwsError NoSuchBucket
   */
  getObject(bucket: string, key: string, versionId?: string): StoredObject | undefined;
};

type Kept = {
  readonly body: string;
  readonly versionId?: string;
  readonly contentType: string;
  readonly lastModified: string;
};

const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';

/** Opens the objects that the data folder keeps. */
export function openObjects(assembly: Assembly, state: State, clock: Pick<LocalClock, 'now'>): ObjectStore {
  /** The versions of an object, the newest first, by `<bucket>/<key>`. */
  const objects = state.documents<readonly Kept[]>('s3-objects');

  function bucketNamed(name: string): Resource {
    const bucket = assembly.resource(name, 'AWS::S3::Bucket');
    if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', { status: 404 });

    return bucket;
  }

  return {
    putObject: (bucketName, key, body, contentType = DEFAULT_CONTENT_TYPE) => {
      const bucket = bucketNamed(bucketName);
      const place = `${bucketName}/${key}`;
      const object = { body: body.toString('base64'), contentType, lastModified: clock.now().toISOString() };

      if (!keepsVersions(bucket)) {
        objects.put(place, [object]);
        return stored(object);
      }

      const version: Kept = { ...object, versionId: randomBytes(24).toString('base64url') };
      objects.put(place, [version, ...(objects.get(place) ?? [])]);

      return stored(version);
    },
    getObject: (bucketName, key, versionId) => {
      bucketNamed(bucketName);
      const versions = objects.get(`${bucketName}/${key}`) ?? [];
      const kept = versionId === undefined ? versions[0] : versions.find((version) => version.versionId === versionId);

      return kept && stored(kept);
    },
  };
}

function keepsVersions({ properties }: Resource): boolean {
  const configuration = properties['VersioningConfiguration'];

  return (
    typeof configuration === 'object' && configuration !== null && 'Status' in configuration && configuration.Status === 'Enabled'
  );
}

function stored({ body, versionId, contentType, lastModified }: Kept): StoredObject {
  const bytes = Buffer.from(body, 'base64');

  return {
    body: bytes,
    versionId,
    contentType,
    etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
    lastModified: new Date(lastModified),
  };
}
