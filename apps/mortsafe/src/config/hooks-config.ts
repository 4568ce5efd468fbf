import { hookActs } from '@mortsafe/soc-alerting/words';
import { z } from 'zod';
import { secretSource } from './secret.ts';
import { text } from './terms.ts';

const HOOKS_MAX = 50;
const RULES_MAX = 50;

/** Machines elsewhere that order: an EDR, a SIEM, a gateway. See docs/access.md. */
export const hooksConfig = z
  .array(
    z.strictObject({
      /** `POST /api/v1/hooks/{name}` */
      name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a plain name of small letters, digits and dashes'),
      secret: secretSource,
      /** HMAC-SHA256 of the body in a header; absent: the secret as a bearer token. */
      signature: z.strictObject({ header: text, prefix: text.optional() }).optional(),
      fleets: z.array(text).min(1).max(1_000),
      rules: z
        .array(
          z.strictObject({
            act: z.enum(hookActs),
            each: text.optional(),
            when: z.record(text, z.union([text.transform((one) => [one]), z.array(text).min(1)])).optional(),
            fleet: text,
            agent: text,
            reason: text.optional(),
          }),
        )
        .min(1)
        .max(RULES_MAX),
    }),
  )
  .max(HOOKS_MAX)
  .refine((hooks) => new Set(hooks.map(({ name }) => name)).size === hooks.length, 'two hooks have one name')
  .default([]);
export type HooksConfig = z.infer<typeof hooksConfig>;
