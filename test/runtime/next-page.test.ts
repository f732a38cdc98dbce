import type { APIGatewayProxyEvent } from 'aws-lambda';
import { expect, it } from 'vitest';
import { nextPageLink } from '../../functions/runtime/next-page.ts';

const event = {
  // As API Gateway tells it: with what the host maps to the API in front.
  requestContext: { path: '/business/v1/history/logins' },
  queryStringParameters: { from: '2026-12-01T00:00:00Z', cursor: 'earlier', limit: '2' },
} as unknown as APIGatewayProxyEvent;

it('the next page is the same request with another cursor', () => {
  const { Link = '' } = nextPageLink(event, JSON.stringify({ entries: [], nextCursor: 'q83v-_' }));
  const [, target = ''] = /^<(.+)>; rel="next"$/.exec(Link) ?? [];
  const { pathname, searchParams } = new URL(target, 'https://api.example.co.jp/');

  expect(pathname).toBe('/business/v1/history/logins');
  expect(Object.fromEntries(searchParams)).toEqual({ from: '2026-12-01T00:00:00Z', cursor: 'q83v-_', limit: '2' });
});

it('a first page without a query leads on as well; no query can end the URL early', () => {
  const first = { ...event, queryStringParameters: null };
  const hostile = { ...event, queryStringParameters: { userId: '>; rel="next", <http://evil.example' } };
  const body = JSON.stringify({ nextCursor: 'abc' });

  expect(nextPageLink(first, body)).toEqual({ Link: '</business/v1/history/logins?cursor=abc>; rel="next"' });
  expect(nextPageLink(hostile, body).Link).toMatch(/^<[^<>" ]+>; rel="next"$/);
});

it('the last page leads nowhere', () => {
  expect(nextPageLink(event, JSON.stringify({ entries: [] }))).toEqual({});
});
