import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { watchTransport } from '@mortsafe/agent-sdk/mcp';
import { setupTelemetry, startAgent } from '@mortsafe/agent-sdk/node';

setupTelemetry();
const agent = startAgent({ id: 'planner', fleet: 'search' });
const server = { command: process.execPath, args: ['server.ts'] };
const transport = await agent.launch('researcher', (env) => new StdioClientTransport({ ...server, env }));
export const client = new Client({ name: 'planner', version: '1.0.0' });
await client.connect(watchTransport(transport, { agent, peer: 'researcher' }));
