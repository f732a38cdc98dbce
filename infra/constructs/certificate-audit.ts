import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Construct, type IConstruct } from 'constructs';
import type { AlarmedDeployment } from '../deployment.ts';
import { AUDIT_CERTIFICATES, REQUEST_AUDIT_REPORT, START_AUDIT } from '../entry-points.ts';
import { certificateAuditDefinition } from '../state-machines/certificate-audit.ts';
import { authoritiesOf, type Resources } from './grant-capability.ts';
import { ScheduledFunction } from './scheduled-function.ts';
import { ServiceFunction } from './service-function.ts';
import { startExecutionStatement } from './statements.ts';
import { Workflow } from './workflow.ts';

type CertificateAuditProps = { readonly deployment: AlarmedDeployment; readonly resources: Resources };

/** Every month revokes what the CAs have issued and nobody was handed. */
export class CertificateAudit extends Construct {
  constructor(scope: Construct, id: string, { deployment, resources }: CertificateAuditProps) {
    super(scope, id);

    const request = new ServiceFunction(this, 'Requesting', {
      deployment,
      entryPoint: REQUEST_AUDIT_REPORT,
      description: 'Asks a CA for a report of what it issued',
      timeout: Duration.seconds(20),
    });
    request.use(resources, ['certificate-authority.request-audit']);

    const audit = new ServiceFunction(this, 'Auditing', {
      deployment,
      entryPoint: AUDIT_CERTIFICATES,
      description: 'Revokes what one page of a report of a CA lists and no item does',
      timeout: Duration.minutes(5),
      memorySize: 1024,
    });
    audit.use(resources, ['certificate-authority.audit', 'certificate-authority.revoke']);
    audit.useTable(resources.data, { loginId: ['get'], certificate: ['list', 'get', 'put'] });
    const { auditBucket } = authoritiesOf(resources);
    Validations.of(audit).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${importOf(auditBucket.bucketArn, auditBucket)}/audit-report/*]`,
      reason: 'AWS Private CA chooses the names of reports below this prefix, where it writes nothing else',
    });

    const workflow = new Workflow(this, 'Workflow', {
      deployment,
      name: 'certificate-audit',
      comment: 'revokes certificates that nobody was handed',
      definition: certificateAuditDefinition(this, {
        certificateAuthorityArns: authoritiesOf(resources).all,
        requestReport: request.lambda,
        auditCertificates: audit.lambda,
      }),
      functions: [request.lambda, audit.lambda],
    });

    const start = new ScheduledFunction(this, 'Start', {
      deployment,
      entryPoint: START_AUDIT,
      description: 'Starts the audit of the month',
      timeout: Duration.seconds(20),
      environment: { STATE_MACHINE_ARN: workflow.stateMachineArn },
      runs: 'starts of the audit of certificates',
      retry: { attempts: 2, maxAge: Duration.hours(6) },
      schedules: [
        {
          id: 'Schedule',
          description: 'Audits what the CAs have issued, on the first of the month at 10:00 in Tokyo',
          expression: 'cron(0 10 1 * ? *)',
          timezone: 'Asia/Tokyo',
        },
      ],
    });
    start.allow(startExecutionStatement(workflow.stateMachineArn));
  }
}

/** The name that other stacks import a value of a construct by: cdk-nag calls its findings after what templates say. */
function importOf(value: string, construct: IConstruct): string {
  const stack = Stack.of(construct);

  return stack.resolve(stack.exportValue(value))['Fn::ImportValue'];
}
