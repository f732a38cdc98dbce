import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import type { Decision } from '../../../domain/approvals/decide.ts';
import type { CedarRequest, CedarRequests } from './requests.ts';

const read = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

export const policies = { staticPolicies: read('policies.cedar') };
export const schema = read('schema.cedarschema');

for (const parsed of [preparsePolicySet('policies', policies), preparseSchema('schema', schema)]) {
  if (parsed.type === 'failure') throw new Error(JSON.stringify(parsed.errors));
}

const CHECKED = { preparsedSchemaName: 'schema', validateRequest: true };

/** Decides by the Cedar policies; `checked` holds requests and entities against the schema before, which takes time. */
export function decideByPolicies({ may, alone }: CedarRequests, { checked }: { checked: boolean }): Decision['decision'] {
  if (!permits(may, checked)) return 'deny';

  return alone === undefined || permits(alone, checked) ? 'allow' : 'needs-approval';
}

function permits(request: CedarRequest, checked: boolean): boolean {
  const answer = statefulIsAuthorized({ ...request, preparsedPolicySetId: 'policies', ...(checked ? CHECKED : {}) });
  if (answer.type === 'failure') throw new Error(JSON.stringify(answer.errors));

  // Cedar leaves out a policy that it cannot evaluate, and answers all the same.
  const { decision, diagnostics } = answer.response;
  if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors));

  return decision === 'allow';
}
