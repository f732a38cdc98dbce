import { readFileSync } from 'node:fs';
import { App, type StackProps, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { AREAS, type Contract } from '../functions/contracts/contract.ts';
import type { Resources } from './constructs/grant-capability.ts';
import { type AlarmedDeployment, type Deployment, isKept } from './deployment.ts';
import { AlarmStack } from './stacks/alarm-stack.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { CertificateAuthorityStack } from './stacks/certificate-authority-stack.ts';
import { DashboardStack } from './stacks/dashboard-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { EventsStack } from './stacks/events-stack.ts';
import { MailStack } from './stacks/mail-stack.ts';
import { OperationsStack } from './stacks/operations-stack.ts';
import { WorkflowsStack } from './stacks/workflows-stack.ts';

type AppProps = Deployment & { readonly contracts: readonly Contract[]; readonly outdir: string };

/** All stacks of a deployment. Synthesizing them fails on any finding of cdk-nag, and above 450 resources per stack. */
export function buildApp({ contracts, outdir, ...deployment }: AppProps): App {
  const app = new App({ outdir, context: cdkContext(), analyticsReporting: false });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));

  const { name, region } = deployment.settings;
  const props: StackProps = { env: { region }, terminationProtection: isKept(deployment) };

  const alarms = new AlarmStack(app, `${name}-alarms`, { ...props, deployment });
  const alarmed: AlarmedDeployment = { ...deployment, alarms: alarms.topic };

  const data = new DataStack(app, `${name}-data`, { ...props, deployment });
  const mail = new MailStack(app, `${name}-mail`, { ...props, deployment: alarmed });
  const { bus } = new EventsStack(app, `${name}-events`, { ...props, deployment: alarmed, data, mail });

  const authority = new CertificateAuthorityStack(app, `${name}-certificate-authority`, { ...props, deployment: alarmed });
  const { issuing, authorities, auditBucket, clientCertificateHost } = authority;
  const all = authorities.map(({ arn }) => arn);
  const resources: Resources = { data, certificateAuthorities: { issuing: issuing.arn, all, auditBucket } };

  new WorkflowsStack(app, `${name}-workflows`, { ...props, deployment: alarmed, resources, bus });

  const api = new ApiStack(app, `${name}-api`, { ...props, deployment: alarmed, contracts, clientCertificateHost });

  new DashboardStack(app, `${name}-dashboard`, { ...props, deployment, restApis: api.restApis, table: data.table });

  for (const area of AREAS) {
    const ofArea = contracts.filter((contract) => contract.area === area);
    if (ofArea.length === 0) continue;

    const operations = new OperationsStack(app, `${name}-${area}`, {
      ...props,
      deployment: alarmed,
      resources,
      contracts: ofArea,
    });
    api.addStackDependency(operations, 'routes invoke the functions by name');
  }

  return app;
}

/** The feature flags of cdk.json, which Node running infra/app.ts without the CDK CLI would not see. */
function cdkContext(): Record<string, unknown> {
  const cdkJson = JSON.parse(readFileSync(new URL('../cdk.json', import.meta.url), 'utf8'));

  return cdkJson.context;
}
