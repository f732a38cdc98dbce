import { siteOf } from './source-network.ts';

/** What a login came from, as far as it is known. */
export type LoginOrigin = {
  readonly client: 'web' | 'mobile';
  /** As the client named itself. */
  readonly userAgent: string;
  /** IPv4 or IPv6. */
  readonly ip: string;
};

const MOST = 10;

/** Numbers of versions, which move every few weeks on the same device: `Chrome/131.0.0.0`, `16_6`. */
const VERSION = /\d+([._]\d+)*/g;

/**
 * An origin as text, to be kept as a digest. It begins with the user ID: the same device and place has another digest
 * for everybody. The same device stays the same when its software is brought up to date.
 */
export function originText(userId: string, { client, userAgent, ip }: LoginOrigin): string {
  return [userId, client, siteOf(ip), userAgent.replaceAll(VERSION, '#')].join('\n');
}

/** The origins to keep after a login from one of them, the latest last; the one not used for longest gives way. */
export function rememberOrigin(known: readonly string[], origin: string): readonly string[] {
  return [...known.filter((other) => other !== origin), origin].slice(-MOST);
}

/** Whether a login from there is to be told. Where none is known, there is nothing it would differ from. */
export function isNewOrigin(known: readonly string[], origin: string): boolean {
  return known.length > 0 && !known.includes(origin);
}
