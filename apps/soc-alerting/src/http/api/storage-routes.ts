import { z } from 'zod';
import { auditNameOf, may } from '../../access/caller.ts';
import { purge, purgeable } from '../../storage/purge.ts';
import type { Retention } from '../../storage/retention.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';

const DAY_MS = 86_400_000;
const days = z.int().min(1).max(36_500).optional();
const purged = z
  .object({
    incidents: z.int(),
    acts: z.int(),
    ties: z.int(),
    containments: z.int(),
    leaves: z.int(),
    auditEntries: z.int(),
  })
  .meta({ id: 'Purged' });

/** What is over and old. It belongs to no fleet alone. */
export const storageRoutes = ({ database, retention, now }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'post', path: '/purge', tag: 'storage', role: 'admin', fresh: true },
    summary: 'Delete what is over and older than its retention, or say what that would be',
    body: z.strictObject({
      dryRun: z.boolean().default(true).describe('Says what would go, and deletes nothing.'),
      incidentsDays: days.describe('Since an incident was resolved. Default: as configured.'),
      shieldingDays: days.describe(
        'Since an act, a tie, the end of a containment or of a leave to relaunch; 14 at least.',
      ),
    }),
    answers: { 200: z.object({ dryRun: z.boolean(), purged }) },
    async handle({ body: { dryRun, incidentsDays, shieldingDays }, caller }) {
      if (!may(caller, 'admin', null)) return refuse(403, 'this needs the role admin in all fleets');
      const asked: Partial<Retention> = {
        ...retention,
        ...(incidentsDays !== undefined && { incidentsMs: incidentsDays * DAY_MS }),
        ...(shieldingDays !== undefined && { shieldingMs: shieldingDays * DAY_MS }),
      };
      const options = { retention: asked, now: now(), by: auditNameOf(caller) };
      const found = dryRun ? await purgeable(database, options) : await purge(database, options);
      return answer(200, { dryRun, purged: found });
    },
  }),
];
