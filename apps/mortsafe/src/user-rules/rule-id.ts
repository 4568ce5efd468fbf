/** UTF-16 code units; the id names a file, a page and a key of the policy. */
export const ruleIdMaxChars = 64;

export const isRuleId = (id: string): boolean =>
  id.length <= ruleIdMaxChars && /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id);

/** What the constant of a rule is called. */
export const ruleNameOf = (id: string): string =>
  id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
