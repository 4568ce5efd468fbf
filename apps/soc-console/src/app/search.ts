/** What stands behind the `?` of an address: plain texts and lists of them, as people would write it. */
export type Search = Readonly<Record<string, string | string[] | undefined>>;

export function parseSearch(text: string): Record<string, string | string[]> {
  const search: Record<string, string | string[]> = {};
  const given = new URLSearchParams(text);
  for (const key of new Set(given.keys())) {
    const values = given.getAll(key);
    search[key] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return search;
}

export function stringifySearch(search: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) params.append(key, String(one));
    }
  }
  return params.size > 0 ? `?${params}` : '';
}

/** One text of it, where it is one of those that are allowed. */
export const oneOf = <Choice extends string>(
  search: Search,
  key: string,
  choices: readonly Choice[],
): Choice | undefined => choices.find((choice) => choice === search[key]);

/** All texts under a key. */
export const listIn = (search: Search, key: string): string[] => {
  const value = search[key];
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
};

export const textIn = (search: Search, key: string): string | undefined => listIn(search, key)[0];
