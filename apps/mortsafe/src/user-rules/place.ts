import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where in a rule's file something stands, for an editor to jump to. */
export interface Place {
  file: string;
  /** From 1. */
  line: number;
}

export const placeText = ({ file, line }: Place): string => `${file}:${line}`;

const FRAME = /(file:\/\/[^\s)]+?|\/[^\s():]+):(\d+)(?::\d+)?\)?$/gm;

/** The innermost place of an error that lies in one of the folders; undefined where none does. */
export function placeOfError(error: unknown, isTheirs: (file: string) => boolean): Place | undefined {
  if (!(error instanceof Error)) return undefined;
  for (const [, path = '', line = '1'] of (error.stack ?? '').matchAll(FRAME)) {
    const file = path.startsWith('file:') ? fileOf(path) : path;
    if (file !== undefined && isTheirs(file)) return { file, line: Number(line) };
  }
  return undefined;
}

function fileOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}

/** The line of an export, and from there on that of `near`; the first line where the export is not found. */
export function lineOfExport(source: string, name: string, near?: string): number {
  const word = name.replace(/[^\w$]/g, '');
  const declared = new RegExp(`\\b(?:const|let|var|function|class)\\s+${escaped(word)}\\b`);
  const start = Math.max(
    0,
    (name === 'default' ? /\bexport\s+default\b/ : declared).exec(source)?.index ?? 0,
  );
  const next = source.slice(start + 1).search(/^export\b/m);
  const own = next < 0 ? source.slice(start) : source.slice(start, start + 1 + next);
  const at = near === undefined ? 0 : own.indexOf(near);
  return lineAt(source, start + Math.max(0, at));
}

/**
 * The line that an error of linking is about. Such errors name what is wrong and not where: a name declared twice,
 * an import that there is not, an `await` that nobody waits for.
 */
export function lineOfLinkError(source: string, error: unknown): number {
  if (!(error instanceof Error)) return 1;
  if ('code' in error && error.code === 'ERR_REQUIRE_ASYNC_MODULE')
    return lineOf(source, /^(?!\s*(?:\/\/|\*)).*\bawait\b/m);
  const named = /'([^']+)'/.exec(error.message)?.[1];
  if (named === undefined) return 1;
  if (error.message.includes('already been declared')) {
    const twice = new RegExp(`\\b(?:const|let|var|function|class|import)\\b.*\\b${escaped(named)}\\b`, 'g');
    return lineAt(source, [...source.matchAll(twice)].at(-1)?.index ?? 0);
  }
  return lineOf(source, new RegExp(`from\\s*['"][^'"]*${escaped(basename(named))}['"]`));
}

const lineOf = (source: string, pattern: RegExp): number => {
  const found = pattern.exec(source);
  return lineAt(source, found ? found.index + found[0].search(/\S/) : 0);
};

const lineAt = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
