/**
 * How a rule answers: with a value, or with a refusal the caller is expected to handle.
 * Only faults throw; whatever a customer can cause is a refusal with a stable `code`.
 */
export type Result<T, R extends Refusal> = Ok<T> | Refused<R>;

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Refused<R extends Refusal> = { readonly ok: false; readonly refusal: R };

/** What every refusal has in common: a code that never changes, for machines. */
export type Refusal = { readonly code: string };

/** Answers with a value. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

/** Answers with a refusal. */
export function refuse<const R extends Refusal>(refusal: R): Refused<R> {
  return { ok: false, refusal };
}

/**
 * One thing wrong with one field of a request.
 * `pointer` is a JSON pointer (RFC 6901) into the request body; `detail` is for developers and logs, so it
 * holds neither the value sent nor anything personal; public texts are made from `code` and `params`.
 */
export type FieldError<Code extends string = string> = {
  readonly pointer: string;
  readonly code: Code;
  readonly detail: string;
  readonly params?: Readonly<Record<string, string | number>>;
};

/** A well-formed request that breaks a rule: every violation at once. */
export type RuleViolation<Code extends string = string> = {
  readonly code: 'rule-violation';
  readonly errors: readonly FieldError<Code>[];
};

/** The JSON pointer to a value inside the request body (RFC 6901, section 3: `~` is `~0`, `/` is `~1`). */
export function pointerTo(...segments: readonly (string | number)[]): string {
  return segments.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
