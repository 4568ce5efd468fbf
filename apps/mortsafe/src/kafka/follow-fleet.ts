import {
  type DoorMinute,
  parseDoorMinute,
  parseSeenAgent,
  parseVitalSign,
  type SeenAgent,
  type VitalSign,
  vitalKey,
} from '@mortsafe/agent-events';
import { rideOut } from '@mortsafe/detector/kafka';
import { kafkaReader } from '@mortsafe/sources/kafka';
import type { Kafka } from 'kafkajs';

/** The fleets as detectors last saw them, by what they write to `mortsafe.fleet`. */
export interface FollowedFleet {
  /** When everybody was last heard. */
  signs(): VitalSign[];
  /** What entered by the doors, as far as it has not been taken yet. */
  takeMinutes(): DoorMinute[];
  knows(fleet: string, agent: string): boolean;
  fleetsOf(agent: string): string[];
  /** Instances whose stop was not seen. */
  living(fleet: string, agent: string): string[];
  /** Those seen last come first. */
  agents(fleet: string | undefined, limit: number): SeenAgent[];
}

export interface FleetPicture extends FollowedFleet {
  /** An empty body takes back what stood under the key. */
  take(key: string, body: string): void;
}

const SIGNS_MAX = 20_000;
const AGENTS_MAX = 200_000;
const MINUTES_MAX = 50_000;

export function fleetPicture(): FleetPicture {
  const signs = new Map<string, VitalSign>();
  const agents = new Map<string, SeenAgent>();
  const byName = new Map<string, Set<string>>();
  let minutes: DoorMinute[] = [];

  function forget(key: string): void {
    const agent = agents.get(key)?.agent;
    agents.delete(key);
    if (agent === undefined) return;
    byName.get(agent)?.delete(key);
    if (byName.get(agent)?.size === 0) byName.delete(agent);
  }
  function learn(key: string, seen: SeenAgent): void {
    if (!agents.has(key) && agents.size >= AGENTS_MAX) return;
    agents.set(key, seen);
    byName.set(seen.agent, (byName.get(seen.agent) ?? new Set()).add(key));
  }
  const named = (agent: string): SeenAgent[] =>
    [...(byName.get(agent) ?? [])].flatMap((key) => agents.get(key) ?? []);
  const find = (fleet: string, agent: string): SeenAgent | undefined =>
    named(agent).find((seen) => seen.fleet === fleet);

  return {
    take(key, body) {
      if (body === '') return forget(key);
      const seen = parseSeenAgent(body);
      if (seen.kind === 'seen-agent') return learn(key, seen.agent);
      const entered = parseDoorMinute(body);
      if (entered.kind === 'door-minute') {
        if (minutes.length < MINUTES_MAX) minutes.push(entered.minute);
        return;
      }
      const heard = parseVitalSign(body);
      if (heard.kind === 'reject') return;
      const known = signs.get(vitalKey(heard.sign));
      // Detectors tell in turn while partitions move: the newest holds.
      if (known ? known.time <= heard.sign.time : signs.size < SIGNS_MAX) {
        signs.set(vitalKey(heard.sign), heard.sign);
      }
    },
    signs: () => [...signs.values()],
    takeMinutes() {
      const taken = minutes;
      minutes = [];
      return taken;
    },
    knows: (fleet, agent) => find(fleet, agent) !== undefined,
    fleetsOf: (agent) => named(agent).map(({ fleet }) => fleet),
    living(fleet, agent) {
      const living = find(fleet, agent)?.instances.filter(({ state }) => state !== 'stopped') ?? [];
      return [...new Set(living.map(({ instance }) => instance))];
    },
    agents: (fleet, limit) =>
      [...agents.values()]
        .filter((seen) => fleet === undefined || seen.fleet === fleet)
        .sort((one, other) => other.lastSign - one.lastSign || (one.agent < other.agent ? -1 : 1))
        .slice(0, limit),
  };
}

/** Keeps up with the fleets as last seen, until the signal aborts. */
export function followFleet(
  { kafka, groupId, topic }: { kafka: Kafka; groupId: string; topic: string },
  signal: AbortSignal,
): FollowedFleet {
  const picture = fleetPicture();
  const run = async (until: AbortSignal): Promise<void> => {
    // Nothing is committed: whoever starts reads all that the compacted topic holds.
    const group = `${groupId}.fleet.${crypto.randomUUID()}`;
    const reader = kafkaReader({ kafka, groupId: group, topics: [topic] });
    for await (const step of reader.read(until)) {
      if (step.kind !== 'batch') continue;
      for (const { key, body } of step.deliveries) {
        picture.take(key ? Buffer.from(key).toString() : '', Buffer.from(body).toString());
      }
    }
  };
  void rideOut({ run, again: () => {} }, signal);
  return picture;
}
