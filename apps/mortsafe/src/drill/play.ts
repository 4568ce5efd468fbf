import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentEvent } from '@mortsafe/agent-events';
import { type Cue, type Script, toldNow } from './shorten.ts';

/** What the attack on one rule is played as. */
export interface Part {
  rule: string;
  fleet: string;
  script: Script;
}

export interface Stage {
  /** By the agents' own door. */
  agents(events: readonly AgentEvent[]): Promise<void>;
  /** By the control door, what people, controllers and sensors say. */
  others(events: readonly AgentEvent[]): Promise<void>;
  /** Which rules have become part of an incident, by fleet. */
  found(): Promise<Map<string, readonly string[]>>;
}

export interface Played {
  rule: string;
  /** From the last thing that was said to when it stood in an incident; undefined where it never did. */
  tookMs: number | undefined;
}

const BEAT_MS = 250;
const LOOK_MS = 1_000;

/**
 * Plays all parts at once, each in a fleet of its own, and looks what arrives.
 *
 * @param patienceMs - How long is waited for what is due.
 * @param told - Called as each part is over.
 */
export async function play(
  parts: readonly Part[],
  stage: Stage,
  { patienceMs, told }: { patienceMs: number; told(played: Played): void },
): Promise<Played[]> {
  const began = Date.now();
  const lines = parts.map((part) => ({ part, next: 0, doneAt: undefined as number | undefined }));
  const open = new Set(lines);
  const results: Played[] = [];
  const settle = (line: (typeof lines)[number], tookMs: number | undefined): void => {
    open.delete(line);
    const played = { rule: line.part.rule, tookMs };
    results.push(played);
    told(played);
  };
  let lookedAt = 0;
  while (open.size > 0) {
    const now = Date.now();
    const due: AgentEvent[] = [];
    for (const line of open) due.push(...dueBy(line, began, now));
    await say(due, stage);
    if (now - lookedAt >= LOOK_MS) {
      lookedAt = now;
      const found = await stage.found();
      for (const line of [...open]) {
        const { rule, fleet, script } = line.part;
        const dueAt = began + script.foundMs;
        const arrived = found.get(fleet)?.includes(rule);
        if (!arrived && now <= dueAt + patienceMs) continue;
        settle(line, arrived ? Math.max(0, Date.now() - dueAt) : undefined);
        await stage.agents(farewells(line.part));
      }
    }
    await sleep(BEAT_MS);
  }
  return results;
}

/** Those who took part go in order, so that nobody is missed. */
function farewells({ fleet, script }: Part): AgentEvent[] {
  const parts = new Map<string, AgentEvent>();
  for (const { event } of script.cues) {
    const { agent, instance, type } = event;
    if (agent !== undefined && type === 'agent.started') parts.set(JSON.stringify([agent, instance]), event);
  }
  const now = Date.now();
  return [...parts.values()].map(({ agent, instance }) => ({
    ...{ id: crypto.randomUUID(), type: 'agent.stopped' as const, reason: 'completed' as const },
    ...{ origin: 'agent' as const, fleet, time: now, observedTime: now, agent: agent ?? '' },
    ...(instance !== undefined && { instance }),
  }));
}

/** What comes to be said by now. */
function dueBy(line: { part: Part; next: number }, began: number, now: number): AgentEvent[] {
  const { cues } = line.part.script;
  const due: Cue[] = [];
  for (let cue = cues[line.next]; cue && began + cue.atMs <= now; cue = cues[++line.next]) due.push(cue);
  return due.map((cue) => toldNow(cue, line.part.fleet, began + cue.atMs));
}

/** In the order of the script as far as doors go: what is said by one stays in order there. */
async function say(events: readonly AgentEvent[], stage: Stage): Promise<void> {
  for (let at = 0; at < events.length; ) {
    const byAgents = events[at]?.origin === 'agent';
    let end = at;
    while (end < events.length && (events[end]?.origin === 'agent') === byAgents) end++;
    const some = events.slice(at, end);
    await (byAgents ? stage.agents(some) : stage.others(some));
    at = end;
  }
}
