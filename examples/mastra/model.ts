import type { AgentConfig } from '@mastra/core/agent';

const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };

/** Stands in for a model, so that the example needs no network: always asks for its tool. */
export const always = (toolName: string, input: object): AgentConfig['model'] => {
  const call = { type: 'tool-call' as const, toolCallId: 'call-1', toolName, input: JSON.stringify(input) };
  return {
    specificationVersion: 'v2',
    provider: 'stub',
    modelId: 'stub',
    supportedUrls: {},
    doGenerate: async () => ({ content: [call], finishReason: 'tool-calls', usage, warnings: [] }),
    doStream: async () => ({
      stream: new ReadableStream({
        start(parts) {
          parts.enqueue({ type: 'stream-start', warnings: [] });
          parts.enqueue(call);
          parts.enqueue({ type: 'finish', finishReason: 'tool-calls', usage });
          parts.close();
        },
      }),
    }),
  };
};
