import { once } from 'node:events';
import { createCredentials, type RoleCredentials } from '../../../local/aws/credentials.ts';
import { createEndpoint } from '../../../local/aws/endpoint.ts';
import { createAuthorize } from '../../../local/aws/iam/authorize.ts';
import { type ObjectStore, openObjects } from '../../../local/aws/s3/objects.ts';
import { s3Service } from '../../../local/aws/s3/s3-service.ts';
import type { Fault } from '../../../local/faults/faults.ts';
import type { State } from '../../../local/state.ts';
import type { Assembly } from '../../../local/template/assembly.ts';
import { ACCOUNT } from './hand-made.ts';

/** The local AWS with nothing but S3 in it, which starts at once. */
export type LocalS3 = {
  readonly url: string;
  readonly objects: ObjectStore;
  /** What the developer would have read on the terminal. */
  readonly reports: readonly string[];
  keysOf(roleName: string): RoleCredentials;
  /** Lets the next call fail. */
  fail(fault: Fault): void;
  close(): void;
};

export const NOW = new Date('2026-12-01T09:00:00.000Z');

export async function serveS3(assembly: Assembly, state: State): Promise<LocalS3> {
  const objects = openObjects(assembly, state, { now: () => NOW });
  const credentials = createCredentials(assembly);
  const reports: string[] = [];
  const faults: Fault[] = [];
  const endpoint = createEndpoint({
    services: { s3: s3Service(objects) },
    credentials,
    authorize: createAuthorize(assembly),
    callers: { callerOf: () => undefined },
    faults: { next: () => faults.shift() },
    onCall: () => undefined,
    report: (line) => reports.push(line),
  });

  endpoint.listen(0, '127.0.0.1');
  await once(endpoint, 'listening');
  const address = endpoint.address();

  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    objects,
    reports,
    keysOf: (roleName) => ({ ...credentials.credentialsFor(`arn:aws:iam::${ACCOUNT}:role/${roleName}`) }),
    fail: (fault) => faults.push(fault),
    close: () => {
      endpoint.close();
      endpoint.closeAllConnections();
    },
  };
}
