import type { Execution, Executions } from '../workflows/executions.ts';
import type { Methods } from './route.ts';

/** Executions with their history, newest first; `?stateMachine=` (name or ARN) and `?status=` keep some of them. */
export function executionRoutes(executions: Executions): Methods {
  return {
    GET: ({ query }) => {
      const machine = query.get('stateMachine');
      const status = query.get('status');

      const asked = executions
        .newestFirst()
        .filter((execution) => machine === null || [execution.machine.name, execution.machine.arn].includes(machine))
        .filter((execution) => status === null || execution.status === status);

      return { executions: asked.map((execution) => shown(execution, executions)) };
    },
  };
}

function shown({ definitionId: _, machine, input, ...execution }: Execution, executions: Executions): unknown {
  return {
    ...execution,
    stateMachine: machine.name,
    input: JSON.parse(input) as unknown,
    waitingUntil: nextDue(execution.arn, executions),
    history: executions.history(execution.arn),
  };
}

/** The first time that one of its states waits for. */
function nextDue(arn: string, executions: Executions): string | undefined {
  const due = executions
    .positions(arn)
    .entries()
    .flatMap(({ document }) => ('dueAt' in document && document.dueAt !== undefined ? [document.dueAt] : []));

  return due.toSorted()[0];
}
