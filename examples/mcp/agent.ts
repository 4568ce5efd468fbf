import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { watchTransport } from '@mortsafe/agent-sdk/mcp';
import { setupTelemetry, startAgent } from '@mortsafe/agent-sdk/node';

setupTelemetry();
const agent = startAgent({ id: 'planner', fleet: 'search' });
const server = { command: process.execPath, args: ['server.ts'] };
const start = (env: Record<string, string>) => new StdioClientTransport({ ...server, env });
export const connect = async (client: Client) =>
  client.connect(watchTransport(await agent.launch('researcher', start), { agent, peer: 'researcher' }));
