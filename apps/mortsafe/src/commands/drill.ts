import { type AgentEvent, drillFleet } from '@mortsafe/agent-events';
import { scenarios } from '@mortsafe/simulator';
import type { DoorOptions } from '../config/door-location.ts';
import { controlClient } from '../control-client.ts';
import { agentsDoor } from '../drill/agents-door.ts';
import { attacks, leftOut } from '../drill/attacks.ts';
import { type Part, type Played, play } from '../drill/play.ts';
import { shorten } from '../drill/shorten.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';

export interface DrillOptions extends DoorOptions {
  rule?: string[];
  brokers?: string;
  agentsUrl?: string;
  /** Seconds. */
  patience?: number;
}

const PATIENCE_S = 60;

/** Plays each rule's attack through the running mortsafe, and says what arrived. Code 1 where something did not. */
export async function drill(options: DrillOptions, io: Io): Promise<ExitCode> {
  const parts = partsOf(options.rule ?? Object.keys(attacks));
  const control = controlClient(options, io);
  const { config, brokers, agentsUrl } = options;
  const door = await agentsDoor(
    {
      ...(config !== undefined && { config }),
      ...(brokers !== undefined && { brokers }),
      ...(agentsUrl !== undefined && { agentsUrl }),
    },
    io,
  );
  const longest = Math.max(...parts.map(({ script }) => script.foundMs));
  io.stdout(
    `A drill of ${parts.length} rules, in fleets ${drillFleet('…')}; it takes ${Math.ceil(longest / 1_000)} s and more.\n`,
  );
  try {
    const stage = {
      agents: (events: readonly AgentEvent[]) => door.send(events),
      others: (events: readonly AgentEvent[]) => control.drill(events),
      found: () => control.rulesByFleet(),
    };
    const patienceMs = (options.patience ?? PATIENCE_S) * 1_000;
    const played = await play(parts, stage, { patienceMs, told: (one) => io.stdout(lineOf(one)) });
    if (options.rule === undefined) {
      for (const [rule, why] of Object.entries(leftOut)) io.stdout(`not played   ${rule}: ${why}\n`);
    }
    const missing = played.filter(({ tookMs }) => tookMs === undefined).length;
    io.stdout(`${played.length - missing} of ${played.length} arrived.\n`);
    return missing > 0 ? 1 : 0;
  } finally {
    await door.close();
  }
}

function partsOf(rules: readonly string[]): Part[] {
  const run = Date.now().toString(36);
  return rules.map((rule) => {
    if (Object.hasOwn(leftOut, rule)) throw new CannotRun(`${rule} cannot be played: ${leftOut[rule]}`);
    const scenario = scenarios.find(({ id }) => id === attacks[rule]);
    if (!scenario) {
      throw new CannotRun(
        `there is no attack for a rule ${rule}; there is ${Object.keys(attacks).join(', ')}`,
      );
    }
    return { rule, fleet: drillFleet(`${run}.${rule}`), script: shorten(scenario, rule) };
  });
}

const lineOf = ({ rule, tookMs }: Played): string =>
  tookMs === undefined
    ? `MISSING      ${rule}: it never stood in an incident\n`
    : `arrived      ${rule}: in an incident ${(tookMs / 1_000).toFixed(1)} s after it was due\n`;
