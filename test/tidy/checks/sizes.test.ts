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

const body = (count: number): string => `function it() {\n${lines(count)}}\n`;

trySamples(functionSize, {
  complains: {
    'of one line more': { files: { 'a.ts': `\n${body(69)}` }, of: [/a\.ts:2: a function of 71 lines/] },
  },
  content: {
    'at the edge': { 'a.ts': body(68) },
    'with a long describe': { 'a.test.ts': `describe('it', () => {\n${lines(100)}});\n` },
  },
});
