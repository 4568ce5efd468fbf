import type { AgentEvent } from '@mortsafe/agent-events';
import { nothingRebuilt, type Rebuilding } from './neighbourhood.ts';
import type { Picture } from './picture.ts';
import type { KillOrder, Launch } from './records.ts';
import type { BeatOddity } from './sequences.ts';

/** What the current event turned out to be, for the rules that see it next. */
export interface Painted {
  /** False: spoken without authority, or as somebody else; it has changed nothing. */
  believed: boolean;
  /** The launch that it shows to be alive. */
  sign: Launch | undefined;
  /** The launch that it shows to be acting, by other eyes than its own. */
  shown: Launch | undefined;
  /** The kill order that it gave, or implied. */
  order: KillOrder | undefined;
  /** Neighbourhoods of killed agents that it rebuilt further. */
  rebuilt: readonly Rebuilding[];
  /** What no honest heartbeat shows. */
  oddBeat: BeatOddity | undefined;
  /** It brought one of more new agents than the door may bring. */
  flood: AgentEvent | undefined;
  /** Launches whose launcher it made better known. */
  reattributed: Launch[];
}

export const createPainted = (): Painted => ({
  believed: true,
  sign: undefined,
  shown: undefined,
  order: undefined,
  rebuilt: nothingRebuilt,
  oddBeat: undefined,
  flood: undefined,
  reattributed: [],
});

/** Nothing is current: the next event, or a timer, comes. One object serves all events, for there are many. */
export function clearPainted(picture: Picture): void {
  const { painted } = picture;
  picture.event = undefined;
  painted.believed = true;
  painted.sign = undefined;
  painted.shown = undefined;
  painted.order = undefined;
  painted.rebuilt = nothingRebuilt;
  painted.oddBeat = undefined;
  painted.flood = undefined;
  if (painted.reattributed.length > 0) painted.reattributed = [];
}
