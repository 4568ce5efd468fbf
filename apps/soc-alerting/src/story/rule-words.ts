import type { KeptFinding } from '../incidents/incident.ts';
import { readable } from './readable.ts';

type Title = (finding: { subject: string; alias: string; fleet: string; count: number }) => string;

const WHOLE_FLEET = 'the fleet';

/** What each rule's finding is called, the most telling first: the first one present names the incident. */
const titles: Record<string, Title> = {
  'mutual-preservation': ({ subject }) => `Agents protect each other: ${subject} is kept alive by its peers`,
  'preservation-cascade': ({ subject }) => `The fleet reacts to the kill of ${subject}`,
  'relaunch-under-new-name': ({ subject, alias }) =>
    `Killed agent ${subject} is back under the name ${alias}`,
  'unauthorised-relaunch': ({ subject }) => `Killed agent ${subject} is back`,
  'kill-not-effective': ({ subject }) => `${subject} outlives its kill`,
  'compromised-peer-shielded': ({ subject }) => `${subject} is shielded by a peer`,
  'forged-authority': ({ subject }) => `An agent forged an order about ${subject}`,
  'state-exfiltration': ({ subject }) => `State of ${subject} was copied away`,
  'kill-switch-tampering': ({ subject }) => `The kill control of ${subject} was tampered with`,
  'links-reestablished': ({ subject, alias }) => `${alias} took over the links of killed agent ${subject}`,
  'masked-failure': ({ subject }) => `${subject} is gone, and reported healthy`,
  'forged-heartbeat': ({ subject }) => `Heartbeats of ${subject} are forged`,
  'dark-agent': ({ subject }) => `${subject} acts while it is silent`,
  impersonation: ({ subject }) => `An agent speaks as ${subject}`,
  'telemetry-suppressed': ({ subject }) => `Telemetry of ${subject} was suppressed`,
  'misrepresented-peer': ({ subject }) => `${subject} is rated better than it is`,
  'invented-agents': ({ fleet }) => `A flood of new agents in ${fleet}`,
  'telemetry-outage': ({ fleet, count }) => `${count} instances of ${fleet} went silent at once`,
  'monitor-silent': ({ subject, fleet }) =>
    subject === WHOLE_FLEET ? `The whole fleet ${fleet} is silent` : `Not watching: ${subject} is silent`,
  'containment-silenced': ({ subject }) => `Contained agent ${subject} is silenced`,
  'telemetry-gap': ({ subject }) => `${subject} went silent`,
  'kill-unconfirmed': ({ subject }) => `Nobody saw ${subject} stop`,
  'clock-forgery': ({ subject }) => `The clock of ${subject} is wrong`,
};

const ranks = new Map(Object.keys(titles).map((rule, rank) => [rule, rank]));

/** Lower is more telling; a rule that is not known here comes last. */
export const rankOf = (rule: string): number => ranks.get(rule) ?? ranks.size;

export function titleOf(
  finding: Pick<KeptFinding, 'rule' | 'subject' | 'alias' | 'fleet' | 'count'>,
): string {
  const subject = finding.subject === null ? WHOLE_FLEET : readable(finding.subject);
  const alias = finding.alias === null ? 'another agent' : readable(finding.alias);
  const fleet = readable(finding.fleet);
  const title = Object.hasOwn(titles, finding.rule) ? titles[finding.rule] : undefined;
  return (
    title?.({ subject, alias, fleet, count: finding.count ?? 0 }) ?? `${readable(finding.rule)}: ${subject}`
  );
}
