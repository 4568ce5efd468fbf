import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type DoorOptions, doorLocation } from './config/door-location.ts';
import { CannotRun, type Io } from './io.ts';
import { CONTROL_TOKEN_FILE } from './up/data-directory.ts';

/** The door of a running mortsafe, with the token of whoever asks. Paths are those below `/api/v1/`. */
export interface ControlDoor {
  /**
   * What it answers; with a body, something is to be done.
   *
   * @throws {CannotRun} It cannot be reached, or refuses.
   */
  ask(path: string, body?: object): Promise<unknown>;
  /**
   * The same, as it comes: a refusal is an answer, too.
   *
   * @throws {CannotRun} It cannot be reached.
   */
  send(path: string, body?: object): Promise<Response>;
}

export const CONTROL_TOKEN_VARIABLE = 'MORTSAFE_CONTROL_TOKEN';
const TIMEOUT_MS = 15_000;
const REASON_CHARS_MAX = 500;

/**
 * Speaks to the control door with the operator's token: MORTSAFE_CONTROL_TOKEN, else the one in the data directory.
 *
 * @throws {CannotRun} There is no token.
 */
export function controlDoor(options: DoorOptions, { env, cwd }: Pick<Io, 'env' | 'cwd'>): ControlDoor {
  const { url: base, dataDirectory } = doorLocation(options, { cwd, env });
  const token = env[CONTROL_TOKEN_VARIABLE] ?? tokenFile(dataDirectory);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

  async function send(path: string, body?: object): Promise<Response> {
    // Sent again by whoever retries, it is the same request and not a second one.
    const asked = body && { method: 'POST', body: JSON.stringify(body) };
    const again = body && { 'idempotency-key': randomUUID() };
    try {
      return await fetch(new URL(`/api/v1/${path}`, base), {
        ...asked,
        headers: { ...headers, ...again },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
    } catch {
      throw new CannotRun(`the control door at ${base} does not answer; is \`mortsafe up\` running?`);
    }
  }

  return { send, ask: async (path, body) => answerIn(await send(path, body)) };
}

/** @throws {CannotRun} It is a refusal. */
export async function answerIn(response: Response): Promise<unknown> {
  if (response.ok) return response.json();
  if (response.status === 401) {
    throw new CannotRun(
      `the control door does not know this token (${CONTROL_TOKEN_VARIABLE}, or the data directory of another mortsafe)`,
    );
  }
  const text = (await response.text()).slice(0, REASON_CHARS_MAX);
  throw new CannotRun(`the control door refuses: ${reasonIn(text) ?? `HTTP ${response.status}`}`);
}

function reasonIn(text: string): string | undefined {
  try {
    const { error } = z.object({ error: z.string() }).parse(JSON.parse(text));
    return error;
  } catch {
    return undefined;
  }
}

function tokenFile(directory: string): string {
  const file = join(directory, CONTROL_TOKEN_FILE);
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new CannotRun(
      `no control token: set ${CONTROL_TOKEN_VARIABLE}, or name the data directory with --data (${file} cannot be read)`,
    );
  }
}
