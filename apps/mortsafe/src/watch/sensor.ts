import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { AgentEvent } from '@mortsafe/agent-events';
import { createLives } from './lives.ts';
import { linuxProcessTable, type ProcessTable } from './process-table.ts';
import type { SensorName } from './tell-lives.ts';

export interface SensorOptions {
  /** Default Linux's own. */
  table?: ProcessTable;
  /** Default the machine's own name and its last boot. */
  name?: SensorName;
  everyMs: number;
  /** Takes what was seen, in order; called after every look, also with nothing. */
  tell(events: AgentEvent[]): Promise<void>;
  warn(text: string): void;
}

/** Looks at the processes of this machine until the signal aborts. Never rejects: what fails is said, and tried again. */
export async function runSensor(options: SensorOptions, signal: AbortSignal): Promise<void> {
  const { table = linuxProcessTable(), name = ownName(), everyMs, tell } = options;
  const warn = once(options.warn);
  const lives = createLives(name);
  while (!signal.aborted) {
    try {
      const look = await table.look();
      if (look.unreadable > 0) warn('unreadable', unreadableText(look.unreadable));
      const events = lives.follow(look);
      if (lives.beyond > 0)
        warn('beyond', `${lives.beyond} processes of agents are not followed: there are too many`);
      await tell(events);
    } catch (error) {
      warn(
        'failed',
        `a look at the processes failed: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
    await wait(everyMs, undefined, { signal }).catch(() => {});
  }
}

const ownName = (): SensorName => ({
  host: hostname(),
  boot: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
});

const unreadableText = (count: number): string =>
  `${count} ${count === 1 ? 'process' : 'processes'} cannot be looked into: agents among them are not seen` +
  (process.getuid?.() === 0 ? '' : ". They are other users', or hide their environment; root would see them");

/** Each kind of thing is said the first time only. */
function once(say: (text: string) => void): (kind: string, text: string) => void {
  const said = new Set<string>();
  return (kind, text) => {
    if (said.has(kind)) return;
    said.add(kind);
    say(text);
  };
}
