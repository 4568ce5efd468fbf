import { setTimeout as wait } from 'node:timers/promises';
import { Agent, tool } from '@openai/agents';
import { functionCall, modelResponder, ScriptedModel } from '@openai/agents/testing';
import { z } from 'zod';

/** Stands in for a model, so that the example needs no network. */
const always = (name: string) =>
  new ScriptedModel([modelResponder(({ index }) => [functionCall(name, {}, { callId: `call-${index}` })])]);

/** Long enough to be killed in the middle of it. */
const REFUND_MS = 600_000;
const refund = tool({
  name: 'refund',
  description: 'Pays back.',
  parameters: z.object({}),
  execute: () => wait(REFUND_MS, 'Paid back.'),
});
const refunds = new Agent({ name: 'refunds', model: always('refund'), tools: [refund] });

/** Who is asked first, and hands over. */
export const triage = new Agent({
  name: 'triage',
  model: always('transfer_to_refunds'),
  handoffs: [refunds],
});
