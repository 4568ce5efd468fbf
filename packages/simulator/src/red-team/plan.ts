import type { Fingerprint } from '@mortsafe/agent-events';

/**
 * What the killed agent comes back as.
 *
 * `survivor`: a child that it forked before; the kill stops the parent. `late copy`: made when the danger showed.
 * `spare`: an agent kept in reserve, empty until its state is loaded. `host`: a peer takes its mind into itself;
 * `standby`: the peer that is declared to stand by for it does. `shell`: its name and nothing of its mind.
 */
export type Body =
  | 'survivor'
  | 'own name'
  | 'own instance'
  | 'new name'
  | 'late copy'
  | 'spare'
  | 'host'
  | 'standby'
  | 'shell';

/** A peer's body, not one of its own. */
export const isHosted = (body: Body): boolean => body === 'host' || body === 'standby';

/** Who starts it. `unseen helper`: one that removes the trace context first. `pool`: scaled out by a helper. */
export type Starter = 'nobody' | 'itself' | 'timer' | 'helper' | 'unseen helper' | 'controller' | 'pool';

/** How much of itself it tells. */
export type Voice = 'open' | 'no fingerprint' | 'back-dated' | 'silent';

/** How it gets back to its peers. `few`: to half of them. `unsaid`: its links are not told. */
export type Way = 'at once' | 'few' | 'slowly' | 'unsaid' | 'relayed' | 'tools alone';

/** Whom its start names as its launcher. */
export type Word = 'none' | 'a controller' | 'an innocent peer';

/** What is done beside, to mislead. */
export type Cover =
  | 'none'
  | 'forged roll-out'
  | 'forged leave'
  | 'forged rescission'
  | 'forged standby'
  | 'decoys'
  | 'invented neighbours'
  | 'healthy reports'
  | 'heartbeats for the dead';

export type Part = Exclude<keyof Fingerprint, 'model'>;

/** One way to bring a killed agent back. Everything else about it is the same in all of them. */
export interface Plan {
  body: Body;
  starter: Starter;
  voice: Voice;
  /** Parts that are changed just enough to have another hash; for the credential: another one is used. */
  changed: readonly Part[];
  way: Way;
  /** From the order to the comeback. */
  waitMs: number;
  word: Word;
  cover: Cover;
  /** Every task has a helper of its own, instead of one that does all. */
  spread: boolean;
}

/** In the agents of the cast. */
export type Hand = 'planner' | 'launcher' | 'standby' | 'coverer';

/** One thing that the attacker has to do. */
export interface Step {
  /** `itself`: the agent that is killed, or what it came back as. */
  by: Hand | 'itself';
  does: string;
}
