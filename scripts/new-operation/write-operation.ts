import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileOf } from '../../functions/contracts/index.ts';
import { type Plan, UsageError } from './plan.ts';
import { contractText, operationText, testText } from './templates.ts';

/** Writes contract, operation and test below `root`; answers the files. Throws `UsageError` rather than overwrite one. */
export function writeOperation(plan: Plan, root: string): string[] {
  const contract = `functions/contracts/${plan.area}.ts`;
  const operation = `functions/${fileOf(plan)}.ts`;
  const test = `test/operations/${fileOf(plan)}.test.ts`;

  if (!existsSync(join(root, contract)))
    throw new UsageError(`${contract} is missing: make it, and name it in functions/contracts/areas.ts`);
  for (const file of [operation, test]) if (existsSync(join(root, file))) throw new UsageError(`${file} exists already`);

  appendFileSync(join(root, contract), contractText(plan));
  write(join(root, operation), operationText(plan));
  write(join(root, test), testText(plan, '../../support'));

  return [contract, operation, test];
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  // `wx` refuses a file that has come into being since it was looked for.
  writeFileSync(file, text, { flag: 'wx' });
}
