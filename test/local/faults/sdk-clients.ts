import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Fault } from '../../../local/faults/faults.ts';
import { ACCOUNT, ACCOUNT_KEY_POLICY, allow, assemblyOf, REGION, resource, role, table } from '../aws/hand-made.ts';
import { type ClientConfiguration, type LocalAws, removeDataDir, startLocalAws } from '../aws/local-aws.ts';

export const TABLE = 'things';
export const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/mac`;
export const SENDER = 'sender@example.co.jp';

const assembly = assemblyOf(
  table(),
  role('caller', allow('*', '*')),
  resource('AWS::KMS::Key', 'mac', KEY, {
    KeySpec: 'HMAC_256',
    KeyUsage: 'GENERATE_VERIFY_MAC',
    KeyPolicy: ACCOUNT_KEY_POLICY,
  }),
  resource('AWS::SES::EmailIdentity', SENDER, `arn:aws:ses:${REGION}:${ACCOUNT}:identity/${SENDER}`),
);

/** What SDK clients see of faults: a local AWS for the tests of one file, all faults cleared after each. */
export function faultyAws() {
  let local: LocalAws;

  beforeAll(async () => {
    local = await startLocalAws(assembly);
  });

  afterEach(() => local.aws.faults.clear());

  afterAll(async () => {
    await local.stop();
    removeDataDir(local.dataDir);
  });

  const configuration = (more: object): ClientConfiguration => ({ ...local.as('caller'), ...more });
  const dynamodb = (more: object = {}): DynamoDBClient => new DynamoDBClient(configuration(more));

  return {
    arm: (service: string, action: string, fault: Fault, count = 1) => local.aws.faults.arm({ service, action, fault, count }),
    armed: () => local.aws.faults.armed(),
    /** Clients do not retry unless they are told to. */
    dynamodb,
    kms: () => new KMSClient(configuration({})),
    events: () => new EventBridgeClient(configuration({})),
    ses: () => new SESv2Client(configuration({})),
    mails: () => local.state.log('mailbox').newestFirst(),
    published: () => local.state.log('events').newestFirst(),
    /** Tells whether there is an item, asking past all faults. */
    isStored: async (PK: string) => {
      local.aws.faults.clear();
      return (await dynamodb().send(new GetItemCommand({ TableName: TABLE, Key: keyOf(PK) }))).Item !== undefined;
    },
  };
}

export function keyOf(PK: string) {
  return { PK: { S: PK }, SK: { S: 'x' } };
}
