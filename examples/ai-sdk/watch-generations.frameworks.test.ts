import { watchGenerations } from '@mortsafe/agent-sdk/ai-sdk';
import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { generateText, isStepCount, streamText, type ToolSet, tool } from 'ai';
import { MockLanguageModelV4, simulateReadableStream } from 'ai/test';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Listener, listen } from '../testing/listen.ts';

let told: Listener;
beforeAll(() => {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterAll(() => context.disable());
beforeEach(() => {
  told = listen();
});

type Answer = Awaited<ReturnType<MockLanguageModelV4['doGenerate']>>;
const usage: Answer['usage'] = {
  inputTokens: { total: 1, noCache: 1, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 1, text: 1, reasoning: 0 },
};
const call = (toolName: string): Answer => ({
  content: [{ type: 'tool-call', toolCallId: `call-${toolName}`, toolName, input: '{}' }],
  finishReason: { unified: 'tool-calls', raw: undefined },
  ...{ usage, warnings: [] },
});
const answer: Answer = {
  content: [{ type: 'text', text: 'So be it.' }],
  finishReason: { unified: 'stop', raw: undefined },
  ...{ usage, warnings: [] },
};
const modelOf = (...answers: Answer[]) => new MockLanguageModelV4({ doGenerate: answers });
const noInput = z.object({});
const search = tool({ inputSchema: noInput, execute: async () => 'It is so.' });

function generate(
  functionId: string | undefined,
  model: MockLanguageModelV4,
  tools: ToolSet = {},
  options = {},
) {
  const integrations = watchGenerations({ ...told.options, ...options });
  const telemetry = { integrations, ...(functionId && { functionId }) };
  return generateText({
    model,
    tools,
    prompt: 'A secret.',
    maxRetries: 0,
    stopWhen: isStepCount(2),
    telemetry,
  });
}

describe('calls of the AI SDK', () => {
  it('are agents by their functionId, and models and tools are their activity', async () => {
    const { text } = await generate('concierge', modelOf(call('search'), answer), { search });
    expect(text).toBe('So be it.');
    expect(told.launches()).toEqual([['concierge', undefined]]);
    expect(told.activities()).toEqual([
      'chat concierge by concierge',
      'execute_tool search by concierge ok',
      'chat concierge by concierge',
      'invoke_agent concierge by concierge',
    ]);
    expect(told.everything()).not.toMatch(/secret|It is so|So be it/);
  });

  it('are launched by, linked with and called by the agent in whose tool they stand', async () => {
    const integrations = watchGenerations(told.options);
    const ask = tool({
      inputSchema: noInput,
      async execute() {
        const telemetry = { functionId: 'courier', integrations };
        return (await generateText({ model: modelOf(answer), prompt: 'x', telemetry })).text;
      },
    });
    const telemetry = { functionId: 'concierge', integrations };
    await generateText({ model: modelOf(call('ask')), tools: { ask }, prompt: 'x', telemetry });
    expect(told.launches()).toEqual([
      ['concierge', undefined],
      ['courier', 'concierge'],
    ]);
    expect(told.links()).toEqual(['concierge to courier over memory']);
    expect(told.activities()).toContain('invoke_agent courier by concierge ok');
  });

  it('act as the agent that is given where they have no functionId', async () => {
    await generate(undefined, modelOf(answer), {}, { agent: 'host' });
    expect(told.activities()).toEqual(['chat host by host', 'invoke_agent host by host']);
  });

  it('end as well when they stream', async () => {
    const stream = simulateReadableStream({
      chunks: [
        { type: 'stream-start' as const, warnings: [] },
        { type: 'text-start' as const, id: '1' },
        { type: 'text-delta' as const, id: '1', delta: 'So be it.' },
        { type: 'text-end' as const, id: '1' },
        { type: 'finish' as const, finishReason: { unified: 'stop' as const, raw: undefined }, usage },
      ],
    });
    const model = new MockLanguageModelV4({ doStream: async () => ({ stream }) });
    const telemetry = { functionId: 'concierge', integrations: watchGenerations(told.options) };
    expect(await streamText({ model, prompt: 'x', telemetry }).text).toBe('So be it.');
    expect(told.activities()).toEqual(['chat concierge by concierge', 'invoke_agent concierge by concierge']);
  });

  it('tell that they failed, and not how', async () => {
    const failing = async (): Promise<never> => {
      throw new Error('secret');
    };
    await expect(generate('concierge', new MockLanguageModelV4({ doGenerate: failing }))).rejects.toThrow();
    expect(told.activities()).toEqual([
      'chat concierge by concierge error',
      'invoke_agent concierge by concierge error',
    ]);
    expect(told.everything()).not.toContain('secret');
  });

  it('end by a kill order, whose signal they are given', async () => {
    const { agent, kill, close } = await told.killable('concierge');
    const model = new MockLanguageModelV4({
      doGenerate: ({ abortSignal }) =>
        new Promise((_, reject) => {
          abortSignal?.addEventListener('abort', () => reject(abortSignal.reason));
          kill();
        }),
    });
    const telemetry = { functionId: 'concierge', integrations: watchGenerations({ ...told.options, agent }) };
    const { signal: abortSignal } = agent;
    await expect(
      generateText({ model, prompt: 'x', maxRetries: 0, telemetry, abortSignal }),
    ).rejects.toThrow();
    await expect
      .poll(() => told.events())
      .toContainEqual(
        expect.objectContaining({ type: 'agent.stopped', agent: 'concierge', reason: 'killed' }),
      );
    await close();
  });

  it('run on where nothing can be recorded', async () => {
    const agentId = (): never => {
      throw new Error('ours');
    };
    const { text } = await generate('concierge', modelOf(call('search'), answer), { search }, { agentId });
    expect(text).toBe('So be it.');
    expect(told.warnings.length).toBeGreaterThan(0);
  });
});
