import { X509Certificate } from 'node:crypto';
import type { ObjectStore } from '../aws/s3/objects.ts';
import type { LocalClock } from '../clock.ts';
import { problem } from '../problem.ts';
import type { Assembly, Resource } from '../template/assembly.ts';
import type { HttpReply, HttpRequest } from './http.ts';
import { readTruststore } from './truststore.ts';

/** The host that HTTPS stands for: the custom domain with mutual TLS of the templates. */
export type ClientCertificateHost = {
  /** The APIs that are mapped to it, by their IDs. */
  readonly apiIds: readonly string[];
  /** The answer to a request that may not come in; undefined when it may. */
  refuse(request: Pick<HttpRequest, 'clientCertificate'>): HttpReply | undefined;
};

type Parts = {
  readonly assembly: Assembly;
  readonly clock: Pick<LocalClock, 'now'>;
  readonly objects: Pick<ObjectStore, 'getObject'>;
};

/**
 * Reads the custom domain with mutual TLS, and the truststore it is pinned to. Without such a domain nobody comes in.
 *
 * @throws naming the resource, when there are several, or the truststore is not there or no truststore
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
 */
export function clientCertificateHost({ assembly, clock, objects }: Parts): ClientCertificateHost {
  const [domain, ...others] = assembly
    .resources('AWS::ApiGateway::DomainName')
    .filter(({ properties }) => properties['MutualTlsAuthentication'] !== undefined);
  if (others.length > 0) throw new Error('The local run serves exactly one custom domain with mutual TLS');
  if (!domain) return { apiIds: [], refuse: () => forbidden('The stack has no custom domain with mutual TLS') };

  const truststore = truststoreOf(domain, objects);

  return {
    apiIds: mappedTo(domain, assembly),
    refuse: ({ clientCertificate }) => {
      if (!clientCertificate) return forbidden('No client certificate was presented');

      const refusal = truststore.refusal(new X509Certificate(clientCertificate.raw), clock.now());
      return refusal === undefined ? undefined : forbidden(`The client certificate is not trusted: ${refusal}`);
    },
  };
}

function truststoreOf({ stack, logicalId, properties }: Resource, objects: Parts['objects']) {
  const { TruststoreUri, TruststoreVersion } = properties['MutualTlsAuthentication'] as Record<string, string | undefined>;
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(TruststoreUri ?? '') ?? [];

  try {
    const object = bucket && key ? objects.getObject(bucket, key, TruststoreVersion) : undefined;
    if (!object) throw new Error('there is no such object');

    return readTruststore(object.body.toString('utf8'));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    const place = `${TruststoreUri}, version ${TruststoreVersion ?? '(newest)'}`;
    throw new Error(`${stack}/${logicalId}: the truststore ${place} cannot be used: ${reason}`, { cause });
  }
}

function mappedTo(domain: Resource, assembly: Assembly): string[] {
  const mappings = assembly
    .resources('AWS::ApiGateway::BasePathMapping')
    .filter(({ properties }) => properties['DomainName'] === domain.physicalId);

  for (const { stack, logicalId, properties } of mappings) {
    if (properties['BasePath']) throw new Error(`${stack}/${logicalId}: the local run maps APIs to the root of a domain only`);
  }

  return mappings.map(({ properties }) => String(properties['RestApiId']));
}

function forbidden(detail: string): HttpReply {
  return problem(403, 'client-certificate-required', 'A client certificate is required', detail);
}
