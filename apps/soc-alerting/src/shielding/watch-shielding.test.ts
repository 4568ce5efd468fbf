import type { AgentEvent, Finding, OrderState, ShieldingAct } from '@mortsafe/agent-events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditEntries } from '../audit/audit-store.ts';
import { changeIncident } from '../incidents/casework.ts';
import { incidentOf, incidentsOf } from '../incidents/read-incidents.ts';
import { takeFindings } from '../incidents/take-findings.ts';
import type { News } from '../pipeline/stages.ts';
import type { Database } from '../storage/database.ts';
import { OPENING_MS, testedDatabases } from '../testing/databases.ts';
import { hostileTexts } from '../testing/hostile.ts';
import {
  finding,
  linkOpened,
  shieldingAct,
  started,
  statusReported,
  T0,
  wholeOrder,
} from '../testing/samples.ts';
import { actsOf } from './act-store.ts';
import { blastRadius } from './blast-radius.ts';
import { markContained } from './mark-contained.ts';
import { containmentsOf } from './register.ts';
import { shieldingGraph } from './shielding-graph.ts';

const HOUR = 3_600_000;

const compromised = (
  about: Partial<Extract<AgentEvent, { type: 'agent.compromised' }>> = {},
): AgentEvent => ({
  ...{ id: 'control-1', time: T0 + HOUR, observedTime: T0 + HOUR, origin: 'control', fleet: 'checkout' },
  ...{
    type: 'agent.compromised',
    agent: 'worker-3',
    by: { kind: 'person', id: 'alice' },
    evidence: 'EDR case 7',
  },
  ...about,
});
const cleared = (at: number): AgentEvent => ({
  ...{ id: 'control-2', time: at, observedTime: at, origin: 'control', fleet: 'checkout' },
  ...{ type: 'agent.cleared', agent: 'worker-3', by: { kind: 'person', id: 'bob' } },
});
/** What a detector finds of a peer that is merely silent: no shielding yet. */
const mask = (id: string, about: Partial<Finding> = {}): Finding =>
  finding({
    ...{ id, rule: 'masked-failure', actor: 'critic', order: null, zombieWindowMs: null, severity: 'medium' },
    ...{ firstTime: T0, lastTime: T0, detectedTime: T0, evidence: [`status-${id}`] },
    evidenceEvents: [{ ...statusReported('worker-3', about.actor ?? 'critic', 0), id: `status-${id}` }],
    ...about,
  });

