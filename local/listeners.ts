import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { type HttpReply, type HttpRequest, readRequest, writeReply } from './gateway/http.ts';
import { problem } from './problem.ts';
import { Refusal } from './refusal.ts';
import type { ServerIdentity } from './tls/self-signed.ts';

export type Listeners = {
  readonly port: number;
  readonly httpsPort: number;
  close(): Promise<void>;
};

export type ListenerParameters = {
  /** 0 = any free one for both. */
  readonly port: number;
  readonly identity: ServerIdentity;
  readonly largestBody: number;
  readonly answer: (request: HttpRequest) => Promise<HttpReply>;
  /** Called with what `answer` threw: a fault of the local run itself. */
  readonly report: (failure: unknown) => void;
};

/** The client-certificate host is this far above the plain one. */
const HTTPS_DISTANCE = 443;

const HOST = '127.0.0.1';

/**
 * Listens on this machine only: HTTP, and HTTPS that asks for a client certificate.
 *
 * @throws Refusal when a port is taken
 */
export async function listen({ port, identity, largestBody, answer, report }: ListenerParameters): Promise<Listeners> {
  const handle: RequestListener = async (message, response) => {
    try {
      writeReply(response, await answer(await readRequest(message, largestBody)));
    } catch (failure) {
      // A client that went away has nothing to be told.
      if (message.destroyed && !message.complete) return;
      report(failure);
      writeReply(response, problem(500, 'internal-error', 'The local run failed', String(failure)));
    }
  };

  const http = createServer(handle);
  // Which certificate is good is for the service to say; the host only asks for one.
  const https = createTlsServer(
    { key: identity.key, cert: identity.certificate, requestCert: true, rejectUnauthorized: false },
    handle,
  );

  const httpPort = await listenOn(http, port);
  try {
    const httpsPort = await listenOn(https, port === 0 ? 0 : port + HTTPS_DISTANCE);
    return { port: httpPort, httpsPort, close: async () => void (await Promise.all([closed(http), closed(https)])) };
  } catch (cause) {
    await closed(http);
    throw cause;
  }
}

/**
 * Looks whether both ports are free, before anything is built or started.
 *
 * @throws Refusal when one is taken
 */
export async function checkPorts(port: number): Promise<void> {
  for (const candidate of [port, port + HTTPS_DISTANCE]) {
    const server = createServer();
    await listenOn(server, candidate);
    await closed(server);
  }
}

async function listenOn(server: Server | TlsServer, port: number): Promise<number> {
  server.listen(port, HOST);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw listeningProblem(port, cause);
  }

  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function listeningProblem(port: number, cause: unknown): Refusal {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const why = code === 'EADDRINUSE' ? 'is taken' : code === 'EACCES' ? 'is not for this user' : `cannot be used (${cause})`;

  return new Refusal(`Port ${port} ${why}: choose another with "npm start -- --port N" (N and N+${HTTPS_DISTANCE} are used).`, {
    cause,
  });
}

async function closed(server: Server | TlsServer): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
