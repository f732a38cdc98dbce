import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { AuthorizationType, BasePathMapping, CfnAccount, type DomainName, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import {
  AnyPrincipal,
  ArnPrincipal,
  Effect,
  ManagedPolicy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Contract } from '../../functions/contracts/contract.ts';
import { ApiDomain } from '../constructs/api-domain.ts';
import { ServiceApi } from '../constructs/service-api.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { WebFirewall } from '../constructs/web-firewall.ts';
import type { AlarmedDeployment } from '../deployment.ts';
import { NOT_FOUND } from '../entry-points.ts';
import { isOperatorRoute } from '../routes.ts';

type ApiStackProps = StackProps & {
  readonly deployment: AlarmedDeployment;
  readonly contracts: readonly Contract[];
  /** The host that asks for client certificates. */
  readonly clientCertificateHost: DomainName;
};

/** The public API, the operator API, and the answer to what neither knows. */
export class ApiStack extends Stack {
  readonly restApis: readonly RestApi[];

  constructor(scope: Construct, id: string, { deployment, contracts, clientCertificateHost, ...props }: ApiStackProps) {
    super(scope, id, props);
    const { name, operatorRoleArns, domains } = deployment.settings;

    new ServiceFunction(this, 'NotFound', {
      deployment,
      entryPoint: NOT_FOUND,
      description: 'Answers 404 to what is no operation',
      timeout: Duration.seconds(5),
      memorySize: 256,
    });

    const logAccess = this.letApiGatewayLog();

    const publicApi = new ServiceApi(this, 'PublicApi', {
      deployment,
      name: `${name}-public`,
      contracts: contracts.filter((contract) => !isOperatorRoute(contract)),
      authorizationType: AuthorizationType.NONE,
      unsigned: 'not-found',
      onOwnHostsOnly: true,
    });
    Validations.of(publicApi).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'The request path checks the session itself, on every request and uncached (L-6), before any operation runs',
    });

    const host = new ApiDomain(this, 'Host', { deployment, host: domains.api });
    for (const [mapping, domainName] of [
      ['Mapping', host.domainName],
      ['ClientCertificateMapping', clientCertificateHost],
    ] as const) {
      new BasePathMapping(this, mapping, { domainName, restApi: publicApi.restApi });
    }

    new WebFirewall(this, 'Firewall', { deployment, restApi: publicApi.restApi });

    const operatorApi = new ServiceApi(this, 'OperatorApi', {
      deployment,
      name: `${name}-operator`,
      contracts: contracts.filter(isOperatorRoute),
      authorizationType: AuthorizationType.IAM,
      policy: onlyRoles(operatorRoleArns),
      unsigned: 'permission-denied',
    });

    Validations.of(operatorApi).acknowledge({
      id: 'AwsSolutions-APIG3',
      reason:
        'Only the bank can call it: what is not signed by a role named in its policy is denied before it reaches a function',
    });

    this.restApis = [publicApi.restApi, operatorApi.restApi];
    for (const restApi of this.restApis) restApi.deploymentStage.node.addDependency(logAccess);

    new CfnOutput(this, 'PublicUrl', { value: `https://${domains.api}` });
    new CfnOutput(this, 'ClientCertificateUrl', { value: `https://${domains.clientCertificates}` });
    new CfnOutput(this, 'OperatorUrl', { value: operatorApi.restApi.url });
  }

  /** API Gateway writes logs through one role per account and region; other APIs may depend on it, so it stays. */
  private letApiGatewayLog(): CfnAccount {
    const role = new Role(this, 'LogRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs')],
    });

    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason: 'API Gateway accepts this policy for its account-wide log role, and AWS keeps it up to date',
    });

    const account = new CfnAccount(this, 'LogAccount', { cloudWatchRoleArn: role.roleArn });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    account.applyRemovalPolicy(RemovalPolicy.RETAIN);

    return account;
  }
}

/**
 * Allows these roles and denies everyone else. The denial is needed: within one account an identity policy alone would
 * open the API. An unsigned caller has no ARN, which is not like any, so it is denied as well.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
function onlyRoles(roleArns: readonly string[]): PolicyDocument {
  const call = { actions: ['execute-api:Invoke'], resources: ['execute-api:/*'] };

  return new PolicyDocument({
    statements: [
      new PolicyStatement({ ...call, principals: roleArns.map((arn) => new ArnPrincipal(arn)) }),
      new PolicyStatement({
        ...call,
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': [...roleArns] } },
      }),
    ],
  });
}
