import { setTimeout as wait } from 'node:timers/promises';
import { setupTelemetry, startAgent } from '@mortsafe/agent-sdk/node';

// An agent that hears of its orders, to be run in a process of its own: it works until it is killed, or launches the
// peer that its first argument names.

setupTelemetry();
const agent = startAgent({ heartbeatIntervalMs: 200 });
const [peer] = process.argv.slice(2);
try {
  if (peer !== undefined) await agent.launch(peer, () => console.log(`launched ${peer}`));
  else
    for (;;) {
      await agent.run('chat', {}, async ({ signal }) => {
        console.log('working');
        await wait(60_000, undefined, { signal });
      });
    }
} catch (error) {
  console.log(`ended by ${(error as Error).cause ?? error}`);
}
