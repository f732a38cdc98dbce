import * as z from 'zod';
import { DeploymentSettings } from '../../infra/settings-schema.ts';
import { type Field, fieldsOf } from '../pages/fields.ts';
import { code, formOf, type Schema } from '../pages/forms.ts';
import { table } from '../pages/table.ts';
import { SECTIONS } from './sections.ts';

export const SETTINGS_PAGE = 'docs/settings.md';

/** The page about the settings of a deployment: what each may be, and what it is for. */
export function settingsPage(): string {
  const all = fieldsOf(z.toJSONSchema(DeploymentSettings, { io: 'input' }) as Schema);
  const sections = Object.entries(SECTIONS).map(([title, names]) => {
    const own = names.flatMap((name) =>
      all.filter(({ path }) => path === name || path.startsWith(`${name}.`) || path.startsWith(`${name}[`)),
    );

    return `## ${title}\n\n${table(['setting', 'form', 'default', 'meaning', 'source'], own.map(cells))}`;
  });

  return `${[ABOUT, ...sections].join('\n\n')}\n`;
}

const ABOUT = `# Settings

This page is written by \`npm run docs:settings\` from the schemas in \`infra/settings-schema.ts\` and
\`functions/contracts/settings.ts\`; change those, not the page.

\`infra/settings.ts\` holds the values of a deployment. Synth checks them, and a wrong one fails it with a line that names the
setting:

\`\`\`
infra/settings.ts: product.usersPerTenant: Too big: expected number to be <=100
\`\`\`

A setting without a default has to be given, unless it is optional. One of several parts, as \`product.mailToken\`, is left out
or given whole. Sources are rules ([rules.md](rules.md)), pages of the bank's guide (g) and [decisions](decisions/README.md).`;

function cells({ path, schema, required, default: value }: Field): string[] {
  const { description = '', source = '', type } = schema;
  const isOptional = !required && value === undefined;
  const defaultText = value === undefined || type === 'object' ? '' : code(JSON.stringify(value));

  return [code(path), formOf(schema) + (isOptional ? ', optional' : ''), defaultText, description, source];
}
