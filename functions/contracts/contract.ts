import type * as z from 'zod';
import type { RightId } from '../../domain/permissions/catalogue.ts';
import type { RequiredAction } from '../../domain/users/user.ts';
import type { Capability } from './capabilities.ts';
import type { ConfirmationTarget } from './confirmation-targets.ts';
import type { ProblemCode } from './problems.ts';
import type { TableAccess } from './table.ts';

/** The folders under functions/ that hold operations; each becomes one stack. */
export const AREAS = [
  'service',
  'tenants',
  'sessions',
  'credentials',
  'subscription',
  'groups',
  'users',
  'certificates',
  'approvals',
  'history',
] as const;
export type Area = (typeof AREAS)[number];

/**
 * Who may call an operation. There is no default: an operation without a caller does not compile.
 * - `public`: anyone. `operator`: the bank's core systems, by SigV4 (AWS_IAM).
 * - `certificate-holder`: whoever proved to hold a client certificate, on the host that asks for one.
 * - `session`: any logged-in user. `representative`: the representative, before and after applying.
 * - `anyRight`: a logged-in user holding one of the rights, those given per account on any account; the master always does (P-7).
 *   Where no subscription is needed, so does the representative without one, who was or will be the master.
 */
export type Caller =
  | 'public'
  | 'operator'
  | 'certificate-holder'
  | 'session'
  | 'representative'
  | { readonly anyRight: readonly RightId[] };

/** What one example request and its answer look like; shown in the OpenAPI document and checked against the schemas by a test. */
export type Example = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly reply?: unknown;
};

/**
 * The declaration of one operation. The route, the Lambda and its grants, the OpenAPI entry and
 * every check on the request path are derived from it.
 */
export type Contract = {
  /** Operation ID in camelCase; the file is `functions/<area>/<id in kebab-case>.ts`. */
  readonly id: string;
  readonly area: Area;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below /v1, in OpenAPI notation: `/groups/{groupId}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly caller: Caller;
  /** `active`: answers 409 `not-subscribed` unless the tenant's subscription is active. */
  readonly subscription?: 'active';
  /**
   * `required`: every request carries a confirmation (C-9). `conditional`: the operation asks for it when the
   * content needs one. The body schema must then hold `confirmation`.
   */
  readonly confirmation?: 'required' | 'conditional';
  /** What a mail token for it is bound to besides session and operation (C-10): fields of the input. */
  readonly target?: ConfirmationTarget;
  /** A mail token confirms it even once an authenticator is registered (C-9). */
  readonly mailTokenAlways?: true;
  /** Only answers, although its method is POST: it leaves no record, and can be repeated as it is. */
  readonly changesNothing?: true;
  /** A read that is worth a record: one is left whenever its outcome says what it was about (H-1). */
  readonly leavesRecord?: true;
  /** Ends the session, which a session may always do, whatever its client may no longer do (L-4). */
  readonly endsSession?: true;
  /** May be called while these actions are pending (C-4); without it, pending actions answer 403 `required-action`. */
  readonly whilePending?: 'any' | readonly RequiredAction[];
  /** The answer holds a secret: it is never kept, and `Idempotency-Key` is ignored. */
  readonly answersSecret?: true;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Header fields, by their names in camelCase: `orderToken` is `Order-Token`. */
  readonly headers?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Body schema per success status; `null` = no body. */
  readonly replies: Readonly<Record<number, z.ZodType | null>>;
  /** With `Accept: text/csv` a list of the answer is a table instead, one row per item. */
  readonly csv?: { readonly list: string; readonly columns: readonly string[] };
  /** Problems the operation itself answers; those of the request path (401, 413, …) are added by `problemsOf`. */
  readonly problems: readonly ProblemCode[];
  /** The items the operation itself touches; those of the request path are added by `accessOf`. */
  readonly access: TableAccess;
  /** Keys and CAs the operation itself uses; those of the request path are added by `capabilitiesOf`. */
  readonly uses?: readonly Capability[];
  /** Works on the actor's own credentials, which the session check then reads with the rest. */
  readonly ownCredentials?: true;
  /** Hashes or verifies a password: the Lambda gets one full vCPU (design: login). */
  readonly hashesPasswords?: true;
  /** How long its Lambda may run, 20 seconds unless it says otherwise; API Gateway waits 29. */
  readonly timeoutSeconds?: number;
  readonly example: Example;
};

/** Keeps the literal types of a declaration while checking it. */
export function defineOperation<const C extends Contract>(contract: C): C {
  const names = [contract.params, contract.query, contract.headers, contract.body].flatMap(namesOf);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  // An operation reads path, query and body as one input: a body must not be able to speak for the path.
  if (twice !== undefined) throw new Error(`${contract.id} takes "${twice}" in two places`);

  return contract;
}

function namesOf(schema: z.ZodType | undefined): string[] {
  return schema !== undefined && 'shape' in schema ? Object.keys(schema.shape as object) : [];
}

/** The header field behind its name in a contract: `orderToken` is `Order-Token`. */
export function headerName(name: string): string {
  return name.replaceAll(/^[a-z]|[A-Z]/g, (letter, at: number) => (at === 0 ? letter.toUpperCase() : `-${letter}`));
}

/** Tells a declaration from the other exports of a contract file. */
export function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'id' in value && 'caller' in value && 'replies' in value;
}
