import type { ReactNode } from 'react';

export type Tone = 'plain' | 'good' | 'warn' | 'bad' | 'info';

/** A state as a word in a frame; the tone only adds to the word. */
export const Badge = ({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={`badge ${tone}`}>{children}</span>
);

const tones: Readonly<Record<string, Tone>> = { open: 'bad', acknowledged: 'warn', resolved: 'good' };

export const StatusBadge = ({ status }: { status: string }) => (
  <Badge tone={tones[status] ?? 'plain'}>{status}</Badge>
);
