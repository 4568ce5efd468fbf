import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type DoorOptions, doorLocation } from './config/door-location.ts';
import { CONTROL_TOKEN_VARIABLE, refusalOf, tokenFile } from './control-client.ts';
import { CannotRun, type Io } from './io.ts';

export type { DoorOptions } from './config/door-location.ts';

const silence = z.object({
  id: z.string(),
  matchers: z.array(z.string()),
  reason: z.string(),
  createdBy: z.string(),
  startsAt: z.number(),
  endsAt: z.number(),
  state: z.enum(['pending', 'active', 'expired']),
  expiredBy: z.string().nullable(),
  covers: z.array(z.object({ fleet: z.string(), agent: z.string(), state: z.string() })),
  hides: z
    .array(z.object({ incident: z.string(), title: z.string(), severity: z.string(), fleet: z.string() }))
    .default([]),
});
export type SeenSilence = z.infer<typeof silence>;

const deadLetter = z.object({
  id: z.string(),
  channel: z.string(),
  title: z.string().nullable(),
  attempts: z.number(),
  reason: z.string().nullable(),
  settledAt: z.number().nullable(),
});
export type DeadLetter = z.infer<typeof deadLetter>;

type World = Pick<Io, 'env' | 'cwd'>;
const TIMEOUT_MS = 15_000;

/** Makes a silence, in the name of whoever the token belongs to. */
export const addSilence = async (body: object, options: DoorOptions, io: World): Promise<SeenSilence> =>
  z.object({ silence }).parse(await ask('silences', options, io, body)).silence;

export const silences = async (ended: boolean, options: DoorOptions, io: World): Promise<SeenSilence[]> =>
  z.object({ silences: z.array(silence) }).parse(await ask(`silences?ended=${ended}`, options, io)).silences;

export const expireSilence = async (id: string, options: DoorOptions, io: World): Promise<SeenSilence> =>
  z.object({ silence }).parse(await ask(`silences/${encodeURIComponent(id)}/expire`, options, io, {}))
    .silence;

export const deadLetters = async (options: DoorOptions, io: World): Promise<DeadLetter[]> =>
  z.object({ deadLetters: z.array(deadLetter) }).parse(await ask('dead-letters', options, io)).deadLetters;

/** Sends dead letters again; says which. */
export const resendDeadLetters = async (body: object, options: DoorOptions, io: World): Promise<string[]> =>
  z.object({ resent: z.array(z.string()) }).parse(await ask('dead-letters/resend', options, io, body)).resent;

/** @throws {CannotRun} The door cannot be reached, or refuses. */
export async function ask(
  path: string,
  options: DoorOptions,
  { env, cwd }: World,
  body?: object,
): Promise<unknown> {
  const { url, dataDirectory } = doorLocation(options, { cwd, env });
  const token = env[CONTROL_TOKEN_VARIABLE] ?? tokenFile(dataDirectory);
  const response = await fetch(new URL(`/api/v1/${path}`, url), {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      // Sent again on the way, it is the same request.
      ...(body !== undefined && { 'idempotency-key': randomUUID() }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => {
    throw new CannotRun(`the control door at ${url} does not answer; is \`mortsafe up\` running?`);
  });
  if (!response.ok) throw new CannotRun(await refusalOf(response));
  return response.json();
}
