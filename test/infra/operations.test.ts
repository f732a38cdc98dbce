import { beforeAll, describe, expect, it } from 'vitest';
import { accessOf } from '../../functions/contracts/access.ts';
import type { Capability } from '../../functions/contracts/capabilities.ts';
import type { Contract } from '../../functions/contracts/contract.ts';
import { ENTITY_PREFIXES, type Entity, type TableAction } from '../../functions/contracts/table.ts';
import { functionNamed, grantsOf, type Statement, tableGrants } from './support/policies.ts';
import { type Synthesized, synthesized } from './support/synthesized.ts';
import { allContracts } from './support/test-app.ts';

const ACTIONS: Record<TableAction, string[]> = {
  get: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
  list: ['dynamodb:Query'],
  put: ['dynamodb:PutItem'],
  update: ['dynamodb:UpdateItem'],
  delete: ['dynamodb:DeleteItem'],
  check: ['dynamodb:ConditionCheckItem'],
};

let deployment: Synthesized;

beforeAll(() => {
  deployment = synthesized();
});

const kebab = (id: string) => id.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
const lambdaOf = ({ id }: Contract) => functionNamed(deployment, `business-id-${kebab(id)}`);
const isAuthenticatorKey = (resources: unknown) => JSON.stringify(resources).includes('GetAttAuthenticatorKey');
const using = (statements: readonly Statement[], prefix: string) =>
  statements.filter(({ actions }) => actions.some((action) => action.startsWith(prefix)));

