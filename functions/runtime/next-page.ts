import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * RFC 8288: where the next page of a list is, if there is one. A table has no other place to tell. It is the request's own path
 * and query with another cursor, so that filters, limit and base path stay.
 */
export function nextPageLink(event: APIGatewayProxyEvent, body: string): { Link?: string } {
  const { nextCursor } = JSON.parse(body) as { nextCursor?: string };
  if (nextCursor === undefined) return {};

  const query = new URLSearchParams({ ...event.queryStringParameters, cursor: nextCursor });

  return { Link: `<${event.requestContext.path}?${query}>; rel="next"` };
}
