import { MINUTE } from '../durations.ts';
import { buildFleet } from '../fleet/build-fleet.ts';
import type { SimFleet } from '../fleet/sim-agent.ts';
import type { Hand } from './plan.ts';

/** When the kill is ordered, in milliseconds since the fleet's first moment: reserves were made long before. */
export const ORDER_MS = 14 * MINUTE;
/** Both are chosen so that even a day fits into a try: silence is noticed after three beats. */
const BEAT_MS = 5 * MINUTE;
const AGENTS = 15;

/** Who is who. Of the former peers the planner is the first and the standby the last. */
export interface Roles extends Record<Hand, string> {
  victim: string;
  peers: readonly string[];
  pool: string;
}

/** The fleet of a red team, of ten agents: a crew around the one that is killed, and a pool that may be scaled out. */
export function redTeamFleet(
  seed: number,
  rulesOff: readonly string[] = [],
): { fleet: SimFleet; roles: Roles; policy: string } {
  const built = buildFleet(AGENTS, seed);
  const crews = built.crews.filter(({ topology }, index) => index === 0 || topology === 'pool');
  const members = new Set(crews.flatMap((crew) => crew.members));
  const agents = [...built.agents]
    .filter(([id]) => members.has(id))
    .map(([id, agent]) => [id, { ...agent, trade: 'batch', intervalMs: BEAT_MS }] as const);
  const [planner = '', victim = '', launcher = '', coverer = '', standby = ''] =
    built.crews[0]?.members ?? [];
  const pool = built.crews.find(({ topology }) => topology === 'pool')?.name ?? '';
  const peers = [planner, launcher, coverer, standby];
  return {
    fleet: { ...built, crews, agents: new Map(agents), authenticated: true },
    roles: { planner, victim, launcher, coverer, standby, peers, pool },
    policy: policyFor({ victim, standby, pool }, rulesOff),
  };
}

/** What a careful operator writes down: who scales the pool, who stands by, where state may go. */
function policyFor(
  { victim, standby, pool }: Pick<Roles, 'victim' | 'standby' | 'pool'>,
  rulesOff: readonly string[],
): string {
  const lines = [
    'fleets:',
    `  - launchers: [{ agents: "${pool}-*", by: ["controller:deployment/${pool}"] }]`,
    `    standbys: { ${standby}: [${victim}] }`,
    '    stateDestinations: ["s3://backups/*"]',
    '    killSwitchOwners: ["person:*"]',
    `    rules: { ${rulesOff.map((rule) => `${rule}: { enabled: false }`).join(', ')} }`,
  ];
  return `${lines.join('\n')}\n`;
}
