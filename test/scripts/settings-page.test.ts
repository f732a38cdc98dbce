import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { DeploymentSettings } from '../../infra/settings-schema.ts';
import { fieldsOf } from '../../scripts/pages/fields.ts';
import type { Schema } from '../../scripts/pages/forms.ts';
import { SETTINGS_PAGE, settingsPage } from '../../scripts/settings-page/page.ts';

const rows = settingsPage()
  .split('\n')
  .filter((line) => line.startsWith('| `'));

describe('docs/settings.md', () => {
  it('is what the schemas say now; `npm run docs:settings` writes it', () => {
    expect(readFileSync(SETTINGS_PAGE, 'utf8')).toBe(settingsPage());
  });

  it('has every setting once, and no other', () => {
    const fields = fieldsOf(z.toJSONSchema(DeploymentSettings, { io: 'input' }) as Schema).map(({ path }) => path);

    expect(rows.map((row) => row.split('`')[1]).toSorted()).toEqual(fields.filter((path) => path !== 'product').toSorted());
  });

  it('tells form, default, meaning and source', () => {
    expect(rows).toEqual(
      expect.arrayContaining([
        '| `alarmEmail` | mail address, optional |  | Who is mailed when an alarm goes off. Without it alarms reach their topic only |  |',
        '| `product.usersPerTenant` | whole number from 1 to 100 | `100` | Added users per tenant | U-3, g 2, 37 |',
        '| `product.session.idleMinutes` | whole number from 1 to 1440 | `15` | A session ends after so many minutes without a request |  |',
        expect.stringMatching(/^\| `product.unlockAfterMinutes` \| whole number from 1 to 10080 or `null` \| `null` \| /),
      ]),
    );
  });
});
