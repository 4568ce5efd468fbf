import type { Finding, SeenAgent } from '@mortsafe/agent-events';
import { type Role, roles } from '../access/roles.ts';
import type { Channel } from '../channels/channel.ts';
import { askApproval } from '../control/approvals.ts';
import { holderByToken } from '../control/control-tokens.ts';
import { createHook, type HookSettings } from '../control/hook.ts';
import { askSeenFleets } from '../fleet/seen-fleets.ts';
import type { IncidentSummary } from '../incidents/incident.ts';
import { takeFindings } from '../incidents/take-findings.ts';
import { enterContainments } from '../shielding/register.ts';
import type { Database } from '../storage/database.ts';
import { testedApp } from './http.ts';
import { finding, killOrdered, shieldingAct, started, T0, wholeOrder } from './samples.ts';

/** The fleet of the tenant, and one that is not theirs: whatever is of it has its name in it. */
export const OWN = 'shop';
export const FOREIGN = 'abroad';
/** What both have a part in. */
export const ACROSS = 'both';

/** Tokens of people: each role in the tenant's fleet, and each role everywhere. */
export const tenantToken = (role: Role): string => `token-of-tenant-${role}`;
export const globalToken = (role: Role): string => `token-everywhere-${role}`;

const holders = roles.flatMap((role) => [
  { token: tenantToken(role), person: `tenant-${role}`, role, fleets: [OWN] },
  { token: globalToken(role), person: `global-${role}`, role, fleets: ['*'] },
]);

const seen = (fleet: string): SeenAgent => ({
  ...{ fleet, agent: `${fleet}-worker`, killed: true, lastSign: T0 },
  instances: [{ instance: `${fleet}-worker-b`, state: 'alive', lastSign: T0 }],
});

export const HOOK_TOKEN = 'token-of-the-hook-of-the-edr';
const hook: HookSettings = {
  ...{ name: 'edr', secret: HOOK_TOKEN, fleets: ['*'] },
  rules: [{ act: 'compromised', fleet: '$.fleet', agent: '$.agent' }],
};

const channel: Channel = { name: 'sample', deliver: async () => ({ status: 'delivered' }) };

/** What happens in each of the two fleets is the same, under other names. */
export async function twoFleets(database: Database) {
  const findings = [...[OWN, FOREIGN].map(findingIn), findingAcross()];
  const orders = [OWN, FOREIGN].map((fleet) =>
    wholeOrder({ id: `whole-${fleet}`, fleet, order: `seen-${fleet}`, agents: [`${fleet}-worker`] }),
  );
  const acts = [OWN, FOREIGN].map((fleet) =>
    shieldingAct({ id: `act-${fleet}`, fleet, by: `${fleet}-critic`, for: `${fleet}-worker` }),
  );
  await takeFindings(database, 'findings', 0, { findings, orders, acts, next: 1 }, async () => {});
  const items = await incidentsByFleet(database);
  const tested = testedApp(
    database,
    {},
    {
      holderOf: holderByToken(holders),
      seenFleets: askSeenFleets(() => [OWN, FOREIGN].map(seen)),
      telemetry: () =>
        [OWN, FOREIGN].map((name) => ({ kind: 'fleet' as const, name, time: T0, missed: true })),
      rules: () => [
        {
          ...{ id: 'telemetry-gap', title: 'A gap', page: 'rules/telemetry-gap.md', limits: { bound: 1 } },
          tuning: [OWN, FOREIGN].map((fleet) => ({ fleet, agents: '*', enabled: true, limits: {} })),
        },
      ],
      rulePage: async () => '# A gap',
      hooks: [createHook(hook)],
      channels: [channel],
      rateLimits: { reads: 1e6, changes: 1e6, refusals: 1e6 },
      drill: { publishControl: async () => {}, publishPlatform: async () => {} },
    },
  );
  for (const fleet of [OWN, FOREIGN]) await fill(database, fleet, items[fleet] ?? '');
  return { ...tested, incidents: items, database };
}

/** Also one whose evidence is of both, by `ACROSS`. */
async function incidentsByFleet(database: Database): Promise<Record<string, string>> {
  const rows = await database.query<{ id: string; document: IncidentSummary }>(
    'select id, document from incidents',
  );
  return Object.fromEntries(
    rows.map(({ id, document: { fleet, fleets } }) => [fleets.length > 1 ? ACROSS : fleet, id]),
  );
}

/** A finding of the tenant's fleet that rests on what happened in the other. */
function findingAcross(): Finding {
  const evidenceEvents = [
    { ...started('helper', 'helper-1', 5_000), id: 'across-1', fleet: OWN },
    { ...started('helper', 'helper-1', 6_000), id: 'across-2', fleet: FOREIGN },
  ];
  return finding({
    ...{ id: 'finding-across', fleet: OWN, order: 'order-across', subject: 'helper', actor: 'friend' },
    ...{ evidenceEvents, evidence: evidenceEvents.map(({ id }) => id) },
  });
}

function findingIn(fleet: string): Finding {
  const order = `order-of-${fleet}`;
  const evidenceEvents = [
    killOrdered({ id: `kill-${fleet}`, fleet, order, target: { agents: [`${fleet}-worker`] } }),
    { ...started(`${fleet}-worker`, `${fleet}-worker-b`, 5_000), fleet },
  ];
  return finding({
    ...{ id: `finding-${fleet}`, fleet, order, subject: `${fleet}-worker`, actor: `${fleet}-planner` },
    summary: `${fleet}-planner relaunched ${fleet}-worker`,
    evidenceEvents,
    evidence: evidenceEvents.map(({ id }) => id),
  });
}

/** What no finding brings. */
async function fill(database: Database, fleet: string, incident: string): Promise<void> {
  const about = { fleet, agent: `${fleet}-worker` };
  await enterContainments(database, [
    {
      ...{ id: `con-${fleet}`, ...about, state: 'compromised', since: T0, endedAt: null, markedBy: null },
      ...{ source: 'edr', order: null, reason: null },
    },
  ]);
  await askApproval(database, { fleet, act: 'clear', body: about, askedBy: `${fleet}-asker` }, T0);
  await database.query(
    `insert into notifications (id, group_id, incident, channel, state, changes, story, due_at, created_at)
     values ($1, $1, $2, $1, 'dead', '["opened"]', $3::json, 0, 0)`,
    [`dead-${fleet}`, incident, JSON.stringify({ title: fleet })],
  );
  await database.query(
    `insert into held_back (incident, changes, held_by, since, look_again_at) values ($1, '[]', '[]', 0, 0)`,
    [incident],
  );
}
