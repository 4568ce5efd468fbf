import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { config } from '../apps/mortsafe/src/config/config.ts';
import { readPolicy } from '../apps/mortsafe/src/config/read-policy.ts';
import { readYaml } from '../apps/mortsafe/src/config/read-yaml.ts';
import { builtInRules } from '../apps/mortsafe/src/user-rules/rule-set.ts';
import { parseAgentEvent, parsePolicy, techniquesFor } from '../packages/agent-events/src/index.ts';
import * as words from '../packages/agent-events/src/words.ts';
import { rules } from '../packages/rules/src/index.ts';

const read = (path: string): string => readFileSync(new URL(`../docs/${path}`, import.meta.url), 'utf8');
const pages = readdirSync(new URL('../docs/rules', import.meta.url)).filter((name) => name !== 'README.md');

const yamlIn = (page: string): string[] =>
  [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

describe('the examples in the pages', () => {
  for (const page of ['policy.md', ...pages.map((name) => `rules/${name}`)]) {
    for (const [index, example] of yamlIn(read(page)).entries()) {
      it(`are a policy that is accepted as it stands: ${page}, number ${index + 1}`, () => {
        expect(parsePolicy(example, page)).toMatchObject({ kind: 'policy' });
      });
    }
  }
});

describe('the example of a configuration', () => {
  it('is accepted', () => {
    const [example = ''] = yamlIn(read('deploying.md'));
    expect(readYaml(example, config)).toMatchObject({ kind: 'ok' });
  });

  it.each(['access.md', 'alerting.md', 'channels.md'])('is accepted, all of it, in %s', (page) => {
    const examples = yamlIn(read(page));
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(readYaml(example, config)).toMatchObject({ kind: 'ok' });
  });
});

describe('the examples about sensors', () => {
  const examples = yamlIn(read('sensors.md'));
  const those = (begin: RegExp): string[] => examples.filter((example) => begin.test(example));

  it('are configurations that are accepted, and a policy that is', () => {
    const configurations = those(/^(?:doors|kafka|sensors:\n {2}files):?/);
    expect(configurations).toHaveLength(3);
    for (const example of configurations) expect(readYaml(example, config)).toMatchObject({ kind: 'ok' });
    const [policy = '', ...others] = those(/^sensors:\n {2}fleets/);
    expect(others).toEqual([]);
    expect(parsePolicy(policy, 'sensors.md')).toMatchObject({ kind: 'policy' });
  });
});

describe('the page of the events', () => {
  const page = read('events.md');

  it('shows lines of a replay file that are events', () => {
    const [, lines = ''] = /```json\n(.*?)\n```/s.exec(page) ?? [];
    const kinds = lines.split('\n').map((line) => parseAgentEvent(JSON.parse(line)).kind);
    expect(kinds).toEqual(['event', 'event', 'event']);
  });

  it.each(Object.entries(words))('names every word there is: %s', (_, list) => {
    for (const word of list) expect(page).toContain(`\`${word}\``);
  });
});

const HEADINGS = [
  'What it sees',
  'Why it matters',
  'When it is quiet',
  'False positives',
  'Triage',
  'What to do next',
  'Numbers',
  'Severity',
  'Framework ids',
];

describe('the list of the rules', () => {
  it('names each once', () => {
    const listed = [...read('rules/README.md').matchAll(/^\| \[`([a-z-]+)`\]\(\1\.md\) \|/gm)].map(
      ([, id]) => id,
    );
    expect(listed.toSorted()).toEqual(rules.map(({ id }) => id).toSorted());
  });
});

describe('the page of a rule', () => {
  for (const rule of rules) {
    it(`has its name and every section, none of them empty: ${rule.id}`, () => {
      const page = read(`rules/${rule.id}.md`);
      const { id, title } = rule;
      expect(page.split('\n')[0]).toBe(`# \`${id}\`: ${title.charAt(0).toLowerCase()}${title.slice(1)}`);
      const sections = page.split(/^## /m).slice(1);
      expect(sections.map((section) => section.split('\n')[0])).toEqual(expect.arrayContaining(HEADINGS));
      expect(sections.filter((section) => section.split('\n').slice(1).join('').trim() === '')).toEqual([]);
    });

    it(`shows a policy that its rule knows: ${rule.id}`, () => {
      for (const example of yamlIn(read(`rules/${rule.id}.md`))) {
        expect(() => readPolicy(example, rule.id, builtInRules)).not.toThrow();
      }
    });

    it(`says the numbers that the code has: ${rule.id}`, () => {
      const page = read(`rules/${rule.id}.md`);
      const table = /\| policy key .*?\n\n/s.exec(page)?.[0] ?? '';
      const said = [...table.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gm)].map(([, key = '', text = '']) => [
        key,
        inMs(text),
      ]);
      expect(Object.fromEntries(said)).toEqual(rule.limits);
    });

    it(`names the techniques that the code has: ${rule.id}`, () => {
      const [, section = ''] = read(`rules/${rule.id}.md`).split('## Framework ids\n');
      const said = section.match(/\b(AML\.)?T\d{4}(\.\d{3})?|ASI\d\d/g) ?? [];
      expect(said.sort()).toEqual(
        techniquesFor(rule.id)
          .map(({ id }) => id)
          .sort(),
      );
    });
  }
});

const units: Record<string, number> = { s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };

/** `10 s` in milliseconds, `0.6` as it stands. */
function inMs(text: string): number {
  const [, amount = '', unit] = /^([\d.]+)(?: (s|min|h|d))?$/.exec(text.trim()) ?? [];
  return Number(amount) * (unit ? (units[unit] ?? Number.NaN) : 1);
}
