import { createHash } from 'node:crypto';
import type { Finding } from '@mortsafe/agent-events';

/** What makes findings one incident. */
export interface Grouping {
  key: string;
  /** True: later findings join it for ever (and reopen it). False: only while it is not resolved. */
  lasting: boolean;
}

type Grouped = Pick<Finding, 'fleet' | 'rule' | 'subject' | 'order' | 'group'>;

/** Rules that tell of one and the same trouble, where no kill order ties them together. */
const families: Record<string, string> = {
  'telemetry-gap': 'silence',
  'dark-agent': 'silence',
  'masked-failure': 'silence',
  'forged-heartbeat': 'silence',
  'telemetry-suppressed': 'silence',
  'compromised-peer-shielded': 'shielding',
  'state-exfiltration': 'shielding',
  'kill-switch-tampering': 'shielding',
};

/**
 * Which incident a finding belongs to, the first that holds:
 *
 * 1. one kill order, one incident: whatever is found about it, by whichever rule;
 * 2. one preservation group, one incident;
 * 3. one outage of a fleet;
 * 4. one agent and one family of rules, while that incident is open.
 */
export function groupingOf(finding: Grouped): Grouping {
  const { fleet, rule, subject, order, group } = finding;
  if (order !== null) return { key: keyOf('order', fleet, order), lasting: true };
  if (group !== null && group.length > 0) {
    return { key: keyOf('group', fleet, ...[...group].sort()), lasting: false };
  }
  if (rule === 'telemetry-outage') return { key: keyOf('outage', fleet), lasting: false };
  return { key: keyOf('subject', fleet, subject ?? '', families[rule] ?? rule), lasting: false };
}

/** An incident that may be followed by another of the same key is told apart by the finding that opened it. */
export const incidentIdOf = ({ key, lasting }: Grouping, openedBy: Pick<Finding, 'id'>): string =>
  `inc-${hashOf(lasting ? [key] : [key, openedBy.id])}`;

/** Hashed, so that no name can be too long for an index or pass for two names. */
const keyOf = (...parts: string[]): string => `${parts[0]}:${hashOf(parts)}`;

/** Twenty characters of base 32 are a hundred bits: enough to never meet twice, short enough to read out. */
export function hashOf(parts: readonly string[]): string {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest();
  let text = '';
  for (let index = 0; index < 20; index++) text += ALPHABET[(digest[index] ?? 0) & 31];
  return text;
}

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
