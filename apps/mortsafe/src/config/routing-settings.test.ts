import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSettings, type Settings } from './settings.ts';

describe('channels and routing in mortsafe.yaml', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'mortsafe-routing-'));
  });
  afterEach(() => rm(cwd, { recursive: true }));
  const env = {
    URL: 'https://hooks.example.org/very-secret',
    KEY: 'k'.repeat(32),
    TOKEN: 'xoxb-very-secret',
  };
  const load = async (file: string): Promise<Settings> => {
    await writeFile(join(cwd, 'mortsafe.yaml'), file);
    return loadSettings({}, { cwd, env });
  };

  it('name every channel, and say where it leads without its secret', async () => {
    const { channels } = await load(`channels:
  slack:
    - { url: { env: URL } }
    - { name: war-room, token: { env: TOKEN }, channel: C0123456789 }
  teams: [{ url: { env: URL } }]
  pagerduty: [{ routingKey: { env: KEY } }]
  email: [{ host: mail.example.org, from: a@example.org, to: [b@example.org] }]
  splunk: [{ url: "https://splunk.example.org:8088", token: { env: TOKEN } }]
  alertmanager: [{ url: "http://alertmanager:9093" }]
  ocsf: [{ file: ocsf.ndjson, version: 1.9.0 }]`);
    expect(channels.map(({ name, to }) => `${name} → ${to}`)).toEqual([
      'terminal → standard output',
      'slack-1 → hooks.example.org',
      'war-room → C0123456789',
      'teams-1 → hooks.example.org',
      'pagerduty-1 → events.pagerduty.com',
      'email-1 → b@example.org',
      'splunk-1 → splunk.example.org:8088',
      'alertmanager-1 → alertmanager:9093',
      `ocsf-1 → ${join(cwd, 'ocsf.ndjson')}`,
    ]);
    expect(channels.map((channel) => channel.make({}).name)).toEqual(channels.map(({ name }) => name));
  });

  it('lead by labels, teams and times', async () => {
    const { routing } = await load(`routing:
  teams: [{ team: payments, fleets: ["checkout-*"] }]
  timeIntervals:
    - { name: nights, intervals: [{ times: ["00:00-06:00"], location: Europe/Berlin }] }
  route:
    channels: [terminal]
    groupBy: [fleet]
    groupWait: 30s
    routes:
      - { matchers: ['severity=~"high|critical"'], continue: true, repeatInterval: 1h }
      - { matchers: [team=payments], muteTimeIntervals: [nights] }`);
    expect(routing).toMatchObject({
      teams: [{ team: 'payments' }],
      timeIntervals: [{ name: 'nights', intervals: [{ times: [{ from: 0, to: 360 }] }] }],
      route: {
        groupWaitMs: 30_000,
        routes: [
          {
            matchers: [{ label: 'severity', operator: '=~', value: 'high|critical' }],
            repeatIntervalMs: 3_600_000,
          },
          { muteTimeIntervals: ['nights'] },
        ],
      },
    });
  });

  it.each([
    [
      'a channel that there is not',
      'routing:\n  route:\n    routes:\n      - channels: [slack-1]\n',
      '4:20: routing.route.routes.0.channels.0: there is no channel slack-1; there is terminal',
    ],
    [
      'an interval that there is not',
      'routing: { route: { routes: [{ muteTimeIntervals: [lunch] }] } }',
      'there is no time interval lunch; there is none',
    ],
    [
      'a label that is none',
      'routing: { route: { routes: [{ matchers: [colour=red] }] } }',
      'there is no label colour',
    ],
    [
      'matchers at the root',
      'routing: { route: { matchers: [fleet=a] } }',
      'the first route takes everything',
    ],
    ['a wait that is none', 'routing: { route: { groupWait: soon } }', 'a duration such as 30s'],
    [
      'a time that is none',
      'routing: { timeIntervals: [{ name: a, intervals: [{ times: ["25"] }] }] }',
      'is not like 09:00',
    ],
    ['a misspelt key', 'routing: { route: { groupwait: 1s } }', 'groupwait: there is no such key'],
    [
      'two channels of one name',
      'channels: { teams: [{ name: soc, url: { env: URL } }], slack: [{ name: soc, url: { env: URL } }] }',
      'another channel is called soc',
    ],
    [
      'half a bot',
      'channels: { slack: [{ token: { env: TOKEN } }] }',
      'either `url` (an incoming webhook), or',
    ],
    ['a password in the file', 'channels: { pagerduty: [{ routingKey: abc }] }', 'a secret is named by'],
    ['no recipients', 'channels: { email: [{ host: a, from: a@b.example, to: [] }] }', 'channels.email.0.to'],
    ['neither file nor topic', 'channels: { ocsf: [{ version: 1.9.0 }] }', 'either a `file` or a `topic`'],
  ])('are refused, and where, with %s', async (_what, file, said) => {
    await expect(load(file)).rejects.toThrow(said);
  });

  it('need Kafka for a topic', async () => {
    const { channels } = await load('channels: { terminal: false, ocsf: [{ topic: soc.ocsf }] }');
    expect(() => channels[0]?.make({})).toThrow('a topic needs Kafka');
    const lines: string[] = [];
    const produce = async (topic: string) => void lines.push(topic);
    expect(channels[0]?.make({ produce }).name).toBe('ocsf-1');
  });
});
