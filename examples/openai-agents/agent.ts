import { setupTelemetry } from '@mortsafe/agent-sdk/node';
import { watchAgents } from '@mortsafe/agent-sdk/openai-agents';
import { addTraceProcessor, run } from '@openai/agents';
import { triage } from './agents.ts';

setupTelemetry();
addTraceProcessor(watchAgents({ fleet: 'support' }));
await run(triage, 'I want my money back.');
