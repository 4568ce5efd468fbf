import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readYaml } from './read-yaml.ts';

const schema = z.strictObject({
  doors: z.strictObject({ port: z.number().int() }).optional(),
  channels: z.array(z.strictObject({ url: z.string() })).optional(),
});

const problemsIn = (text: string) => {
  const read = readYaml(text, schema);
  return read.kind === 'invalid' ? read.problems : [];
};

describe('reading YAML by a schema', () => {
  it('gives the value', () => {
    expect(readYaml('doors: { port: 4318 }', schema)).toEqual({
      kind: 'ok',
      value: { doors: { port: 4318 } },
    });
  });

  it('takes an empty file for one that says nothing', () => {
    expect(readYaml('', schema)).toEqual({ kind: 'ok', value: {} });
  });

  it('reads JSON too', () => {
    expect(readYaml('{"doors": {"port": 1}}', schema)).toMatchObject({ kind: 'ok' });
  });

  it('points at a value of the wrong type', () => {
    expect(problemsIn('doors:\n  port: many\n')).toMatchObject([{ line: 2, column: 9 }]);
  });

  it('points at a key that does not exist', () => {
    expect(problemsIn('doors:\n  port: 1\n  prot: 2\n')).toEqual([
      { line: 3, column: 3, message: 'doors.prot: there is no such key' },
    ]);
  });

  it('points into a list', () => {
    expect(problemsIn('channels:\n  - url: a\n  - url: 7\n')).toMatchObject([{ line: 3, column: 10 }]);
  });

  it('points at the parent of what is missing', () => {
    expect(problemsIn('channels:\n  - {}\n')).toMatchObject([{ line: 2, column: 5 }]);
  });

  it('points at broken YAML', () => {
    expect(problemsIn('doors: [')).toMatchObject([{ line: 1 }]);
  });

  it('refuses a file that unfolds without end', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      'b: &b [*a,*a,*a,*a,*a,*a,*a,*a]',
      'c: [*b,*b,*b,*b,*b,*b,*b]',
    ];
    expect(problemsIn(bomb.join('\n'))).toHaveLength(1);
  });
});
