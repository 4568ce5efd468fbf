import { hostname } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InvalidOptionError } from '../errors.ts';
import { startAgent } from '../start-agent.ts';
import { type OtlpReceiver, otlpReceiver, until } from '../testing/otlp-receiver.ts';
import { setupTelemetry } from './setup-telemetry.ts';

let receiver: OtlpReceiver;

beforeAll(async () => {
  receiver = await otlpReceiver();
  const env = { MORTSAFE_ENDPOINT: `${receiver.url}/`, MORTSAFE_TOKEN: 't-1', MORTSAFE_INSTANCE: 'w3-1' };
  setupTelemetry({ env, serviceName: 'checkout-worker' });
});
afterAll(() => receiver.close());

describe('setupTelemetry', () => {
  it('brings events and activity to the receiver, with the token, and says where they come from', async () => {
    const agent = startAgent({
      id: 'worker-3',
      fleet: 'checkout',
      instance: 'w3-1',
      signals: false,
      env: {},
    });
    await agent.run('chat', {}, () => 1);
    await agent.stop();
    const span = await until(() => receiver.spans[0], 'the activity');
    expect(receiver.events.map(({ type }) => type)).toEqual([
      ...['agent.started', 'agent.heartbeat', 'agent.stopped'],
    ]);
    expect(receiver.events[0]).toMatchObject({ host: hostname(), instance: 'w3-1' });
    expect(span).toMatchObject({ name: 'chat worker-3', resource: { 'service.instance.id': 'w3-1' } });
    expect(receiver.headers.every(({ authorization }) => authorization === 'Bearer t-1')).toBe(true);
  });

  it('says of the process no more than its number: a command line may hold secrets', () => {
    expect(receiver.spans[0]?.resource).toMatchObject({
      'service.name': 'checkout-worker',
      'host.name': hostname(),
      'process.pid': process.pid,
    });
    expect(JSON.stringify(receiver.spans[0]?.resource)).not.toContain('command');
  });

  it('leaves a set-up alone that is there already', async () => {
    const other = await otlpReceiver();
    await setupTelemetry({ endpoint: other.url, env: {} }).flush();
    const agent = startAgent({ id: 'worker-4', fleet: 'checkout', signals: false, env: {} });
    await receiver.event('agent.started', 'worker-4');
    await agent.stop();
    expect(other.events).toEqual([]);
    await other.close();
  });

  it.each(['not a url', 'ftp://user:s3cret@host', ''])(
    'throws at the endpoint %j without repeating it',
    (endpoint) => {
      expect(() => setupTelemetry({ endpoint, env: {} })).toThrow(InvalidOptionError);
      expect(() => setupTelemetry({ endpoint, env: {} })).not.toThrow('s3cret');
    },
  );
});
