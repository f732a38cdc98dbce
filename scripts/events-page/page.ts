import type * as z from 'zod';
import { EventEnvelope, SOURCES } from '../../events/envelope.ts';
import { table } from '../pages/table.ts';
import { fieldTable } from './fields.ts';

export const EVENTS_PAGE = 'docs/events.md';

/** An event as the page tells it. */
export type Told = {
  readonly type: string;
  readonly version: number;
  readonly source: string;
  readonly summary: string;
  readonly listeners: readonly string[];
  readonly data: z.ZodObject;
  readonly example: object;
};

/** The page about the events on the bus: what others may rely on, and what only this product's own listeners do. */
export function eventsPage(events: readonly Told[]): string {
  const ofSource = (source: string) => events.filter((event) => event.source === source).toSorted(byType);
  const [others, own] = [ofSource(SOURCES.public), ofSource(SOURCES.internal)];

  return `${[
    ABOUT,
    fieldTable(EventEnvelope),
    CONSUMING,
    '## Events others may rely on',
    overview(others),
    ...others.map(section),
    '## Events of the service’s own',
    OWN,
    overview(own),
    ...own.map(section),
  ].join('\n\n')}\n`;
}

const ABOUT = `# Events

This page is written by \`npm run docs:events\` from the schemas in \`events/\`; change those, not the page.

What happens is told on an EventBridge bus with the name of the deployment. An event is born in the transaction of its cause and
put on the bus right after it; what the bus did not take is put there again until it has it. Events hold IDs and facts, never a
name, an address or a secret.

## Envelope

The \`detail\` of every event has these fields.`;

const CONSUMING = `## Consuming

- **Choose by source and type.** \`{ "source": ["${SOURCES.public}"], "detail-type": ["group-created"] }\` as the pattern of a rule.
  Events of another source are the service's own and may change any day.
- **Expect duplicates.** Delivery is at least once. Keep the \`id\` of what was handled, and drop what comes again.
- **Expect any order.** The bus keeps none. Per \`aggregate.id\` the one with the higher \`aggregate.version\` is the later one; a
  state made from an earlier one is not to replace it. Several events of one transaction may share a version.
- **Look at \`version\`.** It moves by one when the fields of an event change in a way a consumer may notice. Pass over fields you do
  not know.`;

const OWN = `Listeners and state machines of the service act on them. They are documented for whoever works on it.`;

function byType(one: Told, other: Told): number {
  return one.type < other.type ? -1 : 1;
}

function overview(events: readonly Told[]): string {
  const rows = events.map(({ type, version, summary }) => [`[\`${type}\`](#${type})`, `${version}`, summary]);

  return table(['event', 'version', 'tells'], rows);
}

function section({ type, version, source, summary, listeners, data, example }: Told): string {
  return `### ${type}

${summary}

Version ${version} · source \`${source}\` · for ${listeners.map(listener).join(', ')}

${fieldTable(data)}

\`\`\`json
${JSON.stringify(example, null, 2)}
\`\`\``;
}

function listener(name: string): string {
  return name === 'core-banking' ? 'the bank’s core systems' : `[${name}](../${name})`;
}
