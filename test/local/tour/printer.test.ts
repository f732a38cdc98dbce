import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { step } from '../../../local/tour/chapter.ts';
import { shortened } from '../../../local/tour/shortened.ts';
import { chapterOf, said, tourThrough } from './hand-made.ts';

const SECRETS = {
  token: 'abcdef.secret',
  password: 'Mizu-24a8',
  loginPassword: 'Yuki-58k3',
  mailToken: '123456',
  resetCode: '234567',
  authenticatorCode: '345678',
  secret: 'JBSWY3DPEHPK3PXP',
  otpauthUri: 'otpauth://totp/x?secret=JBSWY3DP',
  'Temporary login password': 'k7Rm2xWq9z',
  'Mail token': '456789',
  'Reset code': '567890',
  text: 'Mail token: 678901',
  html: '<b>789012</b>',
};

describe('what the tour prints', () => {
  it('C-12 shortens every password, token and code, however deep, and nothing else', () => {
    const plain = {
      code: 'rule-violation',
      branchCode: '101',
      requiredActions: ['set-login-password'],
      remaining: 3,
      none: null,
    };

    const shown = shortened({ list: [{ deep: SECRETS }], ...plain });

    expect(shown).toEqual({
      list: [{ deep: Object.fromEntries(Object.entries(SECRETS).map(([name, value]) => [name, `${value.slice(0, 2)}…`])) }],
      ...plain,
    });
  });

  it('C-12 shows no secret: not in a request, not in an answer, not in one that is not as promised', async () => {
    const revealing = step({
      does: 'Sends and gets secrets',
      rules: ['C-12'],
      request: () => ({ method: 'POST', path: '/', token: 'session.token', body: SECRETS }),
      status: 200,
      answer: () => z.record(z.string(), z.string()),
    });

    const { output } = await tourThrough([chapterOf('one', revealing, revealing)], [said(SECRETS), said({ wrong: [SECRETS] })]);

    expect(output).toContain('✓ 200');
    expect(output).toContain('✗ 200');
    for (const secret of [...Object.values(SECRETS), 'session.token']) expect(output).not.toContain(secret);
  });

  it('tells chapter, page, rules, request, progress and the telling part of the answer', async () => {
    const telling = step({
      page: '25',
      does: 'Makes a group',
      rules: ['G-2', 'C-9'],
      request: () => ({ method: 'POST', path: '/v1/groups', headers: { 'Idempotency-Key': 'k' }, body: { name: '振込' } }),
      status: 201,
      answer: () => z.object({ groupId: z.string() }),
    });
    const chapter = { ...chapterOf('groups', telling), title: '3-1 Adding a group', pages: '20-27' };

    const { output } = await tourThrough([chapter], [said({ groupId: 'g1', permissions: {} }, 201)]);

    expect(output).toContain('\n3-1 Adding a group (guide, p. 20-27)\n');
    expect(output).toContain('[1/1]   p. 25: Makes a group (G-2 C-9)\n');
    expect(output).toContain("        POST /v1/groups Idempotency-Key: k { name: '振込' }\n");
    expect(output).toContain("        ✓ 201 { groupId: 'g1' }\n");
  });

  it('leaves terminal commands in an answer without effect', async () => {
    const echo = step({
      does: '',
      rules: [],
      request: () => ({ method: 'GET', path: '/' }),
      status: 200,
      answer: () => z.object({ name: z.string() }),
    });

    const { output } = await tourThrough([chapterOf('one', echo, echo)], [said({ name: '\u001b[2Jx' }), said('\u001b[2J')]);

    expect(output).toContain("'\\x1B[2Jx'");
    expect(output).toContain('"\\u001b[2J"');
  });
});