describe.each(allContracts.map((contract) => [contract.id, contract] as const))('%s', (_id, contract) => {
  const declares = (capability: Capability) => contract.uses?.includes(capability) === true;

  /** Whether an HMAC key is granted, and named in the environment. */
  const hasKey = (key: string, variable: string) => {
    const lambda = lambdaOf(contract);
    const macs = using(grantsOf(deployment, lambda), 'kms:GenerateMac').flatMap(({ resources }) => resources);

    return {
      granted: JSON.stringify(macs).includes(`GetAtt${key}`),
      named: variable in lambda.definition['Properties'].Environment.Variables,
    };
  };

  it('R-2 has a Lambda in the stack of its area', () => {
    const { stack, definition } = lambdaOf(contract);

    expect(stack).toBe(`business-id-${contract.area}`);
    expect(definition['Properties']).toMatchObject({ Runtime: 'nodejs24.x', Architectures: ['arm64'], Handler: 'index.handler' });
  });

  it('R-2 is granted exactly the entities and actions it declares', () => {
    const declared = Object.entries(accessOf(contract)) as [Entity, readonly TableAction[]][];
    const expected = declared.map(([entity, actions]) => [
      `${ENTITY_PREFIXES[entity]}#*`,
      actions.flatMap((action) => ACTIONS[action]).sort(),
    ]);

    expect(tableGrants(grantsOf(deployment, lambdaOf(contract)))).toEqual(Object.fromEntries(expected));
  });

  it('reaches the table under a condition on partition keys only, which a request without keys does not meet', () => {
    for (const { condition } of using(grantsOf(deployment, lambdaOf(contract)), 'dynamodb:')) {
      expect(condition).toEqual({
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': expect.any(Array) },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      });
    }
  });

  it('may use the table key through DynamoDB only', () => {
    const statements = using(grantsOf(deployment, lambdaOf(contract)), 'kms:').filter(
      ({ actions, resources }) => !actions.includes('kms:GenerateMac') && !isAuthenticatorKey(resources),
    );

    for (const { condition } of statements) {
      expect(condition).toEqual({
        StringEquals: { 'kms:ViaService': { 'Fn::Join': ['', ['dynamodb.', { Ref: 'AWS::Region' }, '.amazonaws.com']] } },
      });
    }
  });

  it('C-12 may encrypt and decrypt secrets of authenticators as it declares, and nothing else with their key', () => {
    const lambda = lambdaOf(contract);
    const statements = using(grantsOf(deployment, lambda), 'kms:').filter(({ resources }) => isAuthenticatorKey(resources));
    const expected = [
      ...(declares('authenticator-key.decrypt') || contract.confirmation !== undefined ? ['kms:Decrypt'] : []),
      ...(declares('authenticator-key.encrypt') ? ['kms:Encrypt'] : []),
    ];

    expect(statements.flatMap(({ actions }) => actions).toSorted()).toEqual(expected);
    for (const { condition } of statements) {
      expect(condition).toEqual({ StringEquals: { 'kms:EncryptionContext:purpose': 'authenticator' } });
    }
    expect('AUTHENTICATOR_KEY_ID' in lambda.definition['Properties'].Environment.Variables).toBe(expected.length > 0);
  });

  it.each([
    ['derive temporary passwords', 'temporary-password-key', 'TemporaryPasswordKey', 'TEMPORARY_PASSWORD_KEY_ID'],
    ['derive reset codes', 'reset-code-key', 'ResetCodeKey', 'RESET_CODE_KEY_ID'],
    ['derive order tokens', 'order-token-key', 'OrderTokenKey', 'ORDER_TOKEN_KEY_ID'],
    ['digest login IDs', 'login-id-key', 'LoginIdKey', 'LOGIN_ID_KEY_ID'],
    ['make cursors', 'cursor-key', 'CursorKey', 'CURSOR_KEY_ID'],
  ] as const)('C-12 may %s if and only if it declares so', (_what, capability, key, variable) => {
    const declared = declares(capability);

    expect(hasKey(key, variable)).toEqual({ granted: declared, named: declared });
  });

  it('C-12 may derive mail tokens if and only if it takes a confirmation', () => {
    const derives = contract.confirmation !== undefined;

    expect(hasKey('MailTokenKey', 'MAIL_TOKEN_KEY_ID')).toEqual({ granted: derives, named: derives });
  });

  it('R-3 may fingerprint bodies if and only if it keeps replies', () => {
    const repeatable = contract.answersSecret === true || contract.changesNothing === true;
    const keeps = ['POST', 'PUT'].includes(contract.method) && !repeatable;

    expect(hasKey('FingerprintKey', 'FINGERPRINT_KEY_ID')).toEqual({ granted: keeps, named: keeps });
  });

  it('may use the CAs as it declares', () => {
    const lambda = lambdaOf(contract);
    const [issues, revokes] = [declares('certificate-authority.issue'), declares('certificate-authority.revoke')];
    const actions = using(grantsOf(deployment, lambda), 'acm-pca:').flatMap((statement) => statement.actions);

    expect(actions.toSorted()).toEqual([
      ...(issues ? ['acm-pca:GetCertificate', 'acm-pca:IssueCertificate'] : []),
      ...(revokes ? ['acm-pca:RevokeCertificate'] : []),
    ]);
    expect('CERTIFICATE_AUTHORITY_ARN' in lambda.definition['Properties'].Environment.Variables).toBe(issues || revokes);
  });

  it('has one full vCPU if and only if it hashes passwords, as every confirmation does, or makes keys', () => {
    const { MemorySize } = lambdaOf(contract).definition['Properties'];

    expect(MemorySize).toBe(contract.hashesPasswords || contract.confirmation || contract.id === 'renewCertificate' ? 1769 : 512);
  });

  it('may do nothing beside table, keys, CAs and its own log', () => {
    const services = grantsOf(deployment, lambdaOf(contract)).flatMap(({ actions }) =>
      actions.map((action) => action.split(':')[0]),
    );

    expect(['acm-pca', 'dynamodb', 'kms', 'logs']).toEqual(expect.arrayContaining([...new Set(services)]));
  });
});

it('a BatchGetItem over every entity an operation reads is allowed by one statement', () => {
  for (const contract of allContracts) {
    const batches = grantsOf(deployment, lambdaOf(contract)).filter(({ actions }) => actions.includes('dynamodb:BatchGetItem'));

    expect(batches.length).toBeLessThanOrEqual(1);
  }
});
