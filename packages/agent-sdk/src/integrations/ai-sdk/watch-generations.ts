import { context as contexts } from '@opentelemetry/api';
import { warnOnce } from '../../warn-once.ts';
import type { FrameworkOptions } from '../common/framework-options.ts';
import { harmless } from '../common/harmless.ts';
import { createSteps, type Doing } from '../common/steps.ts';

interface Call {
  callId: string;
}
interface Started extends Call {
  operationId: string;
  functionId?: string | undefined;
}
interface ToolCall extends Call {
  toolCall: { toolCallId: string; toolName: string };
}
interface ToolEnded extends ToolCall {
  toolOutput: { type: string; error?: unknown };
}
type Within = <Result>(work: Partial<Call> & { execute: () => PromiseLike<Result> }) => PromiseLike<Result>;
type ToolWithin = <Result>(
  work: Call & { toolCallId: string; execute: () => PromiseLike<Result> },
) => PromiseLike<Result>;

/** A telemetry integration as the AI SDK takes it. */
export interface GenerationTelemetry {
  onStart(call: Started): void;
  onLanguageModelCallStart(call: Call): void;
  onLanguageModelCallEnd(call: Call): void;
  onToolExecutionStart(call: ToolCall): void;
  onToolExecutionEnd(call: ToolEnded): void;
  onEnd(call: Call): void;
  onAbort(call: Call): void;
  onError(failure: unknown): void;
  executeLanguageModelCall: Within;
  executeTool: ToolWithin;
}

const operations: Readonly<Record<string, string>> = {
  'ai.embed': 'embeddings',
  'ai.embedMany': 'embeddings',
  'ai.rerank': 'retrieval',
};

/**
 * Watches the AI SDK, from version 7: each `functionId` is an agent, launched by the agent in whose tool it is called;
 * models and tools are its activity. Calls without a `functionId` are the given agent's.
 *
 * @returns The integration to give to `registerTelemetry`.
 * @throws {InvalidOptionError} Neither options nor environment name the fleet, or an option is out of bounds.
 * @example
 * registerTelemetry(watchGenerations({ fleet: 'checkout' }));
 */
export function watchGenerations(options: FrameworkOptions = {}): GenerationTelemetry {
  const { warn = warnOnce } = options;
  const steps = createSteps(options);
  const modelOf = (callId: string): string => `${callId}/model`;
  const toolOf = (callId: string, toolCallId: string): string => `${callId}/tool/${toolCallId}`;

  function end(callId: string, failure?: { error: unknown }): void {
    steps.end(modelOf(callId), failure);
    steps.end(callId, failure);
  }

  /** So that what is called from there is known to be called by this agent. */
  const within = <Result>(id: string, execute: () => PromiseLike<Result>): PromiseLike<Result> => {
    const step = steps.get(id);
    return step ? contexts.with(step.context, execute) : execute();
  };

  return {
    onStart: harmless(warn, (call) => void steps.begin(call.callId, undefined, doingOf(call))),
    onLanguageModelCallStart: harmless(
      warn,
      ({ callId }) => void steps.begin(modelOf(callId), callId, { operation: 'chat' }),
    ),
    onLanguageModelCallEnd: harmless(warn, ({ callId }) => steps.end(modelOf(callId))),
    onToolExecutionStart: harmless(warn, ({ callId, toolCall: { toolCallId, toolName } }) => {
      steps.begin(toolOf(callId, toolCallId), callId, { operation: 'execute_tool', tool: toolName });
    }),
    onToolExecutionEnd: harmless(warn, ({ callId, toolCall, toolOutput }) => {
      const failed = toolOutput.type === 'tool-error' ? { error: toolOutput.error } : undefined;
      steps.end(toolOf(callId, toolCall.toolCallId), failed);
    }),
    onEnd: harmless(warn, ({ callId }) => end(callId)),
    onAbort: harmless(warn, ({ callId }) => end(callId, { error: new DOMException('', 'AbortError') })),
    onError: harmless(warn, (failure) => {
      const { callId, error } = failure as Call & { error: unknown };
      end(callId, { error });
    }),
    executeLanguageModelCall: ({ callId = '', execute }) => within(modelOf(callId), execute),
    executeTool: ({ callId, toolCallId, execute }) => within(toolOf(callId, toolCallId), execute),
  };
}

const doingOf = ({ operationId, functionId }: Started): Doing => ({
  agent: functionId,
  operation: operations[operationId] ?? 'invoke_agent',
});
