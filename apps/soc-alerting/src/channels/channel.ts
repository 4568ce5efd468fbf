import type { Finding } from '@mortsafe/agent-events';
import type { Change } from '../incidents/changes.ts';
import type { Story } from '../story/present-incident.ts';

/** One incident, and what made it worth telling. */
export interface Told {
  story: Story;
  changes: readonly Change[];
  /** Those that the changes are about, with their evidence, for a channel that asks for them. At most 20. */
  findings?: readonly Finding[];
}

/** One message about one group of incidents; most groups have one. */
export interface Notification {
  /** The same at every try: a receiver may use it to ignore repeats. */
  id: string;
  /** The same for all messages about these incidents: what a receiver may thread or replace by. */
  group: string;
  /** What the incidents of the group have in common. */
  labels: Readonly<Record<string, string>>;
  /** The most severe. */
  story: Story;
  /** Further incidents of the group, of which there is news as well; at most 19. */
  others: readonly Told[];
  /** Of `story`, for a channel that asks for them. */
  findings?: readonly Finding[];
  /** What made it worth telling, of all of them. */
  changes: readonly Change[];
  /** Epoch milliseconds. */
  createdAt: number;
  /** What this channel called its message about the group, where it was told before. */
  receipt: string | null;
}

/** What became of one try. Reasons hold no secret. */
export type Outcome =
  /** `receipt` is handed back with the next message about the same group. */
  | { status: 'delivered'; receipt?: string }
  /** Try again, no sooner than `afterMs` where the receiver asked for that. */
  | { status: 'retry'; reason: string; afterMs?: number }
  /** Trying again would change nothing. */
  | { status: 'rejected'; reason: string };

/** Delivers to people or machines. It knows its protocol; retries are the dispatcher's. */
export interface Channel {
  readonly name: string;
  /** Whether it wakes people: then it hears of no drill, and not that all is well. Default false. */
  readonly pages?: boolean;
  /** Whether it wants findings whole, not only what a person reads of them. Default false. */
  readonly wantsFindings?: boolean;
  deliver(notification: Notification, signal: AbortSignal): Promise<Outcome>;
}
