import { trySamples } from '../sample.ts';
import { noAny, tellingTypeNames, todoHasIssue } from './words.ts';

trySamples(tellingTypeNames, {
  complains: {
    'of names that say nothing': {
      files: { 'a.ts': 'interface Alert {}\ntype Data = string;\nexport class Manager {}\n' },
      of: [/a\.ts:1: type Alert says nothing: take the word from docs\/glossary\.md/, /Data/, /Manager/],
    },
  },
  content: {
    'with such a word as part of a name': { 'a.ts': 'interface AgentEvent {}\ntype DataSource = string;\n' },
    'with a value of that name': { 'a.ts': 'const it = new Event("x");\n' },
  },
});

trySamples(noAny, {
  complains: {
    'of any': {
      files: { 'a.ts': 'const a: any = 1;\nconst b = [] as any[];\n' },
      of: [/a\.ts:1: .*unknown/, /a\.ts:2: /],
    },
    'of a check switched off': {
      files: { 'a.ts': '\n// @ts-ignore\nx();\n' },
      of: [/a\.ts:2: a compiler check/],
    },
  },
  content: {
    'with the word': { 'a.ts': '// any of them\nconst any = "any";\n' },
    'with an error that is expected': {
      'a.test.ts': '// @ts-expect-error: a wrong type is refused\nx(1);\n',
    },
  },
});

const later = 'TODO';

trySamples(todoHasIssue, {
  complains: {
    'of one without an issue': {
      files: { 'a.ts': `x();\n// ${later}: mend\ny();\n` },
      of: [/a\.ts:2: a TODO without/],
    },
    'of one at the end of a file': { files: { 'a.ts': `x();\n/* ${later} */\n` }, of: [/a\.ts:2: /] },
  },
  content: {
    'with an issue': { 'a.ts': `// ${later}(#12): mend\n` },
    'with the word in a string': { 'a.ts': `const a = '// ${later}';\nconst b = \`// ${later}\`;\n` },
  },
});
