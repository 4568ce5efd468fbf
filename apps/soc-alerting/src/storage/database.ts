export type SqlValue =
  | string
  | number
  | boolean
  | null
  | readonly (string | null)[]
  | readonly (number | null)[];

/** Asks one question. `$1`, `$2`, … stand for the values; nothing is ever pasted into SQL. */
export interface Queries {
  query<Row = Record<string, unknown>>(sql: string, values?: readonly SqlValue[]): Promise<Row[]>;
}

/**
 * The little of PostgreSQL that this service uses, so that the embedded and the real one are the same to it.
 *
 * `bigint` columns come back as numbers and `json` columns as values, whichever engine answers.
 */
export interface Database extends Queries {
  /** For people: which engine, never where or with which credential. */
  readonly name: string;
  /** True where no other process can be at work on it. */
  readonly exclusive: boolean;
  /** All of `work` or nothing of it. Not to be nested. */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

const REPLACEMENT = '\uFFFD';

/** PostgreSQL's text holds no NUL, and agents may send one. */
export const storable = (text: string): string => text.replaceAll('\0', REPLACEMENT);

/** What a `bigint` column takes, whatever a number claims to be. */
export const wholeMs = (time: number): number => {
  const whole = Math.trunc(time);
  return Number.isSafeInteger(whole) ? whole : 0;
};

/**
 * Many JSON documents as one text, for `documentsOf`: as an array each of their quotes would have to be escaped here and
 * read back there. JSON has no control characters, so none of them can hold what divides them.
 */
export const documentsIn = (values: readonly unknown[]): string =>
  values.map((value) => JSON.stringify(value)).join('\u001e');

/** The documents of `documentsIn`, as an array of JSON. */
export const documentsOf = (parameter: `$${number}`): string =>
  `string_to_array(${parameter}, E'\\x1e')::json[]`;
