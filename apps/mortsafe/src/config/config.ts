import { z } from 'zod';
import { secretSource } from './secret.ts';

const TOKENS_MAX = 1_000;
const CHANNELS_MAX = 20;
const EXECUTORS_MAX = 100;

const host = z.string().min(1).max(255);
/** 0 lets the system choose. */
const port = z.int().min(0).max(65_535);
const glob = z.string().min(1).max(256);

/** What a token lets its bearer be: an agent, or anybody of the named fleets. */
const doorToken = z.strictObject({
  token: secretSource,
  fleets: z.array(glob).min(1).max(100).optional(),
  /** The one agent that holds this token: it becomes the `sender` of what enters. */
  agent: z.string().min(1).max(256).optional(),
});

const openDoor = z.strictObject({
  host: host.optional(),
  port: port.optional(),
  tokens: z.array(doorToken).max(TOKENS_MAX).default([]),
});

const guardedDoor = openDoor.extend({
  port,
  tokens: z.array(doorToken).min(1, 'sensors need tokens: without them an agent could speak as the platform'),
});

const socDoor = z.strictObject({
  host: host.optional(),
  port: port.optional(),
  /** Default: made on first run, in the data directory. */
  controlToken: secretSource.optional(),
  viewToken: secretSource.optional(),
});

const executor = z.union([
  z.strictObject({ fleet: glob, signal: z.enum(['SIGTERM', 'SIGKILL']) }),
  z.strictObject({ fleet: glob, command: z.array(z.string().min(1)).min(1).max(64) }),
]);

const channels = z.strictObject({
  terminal: z.boolean().default(true),
  webhooks: z
    .array(
      z.strictObject({ name: z.string().min(1).max(64).optional(), url: secretSource, secret: secretSource }),
    )
    .max(CHANNELS_MAX)
    .default([]),
  slack: z
    .array(z.strictObject({ name: z.string().min(1).max(64).optional(), url: secretSource }))
    .max(CHANNELS_MAX)
    .default([]),
});

/** `mortsafe.yaml`. Every key is optional; paths are relative to the file. */
export const config = z.strictObject({
  data: z.string().min(1).optional(),
  policy: z.string().min(1).optional(),
  doors: z
    .strictObject({
      agents: openDoor.prefault({}),
      platform: guardedDoor.optional(),
      soc: socDoor.prefault({}),
    })
    .prefault({}),
  executors: z.array(executor).max(EXECUTORS_MAX).default([]),
  channels: channels.prefault({}),
});
export type Config = z.infer<typeof config>;
export type DoorToken = z.infer<typeof doorToken>;
