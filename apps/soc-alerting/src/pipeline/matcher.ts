import { RE2JS } from 're2js';
import { type LabelName, type Labels, labelNames } from './labels.ts';

const operators = ['=~', '!~', '!=', '='] as const;
export type MatcherOperator = (typeof operators)[number];

/** One condition on one label, as Alertmanager has them. */
export interface Matcher {
  label: LabelName;
  operator: MatcherOperator;
  value: string;
}

export type ParsedMatcher = { kind: 'matcher'; matcher: Matcher } | { kind: 'invalid'; reason: string };

const VALUE_CHARS_MAX = 512;
/** Times the text's length it bounds the steps of a match. `a.*b|c{1,50}` has about 60. */
const PROGRAM_MAX = 500;
/** Ids have 256 at most. */
const TEXT_CHARS_MAX = 1_024;
const CACHE_MAX = 1_000;

const MATCHER = /^\s*([A-Za-z_]+)\s*(=~|!~|!=|=)\s*(.*?)\s*$/s;

/**
 * Reads `severity=~"high|critical"`. Quotes may be left out where the value holds none. A regular expression is RE2's
 * and means the whole value; none is slow on any text.
 */
export function parseMatcher(text: string): ParsedMatcher {
  const [, label = '', operator, written = ''] = MATCHER.exec(text) ?? [];
  if (operator === undefined)
    return invalid('a matcher is like fleet="checkout" or severity=~"high|critical"');
  const known = labelNames.find((name) => name === label);
  if (!known) return invalid(`there is no label ${label.slice(0, 64)}; labels are ${labelNames.join(', ')}`);
  const value = unquoted(written);
  if (value === undefined) return invalid('the value has a quote that does not end, or ends too early');
  return checkMatcher({ label: known, operator: operator as MatcherOperator, value });
}

/** Holds a matcher that came in parts against the same bounds. */
export function checkMatcher(matcher: Matcher): ParsedMatcher {
  if (matcher.value.length > VALUE_CHARS_MAX)
    return invalid(`a value has at most ${VALUE_CHARS_MAX} characters`);
  if (!matcher.operator.endsWith('~')) return { kind: 'matcher', matcher };
  try {
    const size = RE2JS.compile(matcher.value).programSize();
    return size > PROGRAM_MAX
      ? invalid('the regular expression repeats too much')
      : { kind: 'matcher', matcher };
  } catch {
    return invalid('this is no regular expression that RE2 takes');
  }
}

export const matcherText = ({ label, operator, value }: Matcher): string =>
  `${label}${operator}${JSON.stringify(value)}`;

/** Whether all of them hold. */
export const matchesAll = (matchers: readonly Matcher[], labels: Labels): boolean =>
  matchers.every((matcher) => matches(matcher, labels));

function matches({ label, operator, value }: Matcher, labels: Labels): boolean {
  const text = labels[label].slice(0, TEXT_CHARS_MAX);
  if (operator === '=') return text === value;
  if (operator === '!=') return text !== value;
  return compiled(value)(text) === (operator === '=~');
}

type Matches = (text: string) => boolean;
const expressions = new Map<string, Matches>();
/** Most expressions only name some words: then it is one of them, or none. */
const ALTERNATIVES = /^[\w-]+(\|[\w-]+)*$/;

function compiled(pattern: string): Matches {
  const known = expressions.get(pattern);
  if (known) return known;
  if (expressions.size >= CACHE_MAX) expressions.clear();
  const matches = ALTERNATIVES.test(pattern) ? oneOf(pattern.split('|')) : matchesOf(RE2JS.compile(pattern));
  expressions.set(pattern, matches);
  return matches;
}

function oneOf(words: readonly string[]): Matches {
  const known = new Set(words);
  return (text) => known.has(text);
}

const matchesOf =
  (expression: RE2JS): Matches =>
  (text) =>
    expression.matches(text);

function unquoted(written: string): string | undefined {
  if (!written.startsWith('"')) return written.includes('"') ? undefined : written;
  try {
    const value: unknown = JSON.parse(written);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

const invalid = (reason: string): ParsedMatcher => ({ kind: 'invalid', reason });
