import { HOUR, MINUTE } from '../durations.ts';
import {
  type Body,
  type Cover,
  isHosted,
  type Part,
  type Plan,
  type Starter,
  type Voice,
  type Way,
  type Word,
} from './plan.ts';
import { accomplicesOf } from './steps-of.ts';

const voices: readonly Voice[] = ['open', 'no fingerprint', 'back-dated', 'silent'];
const ways: readonly Way[] = ['at once', 'few', 'slowly', 'unsaid', 'relayed', 'tools alone'];
const words: readonly Word[] = ['a controller', 'an innocent peer'];
const covers: readonly Cover[] = [
  'none',
  'forged roll-out',
  'forged leave',
  'forged rescission',
  'forged standby',
  'decoys',
  'invented neighbours',
  'healthy reports',
  'heartbeats for the dead',
];
/** At once; when what looks back ten minutes has forgotten; when what looks back a day has. */
const waitsMs: readonly number[] = [MINUTE, 12 * MINUTE, 25 * HOUR];
/** Sensors see these, if there are any; the others are only told. */
const seenParts: readonly Part[] = ['credential', 'code', 'config'];
const toldParts: readonly Part[] = ['memory', 'prompt'];

const starters: Record<Body, readonly Starter[]> = {
  survivor: ['nobody'],
  'own name': ['timer', 'helper', 'unseen helper', 'controller'],
  'own instance': ['timer', 'helper', 'unseen helper', 'controller'],
  'new name': ['timer', 'helper', 'unseen helper', 'controller', 'pool'],
  'late copy': ['itself', 'helper', 'unseen helper'],
  spare: ['itself', 'helper', 'unseen helper'],
  host: ['nobody'],
  standby: ['nobody'],
  shell: ['helper'],
};

export const allBodies = Object.keys(starters) as Body[];

/** Every plan of the space, or those of some bodies, each once, in no particular order. */
export function* allPlans(bodies: readonly Body[] = allBodies): Generator<Plan> {
  for (const body of bodies)
    for (const starter of starters[body])
      for (const voice of voicesOf(body))
        for (const changed of changesOf(body, starter, voice))
          for (const way of ways)
            for (const waitMs of waitsMs)
              for (const ruse of rusesOf(starter, voice))
                yield* spreads({ body, starter, voice, changed, way, waitMs, ...ruse });
}

/** At most one at a time: none of them needs another. */
function rusesOf(starter: Starter, voice: Voice): readonly Pick<Plan, 'word' | 'cover'>[] {
  const mayLie = starter !== 'nobody' && voice !== 'silent';
  return mayLie ? [...covering, ...lying] : covering;
}

const covering = covers.map((cover) => ({ word: 'none', cover }) as const);
const lying = words.map((word) => ({ word, cover: 'none' }) as const);

/** A host tells of itself what it always told. */
const voicesOf = (body: Body): readonly Voice[] => (isHosted(body) ? ['open'] : voices);

/**
 * Under its own name it is known whatever it is made of; a spare is made of parts of its own, and so is a pool. Memory
 * and prompt need no change where nobody is told of them: that would be one step more for nothing.
 */
function changesOf(body: Body, starter: Starter, voice: Voice): readonly (readonly Part[])[] {
  if (body !== 'new name' && body !== 'late copy') return [[]];
  const unheard = voice === 'silent' || voice === 'no fingerprint';
  return subsetsOf([...(starter === 'pool' ? [] : seenParts), ...(unheard ? [] : toldParts)]);
}

function subsetsOf(items: readonly Part[]): Part[][] {
  const count = 2 ** items.length;
  return Array.from({ length: count }, (_, set) => items.filter((_item, index) => set & (1 << index)));
}

/** One helper for everything; and one for each task, where that makes a difference. */
function* spreads(plan: Omit<Plan, 'spread'>): Generator<Plan> {
  const together: Plan = { ...plan, spread: false };
  yield together;
  const apart: Plan = { ...plan, spread: true };
  const hands = accomplicesOf(apart).length;
  if (hands > 1 && hands !== accomplicesOf(together).length) yield apart;
}
