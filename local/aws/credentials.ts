import { createHmac, randomBytes } from 'node:crypto';
import type { Assembly } from '../template/assembly.ts';
import { AwsError } from './aws-error.ts';

/** Temporary credentials as STS would hand out for a role. */
export type RoleCredentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string };

export type CredentialStore = {
  /** @throws when the template has no such role */
  credentialsFor(roleArn: string): RoleCredentials;
  /** @throws AwsError for keys that this run did not hand out */
  ownerOf(accessKeyId: string): { readonly roleArn: string; readonly credentials: RoleCredentials };
};

/** Credentials for every role of the template: the same for a role throughout one run, and of no use in another. */
export function createCredentials(assembly: Assembly): CredentialStore {
  const seed = randomBytes(32);
  const derive = (purpose: string, roleArn: string, encoding: 'hex' | 'base64') =>
    createHmac('sha256', seed).update(`${purpose}|${roleArn}`).digest(encoding);

  const byRole = new Map<string, RoleCredentials>();
  const owners = new Map<string, { roleArn: string; credentials: RoleCredentials }>();

  for (const { arn: roleArn } of assembly.resources('AWS::IAM::Role')) {
    const credentials = {
      // `ASIA` marks keys that are valid together with a session token only.
      accessKeyId: `ASIA${derive('id', roleArn, 'hex').slice(0, 16).toUpperCase()}`,
      secretAccessKey: derive('secret', roleArn, 'base64'),
      sessionToken: derive('token', roleArn, 'base64'),
    };
    byRole.set(roleArn, credentials);
    owners.set(credentials.accessKeyId, { roleArn, credentials });
  }

  return {
    credentialsFor: (roleArn) => {
      const credentials = byRole.get(roleArn);
      if (!credentials) throw new Error(`The template has no role ${roleArn}`);
      return credentials;
    },
    ownerOf: (accessKeyId) => {
      const owner = owners.get(accessKeyId);
      if (!owner) throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
      return owner;
    },
  };
}
