/** Something this request depends on is not to be had now, and nothing is half done: it is answered 503, to be tried again. */
export class UnavailableError extends Error {
  override readonly name = 'UnavailableError';
}
