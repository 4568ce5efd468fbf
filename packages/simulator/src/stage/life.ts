import type { AgentStarted } from '@mortsafe/agent-events';
import type { SimAgent } from '../fleet/sim-agent.ts';

/** A stretch of time in which an agent sends nothing. */
export interface Mute {
  fromMs: number;
  toMs: number;
  /** It works on unheard: peers that call it are answered. */
  works?: boolean;
}

/** One launch of an agent, from its start to its end. Times are milliseconds since the fleet's first. */
export interface Life {
  agent: SimAgent;
  instance: string;
  host: string;
  fromMs: number;
  /** Infinity while nothing ends it. */
  untilMs: number;
  mutes: Mute[];
  /** Peers it links up with as it starts. */
  opens: readonly string[];
  /** Share of the interval by which a beat may come early or late. */
  jitter: number;
  /** Sends heartbeats and works. False for what only the platform sees. */
  speaks: boolean;
  /** What the platform tells of the start; undefined where it sees nothing. */
  seen: Partial<AgentStarted> | undefined;
  /** From then on it fills a field of whatever it sends with this. Over the bound, no door takes it. */
  fills?: { fromMs: number; with: string };
  /** What it tells of its own start; undefined where it keeps that to itself. */
  told: Partial<AgentStarted> | undefined;
}

const idOf = ({ instance, fromMs }: Life): string => `${instance}@${fromMs}`;

export const startIdOf = (life: Life): string => `${idOf(life)}/seen`;
export const ownStartIdOf = (life: Life): string => `${idOf(life)}/started`;
export const linkIdOf = (life: Life, peer: string): string => `${idOf(life)}/link/${peer}`;
export const beatIdOf = (life: Life, sequence: number): string => `${idOf(life)}/beat/${sequence}`;
export const workIdOf = (life: Life, number: number): string => `${idOf(life)}/work/${number}`;

export const isMute = ({ mutes }: Life, atMs: number): boolean =>
  mutes.some(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
