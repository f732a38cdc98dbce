import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { type AuthorizationType, AwsIntegration, type RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Contract } from '../../functions/contracts/contract.ts';
import { fileOf } from '../../functions/contracts/index.ts';
import { type AlarmedDeployment, functionName } from '../deployment.ts';
import { type EntryPoint, NOT_FOUND } from '../entry-points.ts';
import { checkRoutes, routePath } from '../routes.ts';
import { answerWithProblems } from './gateway-problems.ts';
import { loggedRestApi } from './logged-rest-api.ts';

type ServiceApiProps = {
  readonly deployment: AlarmedDeployment;
  readonly name: string;
  readonly contracts: readonly Contract[];
  readonly authorizationType: AuthorizationType;
  /** Who may call, when the methods ask for a signature. */
  readonly policy?: PolicyDocument;
  /** The problem of a request without a good signature. */
  readonly unsigned: 'not-found' | 'permission-denied';
  readonly onOwnHostsOnly?: boolean;
};

type Route = { readonly method: string; readonly path: string; readonly entryPoint: EntryPoint };

/** A REST API with one method per contract and a catch-all, each invoking its Lambda through one role. */
export class ServiceApi extends Construct {
  readonly restApi: RestApi;

  constructor(scope: Construct, id: string, props: ServiceApiProps) {
    super(scope, id);

    this.restApi = loggedRestApi(this, props);
    answerWithProblems(this.restApi, props);

    const invokeRole = new Role(this, 'InvokeRole', { assumedBy: new ServicePrincipal('apigateway.amazonaws.com') });
    const invoked = new Set<string>();

    for (const { method, path, entryPoint } of routesOf(props.contracts)) {
      const functionArn = this.functionArn(props.deployment, entryPoint);
      invoked.add(functionArn);

      const integration = new AwsIntegration({
        service: 'lambda',
        proxy: true,
        path: `2015-03-31/functions/${functionArn}/invocations`,
        options: { credentialsRole: invokeRole },
      });
      this.restApi.root.resourceForPath(path).addMethod(method, integration, { authorizationType: props.authorizationType });
    }

    invokeRole.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [...invoked] }));
    this.acknowledgeFindings();
  }

  /** The ARN by name: importing it would tie this stack to the others, and no operation could ever be removed. */
  private functionArn(deployment: AlarmedDeployment, entryPoint: EntryPoint): string {
    return Stack.of(this).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: functionName(deployment, entryPoint),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  }

  private acknowledgeFindings(): void {
    Validations.of(this.restApi).acknowledge(
      {
        id: 'AwsSolutions-APIG2',
        reason: 'The request path parses every request by its contract and names each bad field in a problem document',
      },
      {
        id: 'AwsSolutions-COG4',
        reason: 'Users are not in Cognito: the request path checks their sessions, and operators sign with SigV4',
      },
    );
  }
}

function routesOf(contracts: readonly Contract[]): readonly Route[] {
  checkRoutes(contracts);

  return [
    ...contracts.map((contract) => ({ method: contract.method, path: routePath(contract), entryPoint: fileOf(contract) })),
    { method: 'ANY', path: '/', entryPoint: NOT_FOUND },
    { method: 'ANY', path: '/{proxy+}', entryPoint: NOT_FOUND },
  ];
}
