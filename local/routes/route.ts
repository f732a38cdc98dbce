/** One route under /_local: the decoded query and the body in, what becomes the JSON of the answer out. */
export type LocalRoute = (request: { readonly query: URLSearchParams; readonly body: Buffer }) => unknown;

/** The routes of one path, by method. */
export type Methods = Partial<Record<string, LocalRoute>>;

/** What is wrong with one part of a body; the pointer is a JSON pointer (RFC 6901). */
export type FieldError = { readonly pointer: string; readonly code: string; readonly detail: string };

/** A refused request to /_local; the message is for the person who sent it. */
export class BadLocalRequest extends Error {
  readonly errors: readonly FieldError[];

  constructor(message: string, errors: readonly FieldError[] = []) {
    super(message);
    this.errors = errors;
  }
}
