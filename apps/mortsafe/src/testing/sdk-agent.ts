import { setupTelemetry, startAgent } from '@mortsafe/agent-sdk/node';

/** An agent as people write them, to be run in a process of its own: works once, and waits for its end. */
setupTelemetry();
const agent = startAgent();
await agent.run('execute_tool', { tool: 'search' }, async () => {});
setInterval(() => {}, 2 ** 30);
