import { AIMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { END, MemorySaver, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { watchGraph } from '@mortsafe/agent-sdk/langgraph';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  type RecordingProviders,
  recordingProviders,
} from '../../packages/agent-sdk/src/testing/recording-providers.ts';
import { StubModel } from './model.ts';

let told: RecordingProviders;
beforeEach(() => {
  told = recordingProviders();
});
const watched = (options: Parameters<typeof watchGraph>[0] = {}) => {
  const { loggerProvider, tracerProvider } = told;
  return watchGraph({
    fleet: 'checkout',
    env: {},
    signals: false,
    loggerProvider,
    tracerProvider,
    ...options,
  });
};

let searches: (() => Promise<string>)[];
const search = tool(() => searches.shift()?.() ?? Promise.resolve('It is so.'), {
  name: 'search',
  schema: z.object({}),
});
beforeEach(() => {
  searches = [];
});
const team = (name?: string) =>
  new StateGraph(MessagesAnnotation)
    .addNode(
      'researcher',
      createReactAgent({ llm: new StubModel('search'), tools: [search], name: 'researcher' }),
    )
    .addNode('writer', async () => ({ messages: [new AIMessage('Written.')] }))
    .addEdge(START, 'researcher')
    .addEdge('researcher', 'writer')
    .addEdge('writer', END)
    .compile({ checkpointer: new MemorySaver(), ...(name && { name }) });

const question = { messages: [{ role: 'user', content: 'A secret.' }] };
const thread = { configurable: { thread_id: 'order-7' } };
const spans = () =>
  told.spans.getFinishedSpans().map(({ name, attributes }) => {
    const { 'mortsafe.agent': agent, 'mortsafe.outcome': outcome } = attributes;
    return [name, agent, ...(outcome ? [outcome] : [])].join(' ');
  });
const started = () => told.eventsOf('agent.started').map(({ agent, launchedBy }) => [agent, launchedBy?.id]);

describe('a graph of LangGraph', () => {
  it('is an agent that launches those below it, and their models and tools are their activity', async () => {
    await team('supervisor').invoke(question, { ...thread, callbacks: [watched()] });
    expect(started()).toEqual([
      ['supervisor', undefined],
      ['researcher', 'supervisor'],
    ]);
    expect(spans()).toEqual([
      'create_agent researcher supervisor',
      'chat researcher researcher',
      'execute_tool search researcher ok',
      'chat researcher researcher',
      'invoke_agent researcher researcher',
      'invoke_agent researcher supervisor ok',
      'invoke_agent supervisor supervisor',
    ]);
    expect(told.eventsOf('link.opened')).toMatchObject([{ agent: 'supervisor', peer: 'researcher' }]);
  });

  it('has nodes for agents where it is told so', async () => {
    await team('supervisor').invoke(question, { ...thread, callbacks: [watched({ nodes: ['writer'] })] });
    expect(started()).toContainEqual(['writer', 'supervisor']);
  });

  it('acts as the agent that is given where nobody named it', async () => {
    await team().invoke(question, { ...thread, callbacks: [watched({ agent: 'host' })] });
    expect(started()).toEqual([
      ['host', undefined],
      ['researcher', 'host'],
    ]);
    expect(spans()).toContain('invoke_workflow host host');
  });

  it('shows life again when a thread goes on from its checkpoint', async () => {
    const graph = team('supervisor');
    const callbacks = [watched()];
    const abort = new AbortController();
    searches = [
      () => {
        abort.abort();
        return new Promise(() => {});
      },
    ];
    await expect(graph.invoke(question, { ...thread, callbacks, signal: abort.signal })).rejects.toThrow();
    told.spans.reset();
    await graph.invoke(null, { ...thread, callbacks });
    expect(spans()[0]).toBe('execute_tool search researcher ok');
    expect(spans()).toContain('invoke_agent researcher supervisor ok');
    expect(started()).toHaveLength(2);
  });

  it('runs on where nothing can be recorded, and nothing it works on is told', async () => {
    const warnings: string[] = [];
    const agentId = (): never => {
      throw new Error('ours');
    };
    const warn = (message: string) => warnings.push(message);
    const answer = await team('supervisor').invoke(question, {
      ...thread,
      callbacks: [watched({ agentId, warn })],
    });
    expect(answer.messages.at(-1)?.content).toBe('Written.');
    expect(warnings.length).toBeGreaterThan(0);

    await team('supervisor').invoke(question, { ...thread, callbacks: [watched()] });
    const everything = [
      told.records,
      told.spans.getFinishedSpans().map(({ attributes, events }) => [attributes, events]),
    ];
    expect(JSON.stringify(everything)).not.toMatch(/secret|It is so|Written/);
  });
});
