/**
 * What came of an invocation: the function's answer, or the error as Lambda reports it. `refused`: the function
 * was never begun, because it has reached its reserved concurrency.
 */
export type Invocation = { ok: true; payload: unknown } | { ok: false; errorType: string; errorMessage: string; refused?: true };
