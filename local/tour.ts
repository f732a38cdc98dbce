import { Refusal } from './refusal.ts';
import { tourArguments, USAGE } from './tour/arguments.ts';
import { chapters } from './tour/chapters/index.ts';
import { startClient } from './tour/client.ts';
import { findService } from './tour/find-service.ts';
import { meterTable, readMeter, resetMeter } from './tour/meter.ts';
import { newVisitor } from './tour/notes.ts';
import { startPrinter } from './tour/printer.ts';
import { runTour } from './tour/run.ts';

// The command line of the tour: `npm run tour -- --help`.

// Whoever reads along may have seen enough (`| head`).
process.stdout.on('error', (failure: NodeJS.ErrnoException) => {
  if (failure.code !== 'EPIPE') throw failure;
  process.exit(1);
});

try {
  const given = tourArguments(process.argv.slice(2));

  if (given.help) console.log(USAGE);
  else await tour(given.url);
} catch (cause) {
  console.error(cause instanceof Refusal ? cause.message : cause);
  process.exitCode = 1;
}

async function tour(url: string): Promise<void> {
  const send = startClient(url);
  await findService(send, url);

  const visitor = newVisitor();
  console.log(`A tour of the service at ${url}, as the new tenant ${visitor.tenant}.`);

  await resetMeter(send);
  const isAsPromised = await runTour(chapters, { send, visitor, printer: startPrinter(console.log) });

  if (isAsPromised) console.log(`\nWhat it has cost, per request on average:\n\n${meterTable(await readMeter(send))}`);
  else process.exitCode = 1;
}
