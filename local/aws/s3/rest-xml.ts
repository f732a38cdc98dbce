import type { AwsError } from '../aws-error.ts';
import type { AwsRequest, Protocol, Reply } from '../protocol.ts';

/** What a request is about, by its path: `/<bucket>/<key>`. */
export type ObjectAddress = { readonly bucket: string; readonly key: string; readonly versionId: string | undefined };

const ACTIONS: Readonly<Record<string, string>> = { GET: 'GetObject', PUT: 'PutObject' };

/** Parameters that choose no other action: which operation the SDK means, and a version. */
const KNOWN_PARAMETERS = ['x-id', 'versionId'];

/** Errors that S3 calls otherwise than most services, and their status. */
const OWN_NAMES: Readonly<Record<string, readonly [code: string, status: number]>> = {
  AccessDeniedException: ['AccessDenied', 403],
  InvalidSignatureException: ['SignatureDoesNotMatch', 403],
  UnrecognizedClientException: ['InvalidAccessKeyId', 403],
};

/**
 * S3's REST: an action is a method and a path that names bucket and key, errors are XML. Addresses with the bucket in the
 * host's name do not reach a server on 127.0.0.1; SDKs use none for an IP address.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTAPI.html
 */
export const s3Protocol: Protocol = {
  actionOf: (request) => {
    const { parameters } = split(request);
    const isPlain = [...parameters.keys()].every((name) => KNOWN_PARAMETERS.includes(name));

    return isPlain && addressOf(request) !== undefined ? ACTIONS[request.method] : undefined;
  },
  answer: (document) => reply(200, String(document)),
  refuse: ({ code, message, status }: AwsError) => {
    const [name, ownStatus] = OWN_NAMES[code] ?? [code, status];

    return reply(ownStatus, `<Error><Code>${escaped(name)}</Code><Message>${escaped(message)}</Message></Error>`);
  },
};

/** Undefined for a request that is about no object. */
export function addressOf(request: Pick<AwsRequest, 'url'>): ObjectAddress | undefined {
  const { path, parameters } = split(request);
  const [, bucket, key] = /^\/([^/]+)\/(.+)$/.exec(path) ?? [];
  if (bucket === undefined || key === undefined) return undefined;

  return { bucket, key: decodeURIComponent(key), versionId: parameters.get('versionId') ?? undefined };
}

function split({ url }: Pick<AwsRequest, 'url'>): { path: string; parameters: URLSearchParams } {
  const [path = '', query = ''] = url.split('?');

  return { path, parameters: new URLSearchParams(query) };
}

function reply(status: number, document: string): Reply {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${document}`,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
