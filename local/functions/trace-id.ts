import { randomBytes } from 'node:crypto';

/** A trace ID of AWS X-Ray: https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-traceids */
export function newTraceId(now: Date): string {
  return `1-${Math.floor(now.getTime() / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
}
