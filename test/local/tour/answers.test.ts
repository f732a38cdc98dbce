import { describe, expect, it } from 'vitest';
import { step } from '../../../local/tour/chapter.ts';
import { judge } from '../../../local/tour/judge.ts';
import { mail } from '../../../local/tour/mail.ts';
import { reader } from '../../../local/tour/notes.ts';
import { problem } from '../../../local/tour/problem.ts';
import { said } from './hand-made.ts';

const noted = reader({ address: 'a@b.example', earlier: '2026-11-23T00:00:00.000Z' });

const refused = (answer: ReturnType<typeof problem>) =>
  step({ does: '', rules: [], request: () => ({ method: 'GET', path: '/' }), status: 422, answer: () => answer });

const document = {
  code: 'rule-violation',
  title: '規則違反',
  errors: [{ pointer: '/name', code: 'name-empty', detail: 'The name is empty' }],
};

describe('an answer is as promised', () => {
  it('R-6 only as a problem document where a problem is promised', () => {
    const promised = refused(problem('rule-violation'));

    expect(judge(promised, said(document, 422), noted)).toMatchObject({ asPromised: true });
    expect(judge(promised, { ...said(document, 422), contentType: 'application/json' }, noted)).toMatchObject({
      differences: ['content type "application/json", promised was application/problem+json'],
    });
    expect(judge(promised, said({ ...document, code: 'other' }, 422), noted)).toMatchObject({ asPromised: false });
  });

  it('R-6 only with exactly the fields promised', () => {
    const name = { pointer: '/name', code: 'name-empty' };
    const limit = { pointer: '/limit', code: 'too-big' };

    expect(judge(refused(problem('rule-violation', { fields: [name] })), said(document, 422), noted)).toMatchObject({
      asPromised: true,
    });
    expect(judge(refused(problem('rule-violation', { fields: [limit] })), said(document, 422), noted)).toMatchObject({
      differences: ['errors: there is no too-big at /limit', 'errors: there is also name-empty at /name'],
    });
  });

  it('R-6 only in the language promised', () => {
    expect(judge(refused(problem('rule-violation', { title: /^[a-z ]+$/i })), said(document, 422), noted)).toMatchObject({
      asPromised: false,
    });
  });

  it('only without a body where none is promised', () => {
    const silent = step({ does: '', rules: [], request: () => ({ method: 'DELETE', path: '/' }), status: 204 });

    expect(judge(silent, said(undefined, 204), noted)).toMatchObject({ asPromised: true });
    expect(judge(silent, said({}, 204), noted)).toMatchObject({ asPromised: false });
  });
});

describe('a mail', () => {
  const waiting = mail({
    does: '',
    rules: [],
    to: 'address',
    subject: /token/,
    carries: ['Mail token'],
    after: 'earlier',
    note: (found) => ({ token: found['Mail token'] }),
  });
  const message = (subject: string, sentAt: string, text: string) => ({ subject, sentAt, text });

  it('is the newest with such a subject, and its data lines are read', () => {
    const messages = [
      message('locked', '2026-11-23T00:00:03.000Z', 'User ID: 1'),
      message('your token', '2026-11-23T00:00:02.000Z', 'Here it is.\n\nMail token: 123456\n\nBye'),
      message('your token', '2026-11-23T00:00:01.000Z', 'Mail token: 000000'),
    ];

    expect(waiting.request(noted)).toEqual({ method: 'GET', path: '/_local/mailbox?to=a@b.example' });
    expect(judge(waiting, said({ messages }), noted)).toMatchObject({ asPromised: true, notes: { token: '123456' } });
  });

  it('is not one that was there before, nor one without its data line', () => {
    const old = message('your token', '2026-11-23T00:00:00.000Z', 'Mail token: 123456');
    const empty = message('your token', '2026-11-23T00:00:02.000Z', 'Your Mail token: none');

    expect(judge(waiting, said({ messages: [old] }), noted)).toMatchObject({
      differences: ['there is no new mail with a subject like /token/'],
    });
    expect(judge(waiting, said({ messages: [empty, old] }), noted)).toMatchObject({
      differences: ['the mail has no line "Mail token: …"'],
    });
  });
});