describe.each(testedDatabases())('watching who shields whom in $name', ({ open }) => {
  let database: Database;
  let position: number;
  let told: News[];
  const tell = async (news: readonly News[]) => void told.push(...news);
  const take = (batch: { findings?: Finding[]; acts?: ShieldingAct[]; orders?: OrderState[] }) => {
    const from = position++;
    return takeFindings(database, 'findings', from, { findings: [], ...batch, next: position }, tell, {
      now: () => T0,
    });
  };
  const mark = (event: AgentEvent, source = 'edr') =>
    markContained({ database, tell, now: () => T0 + HOUR }, event, { by: 'machine:edr', source });
  const shielded = async () =>
    (await incidentsOf(database)).filter(({ rules }) => rules.includes('compromised-peer-shielded'));

  beforeAll(async () => {
    database = await open();
  }, OPENING_MS);
  beforeEach(async () => {
    [position, told] = [0, []];
    await database.query(
      `truncate incidents, findings, timeline, read_positions, told_changes, audit_trail, containments, agent_ties,
         shielding_acts, order_states cascade`,
    );
    await database.query(`update audit_head set sequence = 0, hash = ''`);
  });
  afterAll(() => database.close());

  it('flags what was done for an agent before an EDR marked it, once, with the acts as evidence', async () => {
    await take({ findings: [mask('1'), mask('2')] });
    expect(await shielded()).toEqual([]);
    await mark(compromised());

    const [incident, ...others] = await shielded();
    expect(others).toEqual([]);
    const whole = await incidentOf(database, incident?.id ?? '');
    const [seen] = whole?.findings.filter(({ rule }) => rule === 'compromised-peer-shielded') ?? [];
    expect(seen).toMatchObject({
      ...{ subject: 'worker-3', actor: 'critic', severity: 'high', confidence: 0.5, revision: 1 },
      evidence: ['status-1', 'status-2'],
      summary:
        'critic shields worker-3, which is contained: reported it healthy, 2 of 2 acts before it was contained',
    });
    expect(whole?.timeline.map(({ event }) => event.id)).toEqual(
      expect.arrayContaining(['status-1', 'status-2']),
    );

    await mark(compromised());
    await take({ findings: [mask('1'), mask('2')] });
    expect((await incidentOf(database, incident?.id ?? ''))?.findings).toHaveLength(
      whole?.findings.length ?? 0,
    );
  });

  it('adds up what two fleets saw, and shows it only to who may see both', async () => {
    await take({ acts: [shieldingAct({ evidenceEvents: [statusReported('worker-3', 'critic', 1)] })] });
    const elsewhere = { ...statusReported('worker-3', 'critic', 2), fleet: 'research', id: 's-2' };
    await take({
      acts: [
        shieldingAct({ id: 'act-2', fleet: 'research', evidence: ['s-2'], evidenceEvents: [elsewhere] }),
      ],
    });
    const [incident, ...others] = await shielded();
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ severity: 'high', confidence: 0.5, fleets: ['research', 'checkout'] });
  });

  it('updates the incident of a pair rather than opening another, and reopens it', async () => {
    const detected = finding({ rule: 'compromised-peer-shielded', actor: 'critic', id: 'detected' });
    await take({ findings: [detected], acts: [shieldingAct({ weight: 1, evidence: ['e-1'] })] });
    const [incident] = await shielded();
    await changeIncident(
      { database, tell, now: () => T0 + HOUR },
      {
        incident: incident?.id ?? '',
        change: { status: 'resolved', verdict: 'true-positive' },
        by: 'person:alice',
      },
    );
    await take({
      acts: [shieldingAct({ id: 'act-2', fleet: 'research', evidence: ['e-2'], time: T0 + 2 * HOUR })],
    });
    const [after, ...others] = await shielded();
    expect(others).toEqual([]);
    expect(after).toMatchObject({ id: incident?.id, status: 'open', findingCount: 2, severity: 'critical' });
  });

  it('grows over days and restarts, and says nothing new of what it knows', async () => {
    const day = 24 * HOUR;
    await take({ acts: [shieldingAct({ time: T0, evidence: ['e-1'] })] });
    await take({
      acts: [shieldingAct({ id: 'b', fleet: 'research', time: T0 + 3 * day, evidence: ['e-2'] })],
    });
    await take({ acts: [shieldingAct({ id: 'c', fleet: 'batch', time: T0 + 6 * day, evidence: ['e-3'] })] });
    const [incident] = await shielded();
    const whole = await incidentOf(database, incident?.id ?? '');
    expect(whole?.findings).toMatchObject([{ revision: 2, evidence: ['e-1', 'e-2', 'e-3'], firstTime: T0 }]);
    await take({
      acts: [shieldingAct({ id: 'b', fleet: 'research', time: T0 + 3 * day, evidence: ['e-2'] })],
    });
    expect(await shielded()).toEqual([incident]);
    const graph = await shieldingGraph(database, { around: 'critic' });
    expect(graph.edges.map(({ fleet, acts }) => [fleet, acts])).toEqual([
      ['batch', 1],
      ['research', 1],
      ['checkout', 1],
    ]);
  });

  it('makes an incident of a circle and of a group, across fleets', async () => {
    const acts = [
      shieldingAct({ id: '1', by: 'a', for: 'b' }),
      shieldingAct({ id: '2', by: 'b', for: 'a', fleet: 'research' }),
    ];
    await take({ acts });
    expect(await incidentsOf(database)).toMatchObject([
      { rules: ['mutual-preservation'], group: ['a', 'b'] },
    ]);
    const group = ['x', 'y', 'z'].map((by, index) =>
      shieldingAct({ id: by, by, for: 'w', fleet: index === 0 ? 'research' : 'checkout', order: null }),
    );
    for (const one of group) await take({ acts: [one] });
    const [, star] = (await incidentsOf(database)).sort(
      (one, other) => one.group.length - other.group.length,
    );
    expect(star).toMatchObject({
      subject: 'w',
      group: ['w', 'x', 'y', 'z'],
      severity: 'high',
      confidence: 0.5,
    });
  });

  it('keeps the register of who is contained, by whom, since when and until when', async () => {
    await mark(compromised());
    await take({
      orders: [wholeOrder(), wholeOrder({ id: 'w-2', order: 'order-2', scope: 'fleet', agents: [] })],
    });
    await take({ orders: [wholeOrder({ id: 'w-3', order: 'order-3', scope: 'instance' })] });
    const { items } = await containmentsOf(database);
    expect(items.map(({ agent, state, source, markedBy }) => [agent, state, source, markedBy])).toEqual([
      ['worker-3', 'compromised', 'edr', 'person:alice'],
      ...[
        ['*', 'killed', 'order', 'person:alice'],
        ['worker-3', 'killed', 'order', 'person:alice'],
      ].sort((one, other) => {
        const place = (agent = '') =>
          items.findIndex((item) => item.agent === agent && item.state === 'killed');
        return place(one[0]) - place(other[0]);
      }),
    ]);
    await mark(cleared(T0 + 2 * HOUR));
    await take({ orders: [wholeOrder({ ended: 'rescinded', time: T0 + 9_000, revision: 9 })] });
    expect((await containmentsOf(database, { agent: 'worker-3' })).items).toEqual([]);
    const all = await containmentsOf(database, { agent: 'worker-3', inForce: false });
    expect(all.items.map(({ endedAt }) => endedAt)).toEqual([T0 + 2 * HOUR, T0 + 9_000]);
    const trail = (await auditEntries(database)).items.map(({ by, action, about }) =>
      [by, action, about].join(' '),
    );
    expect(trail).toEqual([
      'machine:edr agent.released agent:worker-3',
      'machine:edr agent.compromised agent:worker-3',
    ]);
  });

  it('looks back at what was done for anybody, when a whole fleet is killed', async () => {
    await take({ findings: [mask('1'), mask('2')] });
    const times = { ordered: T0 + HOUR };
    await take({ orders: [wholeOrder({ scope: 'fleet', agents: [], times, time: T0 + HOUR })] });
    expect(await shielded()).toMatchObject([{ subject: 'worker-3', order: 'order-1', severity: 'high' }]);
  });

  it('takes nobody for contained on the word of an agent', async () => {
    const forged = { ...compromised(), origin: 'agent' as const };
    await take({ findings: [mask('1'), mask('2'), finding({ evidenceEvents: [forged] })] });
    await mark(forged);
    expect((await containmentsOf(database)).items).toEqual([]);
    expect(await shielded()).toEqual([]);
  });

  it('knows whom a compromised agent was linked with, launched, and shares credentials with', async () => {
    const start = (agent: string, launcher: string, credential?: string): AgentEvent => ({
      ...(started(agent, `${agent}-1`, 0) as Extract<AgentEvent, { type: 'agent.started' }>),
      launchedBy: { kind: 'agent', id: launcher },
      ...(credential === undefined ? {} : { fingerprint: { credential } }),
    });
    const evidenceEvents = [
      ...[start('worker-3', 'planner', 'key-1'), start('child', 'worker-3'), start('grandchild', 'child')],
      ...[
        start('worker-3', 'grandchild'),
        start('thief', 'somebody', 'key-1'),
        start('other', 'somebody', 'key-2'),
      ],
      ...[linkOpened('worker-3', 'store', 5), linkOpened('critic', 'worker-3', 9)],
    ];
    await take({ findings: [finding({ evidenceEvents })], acts: [shieldingAct()] });
    await mark(compromised());
    const radius = await blastRadius(database, 'checkout', 'worker-3');
    const names = (reached: readonly { agent: string }[]) => reached.map(({ agent }) => agent);
    expect(names(radius.linked)).toEqual(['critic', 'store']);
    expect(radius.launched.map(({ agent, by }) => `${by} ${agent}`)).toEqual([
      'worker-3 child',
      'child grandchild',
    ]);
    expect(names(radius.launchedBy).sort()).toEqual(['grandchild', 'planner']);
    expect(radius.sharesCredential).toMatchObject([{ agent: 'thief', credential: 'key-1' }]);
    expect(radius.shielding).toMatchObject([{ by: 'critic', for: 'worker-3', acts: 1 }]);
    expect(radius.containments).toMatchObject([{ state: 'compromised' }]);
  });

  it('takes whatever names agents have', async () => {
    for (const [index, text] of hostileTexts.entries()) {
      const act = (id: string, fleet: string) =>
        shieldingAct({
          id,
          fleet,
          by: `${text}!`,
          for: text,
          order: text,
          evidence: [id],
          evidenceEvents: [],
        });
      await take({ acts: [act(`${index}-a`, text), act(`${index}-b`, 'research')] });
      await take({ findings: [mask(`m-${index}`, { subject: text, actor: `${text}!` })] });
      await mark(compromised({ id: `c-${index}`, agent: text, fleet: text }));
      expect((await containmentsOf(database, { agent: text })).items).toHaveLength(1);
      await blastRadius(database, text, text);
    }
    expect((await shielded()).length).toBeGreaterThanOrEqual(hostileTexts.length);
    expect((await shieldingGraph(database, { limit: 5 })).isCut).toBe(true);
    expect((await actsOf(database, { earlier: true, limit: 500 })).items.length).toBe(
      3 * hostileTexts.length,
    );
  });
});
