/** What a worker thread is started with. */
export type WorkerSetup = {
  /** Folder of the code and the handler as the template names it, for example `index.handler`. */
  readonly codePath: string;
  readonly handler: string;
  readonly functionArn: string;
  /** See LocalClock. */
  readonly sharedOffset: SharedArrayBuffer;
};

/** One invocation. The event travels as JSON, so that a function gets what it would get from Lambda. */
export type WorkerRequest = {
  readonly requestId: string;
  readonly traceId: string;
  readonly event: string;
  readonly timeoutMs: number;
};

export type WorkerFailure = { readonly errorType: string; readonly errorMessage: string; readonly trace?: string };

/** First `ready` or `failed` once the code is loaded, then one answer per request. */
export type WorkerMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: WorkerFailure }
  | { readonly kind: 'answer'; readonly payload: string }
  | { readonly kind: 'error'; readonly failure: WorkerFailure };
