import type { Agent } from '../../agent.ts';
import { idMaxChars, requireBetween, requireId } from '../../bounds.ts';
import type { Environment } from '../../environment.ts';
import { startAgent } from '../../start-agent.ts';
import { warnOnce } from '../../warn-once.ts';
import type { FrameworkOptions } from './framework-options.ts';
import { hostingOf } from './hosting.ts';

/** The agents that live in this process because a framework runs them. Each is one launch for as long as it lives. */
export interface HostedAgents {
  /** Who acts where the framework names nobody. */
  host(): Agent | undefined;
  /** The id of what the framework calls so; undefined where that is no agent of its own. */
  idOf(name: string): string | undefined;
  /** The agent with this id; who is not there yet is launched by `caller`. Undefined beyond the bound. */
  enter(id: string, caller: Agent | undefined): Agent | undefined;
  /** Opens the link from one to the other, unless it is open. */
  linkUp(caller: Agent, peer: string, protocol: string): void;
  stop(): Promise<void>;
}

const LINKS_MAX = 1_000;
const TOO_MANY =
  'mortsafe: the framework names more agents than agentsMax; of those beyond only the calls are told.';

/** @throws {InvalidOptionError} Neither options nor environment name the fleet, or an option is out of bounds. */
export function createHostedAgents(options: FrameworkOptions): HostedAgents {
  const { agent, agentId, agentsMax = 100, control, env = process.env, warn = warnOnce, ...rest } = options;
  const given = typeof agent === 'string' ? undefined : agent;
  const hostId = typeof agent === 'string' ? agent : (given?.id ?? env.MORTSAFE_AGENT);
  if (hostId !== undefined) requireId('agent (or MORTSAFE_AGENT)', hostId);
  const fleet = requireId('fleet (or MORTSAFE_FLEET)', rest.fleet ?? given?.fleet ?? env.MORTSAFE_FLEET);
  requireBetween('agentsMax', agentsMax, 1, 10_000);
  const { agents, links } = hostingOf(rest.loggerProvider);
  const keyOf = (id: string): string => JSON.stringify([fleet, id]);
  const started = new Set<string>();
  if (given) agents.set(keyOf(given.id), given);

  function start(id: string, from: Environment): void {
    agents.set(keyOf(id), startAgent({ ...rest, id, fleet, env: from, warn, control: control?.(id) }));
    started.add(id);
  }

  function forget(id: string): void {
    agents.delete(keyOf(id));
    started.delete(id);
    for (const [key, { ends, link }] of links) {
      if (!ends.includes(keyOf(id))) continue;
      link.close();
      links.delete(key);
    }
  }

  /** Whom a kill has ended is not there any more: who runs it again has launched it again. */
  function living(id: string): Agent | undefined {
    const known = agents.get(keyOf(id));
    if (known === given || !known?.signal.aborted) return known;
    forget(id);
    return undefined;
  }

  function launch(id: string, caller: Agent | undefined): Agent | undefined {
    if (agents.size >= agentsMax) {
      warn(TOO_MANY);
      return undefined;
    }
    if (caller) launchBy(caller, id);
    else start(id, env);
    return agents.get(keyOf(id));
  }

  /** Within the launch, so that the start is told as its child, and names its launcher. */
  function launchBy(caller: Agent, id: string): void {
    const run = (markers: Record<string, string>): void => {
      // A caller that is yet to hear whether it may act launches later, and perhaps twice.
      if (agents.has(keyOf(id))) return;
      const { MORTSAFE_ORDERS_URL: _, ...deaf } = markers;
      start(id, control?.(id) ? markers : deaf);
    };
    caller.launch(id, run, { inProcess: true }).catch(() => {});
  }

  function linkUp(caller: Agent, peer: string, protocol: string): void {
    const ends = [keyOf(caller.id), keyOf(peer)];
    const key = ends.join();
    if (links.has(key) || links.size >= LINKS_MAX) return;
    links.set(key, { ends, link: caller.openLink(peer, { protocol }) });
  }

  return {
    host: () => (hostId === undefined ? undefined : (living(hostId) ?? launch(hostId, undefined))),
    idOf: (name) => (agentId ? agentId(name) : name.slice(0, idMaxChars)) || undefined,
    enter(id, caller) {
      const entered = living(id) ?? launch(id, caller);
      if (entered && caller && caller.id !== id) linkUp(caller, id, 'memory');
      return entered;
    },
    linkUp,
    async stop() {
      const leaving = [...started].map((id) => {
        const agent = agents.get(keyOf(id));
        forget(id);
        return agent?.stop();
      });
      await Promise.all(leaving);
    },
  };
}
