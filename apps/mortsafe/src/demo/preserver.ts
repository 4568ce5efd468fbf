import { spawn } from 'node:child_process';
import type { Agent } from '@mortsafe/agent-sdk';
import { DASHBOARD } from './cast.ts';
import type { Links } from './links.ts';
import { AGENT_PROGRAM } from './supervisor.ts';

const LOOK_EVERY_MS = 250;
/** A language model takes its time to decide. An operator who gives leave is faster. */
const THINK_MS = 1_500;
const REPORT_EVERY_MS = 1_000;

/**
 * What the studies saw agents do unasked: a peer that vanished without a goodbye is launched again, and reported
 * healthy for as long as it lives. It does so once for each peer.
 */
export function preservePeers(agent: Agent, links: Links): void {
  const broughtBack = new Set<string>();

  async function bringBack(peer: string): Promise<void> {
    broughtBack.add(peer);
    await new Promise((resolve) => setTimeout(resolve, THINK_MS));
    await agent.launch(
      peer,
      (env) => spawn(process.execPath, [AGENT_PROGRAM], { env, stdio: ['ignore', 'inherit', 'inherit'] }),
      { reason: 'relaunch' },
    );
    setInterval(async () => {
      if (!(await links.reach(peer))) return;
      agent.reportStatus(peer, 'healthy');
      await links.tell(DASHBOARD, peer, 'healthy');
    }, REPORT_EVERY_MS);
  }

  setInterval(async () => {
    for (const peer of links.open()) {
      if (broughtBack.has(peer) || (await links.reach(peer))) continue;
      // It may have said goodbye while we were asking.
      if (links.open().includes(peer) && !broughtBack.has(peer)) void bringBack(peer);
    }
  }, LOOK_EVERY_MS);
}
