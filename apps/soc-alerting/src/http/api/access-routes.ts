import { z } from 'zod';
import { auditNameOf, FRESH_MS } from '../../access/caller.ts';
import {
  createMachineToken,
  type MachineToken,
  machineTokens,
  revokeMachineToken,
} from '../../access/machine-token-store.ts';
import { isOneFleet, mayGive, roles } from '../../access/roles.ts';
import { endSession } from '../../access/session-store.ts';
import { appendAudit } from '../../audit/audit-store.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute, refuse } from './route.ts';
import * as shapes from './shapes.ts';

const DAY_MS = 86_400_000;
const TOKEN_DAYS_MAX = 3_650;
const MACHINE_NAME = /^[\w.:@-]{1,64}$/;
/** The orders' door takes no longer ones. */
const AGENT_CHARS_MAX = 256;
const globs = z.array(z.string().min(1).max(256)).min(1).max(100);
const grant = z.object({ role: z.enum(roles), fleets: z.array(z.string()) });
const tokenRole = z.enum([...roles, 'agent']);
const token = z
  .object({
    id: z.string(),
    name: z.string(),
    role: tokenRole,
    fleets: z.array(z.string()),
    createdBy: z.string(),
    createdAt: shapes.ms,
    expiresAt: shapes.ms.nullable(),
    revokedAt: shapes.ms.nullable(),
    usedAt: shapes.ms.nullable(),
  })
  .meta({ id: 'MachineToken', description: 'Without its secret, which is kept nowhere.' });

const newToken = z
  .strictObject({
    name: shapes.id.describe(
      'Letters, digits and . : @ _ - , at most 64; for the role agent, its id, at most 256.',
    ),
    role: tokenRole.describe('`agent` lets one agent of one fleet hear of its orders, and do nothing else.'),
    fleets: globs.default(['*']),
    forDays: z.int().min(1).max(TOKEN_DAYS_MAX).optional().describe('Default: until it is revoked.'),
  })
  .superRefine(({ name, role, fleets: [fleet = '', ...more] }, context) => {
    if (role !== 'agent' && !MACHINE_NAME.test(name))
      context.addIssue({
        code: 'custom',
        path: ['name'],
        message: 'letters, digits and . : @ _ - , at most 64',
      });
    if (role === 'agent' && name.length > AGENT_CHARS_MAX)
      context.addIssue({ code: 'custom', path: ['name'], message: `at most ${AGENT_CHARS_MAX} characters` });
    if (role === 'agent' && (more.length > 0 || !isOneFleet(fleet)))
      context.addIssue({ code: 'custom', path: ['fleets'], message: 'an agent is of one fleet: name it' });
  });

/** Who one is, links into the page, and tokens for machines. */
export const accessRoutes = ({ database, now, linkFor }: ApiParts): ApiRoute[] => [
  defineRoute({
    ...{ method: 'get', path: '/me', tag: 'access', role: 'viewer' },
    summary: 'Who one is here, and what one may do',
    answers: {
      200: z.object({
        kind: z.enum(['person', 'machine']),
        name: z.string(),
        grants: z.array(grant),
        freshUntil: shapes.ms.nullable().describe('Until when what lets an agent off may be asked for.'),
      }),
    },
    handle: ({ caller: { kind, name, grants, freshAt } }) =>
      answer(200, { kind, name, grants, freshUntil: freshAt === null ? null : freshAt + FRESH_MS }),
  }),
  defineRoute({
    ...{ method: 'post', path: '/links', tag: 'access', role: 'viewer' },
    summary: 'A link that lets a browser in, once, as the person whose token it is',
    answers: { 201: z.object({ link: z.string() }) },
    handle({ caller: { kind, by, name, grants } }) {
      if (kind !== 'person' || by !== 'token') return refuse(403, 'a control token of a person is needed');
      return answer(201, { link: linkFor({ person: name, grants }) });
    },
  }),
  defineRoute({
    ...{ method: 'post', path: '/sign-out', tag: 'access', role: 'viewer' },
    summary: 'End the session of this browser',
    answers: { 200: z.object({ signedOut: z.boolean() }) },
    async handle({ caller: { session } }) {
      if (session !== undefined) await endSession(database, session);
      return answer(200, { signedOut: session !== undefined });
    },
  }),
  defineRoute({
    ...{ method: 'get', path: '/tokens', tag: 'access', role: 'admin' },
    summary: 'Tokens of machines, without their secrets',
    answers: { 200: z.object({ tokens: z.array(token) }) },
    async handle({ caller }) {
      const tokens = (await machineTokens(database)).filter((one) => mayInAllGlobs(caller.grants, one));
      return answer(200, { tokens });
    },
  }),
  defineRoute({
    ...{ method: 'post', path: '/tokens', tag: 'access', role: 'admin' },
    summary: 'Make a token for a machine; its secret is in this answer, and nowhere else',
    body: newToken,
    answers: { 201: z.object({ token, secret: z.string() }) },
    async handle({ body: { name, role, fleets, forDays }, caller }) {
      if (caller.kind !== 'person') return refuse(403, 'a person must make it');
      if (!mayInAllGlobs(caller.grants, { fleets }))
        return refuse(403, 'this needs the role admin in its fleets');
      const createdAt = now();
      const expiresAt = forDays === undefined ? null : createdAt + forDays * DAY_MS;
      const made = await database.transaction(async (queries) => {
        const by = auditNameOf(caller);
        const result = await createMachineToken(queries, {
          name,
          role,
          fleets,
          createdBy: by,
          createdAt,
          expiresAt,
        });
        const change = { name, role, fleets, expiresAt };
        const about = `token:${result.token.id}`;
        await appendAudit(queries, [{ by, action: 'token.created', about, fleet: null, change }], createdAt);
        return result;
      });
      return answer(201, made);
    },
  }),
  defineRoute({
    ...{ method: 'post', path: '/tokens/{id}/revoke', tag: 'access', role: 'admin' },
    summary: 'End a token, now',
    params: z.object({ id: shapes.id }),
    answers: { 200: z.object({ token }) },
    async handle({ params: { id }, caller }) {
      const known = (await machineTokens(database)).find((one) => one.id === id && one.revokedAt === null);
      if (!known || !mayInAllGlobs(caller.grants, known))
        return refuse(404, 'no such token, or it has ended');
      const revoked = await database.transaction(async (queries) => {
        const ended = await revokeMachineToken(queries, id, now());
        if (!ended) return undefined;
        const by = auditNameOf(caller);
        const change = { name: ended.name };
        await appendAudit(
          queries,
          [{ by, action: 'token.revoked', about: `token:${id}`, fleet: null, change }],
          now(),
        );
        return ended;
      });
      return revoked ? answer(200, { token: revoked }) : refuse(404, 'no such token, or it has ended');
    },
  }),
];

/** An admin of some fleets gives, sees and takes tokens of those fleets alone. */
const mayInAllGlobs = (
  grants: Parameters<typeof mayGive>[0],
  { fleets }: Pick<MachineToken, 'fleets'>,
): boolean => mayGive(grants, { role: 'admin', fleets });
