/** An error as AWS answers it: what the SDK shows as the exception's name, its message and further members. */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    { status = 400, members = {} }: { status?: number; members?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/**
 * Something AWS can do and the local run cannot. It must never pass for a success, nor be retried in silence:
 * 501 is no status the SDK retries.
 */
export class NotEmulatedError extends AwsError {
  constructor(what: string, code = 'NotEmulatedByLocalRun') {
    super(code, `The local run does not emulate ${what}`, { status: 501 });
  }
}
