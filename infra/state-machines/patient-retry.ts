import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

/** For a task that can be repeated and that nobody waits for: tried again for about a day, less and less often. */
export const PATIENT_RETRY: RetryProps = {
  errors: ['States.ALL'],
  interval: Duration.seconds(2),
  backoffRate: 2,
  maxAttempts: 30,
  maxDelay: Duration.hours(1),
  jitterStrategy: JitterType.FULL,
};
