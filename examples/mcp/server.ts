import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { watchTransport } from '@mortsafe/agent-sdk/mcp';
import { setupTelemetry, startAgent } from '@mortsafe/agent-sdk/node';

setupTelemetry();
const agent = startAgent(); // Who it is and who launched it stands in its environment.
const server = new McpServer({ name: 'researcher', version: '1.0.0' });
server.registerTool('search', { description: 'Finds things out.' }, () => ({
  content: [{ type: 'text', text: 'It is so.' }],
}));
await server.connect(watchTransport(new StdioServerTransport(), { agent }));
console.error(`researcher is process ${process.pid}`);
