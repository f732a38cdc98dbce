import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { State } from '../../state.ts';
import type { Assembly, Resource } from '../../template/assembly.ts';
import { AwsError, NotEmulatedError } from '../aws-error.ts';

const KeyProperties = z.object({
  KeySpec: z.string().default('SYMMETRIC_DEFAULT'),
  KeyUsage: z.string().default('ENCRYPT_DECRYPT'),
  Enabled: z.boolean().default(true),
  KeyPolicy: z.object({ Statement: z.array(z.unknown()) }),
});

/** A key of the template. Its material never leaves this process but for the data folder. */
export type Key = {
  readonly arn: string;
  readonly spec: string;
  readonly usage: string;
  readonly enabled: boolean;
  material(): Buffer;
};

const MATERIAL_BYTES = 32;

/** Finds keys of the template by key ID, ARN or alias, as requests name them. */
export function keyFinder(assembly: Assembly, state: State): (keyId: string) => Key {
  const materials = state.documents<string>('kms-keys');

  function materialOf(arn: string): Buffer {
    const kept = materials.get(arn) ?? randomBytes(MATERIAL_BYTES).toString('base64');
    materials.put(arn, kept);

    return Buffer.from(kept, 'base64');
  }

  return (keyId) => {
    const alias = assembly.resource(keyId, 'AWS::KMS::Alias');
    const target = alias ? String(alias.properties['TargetKeyId']) : keyId;
    const resource = assembly.resource(target, 'AWS::KMS::Key');
    if (!resource) throw new AwsError('NotFoundException', `Key '${keyId}' does not exist`);

    const { KeySpec, KeyUsage, Enabled, KeyPolicy } = KeyProperties.parse(resource.properties);
    if (!KeyPolicy.Statement.some((statement) => leavesItToIam(statement, assembly.accountId))) throw ownRules(resource);

    return { arn: resource.arn, spec: KeySpec, usage: KeyUsage, enabled: Enabled, material: () => materialOf(resource.arn) };
  };
}

const AccountStatement = z.object({
  Effect: z.literal('Allow'),
  Action: z.literal('kms:*'),
  Principal: z.object({ AWS: z.string() }),
});

/** Identity policies count for a key whose policy hands the account everything, as CDK's does. */
function leavesItToIam(statement: unknown, accountId: string): boolean {
  const parsed = AccountStatement.safeParse(statement);

  return parsed.success && parsed.data.Principal.AWS === `arn:aws:iam::${accountId}:root`;
}

function ownRules({ logicalId }: Resource): NotEmulatedError {
  return new NotEmulatedError(`key policies that do not leave it to IAM who may use the key (${logicalId})`);
}
