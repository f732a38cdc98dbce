import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { authorityAttributes } from './aws/acm-pca/records.ts';
import { startAws } from './aws/start.ts';
import { type LocalClock, startClock } from './clock.ts';
import { keepCode } from './code-folder.ts';
import { openCustomResources } from './custom-resources/custom-resources.ts';
import { emptyDataFolder } from './data-folder.ts';
import { startEdges } from './edges/start.ts';
import { createDuplicates } from './faults/duplicates.ts';
import { type LambdaPool, startPool } from './functions/pool.ts';
import { LARGEST_BODY, startGateway } from './gateway/gateway.ts';
import { listen } from './listeners.ts';
import { operationNames } from './meter/operation-names.ts';
import { crlRoutes } from './routes/crl.ts';
import { deadLetterRoutes } from './routes/dead-letters.ts';
import { executionRoutes } from './routes/executions.ts';
import { faultRoutes } from './routes/faults.ts';
import { localRoutes } from './routes/local-routes.ts';
import { meterRoutes } from './routes/meter.ts';
import { openState, type State } from './state.ts';
import type { Assembly } from './template/assembly.ts';
import { loadAssembly } from './template/load.ts';
import { selfSignedIdentity } from './tls/self-signed.ts';

export type CloudOptions = {
  /** HTTP port; HTTPS is 443 above it. 0 = any free ones. */
  readonly port: number;
  /** Where everything is kept; made when missing. */
  readonly dataDir: string;
  /** Empties the data folder first. */
  readonly fresh?: boolean;
  /** The synthesized stack; `cdk.out` unless given. */
  readonly assemblyDir?: string;
  /** Told about faults of the local run itself; standard error unless given. */
  readonly report?: (line: string) => void;
};

/** A running local cloud. */
export type LocalCloud = {
  /** For example `http://127.0.0.1:3000`, without a path. */
  readonly url: string;
  /** The host that lets in only who presents a client certificate of the stack's CAs. */
  readonly httpsUrl: string;
  /** PEM file of the certificate that the HTTPS host shows. */
  readonly httpsCertificateFile: string;
  readonly dataDir: string;
  readonly logDir: string;
  readonly assembly: Assembly;
  readonly clock: LocalClock;
  readonly state: State;
  readonly invoke: LambdaPool['invoke'];
  /** The local AWS endpoint, for a look behind the API. */
  readonly aws: { readonly endpointUrl: string };
  /** Resolves when no event, mail or other asynchronous work is under way or due. */
  idle(): Promise<void>;
  /** Stops everything that was started; what is kept stays in the data folder. */
  close(): Promise<void>;
};

/**
 * Runs the synthesized stack on this machine.
 *
 * @throws Refusal when a port is taken, the data folder is damaged or in use, or a custom resource cannot be made
 */
export async function startCloud({ port, fresh = false, report = console.error, ...options }: CloudOptions): Promise<LocalCloud> {
  const dataDir = resolve(options.dataDir);
  const logDir = join(dataDir, 'logs');
  const reportFault = (failure: unknown): void =>
    report(failure instanceof Error ? (failure.stack ?? failure.message) : String(failure));
  const opened = closers();

  // Lambda functions run in UTC, and worker threads share the process's time zone.
  process.env['TZ'] = 'UTC';

  try {
    if (fresh) await emptyDataFolder(dataDir);
    const state = opened.add(openState(dataDir));
    const customResources = openCustomResources(state);
    const synthesized = loadAssembly(resolve(options.assemblyDir ?? 'cdk.out'), [
      authorityAttributes(state),
      customResources.attributes,
    ]);
    const assembly = keepCode(synthesized, join(dataDir, 'code'));
    const clock = opened.add(startClock(state, reportFault));

    const aws = opened.add(await startAws({ assembly, clock, state, dataDir, report }));
    const pool = opened.add(startPool({ assembly, clock, aws, logDir, watch: aws.watch }));
    await customResources.settle(assembly, pool.invoke);
    const duplicates = createDuplicates(operationNames(assembly));
    const edges = opened.add(await startEdges({ assembly, clock, state, aws, invoke: pool.invoke, duplicates, report }));

    const { authorize, objects } = aws;
    const gateway = startGateway({ assembly, clock, invoke: pool.invoke, authorize, objects, report });
    const local = localRoutes(state, clock, {
      ...deadLetterRoutes(state, edges.replay),
      meter: meterRoutes(aws.meter),
      faults: faultRoutes(aws.faults, duplicates),
      executions: executionRoutes(aws.executions),
      crl: crlRoutes(aws.crl),
    });
    const identity = await selfSignedIdentity();
    const listeners = opened.add(
      await listen({
        port,
        identity,
        largestBody: LARGEST_BODY,
        answer: async (request) => (await local(request)) ?? gateway(request),
        report: reportFault,
      }),
    );

    return {
      url: `http://127.0.0.1:${listeners.port}`,
      httpsUrl: `https://127.0.0.1:${listeners.httpsPort}`,
      httpsCertificateFile: writeCertificate(dataDir, identity.certificate),
      dataDir,
      logDir,
      assembly,
      clock,
      state,
      invoke: pool.invoke,
      aws: { endpointUrl: aws.endpointUrl },
      idle: edges.idle,
      close: opened.closeAll,
    };
  } catch (cause) {
    await opened.closeAll();
    throw cause;
  }
}

function writeCertificate(dataDir: string, certificate: string): string {
  const file = join(dataDir, 'https-certificate.pem');
  writeFileSync(file, certificate);

  return file;
}

type Closable = { close(): void | Promise<void> };

/** Closes what was opened, the last first, whatever happens in between. */
function closers(): { add<T extends Closable>(part: T): T; closeAll(): Promise<void> } {
  const parts: Closable[] = [];

  return {
    add: (part) => {
      parts.push(part);
      return part;
    },
    closeAll: async () => {
      const failures: unknown[] = [];
      for (let part = parts.pop(); part; part = parts.pop()) {
        try {
          await part.close();
        } catch (failure) {
          failures.push(failure);
        }
      }
      if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be stopped');
    },
  };
}
