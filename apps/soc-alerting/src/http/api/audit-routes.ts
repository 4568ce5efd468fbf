import { z } from 'zod';
import { may } from '../../access/caller.ts';
import { fleetsWith } from '../../access/roles.ts';
import { anchorText } from '../../audit/audit-anchor.ts';
import { auditAnchor, auditEntries } from '../../audit/audit-store.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute } from './route.ts';
import * as shapes from './shapes.ts';

const entry = z
  .object({
    sequence: z.int(),
    recordedAt: shapes.ms,
    by: z.string(),
    action: z.string(),
    about: z.string(),
    fleet: z.string().nullable(),
    change: z.record(z.string(), z.unknown()),
    previous: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'AuditEntry' });

/** Who did what, each entry chained to the one before. */
export const auditRoutes = ({ database }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'get', path: '/audit', tag: 'audit', role: 'viewer' },
    summary: 'The audit trail, the newest first; of fleets that one may see',
    query: shapes.pageAsked.extend({
      about: shapes.id.optional().describe('`incident:inc-…`, `order:…`, `agent:…`'),
      by: shapes.id.optional(),
      action: shapes.id.optional().describe('Exactly, or a beginning that ends with a dot.'),
      fleet: shapes.fleetName.optional(),
    }),
    answers: {
      200: z.object({
        entries: z.array(entry),
        next: shapes.next,
        anchor: z
          .string()
          .nullable()
          .describe('Where the trail ends; keep it elsewhere for `mortsafe audit verify`.'),
      }),
    },
    async handle({ query, caller }) {
      const fleets = fleetsWith(caller.grants, 'viewer');
      const given = Object.entries(query).filter(([, value]) => value !== undefined);
      const { items, next } = await auditEntries(database, { ...Object.fromEntries(given), fleets });
      const anchor = may(caller, 'viewer', null) ? await auditAnchor(database) : undefined;
      return answer(200, { entries: items, next, anchor: anchor ? anchorText(anchor) : null });
    },
  }),
];
