import { type AgentEvent, CANARY_FLEET, emptyPolicy } from '@mortsafe/agent-events';
import { createDetector, type DetectorState } from '@mortsafe/detection';
import { describe, expect, it } from 'vitest';
import { createVitalSigns } from './vital-signs.ts';

let count = 0;
const event = (fields: object): AgentEvent =>
  ({
    ...{ id: `e-${++count}`, type: 'agent.heartbeat', time: 0, origin: 'agent', fleet: 'crew' },
    ...{ agent: 'worker', instance: 'w-1', sequence: 0, interval: 5_000, observedTime: 1_000 },
    ...fields,
  }) as AgentEvent;

/** A detector that listens as the line does. */
function listening() {
  const vitals = createVitalSigns(['agents', 'platform']);
  const detector = createDetector({ rules: [], policy: emptyPolicy });
  return {
    vitals,
    state: (): DetectorState => detector.snapshot(),
    fleet: detector.fleet,
    take(fields: object) {
      const one = event(fields);
      if (!vitals.saw(one)) detector.take(one);
    },
    at(time: number) {
      detector.tick(time);
      vitals.detected(time, detector.fleet);
      return vitals.signs('all');
    },
  };
}

describe('the vital signs', () => {
  it('tell when each door brought the canary, which nobody else sees', () => {
    const line = listening();
    line.take({ fleet: CANARY_FLEET, agent: 'agents', observedTime: 5_000 });
    line.take({ fleet: CANARY_FLEET, agent: 'platform', origin: 'platform', observedTime: 6_000 });
    const signs = line.at(7_000);
    expect(signs).toContainEqual({ kind: 'door', name: 'agents', time: 5_000, missed: true });
    expect(signs).toContainEqual({ kind: 'door', name: 'platform', time: 6_000, missed: true });
    expect(line.state().fleets).toEqual([]);
  });

  it('let nobody hide in the fleet of the canary', () => {
    const line = listening();
    line.take({ fleet: CANARY_FLEET, agent: 'worker' });
    line.at(9_000);
    expect(line.state().fleets).toMatchObject([{ fleet: CANARY_FLEET }]);
  });

  it('tell when fleet, sensor and the detector itself were last heard', () => {
    const line = listening();
    line.take({ observedTime: 3_000 });
    line.take({ origin: 'platform', type: 'agent.started', host: 'node-1', observedTime: 4_000 });
    expect(line.at(5_000)).toEqual([
      { kind: 'detector', name: 'detector', time: 5_000, missed: true },
      { kind: 'sensor', name: 'node-1', fleet: 'crew', time: 4_000, missed: true },
      { kind: 'fleet', name: 'crew', time: 3_000, missed: true },
    ]);
  });

  it('miss no fleet whose agents have all stopped', () => {
    const line = listening();
    line.take({ type: 'agent.started', heartbeatInterval: 5_000, observedTime: 1_000 });
    line.take({ observedTime: 2_000 });
    line.take({ type: 'agent.stopped', reason: 'completed', observedTime: 3_000 });
    const fleet = line.at(120_000).find(({ kind }) => kind === 'fleet');
    expect(fleet).toMatchObject({ name: 'crew', missed: false });
  });

  it('miss a fleet that fell silent, also one of which only a checkpoint tells', () => {
    const line = listening();
    line.take({ observedTime: 2_000 });
    expect(line.at(120_000).find(({ kind }) => kind === 'fleet')).toMatchObject({
      missed: true,
      time: 2_000,
    });
    const after = createVitalSigns([]);
    after.restored(line.state());
    after.detected(120_000, line.fleet);
    expect(after.signs('all')).toContainEqual({ kind: 'fleet', name: 'crew', time: 2_000, missed: true });
  });

  it('say what is new once', () => {
    const line = listening();
    line.take({ observedTime: 2_000 });
    line.at(3_000);
    expect(line.vitals.signs('new')).toHaveLength(2);
    expect(line.vitals.signs('new')).toEqual([]);
    line.take({ observedTime: 4_000 });
    expect(line.vitals.signs('new')).toMatchObject([{ kind: 'fleet', time: 4_000 }]);
  });

  it('are bounded, whatever fleets are made up', () => {
    const { vitals } = listening();
    for (let at = 0; at < 20_000; at++) vitals.saw(event({ fleet: `f-${at}` }));
    expect(vitals.signs('all')).toHaveLength(10_000);
  });
});
