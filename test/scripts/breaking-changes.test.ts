import { describe, expect, it } from 'vitest';
import { breakingChanges } from '../../scripts/openapi-document/breaking-changes.ts';
import { refusalToReplace } from '../../scripts/openapi-document/promise.ts';

type Schema = Record<string, unknown>;

const TEXT = { type: 'string' };
const NUMBER = { type: 'integer' };
const NULL = { type: 'null' };
const code = (...codes: string[]) => ({ type: 'object', properties: { code: { type: 'string', enum: codes } } });
const object = (properties: Schema, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

/** A small document with one operation; parts of the operation may be others. */
function documentOf(operation: object = {}, version = '1') {
  return {
    openapi: '3.1.1',
    info: { title: 'Notes', version },
    paths: {
      '/v1/notes': {
        post: {
          operationId: 'createNote',
          security: [{ session: [] }],
          parameters: [{ name: 'limit', in: 'query', required: false, schema: { ...NUMBER, maximum: 9 } }],
          requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Note' } } } },
          responses: {
            200: { description: 'Done', content: { 'application/json': { schema: object({ id: TEXT }, ['id']) } } },
            400: { description: 'Wrong', content: { 'application/problem+json': { schema: code('one') } } },
          },
          ...operation,
        },
      },
    },
    components: {
      schemas: { Note: object({ text: TEXT }, ['text']) },
      securitySchemes: { session: { type: 'http', scheme: 'bearer' }, operator: { type: 'http', scheme: 'AWS4-HMAC-SHA256' } },
    },
  };
}

const taking = (schema: Schema) => documentOf({ requestBody: { required: true, content: { 'application/json': { schema } } } });
const answering = (schema: Schema) =>
  documentOf({ responses: { 200: { description: 'Done', content: { 'application/json': { schema } } } } });
const parameter = (changes: object) => ({
  name: 'limit',
  in: 'query',
  required: false,
  schema: { ...NUMBER, maximum: 9 },
  ...changes,
});

const usual = documentOf();
const responses = usual.paths['/v1/notes'].post.responses;

describe('what a client sends may not be taken any narrower', () => {
  it.each([
    ['a field nobody knows any more', object({ a: TEXT, b: TEXT }), object({ a: TEXT })],
    ['a field that has to be there now', object({ a: TEXT }), object({ a: TEXT }, ['a'])],
    ['a new field that has to be there', object({}), object({ a: TEXT }, ['a'])],
    [
      'the same deep down',
      object({ list: { type: 'array', items: object({ a: TEXT }) } }),
      object({ list: { type: 'array', items: object({ a: TEXT }, ['a']) } }),
    ],
    ['a word less', object({ a: { enum: ['x', 'y'] } }), object({ a: { enum: ['x'] } })],
    ['a higher minimum', object({ a: { ...NUMBER, minimum: 1 } }), object({ a: { ...NUMBER, minimum: 2 } })],
    ['a lower maximum', object({ a: { ...NUMBER, maximum: 2 } }), object({ a: { ...NUMBER, maximum: 1 } })],
    ['a maximum where there was none', object({ a: NUMBER }), object({ a: { ...NUMBER, maximum: 1 } })],
    ['a shorter text', object({ a: { ...TEXT, maxLength: 9 } }), object({ a: { ...TEXT, maxLength: 8 } })],
    ['a longer text', object({ a: { ...TEXT, minLength: 1 } }), object({ a: { ...TEXT, minLength: 2 } })],
    ['fewer entries', object({ a: { type: 'array', maxItems: 9 } }), object({ a: { type: 'array', maxItems: 8 } })],
    ['another pattern', object({ a: { ...TEXT, pattern: '^a' } }), object({ a: { ...TEXT, pattern: '^b' } })],
    ['a format', object({ a: TEXT }), object({ a: { ...TEXT, format: 'email' } })],
    ['another type', object({ a: TEXT }), object({ a: NUMBER })],
    ['no null any more', object({ a: { anyOf: [TEXT, NULL] } }), object({ a: TEXT })],
    ['a choice less', { anyOf: [object({ a: TEXT }), object({ b: TEXT })] }, { anyOf: [object({ a: TEXT })] }],
  ])('%s', (_what, earlier, later) => {
    expect(breakingChanges(taking(earlier), taking(later))).not.toEqual([]);
    expect(breakingChanges(taking(later), taking(later))).toEqual([]);
  });

  it.each([
    ['a new field that may be left out', object({ a: TEXT }), object({ a: TEXT, b: TEXT })],
    ['a field that may be left out now', object({ a: TEXT }, ['a']), object({ a: TEXT })],
    ['a word more', object({ a: { enum: ['x'] } }), object({ a: { enum: ['y', 'x'] } })],
    ['wider bounds', object({ a: { ...NUMBER, minimum: 2, maximum: 3 } }), object({ a: { ...NUMBER, minimum: 1, maximum: 4 } })],
    ['null as well', object({ a: TEXT }), object({ a: { anyOf: [TEXT, NULL] } })],
  ])('but wider: %s', (_what, earlier, later) => {
    expect(breakingChanges(taking(earlier), taking(later))).toEqual([]);
  });
});

describe('what a client reads may not be any wider, or gone', () => {
  it.each([
    ['a field less', object({ a: TEXT }, ['a']), object({})],
    ['a field less that was not always there', object({ a: TEXT }), object({})],
    ['a field that is not always there any more', object({ a: TEXT }, ['a']), object({ a: TEXT })],
    ['a word more', object({ a: { enum: ['x'] } }), object({ a: { enum: ['x', 'y'] } })],
    ['another type', object({ a: TEXT }), object({ a: NUMBER })],
    ['another constant', object({ a: { const: 'x' } }), object({ a: { const: 'y' } })],
    ['another pattern', object({ a: { ...TEXT, pattern: '^a' } }), object({ a: { ...TEXT, pattern: '^b' } })],
    ['another format', object({ a: { ...TEXT, format: 'date' } }), object({ a: { ...TEXT, format: 'date-time' } })],
    ['null where there was none', object({ a: TEXT }, ['a']), object({ a: { anyOf: [TEXT, NULL] } }, ['a'])],
  ])('%s', (_what, earlier, later) => {
    expect(breakingChanges(answering(earlier), answering(later))).not.toEqual([]);
    expect(breakingChanges(answering(later), answering(later))).toEqual([]);
  });

  it.each([
    ['a field more', object({}), object({ a: TEXT }, ['a'])],
    ['a word less', object({ a: { enum: ['x', 'y'] } }), object({ a: { enum: ['x'] } })],
    ['a field that is always there now', object({ a: TEXT }), object({ a: TEXT }, ['a'])],
  ])('but narrower, and more: %s', (_what, earlier, later) => {
    expect(breakingChanges(answering(earlier), answering(later))).toEqual([]);
  });
});

describe('operations stay as they are', () => {
  const { 400: problem } = responses;

  it.each([
    ['gone', { ...usual, paths: {} }, 'POST /v1/notes removed'],
    ['by another method', { ...usual, paths: { '/v1/notes': { put: usual.paths['/v1/notes'].post } } }, 'POST /v1/notes removed'],
    ['of another name', documentOf({ operationId: 'addNote' }), 'POST /v1/notes: operationId replaced'],
    ['for another caller', documentOf({ security: [{ operator: [] }] }), 'POST /v1/notes: security/0/session removed'],
    ['without a status', documentOf({ responses: { 400: problem } }), 'POST /v1/notes: responses/200 removed'],
    ['without a parameter', documentOf({ parameters: [] }), 'POST /v1/notes: parameters/0 removed'],
    [
      'with a parameter that has to be there now',
      documentOf({ parameters: [parameter({ required: true })] }),
      expect.stringMatching(/^POST \/v1\/notes: parameters\/0\/required /),
    ],
    [
      'with a new parameter that has to be there',
      documentOf({ parameters: [parameter({}), parameter({ name: 'of', required: true })] }),
      'POST /v1/notes: parameters/1 added',
    ],
    [
      'with a parameter taken narrower',
      documentOf({ parameters: [parameter({ schema: { ...NUMBER, maximum: 8 } })] }),
      'POST /v1/notes: parameters/0/schema/maximum replaced',
    ],
  ])('not %s', (_what, later, line) => {
    expect(breakingChanges(usual, later)).toContainEqual(line);
  });

  it('not with another way to say who calls', () => {
    const later = structuredClone(usual);
    later.components.securitySchemes.session.scheme = 'basic';

    expect(breakingChanges(usual, later)).toEqual(['components/securitySchemes/session/scheme replaced']);
  });

  it('not with a component that breaks them, told of the operation', () => {
    const later = structuredClone(usual);
    later.components.schemas.Note.properties['text'] = { ...TEXT, maxLength: 9 } as typeof TEXT;

    expect(breakingChanges(usual, later)).toEqual([
      'POST /v1/notes: requestBody/content/application/json/schema/properties/text/maxLength added',
    ]);
  });

  it.each([
    [
      'a new operation',
      { ...usual, paths: { ...usual.paths, '/v1/others': { get: { operationId: 'listOthers', responses: {} } } } },
    ],
    ['a new parameter that may be left out', documentOf({ parameters: [parameter({ name: 'of' }), parameter({})] })],
    ['a new status', documentOf({ responses: { ...responses, 409: problem } })],
    [
      'a new problem of a status',
      documentOf({
        responses: { ...responses, 400: { ...problem, content: { 'application/problem+json': { schema: code('one', 'two') } } } },
      }),
    ],
    ['another description', documentOf({ description: 'Other words' })],
  ])('but for %s', (_what, later) => {
    expect(breakingChanges(usual, later)).toEqual([]);
  });
});

describe('`npm run docs:openapi`', () => {
  const breaking = (version: string) => documentOf({ operationId: 'addNote' }, version);

  it('refuses what breaks clients, naming it', () => {
    expect(refusalToReplace(usual, breaking('1'), false)).toContain('\n  POST /v1/notes: operationId replaced\n');
  });

  it('takes it for a new generation of the API, when asked to', () => {
    expect(refusalToReplace(usual, breaking('2'), true)).toBeUndefined();
    expect(refusalToReplace(usual, breaking('2'), false)).toContain('--breaking');
    expect(refusalToReplace(usual, breaking('1'), true)).toContain('raise info.version');
  });

  it('takes what breaks nobody', () => {
    expect(refusalToReplace(usual, documentOf({ summary: 'Other words' }), false)).toBeUndefined();
  });
});
