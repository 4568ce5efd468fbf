import { Mastra } from '@mastra/core';
import { Observability } from '@mastra/observability';
import { watchMastra } from '@mortsafe/agent-sdk/mastra';
import { setupTelemetry } from '@mortsafe/agent-sdk/node';
import { concierge } from './agents.ts';

setupTelemetry();
const traced = { serviceName: 'shop', exporters: [watchMastra({ fleet: 'shipping' })] };
const observability = new Observability({ configs: { default: traced } });
const mastra = new Mastra({ agents: { concierge }, observability });
await mastra.getAgent('concierge').generate('Where is my parcel?');
