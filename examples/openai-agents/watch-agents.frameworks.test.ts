import { watchAgents } from '@mortsafe/agent-sdk/openai-agents';
import {
  Agent,
  type MCPServer,
  Runner,
  RunState,
  run,
  setTraceProcessors,
  setTracingDisabled,
  tool,
} from '@openai/agents';
import {
  assistantMessage,
  functionCall,
  modelResponder,
  type RecordedModelCall,
  ScriptedModel,
} from '@openai/agents/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Listener, listen } from '../testing/listen.ts';

let told: Listener;
beforeEach(() => {
  told = listen();
  setTracingDisabled(false);
});

/** Says one thing after the other, whoever asks. */
const script = (...steps: (string | { call: string; input?: object })[]) =>
  new ScriptedModel(
    steps.map((step, at) =>
      typeof step === 'string'
        ? [assistantMessage(step)]
        : [functionCall(step.call, { ...step.input }, { callId: `call-${at}-${step.call}` })],
    ),
  );
const searching = (execute: () => Promise<string>, needsApproval = false) =>
  tool({ name: 'search', description: 'Finds.', parameters: z.object({}), execute, needsApproval });
const found = async () => 'It is so.';

describe('agents of the OpenAI Agents SDK', () => {
  it('are launched by, linked with and called by who hands over to them', async () => {
    setTraceProcessors([watchAgents(told.options)]);
    const refunds = new Agent({
      name: 'refunds',
      model: script({ call: 'search' }, 'Done.'),
      tools: [searching(found)],
    });
    const triage = new Agent({
      name: 'triage',
      model: script({ call: 'transfer_to_refunds' }),
      handoffs: [refunds],
    });
    const { finalOutput } = await run(triage, 'A secret.');
    expect(finalOutput).toBe('Done.');
    expect(told.launches()).toEqual([
      ['triage', undefined],
      ['refunds', 'triage'],
    ]);
    expect(told.links()).toEqual(['triage to refunds over memory']);
    expect(told.activities()).toEqual([
      'invoke_agent triage by triage',
      'create_agent refunds by triage',
      'execute_tool search by refunds ok',
      'invoke_agent refunds by refunds',
      'invoke_agent refunds by triage ok',
    ]);
    expect(told.everything()).not.toMatch(/secret|It is so|Done/);
  });

  it('are launched by who uses them as a tool', async () => {
    setTraceProcessors([watchAgents(told.options)]);
    const helper = new Agent({ name: 'helper', model: script('Helped.') });
    const model = script({ call: 'ask_helper', input: { input: 'x' } }, 'Done.');
    const tools = [helper.asTool({ toolName: 'ask_helper', toolDescription: 'Helps.' })];
    await run(new Agent({ name: 'triage', model, tools }), 'x');
    expect(told.launches()).toContainEqual(['helper', 'triage']);
    expect(told.activities()).toContain('execute_tool ask_helper by triage ok');
  });

  it('have links to the MCP servers of their tools', async () => {
    setTraceProcessors([watchAgents(told.options)]);
    const server: MCPServer = {
      ...{ name: 'searcher', cacheToolsList: true },
      async connect() {},
      async close() {},
      listTools: async () => [
        {
          name: 'search',
          inputSchema: { type: 'object', properties: {}, required: [], additionalProperties: false },
        },
      ],
      callTool: async () => [{ type: 'text', text: 'It is so.' }],
      async invalidateToolsCache() {},
    };
    await run(
      new Agent({ name: 'triage', model: script({ call: 'search' }, 'Done.'), mcpServers: [server] }),
      'x',
    );
    expect(told.links()).toEqual(['triage to searcher over mcp']);
    expect(told.activities()).toContain('execute_tool search by triage ok');
  });

  it('show life again when a saved run goes on', async () => {
    setTraceProcessors([watchAgents(told.options)]);
    const tools = [searching(found, true)];
    const refunds = new Agent({ name: 'refunds', model: script({ call: 'search' }, 'Done.'), tools });
    const { state } = await run(refunds, 'x');
    const saved = await RunState.fromString(refunds, state.toString());
    for (const waiting of saved.getInterruptions()) saved.approve(waiting);
    const before = told.activities().length;
    await run(refunds, saved);
    expect(told.activities().slice(before)).toEqual([
      'execute_tool search by refunds ok',
      'invoke_agent refunds by refunds',
    ]);
    expect(told.launches()).toHaveLength(1);
  });

  it('end by a kill order, whose signal they are given', async () => {
    const { agent, kill, close } = await told.killable('triage');
    setTraceProcessors([watchAgents({ ...told.options, agent })]);
    // As models that ask over the network do.
    const untilAborted = ({ request: { signal } }: RecordedModelCall) =>
      new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        kill();
      });
    const triage = new Agent({ name: 'triage', model: new ScriptedModel([modelResponder(untilAborted)]) });
    await expect(new Runner().run(triage, 'x', { signal: agent.signal })).rejects.toThrow();
    await expect
      .poll(() => told.events())
      .toContainEqual(expect.objectContaining({ type: 'agent.stopped', agent: 'triage', reason: 'killed' }));
    await close();
  });

  it('run on where nothing can be recorded, and where nothing is traced that is said', async () => {
    const agentId = (): never => {
      throw new Error('ours');
    };
    setTraceProcessors([watchAgents({ ...told.options, agentId, env: { NODE_ENV: 'test' } })]);
    const { finalOutput } = await run(new Agent({ name: 'triage', model: script('Done.') }), 'x');
    expect(finalOutput).toBe('Done.');
    expect(told.warnings).toEqual([
      expect.stringContaining('does not trace'),
      expect.stringContaining('not recorded'),
    ]);
  });
});
