import {
  App,
  Duration,
  aws_lambda as lambda,
  Stack,
  aws_stepfunctions as sfn,
  aws_stepfunctions_tasks as tasks,
} from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { loadAssembly } from '../../../local/template/load.ts';
import { stateMachinesOf } from '../../../local/workflows/machines.ts';
import { checkTask } from '../../../local/workflows/tasks/perform.ts';
import { temporaryFolder } from '../fixtures/cloud-assembly.ts';

it('a machine that CDK writes is understood, with its ARNs resolved', () => {
  const app = new App({ outdir: temporaryFolder() });
  const stack = new Stack(app, 'work');
  const job = new lambda.Function(stack, 'Job', {
    functionName: 'job',
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = () => {}'),
  });
  const done = sfn.Succeed.jsonata(stack, 'Done');
  const put = tasks.CallAwsService.jsonata(stack, 'Put', {
    service: 'dynamodb',
    action: 'putItem',
    parameters: { TableName: 'things', Item: { PK: { S: '{% $states.input.id %}' } } },
    iamResources: ['*'],
  });
  const invoke = tasks.LambdaInvoke.jsonata(stack, 'Invoke', {
    lambdaFunction: job,
    payload: sfn.TaskInput.fromObject({ id: '{% $states.input.id %}' }),
    outputs: '{% $states.result.Payload %}',
    taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
  });
  invoke.addRetry({ errors: ['States.ALL'], jitterStrategy: sfn.JitterType.FULL, maxDelay: Duration.minutes(1) });
  invoke.addCatch(sfn.Pass.jsonata(stack, 'Failed', {}), { errors: ['States.ALL'], assign: { failed: true }, outputs: {} });

  new sfn.StateMachine(stack, 'Machine', {
    stateMachineName: 'work',
    queryLanguage: sfn.QueryLanguage.JSONATA,
    timeout: Duration.days(300),
    definitionBody: sfn.DefinitionBody.fromChainable(
      sfn.Wait.jsonata(stack, 'Wait', { time: sfn.WaitTime.timestamp('{% $states.input.until %}') })
        .next(
          sfn.Map.jsonata(stack, 'Each', {
            items: sfn.ProvideItems.jsonata('{% $states.input.ids %}'),
            maxConcurrency: 5,
          }).itemProcessor(invoke),
        )
        .next(
          sfn.Choice.jsonata(stack, 'Any', {})
            .when(sfn.Condition.jsonata('{% $count($states.input) > 0 %}'), put.next(done))
            .otherwise(sfn.Fail.jsonata(stack, 'None', { error: 'None' })),
        ),
    ),
  });
  app.synth();

  const [machine] = stateMachinesOf(loadAssembly(app.outdir));
  const each = machine?.definition.sequence.states.get('Each');
  const task = each && 'sequences' in each ? each.sequences[0]?.states.get('Invoke') : undefined;
  if (task?.Type !== 'Task') throw new Error('There is no task');

  expect(machine).toMatchObject({ name: 'work', definition: { timeoutSeconds: 300 * 86_400 } });
  expect(task.Arguments).toMatchObject({ FunctionName: 'arn:aws:lambda:ap-northeast-1:000000000000:function:job' });
  expect(() => checkTask(task, {}, 'work')).not.toThrow();
});
