/** `ada@example.org` for `person:ada@example.org`, as people call each other. */
export const personOf = (name: string): string => name.replace(/^person:/, '');
