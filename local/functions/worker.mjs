// @ts-check
// The part of Lambda's Node.js runtime that runs inside a worker thread: it loads the bundle and hands it events.
// Plain JavaScript, because a thread that first strips types needs 20 ms and 12 MB more for every cold start.

import { existsSync } from 'node:fs';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, threadId, workerData } from 'node:worker_threads';
import { followLocalClock } from './local-date.mjs';
import { markCalls } from './mark-calls.mjs';

/** @import { WorkerFailure, WorkerMessage, WorkerRequest, WorkerSetup } from './protocol.ts' */
/** @typedef {(event: unknown, context: unknown) => unknown} Handler */

/** @type {WorkerSetup} */
const { codePath, handler: handlerName, functionArn, sharedOffset } = workerData;

followLocalClock(sharedOffset);
markCalls(threadId, process.env['AWS_ENDPOINT_URL']);

// Workers of one bundle compile it once. Beside the code, so that it goes when the code goes.
enableCompileCache(join(codePath, '..', '.compiled'));

try {
  const handler = await loadHandler();
  flushCompileCache();
  send({ kind: 'ready' });
  parentPort?.on('message', async (request) => send(await answer(handler, request)));
} catch (cause) {
  send({ kind: 'failed', failure: failureOf(cause) });
}

/** @returns {Promise<Handler>} */
async function loadHandler() {
  const dot = handlerName.lastIndexOf('.');
  const base = join(codePath, handlerName.slice(0, dot));
  const file = [`${base}.mjs`, `${base}.js`, `${base}.cjs`].find(existsSync);
  if (!file) throw named('Runtime.ImportModuleError', `Cannot find module '${handlerName.slice(0, dot)}'`);

  const module = await import(pathToFileURL(file).href);
  const handler = module[handlerName.slice(dot + 1)];
  if (typeof handler !== 'function') throw named('Runtime.HandlerNotFound', `${handlerName} is undefined or not exported`);

  return handler;
}

/**
 * @param {Handler} handler
 * @param {WorkerRequest} request
 * @returns {Promise<WorkerMessage>}
 */
async function answer(handler, request) {
  process.env['_X_AMZN_TRACE_ID'] = request.traceId;

  try {
    const result = await handler(JSON.parse(request.event), contextOf(request));
    return { kind: 'answer', payload: serialized(result) };
  } catch (cause) {
    return { kind: 'error', failure: failureOf(cause) };
  }
}

/**
 * The context object of Lambda's Node.js runtime.
 *
 * @param {WorkerRequest} request
 */
function contextOf({ requestId, timeoutMs }) {
  // Real time: a moved local clock does not shorten a function's time limit.
  const deadline = performance.now() + timeoutMs;

  return {
    functionName: process.env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: process.env['AWS_LAMBDA_FUNCTION_VERSION'],
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    awsRequestId: requestId,
    logGroupName: process.env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, Math.floor(deadline - performance.now())),
  };
}

/** @param {unknown} result */
function serialized(result) {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (cause) {
    throw named('Runtime.MarshalError', `Unable to stringify response body: ${cause instanceof Error ? cause.message : cause}`);
  }
}

/**
 * @param {unknown} cause
 * @returns {WorkerFailure}
 */
function failureOf(cause) {
  if (!(cause instanceof Error)) return { errorType: typeof cause, errorMessage: String(cause) };

  return { errorType: cause.name, errorMessage: cause.message, ...(cause.stack && { trace: cause.stack }) };
}

/**
 * @param {string} name
 * @param {string} message
 */
function named(name, message) {
  return Object.assign(new Error(message), { name });
}

/** @param {WorkerMessage} message */
function send(message) {
  parentPort?.postMessage(message);
}
