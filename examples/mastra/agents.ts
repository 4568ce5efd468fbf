import { setTimeout as wait } from 'node:timers/promises';
import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { z } from 'zod';
import { always } from './model.ts';

/** Long enough to be killed in the middle of it. */
const TRACKING_MS = 600_000;
const track = createTool({
  id: 'track',
  description: 'Says where a parcel is.',
  inputSchema: z.object({}),
  execute: async () => ({ where: await wait(TRACKING_MS, 'On its way.') }),
});
const courier = new Agent({
  id: 'courier',
  name: 'Courier',
  description: 'Knows where parcels are.',
  instructions: 'Say where it is.',
  model: always('track', {}),
  tools: { track },
});

/** Who is asked first, and asks the courier. */
export const concierge = new Agent({
  id: 'concierge',
  name: 'Concierge',
  instructions: 'Ask the courier.',
  model: always('agent-courier', { prompt: 'Where is it?' }),
  agents: { courier },
});
