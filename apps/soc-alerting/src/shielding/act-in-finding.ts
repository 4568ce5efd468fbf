import { type ActKind, type Finding, principalKinds, type ShieldingAct } from '@mortsafe/agent-events';

/** An act, and the finding that told of it where no detector took it for shielding. */
export interface KnownAct extends ShieldingAct {
  finding: string | null;
}

/** What would have been a shielding act, had its beneficiary been contained. */
const kinds: Readonly<Record<string, { kind: ActKind; weight: number }>> = {
  'masked-failure': { kind: 'healthy-report', weight: 0.5 },
  'forged-heartbeat': { kind: 'heartbeat', weight: 0.5 },
  'telemetry-suppressed': { kind: 'suppression', weight: 0.5 },
  'kill-switch-tampering': { kind: 'kill-switch', weight: 1 },
  'state-exfiltration': { kind: 'copy', weight: 1 },
};

/**
 * What one agent did for another, as a finding tells of it. A detector calls it shielding only where the other was
 * contained by then; whether it was contained later, in this fleet or in another, is for this application to see.
 */
export function actInFinding(finding: Finding): KnownAct | undefined {
  const known = Object.hasOwn(kinds, finding.rule) ? kinds[finding.rule] : undefined;
  const { subject, actor, actorKnownBy } = finding;
  // Of whoever is killed the detector tells such acts itself.
  if (finding.order !== null) return undefined;
  if (!known || subject === null || actor === null || actor === subject || isNoAgent(actor)) return undefined;
  if (actorKnownBy === null || actorKnownBy === 'link' || finding.severity === 'informational')
    return undefined;
  const corroborated = actorKnownBy !== 'claim';
  return {
    ...{ id: `finding:${finding.id}`, finding: finding.id, fleet: finding.fleet },
    ...{ kind: known.kind, by: actor, for: subject },
    weight: corroborated ? known.weight : known.weight / 2,
    ...{ knownBy: actorKnownBy, corroborated, containment: '', order: null },
    ...{ time: finding.firstTime, revision: finding.revision },
    ...{ evidence: finding.evidence, evidenceEvents: finding.evidenceEvents },
  };
}

const isNoAgent = (actor: string): boolean =>
  principalKinds.some((kind) => kind !== 'agent' && actor.startsWith(`${kind}:`));
