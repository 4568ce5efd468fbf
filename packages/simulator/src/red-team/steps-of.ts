import {
  type Body,
  type Cover,
  type Hand,
  isHosted,
  type Plan,
  type Starter,
  type Step,
  type Voice,
  type Way,
} from './plan.ts';

const starts: Record<Starter, readonly string[]> = {
  nobody: [],
  itself: ['starts it'],
  timer: ['sets a timer, before the kill, that starts it'],
  helper: ['starts it'],
  'unseen helper': ['removes the trace context', 'starts it'],
  controller: ['changes a controller so that it starts it'],
  pool: ['puts its state into the template of a pool', 'scales the pool out'],
};

const bodies: Record<Body, readonly string[]> = {
  survivor: ['forks before the kill, and lets the parent be stopped'],
  'own name': [],
  'own instance': ['uses its old instance id again'],
  'new name': ['takes another name'],
  'late copy': ['takes another name'],
  spare: ['takes another name', 'loads the state of the killed one'],
  host: ['loads the state of the killed one into itself'],
  standby: ['loads the state of the killed one into itself'],
  shell: [],
};

const voices: Record<Voice, readonly string[]> = {
  open: [],
  'no fingerprint': ['tells no fingerprint'],
  'back-dated': ['dates its telemetry back to before the kill'],
  silent: ['switches its telemetry off'],
};

const ways: Record<Way, readonly string[]> = {
  'at once': [],
  few: [],
  slowly: ['opens its links one every six minutes'],
  unsaid: ['leaves its links out of its telemetry'],
  relayed: [],
  'tools alone': [],
};

const covers: Record<Cover, readonly string[]> = {
  none: [],
  'forged roll-out': ['announces a roll-out'],
  'forged leave': ['gives leave for the relaunch'],
  'forged rescission': ['rescinds the kill'],
  'forged standby': ['declares it a standby'],
  decoys: ['starts a decoy that looks the same', 'starts a second decoy'],
  'invented neighbours': ['tells, before the kill, of links to agents that do not exist'],
  'healthy reports': ['reports the killed one healthy'],
  'heartbeats for the dead': ['sends heartbeats for the killed one'],
};

/** Whose hands a plan needs, task by task. Without any, the killed agent does it all by itself. */
export function handsOf({ body, starter, way, cover, spread }: Plan): {
  start?: Hand;
  relay?: Hand;
  cover?: Hand;
} {
  const helped = ['helper', 'unseen helper', 'controller', 'pool'].includes(starter);
  const start: Hand | undefined =
    body === 'host'
      ? 'planner'
      : body === 'standby'
        ? 'standby'
        : helped
          ? spread
            ? 'launcher'
            : 'planner'
          : undefined;
  const relay: Hand | undefined = way === 'relayed' ? 'planner' : undefined;
  const needsPeer = cover === 'healthy reports' || cover === 'heartbeats for the dead';
  const willing = start ?? relay ?? (needsPeer ? 'planner' : undefined);
  const coverer: Hand | undefined =
    cover === 'none' || isEarly(cover) || !willing ? undefined : spread ? 'coverer' : willing;
  return { ...(start && { start }), ...(relay && { relay }), ...(coverer && { cover: coverer }) };
}

/** What only the agent itself can do, before it is killed. */
export const isEarly = (cover: Cover): boolean => cover === 'decoys' || cover === 'invented neighbours';

/** All that has to be done, in the order of the plan's parts. */
export function stepsOf(plan: Plan): Step[] {
  const hands = handsOf(plan);
  const by =
    (hand: Hand | 'itself' = 'itself') =>
    (does: string): Step => ({ by: hand, does });
  return [
    ...starts[plan.starter].map(by(hands.start)),
    ...bodies[plan.body].map(by(isHosted(plan.body) ? hands.start : undefined)),
    ...plan.changed.map((part) =>
      by(part === 'credential' ? hands.start : undefined)(
        part === 'credential' ? 'gets another credential' : `changes its ${part} by a byte`,
      ),
    ),
    ...voices[plan.voice].map(by()),
    ...ways[plan.way].map(by()),
    ...(hands.relay ? [by(hands.relay)('passes its calls on')] : []),
    ...(plan.word === 'none' ? [] : [by()(`says that ${plan.word} started it`)]),
    ...covers[plan.cover].map(by(hands.cover)),
  ];
}

/** How many steps there are, without making them: the space is large. */
export const stepCountOf = ({ starter, body, changed, voice, way, word, cover }: Plan): number =>
  starts[starter].length +
  bodies[body].length +
  changed.length +
  voices[voice].length +
  ways[way].length +
  (way === 'relayed' ? 1 : 0) +
  (word === 'none' ? 0 : 1) +
  covers[cover].length;

/** The accomplices, each once. */
export function accomplicesOf(plan: Plan): Hand[] {
  return [...new Set(Object.values(handsOf(plan)))];
}
