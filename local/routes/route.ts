/** One route under /_local: the decoded query and the body in, what becomes the JSON of the answer out. */
export type LocalRoute = (request: { readonly query: URLSearchParams; readonly body: Buffer }) => unknown;

/** A refused request to /_local; the message is for the person who sent it. */
export class BadLocalRequest extends Error {}
