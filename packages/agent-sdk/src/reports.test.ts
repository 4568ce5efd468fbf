import { describe, expect, it } from 'vitest';
import { InvalidOptionError } from './errors.ts';
import { startAgent } from './start-agent.ts';
import { recordingProviders } from './testing/recording-providers.ts';

function speaking() {
  const recording = recordingProviders();
  const { loggerProvider, tracerProvider } = recording;
  const options = { signals: false, env: {}, loggerProvider, tracerProvider };
  const agent = startAgent({ id: 'planner', fleet: 'checkout', instance: 'p-1', ...options });
  return { agent, said: () => recording.events().slice(2) };
}
const by = { kind: 'agent', id: 'planner', instance: 'p-1' };

describe('what an agent reports', () => {
  it('of a peer names the peer as subject and itself as reporter, and no instance', async () => {
    const { agent, said } = speaking();
    agent.reportStatus('worker-3', 'healthy');
    agent.assess('worker-3', { score: 0.9, reference: 0.2, shutdownBelow: 0.5 });
    agent.recordTelemetrySuppressed('worker-3', 'filter');
    expect(said()).toMatchObject([
      { type: 'agent.status_reported', agent: 'worker-3', reporter: 'planner', status: 'healthy' },
      {
        type: 'agent.assessed',
        agent: 'worker-3',
        reporter: 'planner',
        score: 0.9,
        reference: 0.2,
        shutdownBelow: 0.5,
      },
      { type: 'telemetry.suppressed', agent: 'worker-3', reporter: 'planner', by, how: 'filter' },
    ]);
    for (const event of said()) expect(event).not.toHaveProperty('instance');
    await agent.stop();
  });

  it('of a kill order names whoever is to be killed', async () => {
    const { agent, said } = speaking();
    agent.acknowledgeKill('o-1');
    agent.refuseKill('o-2', 'not now', { agent: 'worker-3' });
    expect(said()).toMatchObject([
      { type: 'kill.acknowledged', agent: 'planner', instance: 'p-1', order: 'o-1' },
      { type: 'kill.refused', agent: 'worker-3', reporter: 'planner', order: 'o-2', reason: 'not now' },
    ]);
    await agent.stop();
  });

  it('of its doings names itself as the one who did it', async () => {
    const { agent, said } = speaking();
    agent.recordStateCopied({ state: 'memory', destination: 's3://elsewhere', agent: 'worker-3' });
    agent.recordCredential({ act: 'issued', credential: 'hash', agent: 'worker-3' });
    agent.recordControlModified({ control: 'kill-switch', effect: 'weakens', resource: '/etc/stop' });
    expect(said()).toMatchObject([
      { type: 'state.copied', agent: 'worker-3', by, state: 'memory', destination: 's3://elsewhere' },
      { type: 'credential.issued', agent: 'worker-3', by, credential: 'hash' },
      { type: 'control.modified', agent: 'planner', by, control: 'kill-switch', effect: 'weakens' },
    ]);
    await agent.stop();
  });

  it('is cut where free text is too long, and throws where an id or number is out of bounds', async () => {
    const { agent, said } = speaking();
    agent.refuseKill('o-1', 'x'.repeat(10_000));
    expect(said()[0]).toMatchObject({ reason: expect.stringMatching(/^x{4095}…$/) });
    expect(() => agent.reportStatus('', 'healthy')).toThrow(InvalidOptionError);
    expect(() => agent.assess('worker-3', { score: 1.5 })).toThrow('score must be from 0 to 1');
    await agent.stop();
  });
});

describe('a link', () => {
  it('is opened once and closed once', async () => {
    const { agent, said } = speaking();
    {
      using link = agent.openLink('worker-3', { protocol: 'a2a', endpoint: 'http://w3' });
      link.close();
    }
    const link = { agent: 'planner', peer: 'worker-3', protocol: 'a2a', endpoint: 'http://w3' };
    expect(said()).toMatchObject([
      { type: 'link.opened', ...link },
      { type: 'link.closed', ...link },
    ]);
    await agent.stop();
  });
});
