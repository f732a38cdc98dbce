import type { FunctionDefinition } from './definition.ts';

/** Keys that stand for a function's role at the local AWS endpoint. */
export type RoleCredentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string };

/**
 * The environment of a function: the template's variables and what Lambda sets, nothing of the machine's.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function functionEnvironment(
  definition: FunctionDefinition,
  aws: { region: string; endpointUrl: string; credentials: RoleCredentials },
): Record<string, string> {
  return {
    ...definition.variables,
    _HANDLER: definition.handler,
    AWS_REGION: aws.region,
    AWS_DEFAULT_REGION: aws.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${definition.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: definition.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: definition.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_ACCESS_KEY_ID: aws.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: aws.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: aws.credentials.sessionToken,
    LAMBDA_TASK_ROOT: definition.codePath,
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    // Not Lambda's: where AWS is on this machine, and no look at the developer's own ~/.aws.
    AWS_ENDPOINT_URL: aws.endpointUrl,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
