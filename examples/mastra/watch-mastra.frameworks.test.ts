import { Mastra } from '@mastra/core';
import { Agent, type AgentConfig } from '@mastra/core/agent';
import { InMemoryStore } from '@mastra/core/storage';
import { createTool } from '@mastra/core/tools';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { Observability } from '@mastra/observability';
import { watchMastra } from '@mortsafe/agent-sdk/mastra';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Listener, listen } from '../testing/listen.ts';

let told: Listener;
beforeEach(() => {
  told = listen();
});

const usage = { inputTokens: 1, outputTokens: 1, totalTokens: 2 };
const text = [{ type: 'text' as const, text: 'So be it.' }];
const call = (toolName: string) => [
  { type: 'tool-call' as const, toolCallId: 'call-1', toolName, input: '{"prompt":"x"}' },
];
type Step = (signal: AbortSignal | undefined) => Promise<typeof text | ReturnType<typeof call>>;

const modelOf = (...steps: Step[]): AgentConfig['model'] => ({
  specificationVersion: 'v2',
  provider: 'stub',
  modelId: 'stub',
  supportedUrls: {},
  async doGenerate({ abortSignal }) {
    const content = await (steps.shift() ?? (async () => text))(abortSignal);
    const finishReason = content[0]?.type === 'tool-call' ? 'tool-calls' : 'stop';
    return { content, finishReason, usage, warnings: [] };
  },
  async doStream() {
    throw new Error('not in these tests');
  },
});
const search = createTool({
  id: 'search',
  description: 'Finds.',
  inputSchema: z.object({}),
  execute: async () => ({ found: 'It is so.' }),
});

function shop(options = {}, first: Step = async () => call('agent-courier')) {
  const courier = new Agent({
    ...{ id: 'courier', name: 'Courier', description: 'Carries.', instructions: 'x', tools: { search } },
    model: modelOf(async () => call('search')),
  });
  const concierge = new Agent({
    ...{ id: 'concierge', name: 'Concierge', instructions: 'x', agents: { courier } },
    model: modelOf(first),
  });
  const ask = createStep({
    id: 'ask',
    inputSchema: z.object({}),
    outputSchema: z.object({ text: z.string() }),
    resumeSchema: z.object({ go: z.boolean() }),
    async execute({ mastra, resumeData, suspend, tracingContext }) {
      if (!resumeData) return suspend({});
      const traced = { ...(tracingContext && { tracingContext }) };
      return { text: (await mastra.getAgent('concierge').generate('x', traced)).text };
    },
  });
  const order = createWorkflow({
    id: 'order',
    inputSchema: z.object({}),
    outputSchema: z.object({ text: z.string() }),
  })
    .then(ask)
    .commit();
  const exporters = [watchMastra({ ...told.options, ...options })];
  return new Mastra({
    ...{ agents: { concierge }, workflows: { order }, storage: new InMemoryStore(), logger: false as const },
    observability: new Observability({ configs: { default: { serviceName: 'shop', exporters } } }),
  });
}

describe('agents of Mastra', () => {
  it('are launched by, linked with and called by the agent that uses them as a tool', async () => {
    const answer = await shop().getAgent('concierge').generate('A secret.');
    expect(answer.text).toBe('So be it.');
    await expect.poll(() => told.activities()).toContain('invoke_agent concierge by concierge');
    expect(told.launches()).toEqual([
      ['concierge', undefined],
      ['courier', 'concierge'],
    ]);
    expect(told.links()).toEqual(['concierge to courier over memory']);
    expect(told.activities()).toEqual(
      expect.arrayContaining([
        'execute_tool search by courier ok',
        'chat courier by courier',
        'invoke_agent courier by concierge ok',
        'execute_tool agent-courier by concierge ok',
        'chat concierge by concierge',
      ]),
    );
    expect(told.everything()).not.toMatch(/secret|It is so|So be it/);
  });

  it('show life again when a workflow goes on from where it was suspended', async () => {
    const run = await shop({ agent: 'host' }).getWorkflow('order').createRun();
    expect(await run.start({ inputData: {} })).toMatchObject({ status: 'suspended' });
    expect(told.launches()).toEqual([]);
    expect(await run.resume({ step: 'ask', resumeData: { go: true } })).toMatchObject({ status: 'success' });
    await expect.poll(() => told.activities()).toContain('invoke_agent concierge by host ok');
    expect(told.launches()).toEqual([
      ['host', undefined],
      ['concierge', 'host'],
      ['courier', 'concierge'],
    ]);
  });

  it('end by a kill order, whose signal they are given', async () => {
    const { agent, kill, close } = await told.killable('concierge');
    const untilAborted: Step = (signal) =>
      new Promise((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        kill();
      });
    const { signal: abortSignal } = agent;
    const run = shop({ agent }, untilAborted).getAgent('concierge').generate('x', { abortSignal });
    await run.catch(() => {});
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
    const answer = await shop({ agentId }).getAgent('concierge').generate('x');
    expect(answer.text).toBe('So be it.');
    await expect.poll(() => told.warnings.length).toBeGreaterThan(0);
  });
});
