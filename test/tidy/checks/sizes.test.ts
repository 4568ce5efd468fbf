import { trySamples } from '../sample.ts';
import { fileSize, functionSize } from './sizes.ts';

const lines = (count: number): string => 'x();\n'.repeat(count);

trySamples(fileSize, {
  complains: {
    'of one line more': { files: { 'a.ts': lines(301) }, of: [/^a\.ts:301: 301 lines: split it by idea/] },
    'of a test or a style sheet, too': {
      files: { 'a.test.ts': lines(400), 'b.css': lines(400) },
      of: [/400/, /400/],
    },
  },
  content: {
    'at the edge': { 'a.ts': lines(300) },
    'with a long page': { 'a.md': lines(500) },
  },
});

const method = (count: number): string => `{\n${lines(count)}}`;
const body = (count: number): string => `function it() {\n${lines(count)}}\n`;

trySamples(functionSize, {
  complains: {
    'of callbacks that make it long': {
      files: { 'a.ts': `function it() {\n  all.forEach(() => ${method(68)});\n}\n` },
      of: [/a\.ts:1: a function of 72 lines/],
    },
    'of one line more': { files: { 'a.ts': `\n${body(69)}` }, of: [/a\.ts:2: a function of 71 lines/] },
  },
  content: {
    'at the edge': { 'a.ts': body(68) },
    'with a factory of small functions': {
      'a.ts': `function it() {\n  function a() ${method(60)}\n  const b = () => ${method(60)};\n  return { c() ${method(60)} };\n}\n`,
    },
    'with a long describe': { 'a.test.ts': `describe('it', () => {\n${lines(100)}});\n` },
  },
});
