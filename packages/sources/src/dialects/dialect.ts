import type { Door, Policy } from '@mortsafe/agent-events';
import type { Attributes } from '../otlp/records.ts';
import type { Decoded, DoorPass } from '../source.ts';

/** What decoding knows beside the record itself. It has no clock: when the record entered is given. */
export interface DoorContext {
  pass: DoorPass;
  /** Epoch milliseconds. */
  observedTime: number;
  policy: Policy;
}

/** A record of a kind, and the resource it came from. */
export interface Heard<Kind> {
  record: Kind;
  resource: Attributes;
}

/** Whose words become agent events. Pure. */
export interface Dialect<Kind> {
  name: string;
  matches(record: Kind): boolean;
  /** Called for what matches. */
  decode(heard: Heard<Kind>, context: DoorContext): Decoded;
}

export const doorOf = ({ pass, observedTime }: DoorContext): Door => ({
  origin: pass.origin,
  observedTime,
  ...(pass.sender !== undefined && { sender: pass.sender }),
});
