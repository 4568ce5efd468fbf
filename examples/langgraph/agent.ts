import { watchGraph } from '@mortsafe/agent-sdk/langgraph';
import { setupTelemetry } from '@mortsafe/agent-sdk/node';
import { graph } from './graph.ts';

setupTelemetry();
const config = { configurable: { thread_id: 'order-7' }, callbacks: [watchGraph({ fleet: 'checkout' })] };
const begun = await graph.getState(config);
const input = begun.next.length > 0 ? null : { messages: [{ role: 'user', content: 'Find it out.' }] };
await graph.invoke(input, config);
