import { randomUUID } from 'node:crypto';
import type { LocalClock } from '../../clock.ts';
import type { Execution, Executions } from '../../workflows/executions.ts';
import type { StateMachine } from '../../workflows/machines.ts';
import { AwsError } from '../aws-error.ts';
import { awsJson } from '../protocol.ts';
import { inputOf, type Permission, type Service } from '../service.ts';
import { checkInput, checkName, DescribeExecutionInput, StartExecutionInput, StopExecutionInput } from './inputs.ts';

type Parts = {
  readonly machines: readonly StateMachine[];
  readonly executions: Executions;
  readonly clock: LocalClock;
};

/** How long the name of a closed execution stays taken. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
const NAME_IS_TAKEN_MS = 90 * 86_400_000;

/** Step Functions' API as far as it is used: executions of the template's state machines. What runs them is local/workflows. */
export function statesService({ machines, executions, clock }: Parts): Service {
  const protocol = awsJson('1.0', 'AWSStepFunctions');

  /** @throws AwsError ExecutionAlreadyExists, unless the request repeats the one that started an execution still running */
  function startOrRepeat(machine: StateMachine, name: string, input: string): Execution {
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = executions.find(arn);

    if (known?.status === 'RUNNING' && known.input === input) return known;
    if (known && isTaken(known, clock.now())) {
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    }

    return executions.start({ arn, name, machine, input });
  }

  function existing(arn: string): Execution {
    const execution = executions.find(arn);
    if (!execution) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

    return execution;
  }

  return {
    protocol,
    actions: {
      StartExecution: (request) => {
        const { stateMachineArn, name = randomUUID(), input } = inputOf(StartExecutionInput, request);

        return {
          permissions: [permission('states:StartExecution', stateMachineArn)],
          run: async () => {
            checkName(name);
            checkInput(input);
            const machine = machines.find(({ arn }) => arn === stateMachineArn);
            if (!machine) {
              throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
            }

            const { arn, startedAt } = startOrRepeat(machine, name, input);
            return protocol.answer({ executionArn: arn, startDate: seconds(startedAt) });
          },
        };
      },
      DescribeExecution: (request) => {
        const { executionArn } = inputOf(DescribeExecutionInput, request);

        return {
          permissions: [permission('states:DescribeExecution', executionArn)],
          run: async () => protocol.answer(described(existing(executionArn))),
        };
      },
      StopExecution: (request) => {
        const { executionArn, error, cause } = inputOf(StopExecutionInput, request);

        return {
          permissions: [permission('states:StopExecution', executionArn)],
          run: async () => {
            if (existing(executionArn).status === 'RUNNING') {
              executions.stop(executionArn, { status: 'ABORTED', error, cause }, { type: 'ExecutionAborted', error, cause });
            }

            return protocol.answer({ stopDate: seconds(existing(executionArn).stoppedAt) });
          },
        };
      },
    },
  };
}

function permission(action: string, resource: string): Permission {
  return { action, resource, context: {} };
}

function isTaken({ stoppedAt }: Execution, now: Date): boolean {
  return stoppedAt === undefined || now.getTime() - Date.parse(stoppedAt) < NAME_IS_TAKEN_MS;
}

function described({ arn, name, machine, status, startedAt, stoppedAt, input, output, error, cause }: Execution): unknown {
  return {
    executionArn: arn,
    stateMachineArn: machine.arn,
    name,
    status,
    startDate: seconds(startedAt),
    stopDate: seconds(stoppedAt),
    input,
    inputDetails: { included: true },
    ...(status === 'SUCCEEDED' && { output: JSON.stringify(output), outputDetails: { included: true } }),
    error,
    cause,
  };
}

/** Seconds since 1970, as AWS JSON writes times. */
function seconds(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time) / 1000;
}
