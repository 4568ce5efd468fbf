import { type LogRecord, logs, ROOT_CONTEXT } from '@opentelemetry/api';
import { logs as apiLogs } from '@opentelemetry/api-logs';
import { LoggerProvider } from '@opentelemetry/sdk-logs';
import { afterEach, describe, expect, it } from 'vitest';
import { createRecorder } from './recorder.ts';
import { eventOf } from './voice.ts';

afterEach(() => {
  logs.disable();
  apiLogs.disable();
});

const self = { id: 'worker-3', fleet: 'checkout', instance: 'w3-1' };
const beat = (sequence: number) => eventOf(self, 'agent.heartbeat', { sequence, interval: 1_000 });

function recording() {
  const said: string[] = [];
  const recorder = createRecorder({
    warn: (message) => said.push(message),
    lostEvent: (count) => eventOf(self, 'telemetry.lost', { count, where: 'sdk' }),
  });
  return { said, record: (sequence: number) => recorder.record(beat(sequence), ROOT_CONTEXT) };
}

function collecting() {
  const names: (string | undefined)[] = [];
  const attributes: LogRecord['attributes'][] = [];
  const processor = {
    onEmit: (record: LogRecord) => {
      names.push(record.eventName);
      attributes.push(record.attributes);
    },
    forceFlush: async () => {},
    shutdown: async () => {},
  };
  return { names, attributes, processor };
}

describe('a recorder', () => {
  it('writes to the provider that is registered with the API from 1.10', () => {
    const { names, processor } = collecting();
    logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [processor] }));
    const { said, record } = recording();
    record(0);
    expect(names).toEqual(['mortsafe.agent.heartbeat']);
    expect(said).toEqual([]);
  });

  it('writes to the provider that is registered with the separate logs API of earlier versions', () => {
    const emitted: (string | undefined)[] = [];
    const emit = ({ eventName }: { eventName?: string }) => emitted.push(eventName);
    apiLogs.setGlobalLoggerProvider({ getLogger: () => ({ emit, enabled: () => true }) });
    const { said, record } = recording();
    record(0);
    expect(emitted).toEqual(['mortsafe.agent.heartbeat']);
    expect(said).toEqual([]);
  });

  it('says so when none is registered, and tells what was lost once one is', () => {
    const { said, record } = recording();
    record(0);
    record(1);
    expect(new Set(said)).toEqual(new Set([expect.stringContaining('no OpenTelemetry logs provider')]));

    const { names, attributes, processor } = collecting();
    logs.setGlobalLoggerProvider(new LoggerProvider({ processors: [processor] }));
    record(2);
    record(3);
    expect(names).toEqual([
      'mortsafe.telemetry.lost',
      'mortsafe.agent.heartbeat',
      'mortsafe.agent.heartbeat',
    ]);
    expect(attributes[0]).toMatchObject({ 'mortsafe.count': 2, 'mortsafe.where': 'sdk' });
  });
});
