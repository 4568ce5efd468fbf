import * as v2client from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import * as v2server from '@modelcontextprotocol/server';
import { startAgent } from '@mortsafe/agent-sdk';
import { watchTransport } from '@mortsafe/agent-sdk/mcp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type RecordingProviders,
  recordingProviders,
} from '../../packages/agent-sdk/src/testing/recording-providers.ts';

let told: RecordingProviders;
let reached: PromiseWithResolvers<void>;
beforeEach(() => {
  reached = Promise.withResolvers();
  told = recordingProviders();
});

const agentCalled = (id: string) => {
  const { loggerProvider, tracerProvider } = told;
  return startAgent({ id, fleet: 'search', env: {}, signals: false, loggerProvider, tracerProvider });
};
const info = (name: string) => ({ name, version: '1.0.0' });
const done = { content: [{ type: 'text' as const, text: 'It is so.' }] };
const tools: Record<string, () => Promise<typeof done>> = {
  search: async () => done,
  broken: async () => {
    throw new Error('secret');
  },
  endless() {
    reached.resolve();
    return new Promise(() => {});
  },
};

const versions = {
  '1': () => {
    const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
    const server = new McpServer(info('searcher'));
    for (const [name, run] of Object.entries(tools)) server.registerTool(name, {}, run);
    return { client: new Client(info('asker')), server, clientEnd, serverEnd };
  },
  '2': () => {
    const [clientEnd, serverEnd] = v2client.InMemoryTransport.createLinkedPair();
    const server = new v2server.McpServer(info('searcher'));
    for (const [name, run] of Object.entries(tools)) server.registerTool(name, {}, run);
    return { client: new v2client.Client(info('asker')), server, clientEnd, serverEnd };
  },
};

const spans = () =>
  told.spans.getFinishedSpans().map(({ name, attributes }) => ({
    name,
    agent: attributes['mortsafe.agent'],
    peer: attributes['mortsafe.peer'],
    outcome: attributes['mortsafe.outcome'],
  }));

describe.each(Object.keys(versions) as (keyof typeof versions)[])('a connection of MCP SDK %s', (version) => {
  let client: Client;
  const connect = async (watched: { client?: boolean; server?: boolean; peer?: string }) => {
    const { tracerProvider } = told;
    const parts = versions[version]() as ReturnType<(typeof versions)['1']>;
    const { server, clientEnd, serverEnd } = parts;
    client = parts.client;
    await server.connect(
      watched.server
        ? watchTransport(serverEnd, { agent: agentCalled('researcher'), tracerProvider })
        : serverEnd,
    );
    await client.connect(
      watched.client
        ? watchTransport(clientEnd, { agent: agentCalled('planner'), peer: watched.peer, tracerProvider })
        : clientEnd,
    );
  };
  afterEach(() => client.close());

  it('is a link as long as it lasts, and its tool calls are activity', async () => {
    await connect({ client: true, peer: 'researcher' });
    expect(told.eventsOf('link.opened')).toMatchObject([
      { agent: 'planner', peer: 'researcher', protocol: 'mcp' },
    ]);
    expect(await client.callTool({ name: 'search', arguments: {} })).toMatchObject(done);
    expect(spans()).toEqual([
      { name: 'execute_tool researcher', agent: 'planner', peer: 'researcher', outcome: 'ok' },
    ]);
    await client.close();
    expect(told.eventsOf('link.closed')).toHaveLength(1);
  });

  it('tells both ends as one trace, and the server who asks', async () => {
    await connect({ client: true, server: true, peer: 'researcher' });
    await client.callTool({ name: 'search', arguments: {} });
    const [served, asked] = told.spans.getFinishedSpans();
    expect(spans()).toMatchObject([{ agent: 'researcher' }, { agent: 'planner' }]);
    expect(served?.parentSpanContext?.spanId).toBe(asked?.spanContext().spanId);
    expect(told.eventsOf('link.opened')).toMatchObject([
      { agent: 'researcher', peer: 'planner' },
      { agent: 'planner', peer: 'researcher' },
    ]);
  });

  it('calls the other end what it calls itself, where nobody says better', async () => {
    await connect({ client: true });
    expect(told.eventsOf('link.opened')).toMatchObject([{ agent: 'planner', peer: 'searcher' }]);
    await client.close();
    await connect({ server: true });
    expect(told.eventsOf('link.opened').at(-1)).toMatchObject({ agent: 'researcher', peer: 'asker' });
  });

  it('tells a tool that fails as an error, without its words', async () => {
    await connect({ client: true, server: true, peer: 'researcher' });
    expect(await client.callTool({ name: 'broken', arguments: {} })).toMatchObject({ isError: true });
    expect(spans()).toMatchObject([{ outcome: 'error' }, { outcome: 'error' }]);
    expect(JSON.stringify(told.spans.getFinishedSpans().map(({ attributes }) => attributes))).not.toMatch(
      /secret/,
    );
  });

  it('tells a call that the end of the connection cuts off as unanswered', async () => {
    await connect({ client: true, peer: 'researcher' });
    const cut = client.callTool({ name: 'endless', arguments: {} }).catch(() => 'cut off');
    await reached.promise;
    await client.close();
    expect(await cut).toBe('cut off');
    expect(spans()).toMatchObject([{ peer: 'researcher', outcome: 'unanswered' }]);
  });

  it('works on where nothing can be recorded', async () => {
    const parts = versions[version]() as ReturnType<(typeof versions)['1']>;
    client = parts.client;
    const agent = {
      ...agentCalled('planner'),
      openLink(): never {
        throw new Error('ours');
      },
    };
    const warnings: string[] = [];
    await parts.server.connect(parts.serverEnd);
    const warn = (message: string) => warnings.push(message);
    await client.connect(watchTransport(parts.clientEnd, { agent, peer: 'researcher', warn }));
    expect(await client.callTool({ name: 'search', arguments: {} })).toMatchObject(done);
    expect(warnings.length).toBeGreaterThan(0);
  });
});
