import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { EVENTS } from '../../events/index.ts';
import { fieldTable } from '../../scripts/events-page/fields.ts';
import { EVENTS_PAGE, eventsPage } from '../../scripts/events-page/page.ts';

const events = Object.values(EVENTS);

describe('docs/events.md', () => {
  it('is what the schemas say now; `npm run docs:events` writes it', () => {
    expect(readFileSync(EVENTS_PAGE, 'utf8')).toBe(eventsPage(events));
  });

  it('has a section of every event, with its fields and its example', () => {
    const page = eventsPage(events);

    for (const { type, data, example } of events) {
      const [, section = ''] = page.split(`\n### ${type}\n`);
      expect(section).toContain(JSON.stringify(example, null, 2));
      for (const name of Object.keys(data.shape)) expect(section.split('\n### ')[0]).toContain(`| \`${name}\` |`);
    }
  });

  it('keeps what others may rely on apart from what is the service’s own', () => {
    const [before = '', after = ''] = eventsPage(events).split('\n## Events of the service’s own\n');

    expect(before).toContain('\n### user-added\n');
    expect(before).not.toContain('\n### mail-requested\n');
    expect(after).toContain('\n### mail-requested\n');
  });
});

describe('a table of fields', () => {
  it('tells form and meaning, what is optional, and what is within', () => {
    const ids = z.array(z.string().regex(/^a|b$/).meta({ description: 'One of them' })).min(1);
    const people = z.array(z.strictObject({ at: z.iso.datetime(), kind: z.enum(['new', 'old']).optional() }));

    expect(fieldTable(z.strictObject({ ids, people, sure: z.boolean(), count: z.int().min(0) }))).toBe(
      `| field | form | meaning |
|---|---|---|
| \`ids\` | list of at least 1: \`^a\\|b$\` | One of them |
| \`people\` | list: object |  |
| \`people[].at\` | time, RFC 3339 in UTC |  |
| \`people[].kind\` | \`new\` or \`old\`, optional |  |
| \`sure\` | \`true\` or \`false\` |  |
| \`count\` | whole number from 0 |  |`,
    );
  });

  it('does not make up words for a form it does not know', () => {
    expect(() => fieldTable(z.strictObject({ ratio: z.number() }))).toThrow('no words');
  });
});
