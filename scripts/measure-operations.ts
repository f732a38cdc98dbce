import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildStack } from '../local/build.ts';
import { startCloud } from '../local/cloud.ts';
import { checkPorts } from '../local/listeners.ts';
import { chapters } from '../local/tour/chapters/index.ts';
import { startClient } from '../local/tour/client.ts';
import { readMeter, resetMeter } from '../local/tour/meter.ts';
import { newVisitor } from '../local/tour/notes.ts';
import { startPrinter } from '../local/tour/printer.ts';
import { runTour } from '../local/tour/run.ts';
import { MEASURED, measuredText } from './cost-page/measured.ts';
import { writePage } from './pages/write-page.ts';

/**
 * `npm run measure:operations -- --port 3000`: takes the tour on a local run of its own, and keeps what the meter says a request
 * costs. HTTPS takes the port 443 above.
 */
const { values } = parseArgs({ options: { port: { type: 'string', default: '3000' } } });
const port = Number(values.port);
await checkPorts(port);

const root = resolve(import.meta.dirname, '..');
const dataDir = mkdtempSync(join(tmpdir(), 'business-id-measure-'));

try {
  await buildStack(root, console.log);
  const cloud = await startCloud({ port, dataDir, assemblyDir: join(root, 'cdk.out'), report: console.log });

  try {
    const send = startClient(cloud.url);
    await resetMeter(send);
    const isAsPromised = await runTour(chapters, { send, visitor: newVisitor(), printer: startPrinter(() => undefined) });
    if (!isAsPromised) throw new Error('The tour stopped: `npm run tour` against `npm start` shows where');

    writePage(MEASURED, measuredText(await readMeter(send)));
  } finally {
    await cloud.close();
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
