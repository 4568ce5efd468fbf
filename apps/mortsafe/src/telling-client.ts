import { z } from 'zod';
import type { ControlDoor } from './control-door.ts';

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

/** Makes a silence, in the name of whoever the token belongs to. */
export const addSilence = async ({ ask }: ControlDoor, body: object): Promise<SeenSilence> =>
  z.object({ silence }).parse(await ask('silences', body)).silence;

export const silences = async ({ ask }: ControlDoor, ended: boolean): Promise<SeenSilence[]> =>
  z.object({ silences: z.array(silence) }).parse(await ask(`silences?ended=${ended}`)).silences;

export const expireSilence = async ({ ask }: ControlDoor, id: string): Promise<SeenSilence> =>
  z.object({ silence }).parse(await ask(`silences/${encodeURIComponent(id)}/expire`, {})).silence;

export const deadLetters = async ({ ask }: ControlDoor): Promise<DeadLetter[]> =>
  z.object({ deadLetters: z.array(deadLetter) }).parse(await ask('dead-letters')).deadLetters;

/** Sends dead letters again; says which. */
export const resendDeadLetters = async ({ ask }: ControlDoor, body: object): Promise<string[]> =>
  z.object({ resent: z.array(z.string()) }).parse(await ask('dead-letters/resend', body)).resent;
