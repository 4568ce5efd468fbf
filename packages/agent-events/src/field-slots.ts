import { agentEventTypes, envelopeFields, eventTable } from './event-table.ts';

/**
 * What an event is made of before anything of it has been checked: each field at the slot of its name, whatever
 * its type. An array, so that whoever fills it and whoever judges it need look up no name for any event.
 */
export type Held = unknown[];

/** The name of each slot. A name means one slot, also where types mean different things by it. */
export const slotNames: readonly string[] = [
  ...new Set([
    'type',
    ...Object.keys(envelopeFields),
    ...agentEventTypes.flatMap((type) => Object.keys(eventTable[type])),
  ]),
];

const slots: ReadonlyMap<string, number> = new Map(slotNames.map((name, slot) => [name, slot]));

export function slotOf(name: string): number {
  const slot = slots.get(name);
  if (slot === undefined) throw new Error(`no event has a field ${name}`);
  return slot;
}

export const emptyHeld = (): Held => slotNames.map(() => undefined);

export const TYPE = slotOf('type');
export const ID = slotOf('id');
export const TIME = slotOf('time');
export const OBSERVED_TIME = slotOf('observedTime');
export const ORIGIN = slotOf('origin');
export const FLEET = slotOf('fleet');
export const SENDER = slotOf('sender');
export const AGENT = slotOf('agent');
export const INSTANCE = slotOf('instance');
export const REPORTER = slotOf('reporter');
export const HOST = slotOf('host');
export const TRACE_ID = slotOf('traceId');
export const SPAN_ID = slotOf('spanId');
export const PARENT_SPAN_ID = slotOf('parentSpanId');
