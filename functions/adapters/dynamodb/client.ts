import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { environment } from '../../runtime/environment.ts';

/** A request is answered within seconds, or with 503. */
const IN_A_REQUEST = { maxAttempts: 3, connectionTimeout: 1_000, requestTimeout: 1_500 };
/** A program that runs for hours had better wait than end. */
const PATIENT = { maxAttempts: 10, connectionTimeout: 5_000, requestTimeout: 30_000 };

let patience = IN_A_REQUEST;
let client: DynamoDBDocumentClient | undefined;

/** For a program that no client waits for, before it reads anything. */
export function bePatient(): void {
  patience = PATIENT;
}

/** The document client, made on first use and kept for the life of the instance. */
export function documentClient(): DynamoDBDocumentClient {
  const { maxAttempts, ...timeouts } = patience;
  client ??= DynamoDBDocumentClient.from(
    new DynamoDBClient({ maxAttempts, requestHandler: { ...timeouts, throwOnRequestTimeout: true } }),
    { marshallOptions: { removeUndefinedValues: true } },
  );

  return client;
}

export function tableName(): string {
  return environment('TABLE_NAME');
}
