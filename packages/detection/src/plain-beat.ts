import type { AgentEvent, AgentHeartbeat } from '@mortsafe/agent-events';

/** What of a heartbeat does not follow from who sent it. */
export interface BeatParts {
  id: string;
  fleet: string;
  agent: string;
  instance: string;
  host: string | undefined;
  /** It came with the sender's name, which is the agent's. */
  hasSender: boolean;
  time: number;
  observedTime: number;
  sequence: number;
  interval: number;
}

export type PlainBeat = AgentHeartbeat & { instance: string };

/** A heartbeat that an agent sent of itself and that says nothing beyond `BeatParts`: it can be made again of those. */
export const isPlainBeat = (event: AgentEvent): event is PlainBeat =>
  event.type === 'agent.heartbeat' &&
  event.origin === 'agent' &&
  event.instance !== undefined &&
  event.reporter === undefined &&
  (event.sender === undefined || event.sender === event.agent) &&
  event.traceId === undefined &&
  event.spanId === undefined &&
  event.parentSpanId === undefined;

export const plainBeat = (parts: BeatParts): AgentHeartbeat => ({
  id: parts.id,
  type: 'agent.heartbeat',
  time: parts.time,
  observedTime: parts.observedTime,
  origin: 'agent',
  fleet: parts.fleet,
  ...(parts.hasSender && { sender: parts.agent }),
  agent: parts.agent,
  instance: parts.instance,
  ...(parts.host !== undefined && { host: parts.host }),
  sequence: parts.sequence,
  interval: parts.interval,
});
