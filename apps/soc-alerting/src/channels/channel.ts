import type { Change } from '../incidents/changes.ts';
import type { Story } from '../story/present-incident.ts';

/** One message about one incident. */
export interface Notification {
  /** The same at every try: a receiver may use it to ignore repeats. */
  id: string;
  story: Story;
  /** What made it worth telling. */
  changes: readonly Change[];
  /** Epoch milliseconds. */
  createdAt: number;
}

/** What became of one try. Reasons hold no secret. */
export type Outcome =
  | { status: 'delivered' }
  /** Try again, no sooner than `afterMs` where the receiver asked for that. */
  | { status: 'retry'; reason: string; afterMs?: number }
  /** Trying again would change nothing. */
  | { status: 'rejected'; reason: string };

/** Delivers to people or machines. It knows its protocol; retries are the dispatcher's. */
export interface Channel {
  readonly name: string;
  deliver(notification: Notification, signal: AbortSignal): Promise<Outcome>;
}
