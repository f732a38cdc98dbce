import { parseArgs } from 'node:util';
import { contracts } from '../functions/contracts/index.ts';
import { readPlan, USAGE, UsageError } from './new-operation/plan.ts';
import { writeOperation } from './new-operation/write-operation.ts';

/** `npm run new:operation`: writes the contract, the operation and its test; route, Lambda and grants follow from the contract. */
try {
  const { values } = parseArgs({
    options: {
      area: { type: 'string' },
      id: { type: 'string' },
      method: { type: 'string' },
      path: { type: 'string' },
      caller: { type: 'string' },
    },
  });
  const written = writeOperation(readPlan(values, Object.values(contracts)), process.cwd());

  console.log(`Written:\n${written.map((file) => `  ${file}`).join('\n')}\n`);
  console.log('Next: fill in the contract, state the guarantee in the test, then write the operation.');
} catch (error) {
  if (!(error instanceof UsageError || (error instanceof TypeError && 'code' in error))) throw error;

  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 1;
}
