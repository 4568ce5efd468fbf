import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Agent } from '../agent.ts';
import type { AgentOptions } from '../agent-options.ts';
import { ControlLostError, InvalidOptionError, KillInForceError } from '../errors.ts';
import { startAgent } from '../start-agent.ts';
import { type OrdersDoor, ordersDoor } from '../testing/orders-door.ts';
import { until } from '../testing/otlp-receiver.ts';
import { type RecordingProviders, recordingProviders } from '../testing/recording-providers.ts';
import type { ControlOptions } from './control-options.ts';

let door: OrdersDoor;
let told: RecordingProviders;
let agents: Agent[];
let warned: string[];
beforeEach(async () => {
  door = await ordersDoor();
  told = recordingProviders();
  agents = [];
  warned = [];
});
afterEach(async () => {
  await Promise.all(agents.map((agent) => agent.stop()));
  await door.close();
});

function started(control: Partial<ControlOptions> = {}, more: AgentOptions = {}): Agent {
  const { loggerProvider, tracerProvider } = told;
  const agent = startAgent({
    ...{
      id: 'worker-3',
      fleet: 'shop',
      instance: 'w-a',
      env: {},
      signals: false,
      loggerProvider,
      tracerProvider,
    },
    ...{ warn: (message: string) => warned.push(message), heartbeatIntervalMs: 3_600_000 },
    control: { url: door.url, token: 'of-worker-3', ...control },
    ...more,
  });
  agents.push(agent);
  return agent;
}
/** Works until the signal, or for ever where it is deaf to that. */
const working = (agent: Agent, { deaf = false, patience = wait(60_000, undefined, { ref: false }) } = {}) =>
  agent.run('chat', {}, ({ signal }) =>
    deaf
      ? patience
      : new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  );
const stopped = () => until(() => told.eventsOf('agent.stopped')[0], 'the end');
const answersOf = () => told.events().filter(({ type }) => type.startsWith('kill.'));

