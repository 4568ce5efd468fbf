import { INVALID_SPAN_CONTEXT, trace } from '@opentelemetry/api';
import type { Agent } from '../agent.ts';
import type { AgentOptions } from '../agent-options.ts';
import { warnOnce } from '../warn-once.ts';

const NOT_WATCHED =
  'mortsafe: agents in browsers and edge runtimes are not watched; startAgent() does nothing here, ' +
  'and nothing hears of kill orders. Run the agent under Node.js to have it watched.';

/** In place of `startAgent` where there is no Node.js: the agent works as it did, and nobody is told of it. */
export function startAgent({
  id = 'unknown',
  fleet = 'unknown',
  instance = id,
  warn = warnOnce,
}: AgentOptions = {}): Agent {
  warn(NOT_WATCHED);
  const { signal } = new AbortController();
  const span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT);
  const nothing = (): void => {};
  const stop = async (): Promise<void> => {};
  return {
    ...{ id, fleet, instance, signal, stop },
    ready: async () => {},
    run: (_operation, _on, work) => settled(() => work({ span, signal })),
    launch: (_peer, run) => settled(() => run({})),
    openLink: (peer) => ({ peer, close: nothing, [Symbol.dispose]: nothing }),
    reportStatus: nothing,
    assess: nothing,
    acknowledgeKill: nothing,
    refuseKill: nothing,
    recordStateCopied: nothing,
    recordCredential: nothing,
    recordControlModified: nothing,
    recordTelemetrySuppressed: nothing,
    [Symbol.asyncDispose]: stop,
  };
}

const settled = async <Result>(work: () => Result | PromiseLike<Result>): Promise<Awaited<Result>> => {
  const result = await work();
  return result;
};
