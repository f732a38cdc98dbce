/**
 * A failed state, by the error name that retriers and catchers look for.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StateFailure extends Error {
  override readonly name = 'StateFailure';
  readonly error: string;

  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** The execution, or the part of it that was running, is to go no further: what it does from here on counts no more. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/**
 * Tells whether a retrier or catcher with these `ErrorEquals` is for an error. None is for States.Runtime, and only one that
 * names it for States.DataLimitExceeded.
 */
export function isFor(errorEquals: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') return false;
  if (errorEquals.includes(error)) return true;
  if (error === 'States.DataLimitExceeded') return false;

  return errorEquals.includes('States.ALL') || (errorEquals.includes('States.TaskFailed') && error !== 'States.Timeout');
}

/** Inputs, results and outputs of states. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
export const LARGEST_DATA = 256 * 1024;

/** @throws StateFailure when a value is larger than Step Functions carries */
export function checkSize(value: unknown, what: string): void {
  if (Buffer.byteLength(JSON.stringify(value)) > LARGEST_DATA) {
    throw new StateFailure(
      'States.DataLimitExceeded',
      `The ${what} has a size exceeding the maximum number of bytes service limit.`,
    );
  }
}
