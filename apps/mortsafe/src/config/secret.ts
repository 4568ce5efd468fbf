import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

/** Where a secret is, never the secret itself: a configuration file is copied, committed and shown to people. */
export const secretSource = z.union(
  [z.strictObject({ env: z.string().min(1) }), z.strictObject({ file: z.string().min(1) })],
  { error: 'a secret is named by `env: NAME` or `file: PATH`; it does not stand in this file' },
);
export type SecretSource = z.infer<typeof secretSource>;

export type Secret = { kind: 'secret'; secret: string } | { kind: 'missing'; reason: string };

const SECRET_CHARS_MAX = 4_096;

/** Fetches a secret. A trailing line break in a file is not part of it. */
export function fetchSecret(source: SecretSource, env: NodeJS.ProcessEnv, directory: string): Secret {
  const name = 'env' in source ? `the environment variable ${source.env}` : `the file ${source.file}`;
  const secret = 'env' in source ? env[source.env] : readOrUndefined(resolve(directory, source.file));
  if (secret === undefined) return { kind: 'missing', reason: `${name} cannot be read` };
  const trimmed = secret.replace(/\r?\n$/, '');
  if (trimmed === '') return { kind: 'missing', reason: `${name} is empty` };
  if (trimmed.length > SECRET_CHARS_MAX)
    return { kind: 'missing', reason: `${name} is too long for a secret` };
  return { kind: 'secret', secret: trimmed };
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
