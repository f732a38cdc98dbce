import type { RuleErrorCode } from '../../domain/rule-errors.ts';
import type { ProblemCode } from '../contracts/problems.ts';
import type { SigningRequestRefused } from '../x509/signing-request.ts';

/** What the form of a request can have wrong, before any rule looks at it. */
export type FormErrorCode =
  | 'invalid-json'
  | 'unknown-field'
  | 'required'
  | 'invalid-type'
  | 'invalid-value'
  | 'invalid-format'
  | 'invalid-key'
  | 'duplicate'
  | 'too-small'
  | 'too-big'
  | 'unknown-cursor';

/** A field the client has to correct. `code` selects the public text; `params` fill it in. */
export type FieldProblem = {
  /** JSON pointer (RFC 6901) into the body; below /path, /query or /header for what stands elsewhere. */
  readonly pointer: string;
  readonly code: FormErrorCode | RuleErrorCode | SigningRequestRefused['code'];
  readonly params?: Readonly<Record<string, string | number>>;
};

/** How an operation says no: a stable code and what the client may know about it. */
export type Refusal<Code extends ProblemCode = ProblemCode> = {
  readonly code: Code;
  readonly errors?: readonly FieldProblem[];
  /** Members added to the problem document, such as `requiredActions` or `userIds`. */
  readonly extension?: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds?: number;
};
