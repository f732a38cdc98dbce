import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

export type Executions = {
  /**
   * Starts the state machine once per name: an event delivered again starts nothing.
   * https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
   */
  start(stateMachineArn: string, name: string, input: object): Promise<void>;
};

/** The client keeps its connections for the life of the instance. */
export function executions(): Executions {
  const client = new SFNClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 3_000, throwOnRequestTimeout: true },
  });

  return {
    async start(stateMachineArn, name, input) {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) }));
      } catch (error) {
        // Of the same name with another input, or over already: the event has had its effect.
        if (!(error instanceof ExecutionAlreadyExists)) throw error;
      }
    },
  };
}
