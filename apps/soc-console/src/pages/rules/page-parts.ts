import { lexer, type Token, type Tokens } from 'marked';
import { type Severity, severities } from '../../ui/severity.tsx';

/** What a list says of a rule, taken from its page. */
export interface PageParts {
  /** What it finds: the first paragraph. */
  finds: string;
  /** Those that its section of that name speaks of, the gravest first. */
  severities: Severity[];
  /** Of its numbers those that are durations in milliseconds. */
  durations: string[];
  /** The page without the title, which stands over it already. */
  body: string;
}

export function partsOfPage(markdown: string): PageParts {
  const tokens = lexer(markdown);
  const [first] = tokens;
  const paragraph = tokens.find(({ type }) => type === 'paragraph') as Tokens.Paragraph | undefined;
  const start = tokens.findIndex((token) => isHeading(token) && token.text === 'Severity');
  const rest = start < 0 ? [] : tokens.slice(start + 1);
  const end = rest.findIndex(isHeading);
  const said = (end < 0 ? rest : rest.slice(0, end)).map(({ raw }) => raw).join('');
  const words = new Set(said.toLowerCase().match(/[a-z]+/g));
  return {
    finds: plain(paragraph?.tokens ?? []),
    severities: severities.filter((severity) => words.has(severity)),
    durations: tokens.filter(isTable).flatMap(({ rows }) => rows.flatMap(durationIn)),
    body: first && isHeading(first) ? markdown.slice(first.raw.length) : markdown,
  };
}

/** A row of a table of numbers: its name, and a default with a unit. */
const DURATION = /^[\d.]+ (?:ms|s|min|h|d|days?)$/;
const durationIn = ([name, value]: readonly Tokens.TableCell[]): string[] =>
  name && value && DURATION.test(plain(value.tokens)) ? [plain(name.tokens)] : [];

const isTable = (token: Token): token is Tokens.Table => token.type === 'table';
const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';

const plain = (tokens: readonly Token[]): string =>
  tokens
    .map((token) =>
      'tokens' in token && token.tokens
        ? plain(token.tokens)
        : 'text' in token
          ? String(token.text)
          : token.raw,
    )
    .join('');
