/** A request to a route under /_local; `params` are the decoded parts of the path that the route names, as `{id}`. */
export type LocalRequest = {
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly params: Readonly<Record<string, string>>;
};

/** An answer that is no JSON. */
export class Download {
  readonly contentType: string;
  readonly body: Buffer;

  constructor(contentType: string, body: Buffer) {
    this.contentType = contentType;
    this.body = body;
  }
}

/** One route under /_local: what it answers becomes JSON, unless it is a download. */
export type LocalRoute = (request: LocalRequest) => unknown;

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

/** What a request to /_local names does not exist. */
export class NoSuchThing extends Error {}

/** A request to /_local that cannot be done as things are now. */
export class NotPossibleNow extends Error {}
