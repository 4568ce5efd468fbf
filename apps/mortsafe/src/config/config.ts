import { z } from 'zod';
import { accessConfig, fleets, role } from './access-config.ts';
import { channelsConfig } from './channels-config.ts';
import { checkNames } from './check-names.ts';
import { executorConfig } from './executor-config.ts';
import { hooksConfig } from './hooks-config.ts';
import { isolatorConfig } from './isolator-config.ts';
import { kafkaConfig } from './kafka-config.ts';
import { routingConfig } from './routing-config.ts';
import { secretSource } from './secret.ts';
import { sensorsConfig } from './sensors-config.ts';
import { durationThat, glob, httpUrl } from './terms.ts';

const DURATION_MS_MIN = 100;
const TOKENS_MAX = 1_000;
const EXECUTORS_MAX = 100;

const host = z.string().min(1).max(255);
/** 0 lets the system choose. */
const port = z.int().min(0).max(65_535);
const duration = durationThat((ms) => ms >= DURATION_MS_MIN, 'a duration of at least 100ms, such as 10s');

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
  /** Who may order kills. Default: one token for whoever started it, made on first run, in the data directory. */
  controlTokens: z
    .array(
      z.strictObject({
        token: secretSource,
        person: z.string().min(1).max(256),
        /** Default admin. */
        role: role.optional(),
        /** Default all. */
        fleets: fleets.optional(),
      }),
    )
    .max(TOKENS_MAX)
    .default([]),
  /** Default: made on first run, in the data directory. */
  viewToken: secretSource.optional(),
  /** Where people reach the page, for links in messages; the only other name it answers to. */
  publicUrl: httpUrl.optional(),
});

/** `mortsafe.yaml`. Every key is optional; paths are relative to the file. */
export const config = z
  .strictObject({
    data: z.string().min(1).optional(),
    policy: z.string().min(1).optional(),
    access: accessConfig,
    hooks: hooksConfig,
    /** Folder of rules of your own. */
    rules: z.string().min(1).optional(),
    /** After a crash at most so much of the log is read again. */
    checkpointEvery: duration.optional(),
    doors: z
      .strictObject({
        agents: openDoor.prefault({}),
        platform: guardedDoor.optional(),
        soc: socDoor.prefault({}),
        /** Where agents hear of their own kill orders, each by a token of its own. */
        orders: z.strictObject({ host: host.optional(), port: port.optional() }).prefault({}),
      })
      .prefault({}),
    sensors: sensorsConfig,
    executors: z.array(executorConfig).max(EXECUTORS_MAX).default([]),
    isolators: z.array(isolatorConfig).max(EXECUTORS_MAX).default([]),
    channels: channelsConfig.prefault({}),
    /** Who hears of what, and when. */
    routing: routingConfig.prefault({}),
    /** Where it says how it is: `/livez`, `/readyz`, `/metrics`. */
    operations: z
      .strictObject({
        host: host.optional(),
        port: port.optional(),
        /** Not ready once it is behind by more. Default 60s. */
        lagMax: duration.optional(),
      })
      .prefault({}),
    /** Who watches the watcher. */
    canary: z
      .strictObject({
        /** How often it beats through every door. Default 10s. */
        every: duration.optional(),
        /** A detector, door, sensor or channel that is silent for longer is told of. Default 1m. */
        silentAfter: duration.optional(),
        /** A fleet none of whose agents says anything for longer is told of. Default 5m. */
        fleetSilentAfter: duration.optional(),
        /** How often a message goes through every channel, to show that it would arrive. Default never. */
        messageEvery: duration.optional(),
      })
      .prefault({}),
    /** The sensor that follows processes of agents on this machine: `watch`, and `up --watch`. */
    watch: z
      .strictObject({
        /** How often it looks. What starts and is disowned in between has an unknown launcher. Default 500ms. */
        every: duration.optional(),
      })
      .prefault({}),
    /** Where incidents are kept. Default: a database of its own in the data directory. */
    storage: z
      .strictObject({
        /** `postgres://user:password@host/database`. */
        postgres: secretSource.optional(),
        /** Default `public`. Made where it is absent. */
        schema: z
          .string()
          .regex(/^[a-z_][a-z0-9_]{0,62}$/, 'a plain name of small letters, digits and underscores')
          .optional(),
        /** How long what is over is kept; what is open, and kill orders, are kept for ever. */
        retention: z
          .strictObject({
            /** From when an incident was resolved. Default 400d. */
            incidents: duration.optional(),
            /** From when an act of shielding was done. Default 400d, at least 14d. */
            shielding: duration.optional(),
            /** From when an entry was written. Default for ever. */
            audit: duration.optional(),
          })
          .prefault({}),
      })
      .prefault({}),
    /**
     * Lists of fleet globs; within one list, one name means one agent, and what is done for it in several fleets adds
     * up. Keep tenants apart with it. Default: one list of all fleets.
     */
    shieldingDomains: z.array(z.array(glob).min(1).max(100)).max(1_000).optional(),
    /** For `detector` and `soc`; `up` needs none. */
    kafka: kafkaConfig.optional(),
  })
  .superRefine((read, context) => {
    for (const problem of checkNames(read)) context.addIssue({ code: 'custom', ...problem });
  });
export type Config = z.infer<typeof config>;
export type DoorToken = z.infer<typeof doorToken>;
