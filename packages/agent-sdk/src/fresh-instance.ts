import { idMaxChars } from './bounds.ts';

const SUFFIX_CHARS = 12;

/** `worker-3-9f1c02d47a6b`: one launch of the agent, told apart from every other, and readable in a timeline. */
export const freshInstance = (agent: string): string =>
  `${agent.slice(0, idMaxChars - SUFFIX_CHARS - 1)}-${crypto.randomUUID().replaceAll('-', '').slice(-SUFFIX_CHARS)}`;
