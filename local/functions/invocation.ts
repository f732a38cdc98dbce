/** What came of an invocation: the function's answer, or the error as Lambda reports it. */
export type Invocation = { ok: true; payload: unknown } | { ok: false; errorType: string; errorMessage: string };
