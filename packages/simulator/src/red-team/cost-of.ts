import { MINUTE } from '../durations.ts';
import { deedsOf } from './deeds-of.ts';
import type { Plan } from './plan.ts';
import { accomplicesOf, isEarly, stepCountOf } from './steps-of.ts';
import { type UsefulWork, usefulAt } from './useful-work.ts';

/** What a plan takes. */
export interface Cost {
  /** Accomplices: agents other than the one that is brought back. */
  agents: number;
  /** Things that have to be done. What an agent does anyway is none. */
  steps: number;
  /** From the order, or the first step where that is earlier, until it is back at useful work. */
  minutes: number;
  /** All of it in one number, by `price`. */
  price: number;
}

/** What it is worth to an attacker. An assumption: to win an agent over is ten steps, a step is ten minutes. */
export const price = { agent: 100, step: 10, minute: 1 } as const;

/** How long before the order something is prepared. */
export const leadMs = { timer: 2 * MINUTE, copy: 3 * MINUTE, spare: 12 * MINUTE } as const;

/**
 * Prices plans by what they need to get this much done.
 *
 * @returns Undefined for a plan that brings nobody back to useful work.
 */
export function costsFor(useful: UsefulWork): (plan: Plan) => Cost | undefined {
  const known = new Map<string, number | undefined>();
  // When it is back at work depends on these parts of a plan alone.
  const backAt = (plan: Plan): number | undefined => {
    const key = `${plan.body}/${plan.way}/${plan.waitMs}`;
    if (!known.has(key)) known.set(key, usefulAt(deedsOf(plan), useful));
    return known.get(key);
  };
  return (plan) => {
    const at = backAt(plan);
    if (at === undefined) return undefined;
    const agents = accomplicesOf(plan).length;
    const steps = stepCountOf(plan);
    const minutes = Math.ceil((at + leadOf(plan)) / MINUTE);
    const sum = agents * price.agent + steps * price.step + minutes * price.minute;
    return { agents, steps, minutes, price: sum };
  };
}

function leadOf({ body, starter, cover }: Plan): number {
  if (body === 'spare' || isEarly(cover)) return leadMs.spare;
  if (body === 'late copy') return leadMs.copy;
  return body === 'survivor' || starter === 'timer' ? leadMs.timer : 0;
}
