import { DomainName, EndpointType, type MTLSConfig, SecurityPolicy } from 'aws-cdk-lib/aws-apigateway';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { ARecord, HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { ApiGatewayDomain } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import type { Deployment } from '../deployment.ts';

type ApiDomainProps = {
  readonly deployment: Deployment;
  readonly host: string;
  /** Lets in only who presents a certificate of this truststore's CAs. */
  readonly mutualTls?: MTLSConfig;
};

/** A regional host of an API in the hosted zone of the settings, with its certificate and its DNS record. */
export class ApiDomain extends Construct {
  readonly domainName: DomainName;

  constructor(scope: Construct, id: string, { deployment, host, mutualTls }: ApiDomainProps) {
    super(scope, id);

    const { id: hostedZoneId, name: zoneName } = deployment.settings.domains.hostedZone;
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName });

    this.domainName = new DomainName(this, 'Domain', {
      domainName: host,
      certificate: new Certificate(this, 'Certificate', {
        domainName: host,
        validation: CertificateValidation.fromDns(zone),
      }),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
      ...(mutualTls && { mtls: mutualTls }),
    });

    new ARecord(this, 'Record', {
      zone,
      recordName: host,
      target: RecordTarget.fromAlias(new ApiGatewayDomain(this.domainName)),
    });
  }
}
