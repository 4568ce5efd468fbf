import { Kafka, type KafkaConfig, logLevel, Partitioners } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Broker, startBroker } from './start-broker.ts';

let broker: Broker;

beforeAll(async () => {
  broker = await startBroker({ scram: { ann: 'secret' }, tls: true, oauth: true, acl: true, proxied: true });
  await broker.createTopics(['things']);
});
afterAll(() => broker?.stop());

/** What writing one record as this client comes to: `written`, or the broker's words. */
async function writing(config: Omit<KafkaConfig, 'clientId'>): Promise<string> {
  const kafka = new Kafka({ clientId: 'test', retry: { retries: 1 }, logLevel: logLevel.NOTHING, ...config });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  try {
    await producer.connect();
    await producer.send({ topic: 'things', messages: [{ value: 'one' }] });
    return 'written';
  } catch (error) {
    return String(error);
  } finally {
    await producer.disconnect();
  }
}

const at = (listener: keyof Broker['listeners']): string[] => [broker.listeners[listener] ?? ''];
const trusting = () => ({ ca: [broker.certificates?.authority ?? ''] });
const bearing = (token: string) =>
  ({ mechanism: 'oauthbearer', oauthBearerProvider: async () => ({ value: token }) }) as const;

describe('a broker with every listener', () => {
  it('takes what comes by the plain one', async () => {
    expect(await writing({ brokers: broker.brokers })).toBe('written');
  });

  it('knows a user of SCRAM, and permits him nothing that nobody permitted', async () => {
    const as = (password: string) =>
      writing({
        brokers: at('scram'),
        ssl: trusting(),
        sasl: { mechanism: 'scram-sha-512', username: 'ann', password },
      });
    expect(await as('secret')).toMatch(/Not authorized/);
    expect(await as('guessed')).toMatch(/authentication failed/i);
  });

  it('knows the bearer of a token that was signed for it', async () => {
    const as = (token = '') => writing({ brokers: at('oauth'), ssl: trusting(), sasl: bearing(token) });
    expect(await as(broker.tokens?.token('ann'))).toMatch(/Not authorized/);
    expect(await as(broker.tokens?.token('ann', { aud: 'another' }))).not.toMatch(/Not authorized|written/);
  });

  it('knows a client by its certificate, and refuses one without', async () => {
    const client = await broker.certificates?.client('ann');
    if (!client) throw new Error('no certificates');
    expect(await writing({ brokers: at('mtls'), ssl: client })).toMatch(/Not authorized/);
    expect(await writing({ brokers: at('mtls'), ssl: trusting() })).toMatch(/certificate/);
    expect(await writing({ brokers: at('tls'), ssl: trusting() })).toBe('written');
  });

  it('is out of reach while the wire is cut, and back when it is mended', async () => {
    expect(await writing({ brokers: at('proxied') })).toBe('written');
    broker.proxy?.cut();
    expect(await writing({ brokers: at('proxied') })).not.toBe('written');
    broker.proxy?.heal();
    expect(await writing({ brokers: at('proxied') })).toBe('written');
  });

  it('has what it took when it is restarted after kill -9', async () => {
    const kafka = new Kafka({ clientId: 'test', brokers: broker.brokers, logLevel: logLevel.NOTHING });
    const admin = kafka.admin();
    const written = async (): Promise<number> => {
      await admin.connect();
      const offsets = await admin.fetchTopicOffsets('things');
      await admin.disconnect();
      return offsets.reduce((sum, { high }) => sum + Number(high), 0);
    };
    const before = await written();
    await broker.kill9();
    await broker.restart();
    expect(await written()).toBe(before);
  });
});
