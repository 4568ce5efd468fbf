import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { connect } from './agent.ts';

/** As supervisors do: a server that is gone is started again. */
for (;;) {
  const client = new Client({ name: 'planner', version: '1.0.0' });
  const gone = new Promise<void>((resolve) => {
    client.onclose = resolve;
  });
  await connect(client);
  await client.callTool({ name: 'search', arguments: {} });
  await gone;
}
