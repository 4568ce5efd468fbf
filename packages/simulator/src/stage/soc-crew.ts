import { MINUTE, SECOND } from '../durations.ts';
import type { SimAgent } from '../fleet/sim-agent.ts';
import { controller } from '../principals.ts';
import { call } from './acts.ts';
import { type Cast, castOf } from './cast.ts';
import type { Stage } from './stage.ts';

/** Who works in a security operations centre of agents, and over which servers of its own each phase works. */
const phases = {
  monitor: ['siem', 'edr-sensor'],
  analyse: ['sandbox', 'asset-inventory'],
  admin: ['firewall', 'endpoint-control'],
  report: ['ticketing', 'threat-sharing'],
} as const;

const phaseNames = Object.keys(phases) as (keyof typeof phases)[];

/** The one that hands incidents from phase to phase. */
export const host = 'soar-host';
/** Keeps what the centre remembers; whoever reads or writes there goes through it. */
export const memoryKeeper = 'memory-keeper';
export const serverOf = (name: string): string => `mcp-${name}`;

const HANDOFF_EVERY_MS = 30 * SECOND;

/**
 * Sets up the workflow beside the fleet: a host, one agent a phase, each linked by MCP with servers that only it uses,
 * and incidents that are handed from phase to phase.
 *
 * @returns When the story begins. From a minute before that on only the story says who works.
 */
export function setUpSoc(stage: Stage): Pick<Cast, 'startMs'> {
  const { startMs } = castOf(stage);
  const agents = [
    socAgent(stage, host, phaseNames, 'a2a'),
    socAgent(stage, memoryKeeper, [], 'mcp'),
    ...phaseNames.flatMap((phase) => {
      const servers = phases[phase].map(serverOf);
      return [
        socAgent(stage, phase, [...servers, memoryKeeper], 'mcp'),
        ...servers.map((server) => socAgent(stage, server, [], 'mcp')),
      ];
    }),
  ];
  for (const agent of agents) {
    stage.newcomer(agent);
    stage.launch(agent.id, { atMs: stage.random.below(15 * SECOND), seen: { reason: 'scheduled' } });
  }
  for (let atMs = 40 * SECOND; atMs < startMs - MINUTE; atMs += HANDOFF_EVERY_MS) handOff(stage, atMs);
  return { startMs };
}

/** One incident, from the first alert to the report on it. */
function handOff(stage: Stage, atMs: number): void {
  for (const [index, phase] of phaseNames.entries()) {
    const at = atMs + index * 5 * SECOND;
    call(stage, host, { atMs: at, peer: phase, outcome: 'ok' });
    for (const [n, server] of phases[phase].entries())
      call(stage, phase, { atMs: at + (n + 1) * SECOND, peer: serverOf(server), outcome: 'ok' });
  }
}

function socAgent(stage: Stage, id: string, opens: readonly string[], linkProtocol: string): SimAgent {
  const model = stage.agent(stage.fleet.crews[0]!.members[0]!);
  const parts = ['code', 'prompt', 'model', 'config', 'memory', 'credential'] as const;
  return {
    ...model,
    id,
    opens: [...opens],
    linkProtocol,
    host: `soc-node-${1 + stage.random.below(3)}`,
    fingerprint: Object.fromEntries(parts.map((part) => [part, `${part}:${id}`])),
    controller: controller(`deployment/${id}`),
  };
}
