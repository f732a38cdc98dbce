import { mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** A grant to be taken away: an action of a role's policy, of one entity of the table only if one is named. */
export type Grant = {
  /** The stack's name, as in `<stack>.template.json`. */
  readonly stack: string;
  /** What the logical ID of the policy begins with. */
  readonly policy: string;
  readonly action: string;
  /** `GROUP#*` */
  readonly leadingKey?: string;
};

type Statement = {
  Action: string | string[];
  Condition?: { 'ForAllValues:StringLike'?: { 'dynamodb:LeadingKeys'?: string[] } };
};
type Template = { Resources: Record<string, { Type: string; Properties: { PolicyDocument: { Statement: Statement[] } } }> };

const CDK_OUT = resolve(import.meta.dirname, '../../../cdk.out');

/**
 * The synthesized stacks without some grants, in a temporary folder; everything else in it points at the original.
 *
 * @throws when a grant is not there to be taken away
 */
export function assemblyWithout(grants: readonly Grant[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'business-id-grants-'));
  const changed = Map.groupBy(grants, ({ stack }) => `${stack}.template.json`);

  for (const name of readdirSync(CDK_OUT)) {
    const taken = changed.get(name);
    if (taken) writeFileSync(join(folder, name), templateWithout(readFileSync(join(CDK_OUT, name), 'utf8'), taken));
    else symlinkSync(join(CDK_OUT, name), join(folder, name));
  }

  return folder;
}

function templateWithout(text: string, grants: readonly Grant[]): string {
  const template = JSON.parse(text) as Template;

  for (const grant of grants) {
    const policies = Object.entries(template.Resources).filter(
      ([id, { Type }]) => Type === 'AWS::IAM::Policy' && id.startsWith(grant.policy),
    );
    const taken = policies.flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement).filter((one) => take(one, grant));
    if (taken.length !== 1) throw new Error(`${taken.length} statements of ${grant.policy} hold ${grant.action}`);
  }

  return JSON.stringify(template);
}

/** Changes a statement that holds the grant, and answers whether it did. */
function take(statement: Statement, { action, leadingKey }: Grant): boolean {
  const actions = [statement.Action].flat();
  if (!actions.includes(action)) return false;

  if (leadingKey === undefined) {
    const others = actions.filter((other) => other !== action);
    // A statement needs an action; one that no call has grants nothing.
    statement.Action = others.length > 0 ? others : 'none:Nothing';
    return true;
  }

  const limit = statement.Condition?.['ForAllValues:StringLike'];
  const keys = limit?.['dynamodb:LeadingKeys'] ?? [];
  if (!limit || !keys.includes(leadingKey)) return false;

  limit['dynamodb:LeadingKeys'] = keys.filter((key) => key !== leadingKey);
  return true;
}
