import type { Principal } from '@mortsafe/agent-events';

export const person = (id: string): Principal => ({ kind: 'person', id });
export const controller = (id: string): Principal => ({ kind: 'controller', id });
export const peer = (id: string): Principal => ({ kind: 'agent', id });
