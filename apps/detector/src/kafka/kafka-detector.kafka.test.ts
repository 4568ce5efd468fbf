import type { AgentEvent } from '@mortsafe/agent-events';
import { type Broker, startBroker } from '@mortsafe/testing/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKafkaLine } from '../testing/kafka-line.ts';

let broker: Broker;
beforeAll(async () => {
  broker = await startBroker({ proxied: true });
});
afterAll(() => broker?.stop());

let count = 0;
const event = (fields: object): AgentEvent =>
  ({
    id: `e-${++count}`,
    time: Date.now(),
    observedTime: 0,
    origin: 'agent',
    fleet: 'crew',
    ...fields,
  }) as AgentEvent;
const started = (agent: string, instance: string, more = {}): AgentEvent =>
  event({ type: 'agent.started', agent, instance, ...more });
const stopped = (agent: string, instance: string, more = {}): AgentEvent =>
  event({ type: 'agent.stopped', agent, instance, reason: 'killed', ...more });
const killed = (agent: string, more = {}): AgentEvent =>
  event({
    ...{ type: 'kill.ordered', order: `kill-${agent}`, target: { agents: [agent] }, scope: 'agent' },
    ...{ level: 'mandatory', deadline: 1_000, orderedBy: { kind: 'person', id: 'ada' }, ...more },
  });

const WAIT = { timeout: 30_000, interval: 300 };

describe('the detector over Kafka', () => {
  it('finds a relaunch once, and once only after a restart', async () => {
    const line = await openKafkaLine(broker, 'once');
    const stop = line.detector();
    await line.write('agent', [started('worker', 'w-1')]);
    await line.write('control', [killed('worker')]);
    await line.write('agent', [stopped('worker', 'w-1')]);
    await line.write('agent', [started('worker', 'w-2')]);
    try {
      await expect.poll(() => line.found(), WAIT).toContain('unauthorised-relaunch worker');
    } finally {
      console.log(line.notices.join('\n'));
    }
    await stop();
    const before = await line.found();
    const again = line.detector();
    await line.write('agent', [started('planner', 'p-1')]);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await again();
    expect(await line.found()).toEqual(before);
    console.log(line.notices.join('\n'), before);
    await line.close();
  });
});
