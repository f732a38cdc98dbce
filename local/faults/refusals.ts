import { AwsError } from '../aws/aws-error.ts';
import { firstPartCancels, isTransaction } from './conflicts.ts';
import type { DisturbedCall } from './disturbed-call.ts';

type Refusal = { readonly code: string; readonly status: number; readonly message: string };

/** What most services say. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html */
const THROTTLED: Refusal = { code: 'ThrottlingException', status: 400, message: 'Rate exceeded' };
const FAILED: Refusal = {
  code: 'InternalFailure',
  status: 500,
  message: 'The request processing has failed because of an unknown error, exception or failure.',
};

const TABLE_IS_BUSY =
  'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly.';

/** Where a service says it otherwise. */
const OWN: Readonly<Record<string, { readonly throttled?: Refusal; readonly failed?: Refusal }>> = {
  // Of an on-demand table. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
  dynamodb: {
    throttled: { ...THROTTLED, message: TABLE_IS_BUSY },
    failed: { ...FAILED, code: 'InternalServerError', message: 'Internal server error' },
  },
  // https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateMac.html#API_GenerateMac_Errors
  kms: {
    throttled: { ...THROTTLED, message: 'You have exceeded the rate at which you may call KMS.' },
    failed: { ...FAILED, code: 'KMSInternalException' },
  },
  // https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html#API_PutEvents_Errors
  events: { failed: { ...FAILED, code: 'InternalException' } },
  // https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
  s3: {
    throttled: { code: 'SlowDown', status: 503, message: 'Please reduce your request rate.' },
    failed: { code: 'InternalError', status: 500, message: 'We encountered an internal error. Please try again.' },
  },
  // https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html#API_SendEmail_Errors
  ses: { throttled: { code: 'TooManyRequestsException', status: 429, message: 'Too many requests have been made.' } },
};

/** The refusal by a service that is asked too often; DynamoDB tells it of a transaction as the reason of its cancellation. */
export function throttled({ service, action, request }: DisturbedCall): AwsError {
  return isTransaction(service, action)
    ? firstPartCancels(request, { Code: 'ThrottlingError', Message: TABLE_IS_BUSY })
    : awsError(OWN[service]?.throttled ?? THROTTLED);
}

/** The refusal by a service that fails inside. */
export function failed({ service }: DisturbedCall): AwsError {
  return awsError(OWN[service]?.failed ?? FAILED);
}

function awsError({ code, message, status }: Refusal): AwsError {
  return new AwsError(code, message, { status });
}
