import { RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import type { MailedSecretPurpose } from '../../functions/contracts/mailed-secret-keys.ts';
import { TABLE } from '../../functions/contracts/table.ts';
import { type Deployment, isKept, removalPolicy } from '../deployment.ts';

/**
 * The one table with the key that encrypts it, the keys that mailed secrets, fingerprints and cursors are computed with, and the one
 * that encrypts the secrets of authenticators.
 */
export class DataStack extends Stack {
  readonly table: Table;
  readonly tableKey: Key;
  readonly mailedSecretKeys: Readonly<Record<MailedSecretPurpose, Key>>;
  readonly fingerprintKey: Key;
  readonly authenticatorKey: Key;
  readonly loginIdKey: Key;
  readonly cursorKey: Key;
  readonly streamArn: string;

  constructor(scope: Construct, id: string, { deployment, ...props }: StackProps & { deployment: Deployment }) {
    super(scope, id, props);

    this.tableKey = new Key(this, 'TableKey', {
      description: 'Encrypts the table, its stream and its backups',
      enableKeyRotation: true,
      removalPolicy: removalPolicy(deployment),
    });

    // AWS rotates no HMAC keys. A new one voids what is under way (whatever was mailed and not yet used; kept replies; cursors), nothing else.
    const hmac = { keySpec: KeySpec.HMAC_256, keyUsage: KeyUsage.GENERATE_VERIFY_MAC, removalPolicy: removalPolicy(deployment) };
    this.mailedSecretKeys = {
      'temporary-login-password': new Key(this, 'TemporaryPasswordKey', {
        ...hmac,
        description: 'Derives temporary login passwords',
      }),
      'mail-token': new Key(this, 'MailTokenKey', { ...hmac, description: 'Derives mail tokens' }),
      'reset-code': new Key(this, 'ResetCodeKey', { ...hmac, description: 'Derives reset codes' }),
      'order-token': new Key(this, 'OrderTokenKey', { ...hmac, description: 'Derives tokens of certificate orders' }),
    };
    this.fingerprintKey = new Key(this, 'FingerprintKey', {
      ...hmac,
      description: 'Fingerprints bodies sent with an Idempotency-Key',
    });
    this.loginIdKey = new Key(this, 'LoginIdKey', { ...hmac, description: 'Digests the login IDs that failures are counted by' });
    this.cursorKey = new Key(this, 'CursorKey', { ...hmac, description: 'Authenticates the cursors of lists' });

    this.authenticatorKey = new Key(this, 'AuthenticatorKey', {
      description: 'Encrypts the secrets of authenticator apps',
      enableKeyRotation: true,
      removalPolicy: removalPolicy(deployment),
    });

    this.table = new Table(this, 'Table', {
      partitionKey: { name: TABLE.partitionKey, type: AttributeType.STRING },
      sortKey: { name: TABLE.sortKey, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.tableKey,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: isKept(deployment),
      // It is protected from its first moment on, so that not even a first deployment that fails could take it away.
      removalPolicy: isKept(deployment) ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      timeToLiveAttribute: TABLE.timeToLive,
      stream: StreamViewType.NEW_IMAGE,
    });
    if (this.table.tableStreamArn === undefined) throw new Error('The table has no stream');
    this.streamArn = this.table.tableStreamArn;

    this.table.addGlobalSecondaryIndex({
      indexName: TABLE.waitingIndex.name,
      partitionKey: { name: TABLE.waitingIndex.partitionKey, type: AttributeType.STRING },
      sortKey: { name: TABLE.waitingIndex.sortKey, type: AttributeType.STRING },
      projectionType: ProjectionType.ALL,
    });
  }
}
