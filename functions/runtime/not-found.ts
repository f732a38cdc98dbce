import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { languageOf } from './language.ts';
import { problemReply } from './problem.ts';

/** whatever has no route of its own answers a problem document, too. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  return problemReply({ code: 'not-found' }, { language: languageOf(event), requestId: event.requestContext.requestId });
}
