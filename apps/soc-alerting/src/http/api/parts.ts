import type { AgentEvent } from '@mortsafe/agent-events';
import type { RateLimits } from '../../access/rate-limits.ts';
import type { Grant } from '../../access/roles.ts';
import type { Announcer } from '../../announcer.ts';
import type { Channel } from '../../channels/channel.ts';
import type { ControlDoor } from '../../control/control-door.ts';
import type { Hook } from '../../control/hook.ts';
import type { AskSeenFleets } from '../../fleet/seen-fleets.ts';
import type { Tell } from '../../incidents/store-findings.ts';
import type { SocAlertingOptions } from '../../options.ts';
import type { SilenceDesk } from '../../silences/silence-desk.ts';
import type { Database } from '../../storage/database.ts';
import type { Retention } from '../../storage/retention.ts';

/** What the operations of the API work with. */
export interface ApiParts {
  database: Database;
  door: ControlDoor;
  desk: SilenceDesk;
  /** Tells that something changed, whatever it is. */
  announcer: Announcer;
  /** Tells that the log of the stream has grown. */
  published: Announcer;
  limits: RateLimits;
  channels: readonly Channel[];
  /** Tells those who were told of an incident what became of it. */
  tell: Tell;
  /** There may be something to send. */
  wake(): void;
  now(): number;
  /** A link that lets a browser in once, as somebody. */
  linkFor(holder: { person: string; grants: readonly Grant[] }): string;
  seenFleets: AskSeenFleets;
  /** Whether a second person confirms what lets an agent off. */
  fourEyes: boolean;
  rules: NonNullable<SocAlertingOptions['rules']>;
  rulePage: NonNullable<SocAlertingOptions['rulePage']>;
  telemetry: NonNullable<SocAlertingOptions['telemetry']>;
  retention: Partial<Retention>;
  /** Doors for machines elsewhere. */
  hooks: readonly Hook[];
  /** Where what is said in a drill goes. Undefined: there are no drills. */
  drill?:
    | { publishControl(event: AgentEvent): Promise<void>; publishPlatform(event: AgentEvent): Promise<void> }
    | undefined;
}
