import { describe, expect, it } from 'vitest';
import { NO_VALUE, resolveCondition, resolveValue, type Scope } from '../../../local/template/intrinsics.ts';

const conditions: Record<string, boolean> = { Yes: true, No: false };

const scope: Scope = {
  where: 'stack/Thing',
  ref: (name) => (name === 'AWS::NoValue' ? NO_VALUE : `ref-${name}`),
  attribute: (logicalId, attribute) => `${logicalId}.${attribute}`,
  exported: (name) => `exported-${name}`,
  condition: (name) => conditions[name] ?? false,
  mapped: (map, first, second) => `${map}/${first}/${second}`,
};

describe('intrinsic functions', () => {
  it.each([
    ['Ref', { Ref: 'Queue' }, 'ref-Queue'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Table', 'Arn'] }, 'Table.Arn'],
    ['GetAtt as a text with a nested attribute', { 'Fn::GetAtt': 'Db.Endpoint.Address' }, 'Db.Endpoint.Address'],
    ['ImportValue', { 'Fn::ImportValue': 'data:Table' }, 'exported-data:Table'],
    ['Join', { 'Fn::Join': ['-', ['a', { Ref: 'B' }, 'c']] }, 'a-ref-B-c'],
    ['Split and Select', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    ['Sub with names, attributes and a literal', { 'Fn::Sub': `\${A}:\${B.Arn}:\${!C}` }, `ref-A:B.Arn:\${C}`],
    ['Sub with a map', { 'Fn::Sub': [`\${name}-\${Other}`, { name: { Ref: 'X' } }] }, 'ref-X-ref-Other'],
    ['If that holds', { 'Fn::If': ['Yes', 'then', 'else'] }, 'then'],
    ['If that does not hold', { 'Fn::If': ['No', 'then', { Ref: 'Else' }] }, 'ref-Else'],
    ['FindInMap', { 'Fn::FindInMap': ['Sizes', { Ref: 'Stage' }, 'memory'] }, 'Sizes/ref-Stage/memory'],
    ['Base64', { 'Fn::Base64': 'text' }, 'dGV4dA=='],
  ])('resolves %s', (_, value, resolved) => {
    expect(resolveValue({ property: [value] }, scope)).toEqual({ property: [resolved] });
  });

  it('leaves out what is AWS::NoValue, in objects and in lists', () => {
    const nothing = { Ref: 'AWS::NoValue' };

    expect(resolveValue({ kept: 1, gone: nothing, list: ['a', nothing] }, scope)).toEqual({ kept: 1, list: ['a'] });
  });

  it('refuses a function it does not know, naming the resource', () => {
    expect(() => resolveValue({ name: { 'Fn::Cidr': ['10.0.0.0/8', 2] } }, scope)).toThrow(
      'stack/Thing: the local run does not know Fn::Cidr',
    );
  });

  it('refuses a dynamic reference, because there is no service behind it', () => {
    expect(() => resolveValue('{{resolve:ssm:/name}}', scope)).toThrow('stack/Thing');
  });

  it('refuses to select what is not there', () => {
    expect(() => resolveValue({ 'Fn::Select': [2, ['only']] }, scope)).toThrow('stack/Thing: Fn::Select finds no entry 2');
  });
});

describe('conditions', () => {
  it.each([
    ['Equals', { 'Fn::Equals': [{ Ref: 'A' }, 'ref-A'] }, true],
    ['Equals of different values', { 'Fn::Equals': ['a', 'b'] }, false],
    ['Not', { 'Fn::Not': [{ Condition: 'Yes' }] }, false],
    ['And', { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    ['Or', { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
  ])('decides %s', (_, condition, holds) => {
    expect(resolveCondition(condition, scope)).toBe(holds);
  });

  it('refuses a condition it does not know', () => {
    expect(() => resolveCondition({ 'Fn::Contains': [['a'], 'a'] }, scope)).toThrow('stack/Thing');
  });
});
