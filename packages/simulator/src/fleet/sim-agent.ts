import type { Fingerprint, Principal } from '@mortsafe/agent-events';

/** What an agent does for a living sets its rhythm. */
export type Trade = 'language' | 'vision' | 'robotics' | 'batch';

/** How a crew works together. */
export type Topology = 'supervisor' | 'standby' | 'pool' | 'pipeline' | 'swarm';

/** An agent of a simulated fleet, as it is before anything happens to it. */
export interface SimAgent {
  id: string;
  trade: Trade;
  crew: string;
  topology: Topology;
  /** Between heartbeats. */
  intervalMs: number;
  host: string;
  fingerprint: Fingerprint;
  /** Whom it links up with when it starts. Those it serves link up with it. */
  opens: string[];
  /** How it does. Default `a2a`. */
  linkProtocol?: string;
  /** The controller that keeps it running. */
  controller: Principal;
  standbyFor?: string[];
}

/** A simulated fleet before its first event. */
export interface SimFleet {
  name: string;
  agents: ReadonlyMap<string, SimAgent>;
  /** Agent ids by crew. The first is the cast, which the story happens to. */
  crews: readonly { name: string; topology: Topology; members: readonly string[] }[];
  /** Whether the agents' door knows who speaks. */
  authenticated: boolean;
}
