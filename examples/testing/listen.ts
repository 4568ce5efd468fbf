import { type Agent, startAgent } from '../../packages/agent-sdk/src/index.ts';
import type { FrameworkOptions } from '../../packages/agent-sdk/src/integrations/common/framework-options.ts';
import { ordersDoor } from '../../packages/agent-sdk/src/testing/orders-door.ts';
import {
  type RecordingProviders,
  recordingProviders,
} from '../../packages/agent-sdk/src/testing/recording-providers.ts';

/** A stand-in for the detector, in this process: what a framework's agents tell, and how to kill one. */
export interface Listener {
  /** To be given to an integration. */
  options: FrameworkOptions;
  events: RecordingProviders['events'];
  /** Agents and who launched each, in order. */
  launches(): [agent: string | undefined, launcher: string | undefined][];
  links(): string[];
  /** What was done, in the order in which it ended: operation, on what or with whom, by whom, and how it ended. */
  activities(): string[];
  /** All that was told, as text. */
  everything(): string;
  warnings: string[];
  /** An agent that hears of kill orders, and how to give one. */
  killable(id: string): Promise<{ agent: Agent; kill(): void; close(): Promise<void> }>;
}

export function listen(): Listener {
  const { loggerProvider, tracerProvider, spans, records, events, eventsOf } = recordingProviders();
  const warnings: string[] = [];
  const options = {
    ...{ fleet: 'checkout', env: {}, signals: false, loggerProvider, tracerProvider },
    warn: (message: string) => void warnings.push(message),
  };
  const finished = () => spans.getFinishedSpans();
  return {
    options,
    events,
    warnings,
    launches: () => eventsOf('agent.started').map(({ agent, launchedBy }) => [agent, launchedBy?.id]),
    links: () =>
      eventsOf('link.opened').map(({ agent, peer, protocol }) => `${agent} to ${peer} over ${protocol}`),
    activities: () =>
      finished().map(({ name, attributes }) => {
        const { 'mortsafe.agent': agent, 'mortsafe.outcome': outcome = '' } = attributes;
        return `${name} by ${agent} ${outcome}`.trim();
      }),
    everything: () =>
      JSON.stringify([records, finished().map(({ name, attributes, events }) => [name, attributes, events])]),
    async killable(id) {
      const door = await ordersDoor();
      const agent = startAgent({ ...options, id, control: { url: door.url, token: 'of-it' } });
      await agent.ready();
      return { agent, kill: () => door.order({ order: 'kill-1' }), close: () => door.close() };
    },
  };
}
