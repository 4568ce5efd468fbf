import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** The repository as the checks see it: text files by path from its root, with forward slashes. */
export interface Tree {
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** Empty where there is no such file. */
  text(path: string): string;
  /** The syntax of a TypeScript or JavaScript file, parsed once. */
  syntax(path: string): ts.SourceFile;
}

export function treeOf(files: Readonly<Record<string, string>>): Tree {
  return lazyTree(Object.keys(files), (path) => files[path] ?? '');
}

/** Reads the repository under `root`, without what is installed, built or generated into ignored folders. */
export function readTree(root: string): Tree {
  return lazyTree(walk(root, ''), (path) => readFileSync(join(root, path), 'utf8'));
}

function lazyTree(paths: readonly string[], read: (path: string) => string): Tree {
  const known = new Set(paths);
  const texts = new Map<string, string>();
  const parsed = new Map<string, ts.SourceFile>();
  const tree: Tree = {
    paths: [...paths].sort(),
    has: (path) => known.has(path),
    text(path) {
      if (!known.has(path)) return '';
      const text = texts.get(path) ?? read(path);
      texts.set(path, text);
      return text;
    },
    syntax(path) {
      const file =
        parsed.get(path) ?? ts.createSourceFile(path, tree.text(path), ts.ScriptTarget.Latest, true);
      parsed.set(path, file);
      return file;
    },
  };
  return tree;
}

const installed = ['node_modules', '.venv', '__pycache__'];
const leftOut = new Set([...installed, 'dist', 'coverage', '.git', '.turbo', '.cache', '.mortsafe']);
const textEndings =
  /\.(ts|tsx|js|mjs|cjs|json|md|ya?ml|css|html|sql|sh|toml|py)$|(^|\/)[^./]+$|(^|\/)\.[a-z]+$/;

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    // In a work tree of git, `.git` is a file.
    if (leftOut.has(entry.name)) return [];
    if (entry.isDirectory()) return walk(root, path);
    return entry.isFile() && textEndings.test(path) ? [path] : [];
  });
}
