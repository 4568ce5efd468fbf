import { z } from 'zod';
import { secretSource } from './secret.ts';
import { glob, httpUrl } from './terms.ts';

const BINDINGS_MAX = 1_000;
const LIST_MAX = 1_000;
const globs = z.array(glob).min(1).max(LIST_MAX);
const perMinute = z.int().min(1).max(1_000_000);

export const role = z.enum(['viewer', 'analyst', 'responder', 'admin']);
export const fleets = globs;

/** Who gets in, and what they may do. See docs/access.md. */
export const accessConfig = z
  .strictObject({
    /** Where people sign in. */
    oidc: z
      .strictObject({
        issuer: httpUrl,
        clientId: z.string().min(1).max(256),
        /** Absent: a public client. */
        clientSecret: secretSource.optional(),
        scope: z.string().min(1).max(1_000).optional(),
        /** Default `email`, and then only one that the issuer has verified. */
        personClaim: z.string().min(1).max(256).optional(),
        groupsClaim: z.string().min(1).max(256).optional(),
      })
      .optional(),
    /** What those who sign in may do: all that any entry gives. */
    roles: z
      .array(
        z
          .strictObject({ people: globs.optional(), groups: globs.optional(), role, fleets })
          .refine(({ people, groups }) => people || groups, 'whose role is it? people, groups or both'),
      )
      .max(BINDINGS_MAX)
      .default([]),
    /** A second person confirms what lets an agent off. */
    fourEyes: z.boolean().default(false),
    rateLimits: z
      .strictObject({
        reads: perMinute.optional(),
        changes: perMinute.optional(),
        refusals: perMinute.optional(),
      })
      .prefault({}),
  })
  .refine(({ oidc, roles }) => !oidc || roles.length > 0, 'oidc lets nobody in without roles')
  .prefault({});
export type AccessConfig = z.infer<typeof accessConfig>;
