import { watchGenerations } from '@mortsafe/agent-sdk/ai-sdk';
import { setupTelemetry } from '@mortsafe/agent-sdk/node';
import { registerTelemetry } from 'ai';
import { concierge } from './agents.ts';

setupTelemetry();
registerTelemetry(watchGenerations({ fleet: 'orders' }));
await concierge.generate({ prompt: 'Where is my parcel?' });
