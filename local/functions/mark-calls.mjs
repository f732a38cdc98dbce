import { subscribe } from 'node:diagnostics_channel';

/**
 * Marks every request of this thread to an endpoint with the thread's ID and the time at which it was made, so that the
 * endpoint can tell whose it is and what it waited for. The function's own code sees nothing of it: signatures leave the
 * header out, as they leave out AWS's own trace header.
 *
 * @param {number} threadId
 * @param {string | undefined} endpointUrl
 */
export function markCalls(threadId, endpointUrl) {
  if (!endpointUrl) return;
  const { host } = new URL(endpointUrl);

  subscribe('http.client.request.created', (message) => {
    const { request } = /** @type {{ request: import('node:http').ClientRequest }} */ (message);
    if (request.getHeader('host') !== host) return;

    request.setHeader('x-local-call', `${threadId} ${Number(process.hrtime.bigint()) / 1e6}`);
  });
}
