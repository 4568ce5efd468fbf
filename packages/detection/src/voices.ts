import type { AgentEvent } from '@mortsafe/agent-events';

/** Whose word a finding rests on, as far as the door can tell voices apart. */
export interface Voice {
  key: string;
  /** The agent that the door authenticated. */
  sender: string | undefined;
  /** Nobody can speak in this voice who does not own it. */
  proven: boolean;
}

const platform: Voice = { key: 'platform', sender: undefined, proven: true };
const anyAgent: Voice = { key: 'agents', sender: undefined, proven: false };

/** Agents that share a credential are one voice: any of them may be any other. */
export function voiceOf(event: AgentEvent | undefined): Voice {
  if (event?.origin !== 'agent') return platform;
  const { sender } = event;
  return sender === undefined ? anyAgent : { key: `sender/${sender}`, sender, proven: true };
}
