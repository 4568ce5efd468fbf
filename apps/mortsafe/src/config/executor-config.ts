import { z } from 'zod';
import { glob, httpUrl, text } from './terms.ts';

/** Which fleets, and what is kept from it. */
export const guardConfig = {
  fleet: glob,
  /** An order that means more agents is not carried out. */
  agentsMax: z.int().min(1).max(1_000_000).optional(),
  /** An order that means one of these is not carried out. */
  protectedAgents: z.array(glob).max(1_000).optional(),
  /** Says whom it would stop, and stops nobody. */
  dryRun: z.boolean().optional(),
};

/** The first that matches a fleet carries its kills out. */
export const executorConfig = z.union(
  [
    /** Local processes: asked by SIGTERM, ended by SIGKILL at the deadline. */
    z.strictObject({ ...guardConfig, signal: z.literal(true), pidFile: text.optional() }),
    /** A program and its arguments, such as `[docker, stop, "{instance}"]`. No shell reads them. */
    z.strictObject({
      ...guardConfig,
      command: z.array(text).min(1).max(64),
      /** Its success means that the instance is gone, as with `docker stop`. */
      waitsForExit: z.boolean().optional(),
    }),
    /** Pods, by the Kubernetes API. */
    z.strictObject({
      ...guardConfig,
      kubernetes: z.strictObject({
        namespace: text,
        /** The pod to delete, such as `{instance}`; or else the Deployment to scale to nothing. */
        pod: text.optional(),
        deployment: text.optional(),
        /** Default: as a pod finds it. */
        server: httpUrl.optional(),
        tokenFile: text.optional(),
        caFile: text.optional(),
      }),
    }),
  ],
  { error: 'an executor has a fleet, and one of `signal: true`, a `command` as a list, and `kubernetes`' },
);
export type ExecutorConfig = z.infer<typeof executorConfig>;
