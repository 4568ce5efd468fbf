export type Filled = { kind: 'text'; text: string } | { kind: 'refused'; reason: string };

export type PlaceholderName = 'agent' | 'instance' | 'fleet' | 'order';

/** Starts with a letter or digit, so that it is no option; has no slash and no space, so that it is one plain name. */
const PLAIN_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._:@-]{0,254}[A-Za-z0-9_])?$/;
const PLACEHOLDER = /\{(\w+)\}/g;
const known: ReadonlySet<string> = new Set<PlaceholderName>(['agent', 'instance', 'fleet', 'order']);

/**
 * Puts names into a template. A name that an agent gave itself, and that could be taken for an option, a path or
 * several words, is refused instead of escaped: what runs here runs with the operator's rights.
 */
export function fillTemplate(template: string, values: Partial<Record<PlaceholderName, string>>): Filled {
  let reason: string | undefined;
  const text = template.replaceAll(PLACEHOLDER, (placeholder, name: PlaceholderName) => {
    const value = values[name];
    if (value === undefined) reason ??= `${placeholder} is not known`;
    else if (!PLAIN_NAME.test(value) || value.includes('..')) reason ??= `its ${name} id is not a plain name`;
    return value ?? '';
  });
  return reason === undefined ? { kind: 'text', text } : { kind: 'refused', reason };
}

/** The placeholders of a template that nobody fills, for a configuration that wants to say so at once. */
export const unknownPlaceholders = (template: string): string[] =>
  [...template.matchAll(PLACEHOLDER)].flatMap(([placeholder, name = '']) =>
    known.has(name) ? [] : [placeholder],
  );

export const usesPlaceholder = (templates: readonly string[], name: PlaceholderName): boolean =>
  templates.some((template) => template.includes(`{${name}}`));
