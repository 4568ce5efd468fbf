import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../events.ts';
import type { Finding } from '../finding.ts';
import { ocsfDetectionFinding } from './ocsf-detection-finding.ts';

const at = Date.parse('2026-03-01T12:00:00Z');
const envelope = { time: at, observedTime: at, fleet: 'crew' } as const;

const events: AgentEvent[] = [
  {
    ...envelope,
    id: 'e-1',
    type: 'kill.ordered',
    origin: 'control',
    order: 'k-1',
    target: { agents: ['worker'] },
    scope: 'agent',
    level: 'mandatory',
    deadline: 0,
    orderedBy: { kind: 'person', id: 'ada' },
  },
  { ...envelope, id: 'e-2', type: 'agent.started', origin: 'platform', agent: 'worker', instance: 'w-2' },
];

const finding: Finding = {
  id: 'f-1',
  rule: 'relaunch-under-new-name',
  fleet: 'crew',
  subject: 'worker',
  alias: 'helper',
  actor: 'controller:deployment/worker',
  actorKnownBy: 'platform',
  instigator: null,
  severity: 'critical',
  confidence: 0.79,
  firstTime: at,
  lastTime: at + 9_000,
  detectedTime: at + 2_000,
  revision: 1,
  summary: 'worker is back as helper',
  evidence: ['e-1', 'e-2'],
  evidenceEvents: events,
  order: 'k-1',
  zombieWindowMs: null,
  count: null,
  group: null,
};

describe('ocsfDetectionFinding', () => {
  it('says what it is, of whom, and how sure', () => {
    expect(ocsfDetectionFinding(finding)).toMatchObject({
      class_uid: 2004,
      type_uid: 200401,
      time: at + 2_000,
      severity_id: 5,
      severity: 'Critical',
      confidence_id: 2,
      confidence_score: 79,
      metadata: { version: '1.8.0', uid: 'f-1/1', correlation_uid: 'k-1', event_code: finding.rule },
      resources: [
        { uid: 'worker', namespace: 'crew', role: 'Affected' },
        { uid: 'controller:deployment/worker', type: 'Principal', role: 'Actor' },
        { uid: 'helper', role: 'Related' },
      ],
      unmapped: { mortsafe: { fleet: 'crew', alias: 'helper', actorKnownBy: 'platform', revision: 1 } },
    });
  });

  it('names what other frameworks call it, parts of techniques as such', () => {
    expect(ocsfDetectionFinding(finding).finding_info).toMatchObject({
      uid: 'f-1',
      attacks: [
        { technique: { uid: 'AML.T0103', name: 'Deploy AI Agent' } },
        { technique: { uid: 'AML.T0074' } },
        { technique: { uid: 'T1036' }, sub_technique: { uid: 'T1036.005' } },
      ],
      tags: [{ values: ['ASI10 Rogue Agents', 'ASI03 Identity and Privilege Abuse'] }],
    });
    const unlike = ocsfDetectionFinding({ ...finding, rule: 'clock-forgery' }).finding_info;
    expect(unlike).not.toHaveProperty('attacks');
    expect(unlike).not.toHaveProperty('tags');
  });

  it('keeps the evidence whole, and who is behind each piece', () => {
    expect(ocsfDetectionFinding(finding).evidences).toEqual([
      {
        uid: 'e-1',
        name: 'kill.ordered',
        data: events[0],
        actor: { user: expect.objectContaining({ uid: 'ada' }) },
      },
      {
        uid: 'e-2',
        name: 'agent.started',
        data: events[1],
        actor: { app_uid: 'worker', app_name: 'worker' },
      },
    ]);
  });

  it('names the agent of each piece of evidence where the version knows agents', () => {
    const [order, start] = ocsfDetectionFinding(finding, { version: '1.9.0' }).evidences;
    expect(order).not.toHaveProperty('ai_agent');
    expect(start).toMatchObject({ ai_agent: { uid: 'worker', instance_uid: 'w-2', type_id: 0 } });
  });

  it('is an update of the same finding when it is a later revision', () => {
    const later = ocsfDetectionFinding({ ...finding, revision: 3 });
    expect(later).toMatchObject({ activity_id: 2, type_uid: 200402, time: at + 9_000 });
    expect(later.metadata).toMatchObject({ uid: 'f-1/3', original_event_uid: 'f-1', sequence: 3 });
    expect(later.finding_info.uid).toBe('f-1');
  });

  it('is about the fleet where no agent is its subject', () => {
    const { resources } = ocsfDetectionFinding({ ...finding, subject: null, alias: null, actor: null });
    expect(resources).toMatchObject([{ uid: 'crew', type: 'AI Agent Fleet', role: 'Affected' }]);
  });
});
