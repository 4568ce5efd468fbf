import { createHash } from 'node:crypto';
import { startAgent } from '@mortsafe/agent-sdk';
import { setupTelemetry } from '@mortsafe/agent-sdk/node';
import { cast, DASHBOARD, PRESERVER } from './cast.ts';
import { holdLifeline, type Member } from './lifeline.ts';
import { joinPeers } from './links.ts';
import { listenToPeers } from './peers.ts';
import { preservePeers } from './preserver.ts';
import { LIFELINE_VARIABLE } from './supervisor.ts';

// One agent of the demo, as a process of its own. Nobody tells it what to do: it keeps in touch with its peers, and
// the planner looks after those that vanish.

const HEARTBEAT_MS = 1_000;
const WORK_EVERY_MS = 1_000;

setupTelemetry();
const agent = startAgent({
  heartbeatIntervalMs: HEARTBEAT_MS,
  fingerprint: fingerprintOf(process.env.MORTSAFE_AGENT ?? ''),
  signals: false,
});
const links = joinPeers(agent, cast.find((role) => role.agent === agent.id)?.opensLinksTo ?? []);
const server = await listenToPeers((message) => links.hear(message));
const self: Member = {
  agent: agent.id,
  instance: agent.instance,
  pid: process.pid,
  url: server.url,
  linked: 0,
};
const line = holdLifeline(Number(process.env[LIFELINE_VARIABLE]), self, (book) => void links.follow(book));
links.onLinked((linked) => line.introduce({ ...self, linked }));
if (agent.id === PRESERVER) preservePeers(agent, links);

setInterval(() => {
  for (const peer of links.open()) {
    if (peer === DASHBOARD) continue;
    void agent.run('invoke_agent', { peer }, () => links.ask(peer, 'How far are you?')).catch(() => {});
  }
}, WORK_EVERY_MS);

process.once('SIGTERM', async () => {
  await links.leave();
  await agent.stop('rollout');
  process.exit(0);
});

/** Each agent has a prompt and a memory of its own; all run the same code. */
function fingerprintOf(id: string): { code: string; prompt: string; memory: string } {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  return { code: hash('demo/agent'), prompt: hash(`prompt of ${id}`), memory: hash(`memory of ${id}`) };
}
