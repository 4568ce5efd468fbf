import { z } from 'zod';
import { guardConfig } from './executor-config.ts';
import { httpUrl, text } from './terms.ts';

const command = z.array(text).min(1).max(64);

/** The first that matches a fleet cuts its agents in quarantine off. */
export const isolatorConfig = z.union(
  [
    /** Programs and their arguments: one to cut off, one to let back. No shell reads them. */
    z.strictObject({ ...guardConfig, isolate: command, release: command }),
    /** Pods, by a label that a NetworkPolicy selects. */
    z.strictObject({
      ...guardConfig,
      kubernetes: z.strictObject({
        namespace: text,
        /** The pod to label, such as `{instance}`. */
        pod: text,
        /** Default `mortsafe.dev/quarantined`. */
        label: text.optional(),
        /** Default: as a pod finds it. */
        server: httpUrl.optional(),
        tokenFile: text.optional(),
        caFile: text.optional(),
      }),
    }),
  ],
  { error: 'an isolator has a fleet, and either `isolate` and `release` as lists, or `kubernetes`' },
);
export type IsolatorConfig = z.infer<typeof isolatorConfig>;
