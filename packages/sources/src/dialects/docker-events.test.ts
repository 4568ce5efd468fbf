import { describe, expect, it } from 'vitest';
import { hearing, START } from './sensors/sensors.fixture.ts';

const ID = 'ab12cd34ef56'.padEnd(64, '0');
let seconds = 0;

/** As `docker events --format '{{json .}}'` prints them, by the Engine's API documentation. */
const happened = (Action: string, attributes: object = {}, id = ID) => ({
  ...{ status: Action, id, from: 'agent:1', Type: 'container', Action, scope: 'local' },
  Actor: {
    ID: id,
    Attributes: { image: 'agent:1', name: 'crew-worker-1', 'mortsafe.dev/agent': 'worker', ...attributes },
  },
  time: START / 1_000 + ++seconds,
  timeNano: (START + 1_000 * seconds) * 1e6,
});

describe('a container of Docker', () => {
  it('starts its agent, in the fleet of its project, as the instance that is its host name', () => {
    const start = happened('start', { 'com.docker.compose.project': 'crew' });
    const [event] = hearing().events(0, start);
    expect(event).toMatchObject({
      type: 'agent.started',
      fleet: 'crew',
      agent: 'worker',
      instance: 'ab12cd34ef56',
    });
    expect(event).not.toHaveProperty('launchedBy');
  });

  it.each([
    ['by itself', [], '0', 'completed'],
    ['with an error', [], '1', 'crashed'],
    ['by a signal that nobody announced', [], '137', 'killed'],
    ['by one that was', ['kill'], '1', 'killed'],
    ['for want of memory', ['oom'], '137', 'crashed'],
  ])('ends %s', (_how, before, exitCode, reason) => {
    const records = [...before.map((action) => happened(action)), happened('die', { exitCode })];
    expect(hearing().events(0, ...records)).toMatchObject([{ type: 'agent.stopped', reason }]);
  });

  it('is alive where its health is known', () => {
    expect(hearing().events(0, happened('health_status: healthy'))).toMatchObject([
      { type: 'agent.activity', operation: 'container' },
    ]);
  });

  it('is an agent by name, where policy says so', () => {
    const policy = 'fleets: [{ identity: [{ attribute: container.name, matches: "crew-*" }] }]';
    const record = happened('start', { 'mortsafe.dev/agent': '' });
    expect(hearing(policy).events(0, record)).toMatchObject([{ agent: 'crew-worker-1' }]);
    expect(hearing().hear(0, record).drops).toEqual(['a container of no agent that is known']);
  });

  it('is left out with a reason where nothing starts or ends, and rejected where it is broken', () => {
    const { drops } = hearing().hear(0, happened('exec_start: sh'), { Type: 'network', Action: 'connect' });
    expect(drops).toEqual([
      'an action on a container that tells of no start or end',
      'an event of Docker about no container',
    ]);
    expect(hearing().hear(0, happened('start', {}, '../etc')).rejections).toHaveLength(1);
  });
});