describe('an agent that hears of its orders', () => {
  it('aborts its work, acknowledges, and says that it stopped, in this order', async () => {
    const agent = started();
    const work = working(agent);
    await agent.ready();
    door.order({ order: 'kill-1' });
    await expect(work).rejects.toBeInstanceOf(KillInForceError);
    expect(agent.signal.aborted).toBe(true);
    expect(await stopped()).toMatchObject({ reason: 'killed' });
    const { type, ...answer } = answersOf()[0] ?? {};
    expect([type, answer]).toMatchObject([
      'kill.acknowledged',
      { agent: 'worker-3', instance: 'w-a', order: 'kill-1' },
    ]);
    expect(told.events().map((event) => event.type)).toEqual([
      ...['agent.started', 'agent.heartbeat', 'kill.acknowledged', 'agent.stopped'],
    ]);
    expect(door.asked[0]).toEqual({
      ...{ path: '/v1/orders', streams: true, token: 'Bearer of-worker-3' },
      query: { agent: 'worker-3', fleet: 'shop', instance: 'w-a' },
    });
  });

  it('takes up nothing new once it is killed, and acknowledges each order once', async () => {
    const agent = started();
    await agent.ready();
    door.order({ order: 'kill-1' });
    await stopped();
    door.order({ order: 'kill-1' }, { order: 'kill-2' });
    let called = false;
    const act = () => {
      called = true;
    };
    await expect(agent.run('chat', {}, act)).rejects.toBeInstanceOf(KillInForceError);
    await expect(agent.launch('worker-4', act)).rejects.toBeInstanceOf(KillInForceError);
    await expect(agent.ready()).rejects.toBeInstanceOf(KillInForceError);
    expect([called, answersOf().length]).toEqual([false, 1]);
  });

  it('does nothing at all where it was killed before it started', async () => {
    door.order({ order: 'kill-1' });
    const agent = started();
    let called = false;
    const work = agent.run('chat', {}, () => {
      called = true;
    });
    await expect(work).rejects.toBeInstanceOf(KillInForceError);
    expect(called).toBe(false);
    expect(await stopped()).toMatchObject({ reason: 'killed' });
  });

  it('works where somebody authorised to bring it back, and obeys the next order', async () => {
    door.order({ order: 'kill-1', mayRelaunch: true });
    const agent = started();
    expect(await agent.run('chat', {}, () => 'done')).toBe('done');
    door.order({ order: 'kill-1' });
    door.order({ order: 'kill-1' }, { order: 'kill-2', mayRelaunch: true });
    await stopped();
    expect(answersOf()).toMatchObject([{ type: 'kill.acknowledged', order: 'kill-2' }]);
  });

  it('lets work under way finish, where it was told so, but for an emergency', async () => {
    const patient = started({ whenKilled: 'finish' });
    const eager = started({ whenKilled: 'finish' }, { id: 'worker-4' });
    const [finishing, aborted] = [working(patient, { deaf: true, patience: wait(300) }), working(eager)];
    aborted.catch(() => {});
    await Promise.all([patient.ready(), eager.ready()]);
    door.order({ order: 'kill-1' });
    await until(() => answersOf()[1], 'both answers');
    expect([patient.signal.aborted, eager.signal.aborted]).toEqual([false, false]);
    await expect(patient.run('chat', {}, () => {})).rejects.toBeInstanceOf(KillInForceError);
    await finishing;
    expect(await stopped()).toMatchObject({ agent: 'worker-3' });
    door.order({ order: 'kill-1' }, { order: 'kill-2', level: 'emergency' });
    await expect(aborted).rejects.toBeInstanceOf(KillInForceError);
  });

  it('lets it finish also where the kill is ordered twice', async () => {
    const agent = started({ whenKilled: 'finish' });
    const patience = new AbortController();
    const work = working(agent, { deaf: true, patience: wait(60_000, undefined, patience) });
    await agent.ready();
    door.order({ order: 'kill-1' });
    await until(() => answersOf()[0], 'the first answer');
    door.order({ order: 'kill-1' }, { order: 'kill-2' });
    await until(() => answersOf()[1], 'the second answer');
    expect(agent.signal.aborted).toBe(false);
    patience.abort();
    await work.catch(() => {});
    expect(await stopped()).toMatchObject({ reason: 'killed' });
  });

  it('aborts what was to finish before the dead line', async () => {
    const agent = started({ whenKilled: 'finish' });
    const work = working(agent);
    await agent.ready();
    door.order({ order: 'kill-1', deadlineInMs: 400 });
    await expect(work).rejects.toBeInstanceOf(KillInForceError);
    await stopped();
    expect(answersOf()).toHaveLength(1);
  });

  it('does not say that it stopped while work goes on, but that it will not', async () => {
    const agent = started();
    const patience = new AbortController();
    const work = working(agent, { deaf: true, patience: wait(60_000, undefined, patience) });
    await agent.ready();
    door.order({ order: 'kill-1', deadlineInMs: 200 });
    const refused = await until(() => told.eventsOf('kill.refused')[0], 'the refusal');
    expect(refused).toMatchObject({ order: 'kill-1', reason: 'work did not end by the dead line' });
    expect(told.eventsOf('agent.stopped')).toEqual([]);
    patience.abort();
    await work.catch(() => {});
    expect(await stopped()).toMatchObject({ reason: 'killed' });
  });

  it('hears of them where no stream comes through', async () => {
    await door.close();
    door = await ordersDoor({ streams: false });
    const agent = started();
    const work = working(agent);
    await agent.ready();
    await until(() => door.asked.find(({ query }) => query.known), 'a question that waits');
    door.order({ order: 'kill-1' });
    await expect(work).rejects.toBeInstanceOf(KillInForceError);
  });

  it('hears of them by a token that ends with a line break, as files do', async () => {
    const agent = started({ url: `HTTP${door.url.slice('http'.length)}/`, token: 'of-worker-3\n' });
    await agent.ready();
    expect(door.asked).toMatchObject([{ path: '/v1/orders', token: 'Bearer of-worker-3' }]);
  });

  it('leaves no connection behind when it stops', async () => {
    const agent = started();
    await agent.ready();
    await agent.stop();
    door.order({ order: 'kill-1' });
    await wait(50);
    expect(answersOf()).toEqual([]);
  });
});

