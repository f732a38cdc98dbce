import * as z from 'zod';
import { LARGEST_DATA } from '../../workflows/failure.ts';
import { AwsError } from '../aws-error.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
export const StartExecutionInput = z.object({
  stateMachineArn: z.string(),
  name: z.string().optional(),
  input: z.string().default('{}'),
  traceHeader: z.string().optional(),
});

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const DescribeExecutionInput = z.object({ executionArn: z.string() });

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export const StopExecutionInput = z.object({
  executionArn: z.string(),
  error: z.string().max(256).optional(),
  cause: z.string().max(32_768).optional(),
});

/** White space, brackets, wildcards, special characters and control characters. */
const NOT_IN_NAMES = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}\u{d800}-\u{dfff}\u{fffe}\u{ffff}\u{10fffe}\u{10ffff}]/u;

/** @throws AwsError InvalidName */
export function checkName(name: string): void {
  if (name.length < 1 || name.length > 80 || NOT_IN_NAMES.test(name)) {
    throw new AwsError('InvalidName', `Invalid Name: '${name}'`);
  }
}

/** @throws AwsError InvalidExecutionInput unless it is JSON of a size that Step Functions carries */
export function checkInput(input: string): void {
  if (Buffer.byteLength(input) > LARGEST_DATA) {
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: larger than ${LARGEST_DATA} bytes`);
  }

  try {
    JSON.parse(input);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new AwsError('InvalidExecutionInput', `Invalid State Machine Execution Input: '${problem}'`);
  }
}
