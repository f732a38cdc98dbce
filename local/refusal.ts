/**
 * A reason why the local run does not start or go on, told in one line that a person can act on.
 * The command line prints the message alone, without a stack trace.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}
