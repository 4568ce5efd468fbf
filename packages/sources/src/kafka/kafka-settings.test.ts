import { describe, expect, it } from 'vitest';
import { parseKafkaSettings } from './kafka-settings.ts';

const brokers = ['kafka-1:9093'];
const problems = (value: unknown): string[] => {
  const parsed = parseKafkaSettings(value);
  return parsed.kind === 'refused' ? parsed.problems : [];
};

describe('settings of Kafka', () => {
  it('need nothing but brokers', () => {
    const settings = { brokers, clientId: 'mortsafe' };
    expect(parseKafkaSettings({ brokers })).toEqual({ kind: 'settings', settings });
  });

  it('are refused where a key is not known, with its place', () => {
    expect(problems({ brokers, tls: { ca: 'x' } })[0]).toMatch(/^tls: .*"ca"/);
    expect(problems({ brokers: ['kafka'] })).toEqual(['brokers.0: must be host:port']);
  });

  it('never repeat a secret', () => {
    const sasl = { mechanism: 'scram-sha-513', username: 'ann', password: 'hunter2' };
    expect(problems({ brokers, sasl }).join()).not.toContain('hunter2');
    expect(problems({ brokers, sasl: { ...sasl, mechanism: 'plain' } }).join()).not.toContain('hunter2');
  });

  it('show no secret on the way', () => {
    const plain = { mechanism: 'plain', username: 'ann', password: 'hunter2' };
    expect(problems({ brokers, sasl: plain })).toHaveLength(1);
    expect(problems({ brokers, sasl: plain, tls: {} })).toEqual([]);
    expect(problems({ brokers, sasl: { ...plain, mechanism: 'scram-sha-512' } })).toEqual([]);
  });

  it('take a certificate with its key, or neither', () => {
    expect(problems({ brokers, tls: { certFile: 'me.pem' } })).toEqual([
      'tls: certFile and keyFile belong together',
    ]);
  });
});
