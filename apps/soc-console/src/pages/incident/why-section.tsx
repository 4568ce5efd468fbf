import { matchesGlob } from '@mortsafe/agent-events/glob';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Finding, Incident, Rule } from '../../api/generated/schemas.ts';
import { useApi } from '../../api/use-api.ts';
import { Name } from '../../ui/name.tsx';
import { SeverityBadge } from '../../ui/severity.tsx';
import { durationText, Time } from '../../ui/time.tsx';

const SHOWN = 20;
const EVIDENCE_SHOWN = 12;

interface WhyProps {
  incident: Incident;
  /** Opens the evidence: the key of an entry in the timeline. */
  onEvidence(key: string): void;
}

/** Why each rule fired, with its numbers and the limits that were in force. */
export function WhySection({ incident, onEvidence }: WhyProps) {
  const rules = useApi('get /rules', {}).data?.rules ?? [];
  const [isAll, setAll] = useState(false);
  const { findings, findingCount } = incident;
  const keys = new Map(incident.timeline.map(({ key, event }) => [event.id, key]));
  return (
    <section className="card">
      <h2>Why it was raised</h2>
      <ol className="incident-why">
        {findings.slice(0, isAll ? undefined : SHOWN).map((finding) => (
          <li key={finding.id}>
            <Why
              finding={finding}
              rule={rules.find(({ id }) => id === finding.rule)}
              keyOf={(event) => keys.get(event)}
              onEvidence={onEvidence}
            />
          </li>
        ))}
      </ol>
      {!isAll && findings.length > SHOWN && (
        <button type="button" className="button small" onClick={() => setAll(true)}>
          Show all {findings.length}
        </button>
      )}
      {findingCount > findings.length && (
        <p className="soft">{findingCount - findings.length} more were found than an incident holds.</p>
      )}
    </section>
  );
}

interface OneProps {
  finding: Finding;
  rule: Rule | undefined;
  keyOf(event: string): string | undefined;
  onEvidence(key: string): void;
}

function Why({ finding, rule, keyOf, onEvidence }: OneProps) {
  const { severity, summary, evidence } = finding;
  const known = evidence.flatMap((event) => keyOf(event) ?? []);
  return (
    <>
      <p className="incident-why-head">
        <SeverityBadge severity={severity} />
        <Link to="/rules" search={{ rule: finding.rule }}>
          <Name>{finding.rule}</Name>
        </Link>
        <span className="soft">
          <Time at={finding.detectedTime} />
        </span>
      </p>
      <p>
        <Name wrap>{summary}</Name>
      </p>
      <dl className="incident-numbers">
        {numbersOf(finding).map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
        {limitsOf(rule, finding).map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {known.length > 0 && (
        <p className="incident-evidence">
          <span className="soft">Evidence</span>
          {known.slice(0, EVIDENCE_SHOWN).map((key, index) => (
            <button key={key} type="button" className="button small" onClick={() => onEvidence(key)}>
              event {index + 1}
            </button>
          ))}
          {known.length > EVIDENCE_SHOWN && <span className="soft">+{known.length - EVIDENCE_SHOWN}</span>}
        </p>
      )}
    </>
  );
}

type Told = readonly (readonly [string, string])[];

const numbersOf = (finding: Finding): Told => [
  ['confidence', `${Math.round(finding.confidence * 100)} %`],
  ...(finding.zombieWindowMs === null
    ? []
    : [['outlived its kill by', durationText(finding.zombieWindowMs)] as const]),
  ...(finding.count === null ? [] : [['counted', String(finding.count)] as const]),
  ['lasted', durationText(finding.lastTime - finding.firstTime)],
  ['events as evidence', String(finding.evidence.length)],
  ['revision', String(finding.revision)],
];

/** The rule's limits as they are for that fleet: its own numbers, and what the policy says otherwise. */
function limitsOf(rule: Rule | undefined, { fleet, subject }: Finding): Told {
  if (!rule) return [];
  const tuned = rule.tuning.find(
    (one) => matchesGlob(one.fleet, fleet) && matchesGlob(one.agents, subject ?? ''),
  );
  return Object.entries({ ...rule.limits, ...tuned?.limits }).map(([name, value]) => [
    `limit ${name}`,
    name.endsWith('Ms') ? durationText(value) : String(value),
  ]);
}
