import type { Assembly, Resource } from '../template/assembly.ts';
import { type GatewayResponses, gatewayResponses } from './gateway-responses.ts';
import { type ResourcePolicy, resourcePolicy } from './resource-policy.ts';

/** A REST API as the templates declare it: everything a request can meet in it. */
export type RestApi = {
  readonly id: string;
  readonly accountId: string;
  readonly region: string;
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>> | null;
  readonly deploymentId: string;
  readonly resources: readonly ApiResource[];
  readonly policy: ResourcePolicy | undefined;
  readonly responses: GatewayResponses;
  readonly binaryMediaTypes: readonly string[];
};

export type ApiResource = {
  readonly id: string;
  /** As API Gateway writes it: `/v1/groups/{groupId}`, `/{proxy+}`. */
  readonly path: string;
  /** By HTTP method, `ANY` among them. */
  readonly methods: ReadonlyMap<string, ApiMethod>;
};

export type ApiMethod = {
  readonly authorization: 'NONE' | 'AWS_IAM';
  readonly functionArn: string;
  /** The role API Gateway invokes the function with. */
  readonly invokeRoleArn: string;
  readonly timeoutMs: number;
};

/**
 * Reads the REST APIs of an assembly.
 *
 * @throws naming the resource, for a feature of API Gateway that the local run does not have
 */
export function readRestApis(assembly: Assembly): RestApi[] {
  return assembly.resources('AWS::ApiGateway::RestApi').map((restApi) => {
    if (restApi.properties['Body'] || restApi.properties['BodyS3Location']) {
      throw new Error(`${nameOf(restApi)}: the local run reads resources and methods, not an OpenAPI body`);
    }

    const ofApi = (type: string): Resource[] =>
      assembly.resources(`AWS::ApiGateway::${type}`).filter(({ properties }) => properties['RestApiId'] === restApi.physicalId);
    const [stage, ...others] = ofApi('Stage');
    if (!stage || others.length > 0) throw new Error(`${nameOf(restApi)}: the local run serves exactly one stage per API`);

    return {
      id: restApi.physicalId,
      accountId: assembly.accountId,
      region: assembly.region,
      stage: stage.physicalId,
      stageVariables: (stage.properties['Variables'] as Record<string, string> | undefined) ?? null,
      deploymentId: String(stage.properties['DeploymentId']),
      resources: resourcesOf(restApi, ofApi('Resource'), ofApi('Method')),
      policy: resourcePolicy(restApi.properties['Policy'], nameOf(restApi)),
      responses: gatewayResponses(ofApi('GatewayResponse')),
      binaryMediaTypes: (restApi.properties['BinaryMediaTypes'] as string[] | undefined) ?? [],
    };
  });
}

function resourcesOf(restApi: Resource, children: readonly Resource[], methods: readonly Resource[]): ApiResource[] {
  const byId = new Map(children.map((child) => [child.physicalId, child]));

  // The root is no resource of the template: what has no parent among the resources hangs below it.
  function pathOf(id: string): string {
    const child = byId.get(id);
    return child ? `${pathOf(String(child.properties['ParentId']))}/${child.properties['PathPart']}` : '';
  }

  const rootId = children.map(({ properties }) => String(properties['ParentId'])).find((id) => !byId.has(id));
  const ids = [rootId ?? `${restApi.physicalId}-root`, ...byId.keys()];

  return ids.map((id) => ({
    id,
    path: pathOf(id) || '/',
    methods: new Map(
      methods
        .filter(({ properties }) => properties['ResourceId'] === id)
        .map((method) => [String(method.properties['HttpMethod']), methodOf(method)]),
    ),
  }));
}

/** API Gateway's own limit for an integration, unless the method sets a shorter one. */
const INTEGRATION_TIMEOUT_MS = 29_000;

function methodOf(method: Resource): ApiMethod {
  const { AuthorizationType: authorization, ApiKeyRequired, RequestModels, RequestParameters } = method.properties;
  const integration = (method.properties['Integration'] ?? {}) as Record<string, unknown>;

  if (authorization !== 'NONE' && authorization !== 'AWS_IAM') {
    throw new Error(`${nameOf(method)}: the local run does not know the authorization ${authorization}`);
  }
  if (ApiKeyRequired || RequestModels || RequestParameters) {
    throw new Error(`${nameOf(method)}: the local run has neither API keys nor request validation`);
  }

  const [, functionArn] = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(String(integration['Uri'])) ?? [];
  if (integration['Type'] !== 'AWS_PROXY' || !functionArn) {
    throw new Error(`${nameOf(method)}: the local run knows Lambda proxy integrations only`);
  }

  const invokeRoleArn = integration['Credentials'];
  if (typeof invokeRoleArn !== 'string') throw new Error(`${nameOf(method)}: the local run invokes functions through a role`);

  return {
    authorization,
    functionArn,
    invokeRoleArn,
    timeoutMs: Number(integration['TimeoutInMillis'] ?? INTEGRATION_TIMEOUT_MS),
  };
}

function nameOf({ stack, logicalId }: Resource): string {
  return `${stack}/${logicalId}`;
}
