import { describe, expect, it } from 'vitest';
import { typeOf } from './type-of.ts';

describe('the type of a schema', () => {
  it.each([
    ['a text', { type: 'string' }, 'string'],
    ['one of several', { type: 'string', enum: ['a', 'b"'] }, '"a" | "b\\""'],
    ['perhaps nothing', { type: ['number', 'null'] }, 'number | null'],
    ['a list', { type: 'array', items: { type: ['integer', 'null'] } }, 'readonly (number | null)[]'],
    ['one by name', { $ref: '#/components/schemas/Silence' }, 'schemas.Silence'],
    [
      'an object',
      { type: 'object', properties: { a: { type: 'string' }, 'b-c': { const: true } }, required: ['a'] },
      '{ a: string; "b-c"?: true | undefined }',
    ],
    ['a record', { type: 'object', additionalProperties: { type: 'number' } }, '{ [name: string]: number }'],
    ['anything', {}, 'unknown'],
  ])('is told for %s', (_what, schema, type) => {
    expect(typeOf(schema)).toBe(type);
  });
});
