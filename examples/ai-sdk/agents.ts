import { setTimeout as wait } from 'node:timers/promises';
import { ToolLoopAgent, tool } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';
import { z } from 'zod';

type Answer = Awaited<ReturnType<MockLanguageModelV4['doGenerate']>>;
const usage: Answer['usage'] = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};

/** Stands in for a model, so that the example needs no network: always asks for its tool. */
const always = (toolName: string) =>
  new MockLanguageModelV4({
    doGenerate: async () => ({
      content: [{ type: 'tool-call', toolCallId: 'call-1', toolName, input: '{}' }],
      finishReason: { unified: 'tool-calls', raw: undefined },
      usage,
      warnings: [],
    }),
  });

/** Long enough to be killed in the middle of it. */
const TRACKING_MS = 600_000;
const courier = new ToolLoopAgent({
  model: always('track'),
  telemetry: { functionId: 'courier' },
  tools: { track: tool({ inputSchema: z.object({}), execute: () => wait(TRACKING_MS, 'On its way.') }) },
});
const askCourier = tool({
  inputSchema: z.object({}),
  execute: async () => (await courier.generate({ prompt: 'Where is it?' })).text,
});

/** Who is asked first, and asks the courier. */
export const concierge = new ToolLoopAgent({
  model: always('askCourier'),
  telemetry: { functionId: 'concierge' },
  tools: { askCourier },
});