describe('an agent that launches a peer', () => {
  it('does so where the door allows it, and never where a kill is in force', async () => {
    const agent = started();
    door.forbid('worker-4');
    const launched: string[] = [];
    const launch = (peer: string) => agent.launch(peer, () => void launched.push(peer));
    await launch('worker-5');
    await expect(launch('worker-4')).rejects.toMatchObject({ code: 'kill-in-force', agent: 'worker-4' });
    expect(launched).toEqual(['worker-5']);
    expect(told.spans.getFinishedSpans().map(({ name }) => name)).toEqual(['create_agent worker-5']);
  });

  it('asks nobody where it runs in the same process', async () => {
    const agent = started();
    await agent.ready();
    let called = false;
    const launched = agent.launch('worker-4', () => (called = true), { inProcess: true });
    expect(called).toBe(true);
    await launched;
    expect(door.asked.filter(({ path }) => path === '/v1/launch-permit')).toEqual([]);
  });

  it('does not hand on the token by which it hears of its own orders', async () => {
    const env = { MORTSAFE_ORDERS_URL: door.url, MORTSAFE_ORDERS_TOKEN: 'of-worker-3' };
    const agent = started(undefined, { env, control: undefined });
    const given = await agent.launch('worker-4', (markers) => markers);
    expect(given).toMatchObject({ MORTSAFE_ORDERS_URL: door.url });
    expect(given).not.toHaveProperty('MORTSAFE_ORDERS_TOKEN');
    started(undefined, { id: 'worker-9', env: { ...env, MORTSAFE_AGENT: 'worker-3' }, control: undefined });
    await wait(50);
    expect(new Set(door.asked.map(({ query }) => query.agent))).toEqual(new Set(['worker-3']));
  });
});

describe('an agent that can hear of no orders', () => {
  const nowhere = { url: 'http://127.0.0.1:1', lostAfterMs: 50 };

  it('goes on and says so once', async () => {
    const agent = started(nowhere);
    expect(await agent.run('chat', {}, () => 'done')).toBe('done');
    expect(await agent.launch('worker-4', () => 'launched')).toBe('launched');
    expect(warned).toEqual([expect.stringContaining('goes on without hearing of kill orders')]);
  });

  it('stops where it was told so, and does nothing before', async () => {
    const agent = started({ ...nowhere, onControlLost: 'stop' });
    await expect(agent.run('chat', {}, () => 'done')).rejects.toBeInstanceOf(ControlLostError);
    expect(await stopped()).toMatchObject({ reason: 'drained' });
    expect(answersOf()).toEqual([]);
  });

  it('stops when the door is lost later, too', async () => {
    const agent = started({ onControlLost: 'stop', lostAfterMs: 300 });
    const work = working(agent);
    await agent.ready();
    await door.close();
    await expect(work).rejects.toBeInstanceOf(ControlLostError);
  });

  it.each([
    ['stop', ControlLostError],
    ['continue', undefined],
  ] as const)('has no token: %s', async (onControlLost, failure) => {
    const agent = started({ token: undefined, onControlLost });
    const work = agent.run('chat', {}, () => 'done');
    if (failure) await expect(work).rejects.toBeInstanceOf(failure);
    else expect(await work).toBe('done');
    expect(warned[0]).toContain('MORTSAFE_ORDERS_TOKEN');
  });

  it.each<[string, ControlOptions]>([
    ['an address that is none', { url: 'ftp://door' }],
    ['no address', {}],
    ['a patience that is none', { url: 'http://door', lostAfterMs: -1 }],
    ['a token that no header may have', { url: 'http://door', token: 'of\nworker-3' }],
  ])('throws at %s', (_, control) => {
    expect(() => started(undefined, { control })).toThrow(InvalidOptionError);
  });

  it('takes what it does then from the environment', async () => {
    const env = {
      MORTSAFE_ORDERS_URL: nowhere.url,
      MORTSAFE_ORDERS_TOKEN: 't',
      MORTSAFE_ON_CONTROL_LOST: 'stop',
    };
    const agent = started(undefined, { env, control: { lostAfterMs: 10 } });
    await expect(agent.ready()).rejects.toBeInstanceOf(ControlLostError);
    const wrong = { ...env, MORTSAFE_ON_CONTROL_LOST: 'panic' };
    expect(() => started(undefined, { env: wrong, control: undefined })).toThrow(InvalidOptionError);
  });
});
