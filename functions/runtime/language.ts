import type { APIGatewayProxyEvent } from 'aws-lambda';
import Negotiator from 'negotiator';
import { LANGUAGES, type Language } from '../contracts/problem-titles.ts';

/** the language of problem texts by Accept-Language (RFC 9110, 12.5.4); English when nothing fits. */
export function languageOf(event: APIGatewayProxyEvent): Language {
  const negotiated = new Negotiator({ headers: { 'accept-language': header(event, 'accept-language') } }).language([
    ...LANGUAGES,
  ]);

  return LANGUAGES.find((language) => language === negotiated) ?? 'en';
}

/** A header by its lower-case name; API Gateway keeps the case the client used. */
export function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  return Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}
