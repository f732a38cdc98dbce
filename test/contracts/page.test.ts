import { expect, it } from 'vitest';
import * as z from 'zod';
import { PageQuery } from '../../functions/contracts/page.ts';

const query = z.strictObject(PageQuery);

it('a page has 50 entries unless asked for 1 to 100', () => {
  expect(query.parse({})).toEqual({ limit: 50 });
  expect(query.parse({ limit: '1', cursor: 'abc' })).toEqual({ limit: 1, cursor: 'abc' });
  expect(query.parse({ limit: '100' })).toEqual({ limit: 100 });
});

it.each(['0', '101', '1000', '-1', '1.5', '1e1', '0x10', ' 5', '', 'all'])('no page has the limit %j', (limit) => {
  expect(query.safeParse({ limit }).success).toBe(false);
});
