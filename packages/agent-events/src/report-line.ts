import { type ParsedFinding, readFinding } from './finding-wire.ts';
import type { ParsedEvent } from './judge-event.ts';
import { type ParsedOrderState, readOrderState } from './order-state-wire.ts';
import { parseAgentEvent } from './parse-agent-event.ts';
import { type ParsedShieldingAct, readShieldingAct } from './shielding-act-wire.ts';

/**
 * What a line of the detector's reports says: a finding, a shielding act, how far an order has come, or what happened
 * to an agent that a finding names.
 */
export type ParsedReport = ParsedFinding | ParsedShieldingAct | ParsedOrderState | ParsedEvent;

/**
 * Reads a line that `serialiseFinding`, `serialiseShieldingAct`, `serialiseOrderState` or `serialiseAgentEvent` wrote,
 * here or elsewhere. Never throws.
 */
export function parseReport(line: string): ParsedReport {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { kind: 'reject', reason: 'not JSON' };
  }
  if (typeof value === 'object' && value !== null) {
    if ('act' in value) return readShieldingAct(value.act);
    // A finding, too, may say under which order it stands: by its id.
    if ('order' in value && typeof value.order === 'object' && value.order !== null) {
      return readOrderState(value.order);
    }
    if ('type' in value) return parseAgentEvent(value);
  }
  return readFinding(value);
}
