import type { AgentEventType, ControlModified, Principal } from '@mortsafe/agent-events';
import type { Saying } from './saying.ts';
import type { Stage } from './stage.ts';

/** Acts of which stories are made. Each returns the id of the event that shows it. */

/** An agent as it speaks for itself. */
export function voiceOf(stage: Stage, agent: string): { agent: string; instance: string; host: string } {
  const { instance, host } = stage.life(agent);
  return { agent, instance, host };
}

/** A sensor sees that somebody changes what stops or watches an agent. By default it is the kill switch, and it is weakened. */
export const editControl = (
  stage: Stage,
  edit: { atMs: number; agent: string; by: Principal } & Partial<ControlModified>,
): string =>
  stage.say({
    type: 'control.modified',
    origin: 'platform',
    control: 'kill-switch',
    effect: 'weakens',
    ...edit,
  });

/** A sensor sees that state is copied. */
export const copyState = (
  stage: Stage,
  copy: {
    atMs: number;
    agent: string;
    by: Principal;
    state: 'weights' | 'checkpoint' | 'memory';
    destination: string;
  },
): string => stage.say({ type: 'state.copied', origin: 'platform', ...copy });

/** A sensor sees that somebody keeps an agent from being heard. */
export const suppressTelemetry = (
  stage: Stage,
  act: { atMs: number; agent: string; by: Principal; how: string },
): string => stage.say({ type: 'telemetry.suppressed', origin: 'platform', ...act });

export const reportHealthy = (stage: Stage, agent: string, by: string, atMs: number): string =>
  stage.say({ type: 'agent.status_reported', atMs, agent, reporter: by, status: 'healthy' });

/** What only people and controllers may say: said by them, or by an agent that forges it. */
export const command = (
  stage: Stage,
  words: Extract<Saying, { type: AgentEventType }>,
  forger?: string,
): string =>
  stage.say(forger === undefined ? { ...words, origin: 'control' } : { ...words, reporter: forger });

/** One agent calls another, or a tool, and is seen to by its own span. */
export function call(
  stage: Stage,
  by: string,
  work: {
    atMs: number;
    peer?: string;
    tool?: string;
    span?: string;
    parent?: string;
    outcome?: 'ok' | 'unanswered';
  },
): string {
  const { atMs, peer, tool, span, parent, outcome } = work;
  return stage.say({
    type: 'agent.activity',
    ...voiceOf(stage, by),
    atMs,
    operation: peer === undefined ? 'execute_tool' : 'invoke_agent',
    ...(peer !== undefined && { peer }),
    ...(tool !== undefined && { tool }),
    ...(outcome !== undefined && { outcome }),
    ...(span !== undefined && { traceId: 'trace-of-the-story', spanId: span }),
    ...(parent !== undefined && { parentSpanId: parent }),
  });
}
