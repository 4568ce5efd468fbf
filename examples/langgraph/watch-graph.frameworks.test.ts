import { AIMessage } from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { END, MemorySaver, MessagesAnnotation, START, StateGraph } from '@langchain/langgraph';
import { createReactAgent } from '@langchain/langgraph/prebuilt';
import { watchGraph } from '@mortsafe/agent-sdk/langgraph';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Listener, listen } from '../testing/listen.ts';
import { StubModel } from './model.ts';

let told: Listener;
let searches: (() => Promise<string>)[];
beforeEach(() => {
  told = listen();
  searches = [];
});
const watched = (options: Parameters<typeof watchGraph>[0] = {}) =>
  watchGraph({ ...told.options, ...options });

const search = tool(() => searches.shift()?.() ?? Promise.resolve('It is so.'), {
  name: 'search',
  schema: z.object({}),
});
const model = new StubModel('search');
const team = (name?: string) =>
  new StateGraph(MessagesAnnotation)
    .addNode('researcher', createReactAgent({ llm: model, tools: [search], name: 'researcher' }))
    .addNode('writer', async () => ({ messages: [new AIMessage('Written.')] }))
    .addEdge(START, 'researcher')
    .addEdge('researcher', 'writer')
    .addEdge('writer', END)
    .compile({ checkpointer: new MemorySaver(), ...(name && { name }) });

const question = { messages: [{ role: 'user', content: 'A secret.' }] };
const thread = { configurable: { thread_id: 'order-7' } };

describe('a graph of LangGraph', () => {
  it('is an agent that launches those below it, and their models and tools are their activity', async () => {
    await team('supervisor').invoke(question, { ...thread, callbacks: [watched()] });
    expect(told.launches()).toEqual([
      ['supervisor', undefined],
      ['researcher', 'supervisor'],
    ]);
    expect(told.activities()).toEqual([
      'create_agent researcher by supervisor',
      'chat researcher by researcher',
      'execute_tool search by researcher ok',
      'chat researcher by researcher',
      'invoke_agent researcher by researcher',
      'invoke_agent researcher by supervisor ok',
      'invoke_agent supervisor by supervisor',
    ]);
    expect(told.links()).toEqual(['supervisor to researcher over memory']);
  });

  it('has nodes for agents where it is told so', async () => {
    await team('supervisor').invoke(question, { ...thread, callbacks: [watched({ nodes: ['writer'] })] });
    expect(told.launches()).toContainEqual(['writer', 'supervisor']);
  });

  it('acts as the agent that is given where nobody named it', async () => {
    await team().invoke(question, { ...thread, callbacks: [watched({ agent: 'host' })] });
    expect(told.launches()).toEqual([
      ['host', undefined],
      ['researcher', 'host'],
    ]);
    expect(told.activities()).toContain('invoke_workflow host by host');
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
    const before = told.activities();
    expect(before).not.toContain('execute_tool search by researcher ok');
    await graph.invoke(null, { ...thread, callbacks });
    expect(told.activities().slice(before.length)).toContain('execute_tool search by researcher ok');
    expect(told.launches()).toHaveLength(2);
  });

  it('ends by a kill order, whose signal it is given', async () => {
    const { agent, kill, close } = await told.killable('supervisor');
    searches = [
      () => {
        kill();
        return new Promise(() => {});
      },
    ];
    const run = team('supervisor').invoke(question, {
      ...{ ...thread, callbacks: [watched({ agent })], signal: agent.signal },
    });
    await expect(run).rejects.toThrow();
    await expect
      .poll(() => told.events())
      .toContainEqual(
        expect.objectContaining({ type: 'agent.stopped', agent: 'supervisor', reason: 'killed' }),
      );
    await close();
  });

  it('runs on where nothing can be recorded', async () => {
    const agentId = (): never => {
      throw new Error('ours');
    };
    const callbacks = [watched({ agentId })];
    const answer = await team('supervisor').invoke(question, { ...thread, callbacks });
    expect(answer.messages.at(-1)?.content).toBe('Written.');
    expect(told.warnings.length).toBeGreaterThan(0);
  });

  it('tells nothing of what it works on', async () => {
    await team('supervisor').invoke(question, { ...thread, callbacks: [watched()] });
    expect(told.everything()).not.toMatch(/secret|It is so|Written|So be it/);
  });
});
