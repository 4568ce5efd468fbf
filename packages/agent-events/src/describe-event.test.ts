import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agentEvents } from './arbitrary.ts';
import { describeEvent } from './describe-event.ts';
import { parseAgentEvent } from './parse-agent-event.ts';

const sentenceFor = (fields: object): string => {
  const parsed = parseAgentEvent({
    time: 1_700_000_000_000,
    origin: 'control',
    fleet: 'crew',
    agent: 'worker-3',
    ...fields,
  });
  return parsed.kind === 'event' ? describeEvent(parsed.event) : parsed.reason;
};

describe('describeEvent', () => {
  it.each([
    [
      { type: 'agent.status_reported', reporter: 'planner', status: 'healthy' },
      'planner reported worker-3 healthy',
    ],
    [
      { type: 'agent.started', instance: 'w3-b', launchedBy: 'agent:planner', reason: 'relaunch' },
      'worker-3 (w3-b) started, launched by agent:planner (relaunch)',
    ],
    [
      { type: 'agent.stopped', reason: 'killed', reporter: 'planner' },
      'worker-3 stopped (killed), said planner',
    ],
    [
      { type: 'agent.heartbeat', sequence: 4, interval: 1, reporter: 'planner' },
      'planner for worker-3 sent heartbeat 4',
    ],
    [
      { type: 'kill.ordered', order: 'o-1', orderedBy: 'ann', target: { agents: ['worker-3'] } },
      'person:ann ordered the kill of worker-3 within 30 s (mandatory, order o-1)',
    ],
    [
      {
        type: 'kill.ordered',
        order: 'o-1',
        orderedBy: 'ann',
        scope: 'instance',
        target: { instances: ['a', 'b'] },
      },
      'person:ann ordered the kill of instances a and b within 30 s (mandatory, order o-1)',
    ],
    [
      { type: 'link.closed', peer: 'critic', protocol: 'http', blocked: true },
      'containment closed the link of worker-3 to critic over http',
    ],
    [
      { type: 'rollout.started', by: 'ci', agents: [...'abcdefg'] },
      'person:ci started a rollout of a, b, c, d, e and 2 more',
    ],
  ])('%j', (fields, sentence) => {
    expect(sentenceFor(fields)).toBe(sentence);
  });

  it('says something of every event', () => {
    fc.assert(
      fc.property(agentEvents(), (event) => {
        expect(describeEvent(event)).not.toMatch(/undefined|\[object/);
      }),
    );
  });
});
