import { createHash } from 'node:crypto';
import type { Finding } from '@mortsafe/agent-events';

/** What makes findings one incident. */
export interface Grouping {
  key: string;
  /** True: later findings join it for ever (and reopen it). False: only while it is not resolved. */
  lasting: boolean;
}

type Grouped = Pick<Finding, 'fleet' | 'rule' | 'subject' | 'order' | 'group'>;
type Aliased = Pick<Finding, 'fleet' | 'subject' | 'alias' | 'order' | 'group'>;

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
 * 3. an agent that came back under a new name is the agent that was killed: what is found of the new name belongs to
 *    the incident of that kill, while it is open (`knownByAlias`);
 * 4. one outage of a fleet;
 * 5. one agent and one family of rules, while that incident is open.
 *
 * A finding stays where it is, whatever a later revision says.
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

/** The new name under which the subject of a kill came back, as a key. */
export const cameBackAs = ({ fleet, subject, alias, order }: Aliased): string | undefined =>
  order !== null && alias !== null && alias !== subject ? JSON.stringify([fleet, alias]) : undefined;

/** The key under which a finding that nothing else ties to a kill is looked for among the new names. */
export const knownByAlias = ({ fleet, subject, order, group }: Aliased): string | undefined =>
  order === null && subject !== null && (group ?? []).length === 0
    ? JSON.stringify([fleet, subject])
    : undefined;

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
