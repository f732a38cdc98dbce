import type { LocalClock } from '../clock.ts';
import type { RestApi } from './apis.ts';
import type { GatewayResponseType } from './gateway-responses.ts';
import type { HttpRequest } from './http.ts';
import { checkSignature } from './signature.ts';

/** The keys operator calls are signed with. */
export const OPERATOR = { accessKeyId: 'local-operator', secretAccessKey: 'local-operator' } as const;

/** Who signed a request. */
export type Caller = {
  readonly accessKeyId: string;
  /** `<role ID>:<session name>` */
  readonly id: string;
  /** ARN of the assumed role, as `identity.userArn` carries it. */
  readonly sessionArn: string;
};

type Admission =
  | { readonly kind: 'admitted'; readonly caller: Caller | undefined }
  | { readonly kind: 'refused'; readonly response: GatewayResponseType };

const refused = (response: GatewayResponseType): Admission => ({ kind: 'refused', response });

/** Lets a request to a method without authorization pass, as far as the API's policy lets anyone. */
export function admitUnsigned({ policy }: RestApi): Admission {
  return !policy || policy.allows(undefined) ? { kind: 'admitted', caller: undefined } : refused('ACCESS_DENIED');
}

/**
 * Checks the signature of a request and then the API's resource policy. The operator's keys stand for the
 * first role that the policy names.
 */
export async function admitSigned(request: HttpRequest, api: RestApi, clock: LocalClock): Promise<Admission> {
  const signature = await checkSignature(request, {
    region: api.region,
    secretOf: (accessKeyId) => (accessKeyId === OPERATOR.accessKeyId ? OPERATOR.secretAccessKey : undefined),
    // A client on this machine may sign by either clock.
    now: [Date.now(), clock.now().getTime()],
  });

  if (signature.kind !== 'valid') {
    return refused(signature.kind === 'missing' ? 'MISSING_AUTHENTICATION_TOKEN' : 'INVALID_SIGNATURE');
  }

  const roleArn = api.policy?.roles[0] ?? `arn:aws:iam::${api.accountId}:role/${OPERATOR.accessKeyId}`;
  if (api.policy && !api.policy.allows(roleArn)) return refused('ACCESS_DENIED');

  const [, account, roleName] = /^arn:aws:iam::(\d+):role\/(?:.*\/)?([^/]+)$/.exec(roleArn) ?? [];

  return {
    kind: 'admitted',
    caller: {
      accessKeyId: signature.accessKeyId,
      id: `AROALOCALOPERATOR0000:${OPERATOR.accessKeyId}`,
      sessionArn: `arn:aws:sts::${account}:assumed-role/${roleName}/${OPERATOR.accessKeyId}`,
    },
  };
}
