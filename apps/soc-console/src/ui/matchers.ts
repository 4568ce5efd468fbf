/** Labels that incidents and silences are told apart by. */
export const labelNames = [
  ...['fleet', 'severity', 'rule', 'agent', 'alias', 'actor', 'order', 'incident', 'team'],
] as const;

export type ReadMatcher = { kind: 'matcher'; text: string } | { kind: 'invalid'; reason: string };

const MATCHER = /^\s*(\w+)\s*(=~|!~|!=|=)\s*(.*?)\s*$/s;

/**
 * `severity=critical` as the API has it: `severity="critical"`. The server has the last word on it.
 */
export function readMatcher(text: string): ReadMatcher {
  const [, label, operator, value = ''] = MATCHER.exec(text) ?? [];
  if (label === undefined || operator === undefined) {
    return { kind: 'invalid', reason: 'write a label, =, !=, =~ or !~, and a value: severity=critical' };
  }
  if (!labelNames.some((name) => name === label)) {
    return { kind: 'invalid', reason: `there is no label ${label}; there is ${labelNames.join(', ')}` };
  }
  return { kind: 'matcher', text: matcherOf(label, operator, unquoted(value)) };
}

/** A matcher for exactly this value, whatever stands in it. */
export const matcherOf = (label: string, operator: string, value: string): string =>
  `${label}${operator}${JSON.stringify(value)}`;

function unquoted(value: string): string {
  try {
    return value.startsWith('"') ? String(JSON.parse(value)) : value;
  } catch {
    return value;
  }
}
