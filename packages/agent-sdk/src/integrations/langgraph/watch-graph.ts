import { warnOnce } from '../../warn-once.ts';
import type { FrameworkOptions } from '../common/framework-options.ts';
import { harmless } from '../common/harmless.ts';
import { createSteps, type Doing } from '../common/steps.ts';

export interface WatchGraphOptions extends FrameworkOptions {
  /** Names of nodes that are agents, though no graphs of their own. */
  nodes?: readonly string[] | undefined;
}

type Started<More extends unknown[]> = (what: unknown, input: unknown, runId: string, ...more: More) => void;
type Metadata = Record<string, unknown>;
type Ended = (output: unknown, runId: string) => void;
type ChainStarted = Started<
  [fourth?: string, tags?: string[], metadata?: Metadata, seventh?: string, eighth?: string]
>;
type ModelStarted = Started<[parentRunId?: string]>;
type ToolStarted = Started<[parentRunId?: string, tags?: string[], metadata?: Metadata, runName?: string]>;

/** A callback handler as LangChain takes it. */
export interface GraphCallbacks {
  name: string;
  awaitHandlers: boolean;
  handleChainStart: ChainStarted;
  handleChainEnd: Ended;
  handleChainError: Ended;
  handleChatModelStart: ModelStarted;
  handleLLMStart: ModelStarted;
  handleLLMEnd: Ended;
  handleLLMError: Ended;
  handleToolStart: ToolStarted;
  handleToolEnd: Ended;
  handleToolError: Ended;
  handleRetrieverStart: ModelStarted;
  handleRetrieverEnd: Ended;
  handleRetrieverError: Ended;
}

/** What a graph is called whom nobody gave a name. */
const NAMELESS = 'LangGraph';
/** Thrown to pause, to hand over or to drain: nothing failed. */
const detours: ReadonlySet<unknown> = new Set([
  'GraphInterrupt',
  'NodeInterrupt',
  'GraphBubbleUp',
  'ParentCommand',
  'GraphDrained',
]);

/**
 * Watches LangGraph: each named graph is an agent, launched by the graph that it is a part of; its runs, models and
 * tools are its activity. Where a thread goes on from a checkpoint, that is activity like any other.
 *
 * @returns The callbacks to give to `graph.invoke`, `graph.stream` or `graph.withConfig`.
 * @throws {InvalidOptionError} Neither options nor environment name the fleet, or an option is out of bounds.
 * @example
 * await graph.invoke(input, { callbacks: [watchGraph({ fleet: 'checkout' })] });
 */
export function watchGraph({ nodes = [], ...options }: WatchGraphOptions = {}): GraphCallbacks {
  const { warn = warnOnce } = options;
  const steps = createSteps(options);

  function doingOf(chain: unknown, name: string | undefined, metadata: unknown): Doing {
    if (isGraph(chain)) {
      const agent = name === NAMELESS ? undefined : name;
      return { agent, operation: 'invoke_workflow', target: threadOf(metadata) };
    }
    return name !== undefined && nodes.includes(name) ? { agent: name } : {};
  }

  const handleChainStart: ChainStarted = (chain, _input, runId, fourth, _tags, metadata, seventh, eighth) => {
    // Its types say (run type, …, name, parent); what it gives is (parent, …, run type, name).
    const asTyped = eighth !== undefined && steps.get(eighth) !== undefined;
    const [parent, name] = asTyped ? [eighth, seventh] : [fourth, eighth ?? seventh];
    steps.begin(runId, parent, doingOf(chain, name, metadata));
  };
  const modelStart: ModelStarted = (_model, _input, runId, parent) => {
    steps.begin(runId, parent, { operation: 'chat' });
  };
  const retrieverStart: ModelStarted = (_retriever, _query, runId, parent) => {
    steps.begin(runId, parent, { operation: 'retrieval' });
  };
  const toolStart: ToolStarted = (_tool, _input, runId, parent, _tags, _metadata, name) => {
    steps.begin(runId, parent, { operation: 'execute_tool', tool: name });
  };
  const ended: Ended = harmless(warn, (_output, runId) => steps.end(runId));
  const failed: Ended = harmless(warn, (error, runId) =>
    steps.end(runId, isDetour(error) ? undefined : { error }),
  );

  return {
    name: 'mortsafe',
    // Else they are told later, and not within what is going on.
    awaitHandlers: true,
    handleChainStart: harmless(warn, handleChainStart),
    handleChatModelStart: harmless(warn, modelStart),
    handleLLMStart: harmless(warn, modelStart),
    handleToolStart: harmless(warn, toolStart),
    handleRetrieverStart: harmless(warn, retrieverStart),
    ...{ handleChainEnd: ended, handleLLMEnd: ended, handleToolEnd: ended, handleRetrieverEnd: ended },
    ...{ handleChainError: failed, handleLLMError: failed, handleToolError: failed },
    handleRetrieverError: failed,
  };
}

const isGraph = (chain: unknown): boolean => (Object(chain) as { id?: unknown[] }).id?.[0] === 'langgraph';

const isDetour = (error: unknown): boolean => detours.has((Object(error) as { name?: unknown }).name);

function threadOf(metadata: unknown): string | undefined {
  const { thread_id: thread } = Object(metadata) as { thread_id?: unknown };
  return typeof thread === 'string' ? `thread/${thread}` : undefined;
}
