import type { RuleLimits, Severity } from '@mortsafe/agent-events';
import { severities } from '@mortsafe/agent-events';
import { type Hourly, hourOf, tallyOf } from './hourly.ts';
import type { KillOrder } from './records.ts';
import type { Actor, Detection } from './rule.ts';
import type { FleetState } from './state.ts';
import { type Voice, voiceOf } from './voices.ts';

/** Who has had how many findings of their own, and what is counted beyond that. */
export interface Places {
  /** By rule, voice and, where that is contained, subject. */
  voices: Hourly<{ own: number; beyond: Counted }>;
  /** By rule and order. */
  orders: Map<string, Counted>;
  /** How many ids are remembered, over all of these. */
  ids: number;
}

/** Findings that one finding stands for. */
export interface Counted {
  /** Theirs, so that none is counted twice. */
  ids: Set<string>;
  /** There were more than can be remembered: their number is the least that it can be. */
  isFull: boolean;
  worst: Severity;
  /** Some of their subjects. */
  names: string[];
}

/** Where a new finding goes that gets no place of its own. */
export interface Crowd {
  key: (string | number)[];
  counted: Counted;
  subject: string | null;
  actor: Actor | null;
  order: KillOrder | undefined;
  /** Follows their number. */
  words: string;
}

const PER_ORDER_MAX = 20;
/** Beyond these: critical ones in a voice that is nobody else's; of each voice, and of one order altogether. */
const SPARED_PER_VOICE_MAX = 5;
const SPARED_PER_ORDER_MAX = 200;
const IDS_PER_CROWD_MAX = 10_000;
const IDS_MAX = 200_000;
const ORDERS_MAX = 10_000;
const NAMES_MAX = 5;

const createCounted = (): Counted => ({ ids: new Set(), isFull: false, worst: 'informational', names: [] });

function placesOf(state: FleetState): Places {
  state.places ??= { voices: new Map(), orders: new Map(), ids: 0 };
  return state.places;
}

/** The crowd that a new finding belongs to; undefined where it has a place of its own, which it takes. */
export function crowdFor(
  state: FleetState,
  rule: string,
  detection: Detection,
  limits: RuleLimits,
): Crowd | undefined {
  const voice = voiceOf(detection.evidence.at(-1));
  return detection.order
    ? crowdUnder(state, rule, detection, detection.order, voice)
    : crowdOf(state, rule, detection, voice, limits.findingsPerSender ?? Number.POSITIVE_INFINITY);
}

/** After twenty of one rule under one order the rest is counted; but a flood must not bury another's word. */
function crowdUnder(
  state: FleetState,
  rule: string,
  detection: Detection,
  order: KillOrder,
  voice: Voice,
): Crowd | undefined {
  const { findingsPerOrder } = state;
  const underOrder = `${rule}\u001f${order.id}`;
  const ofVoice = `${underOrder}\u001f${voice.key}`;
  const standing = findingsPerOrder.get(underOrder) ?? 0;
  const own = findingsPerOrder.get(ofVoice) ?? 0;
  const isSpared = detection.severity === 'critical' && voice.proven && own < SPARED_PER_VOICE_MAX;
  if (standing < (isSpared ? SPARED_PER_ORDER_MAX : PER_ORDER_MAX)) {
    findingsPerOrder.set(underOrder, standing + 1);
    findingsPerOrder.set(ofVoice, own + 1);
    return undefined;
  }
  return {
    key: ['more', order.id],
    counted: countedUnder(state, underOrder),
    subject: order.agents.length === 1 ? detection.subject : null,
    actor: null,
    order,
    words: `more findings of ${rule} under order ${order.id}, beside the ${standing} listed`,
  };
}

function countedUnder(state: FleetState, underOrder: string): Counted {
  const places = placesOf(state);
  const known = places.orders.get(underOrder);
  if (known) return known;
  const [oldest] = places.orders;
  if (oldest && places.orders.size >= ORDERS_MAX) {
    places.orders.delete(oldest[0]);
    places.ids -= oldest[1].ids.size;
  }
  const counted = createCounted();
  places.orders.set(underOrder, counted);
  return counted;
}

/** What one voice says within an hour. Of a contained agent it is told apart: made-up names must not bury that. */
function crowdOf(
  state: FleetState,
  rule: string,
  { subject }: Detection,
  voice: Voice,
  max: number,
): Crowd | undefined {
  const places = placesOf(state);
  const about = subject !== null && isContained(state, subject) ? subject : null;
  const tally = tallyOf(
    places.voices,
    JSON.stringify([rule, voice.key, about]),
    state.now,
    () => ({ own: 0, beyond: createCounted() }),
    ({ beyond }) => {
      places.ids -= beyond.ids.size;
    },
  );
  if (tally.own < max) {
    tally.own++;
    return undefined;
  }
  const { sender } = voice;
  return {
    key: ['more', voice.key, about ?? '', hourOf(state.now)],
    counted: tally.beyond,
    subject: about,
    actor: sender === undefined ? null : agentKnownBySender(sender),
    order: undefined,
    words: `more findings of ${rule} within this hour, ${from(voice)}, beside the ${max} listed`,
  };
}

function isContained(state: FleetState, agent: string): boolean {
  const record = state.agents.get(agent);
  return (
    record !== undefined && (record.orders.length > 0 || !!record.compromisedBy || !!record.quarantinedBy)
  );
}

const agentKnownBySender = (id: string): Actor => ({
  principal: { kind: 'agent', id },
  knownBy: 'sender',
  corroborated: true,
});

const from = ({ sender, proven }: Voice): string =>
  sender !== undefined
    ? `by ${sender}`
    : proven
      ? 'from the platform'
      : 'from agents that the door cannot tell apart';

/** Counts a finding, once, and says how many there are. */
export function count(state: FleetState, { counted }: Crowd, id: string, detection: Detection): number {
  const places = placesOf(state);
  if (severities.indexOf(detection.severity) > severities.indexOf(counted.worst)) {
    counted.worst = detection.severity;
  }
  if (counted.ids.has(id)) return counted.ids.size;
  if (counted.ids.size >= IDS_PER_CROWD_MAX || places.ids >= IDS_MAX) {
    counted.isFull = true;
    return Math.max(counted.ids.size, 1);
  }
  counted.ids.add(id);
  places.ids++;
  const { subject } = detection;
  if (subject !== null && counted.names.length < NAMES_MAX && !counted.names.includes(subject)) {
    counted.names.push(subject);
  }
  return counted.ids.size;
}
