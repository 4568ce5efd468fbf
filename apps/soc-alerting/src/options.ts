import type { AgentEvent, DoorMinute, RuleLimits, SeenAgent, VitalSign } from '@mortsafe/agent-events';
import type { RateLimitSettings } from './access/rate-limits.ts';
import type { Channel } from './channels/channel.ts';
import type { Clock } from './clock.ts';
import type { ControlToken } from './control/control-tokens.ts';
import type { HookSettings } from './control/hook.ts';
import type { ExecutorGuard } from './executors/guarded-executor.ts';
import type { KubernetesOptions } from './executors/kubernetes/kubernetes-executor.ts';
import type { PagerDutyReplies } from './http/pagerduty-routes.ts';
import type { SignInOptions } from './http/sign-in-routes.ts';
import type { SlackButtons } from './http/slack-routes.ts';
import type { FindingsSource } from './incidents/findings-source.ts';
import type { IsolatorSettings } from './isolation/isolator-bindings.ts';
import type { Log } from './log.ts';
import type { Backoff } from './pipeline/backoff.ts';
import type { RoutingOptions } from './pipeline/routing.ts';
import type { Database } from './storage/database.ts';
import type { Retention } from './storage/retention.ts';
import type { CommandLine } from './story/command-line.ts';
import type { WatchdogOptions } from './watchdog/watchdog.ts';

/** Where incidents are kept: embedded in a directory of its own, on a PostgreSQL, or in what a test passes. */
export type StorageSettings =
  | { directory: string }
  | { postgres: string; schema?: string }
  | { database: Database };

/** Who carries kills out in the fleets that match. The first that matches. */
export type ExecutorSettings = ExecutorGuard & ExecutorKind;

type ExecutorKind =
  | {
      /** Fleet glob. */
      fleet: string;
      kind: 'signal';
      /** `/run/agents/{agent}.pid`, for processes without the marker of the SDK. */
      pidFile?: string;
    }
  | {
      fleet: string;
      kind: 'command';
      /** Program and arguments; `{agent}`, `{instance}`, `{fleet}` and `{order}` are filled in. No shell. */
      command: readonly string[];
      /** Default 30 s. */
      timeoutMs?: number;
      /** True where success means that it is gone, as with `docker stop`. Default false. */
      waitsForExit?: boolean;
    }
  | ({ fleet: string; kind: 'kubernetes' } & Omit<KubernetesOptions, 'instancesOf' | 'clock' | 'client'>);

export interface SocAlertingOptions {
  findings: FindingsSource;
  storage: StorageSettings;
  /** Default none: incidents are listed and nobody is told. */
  channels?: readonly Channel[];
  /** Who hears of what, and when. Default: every channel hears of everything that is not merely informational. */
  routing?: RoutingOptions;
  /** Buttons under messages in Slack, and who may press them. Default: none. */
  slackButtons?: SlackButtons;
  /** Whose acknowledging and resolving in PagerDuty counts here, too. Default: nobody's. */
  pagerDutyReplies?: PagerDutyReplies;
  /** Who may order. Default nobody: the control door answers 401 to all. */
  controlTokens?: readonly ControlToken[];
  /** Default none: orders are recorded, and carried out by none but agents that obey. */
  executors?: readonly ExecutorSettings[];
  /** Default none: quarantines are recorded, and nobody is cut off. */
  isolators?: readonly IsolatorSettings[];
  /** Stores a control event where the detector reads it; resolves once it is stored. */
  publishControl(event: AgentEvent): Promise<void>;
  /** Stores what an executor observed, as the platform's word; resolves once it is stored. */
  publishPlatform(event: AgentEvent): Promise<void>;
  /** Whether the agent was ever seen, for a warning. */
  knownAgent?(fleet: string, agent: string): boolean | Promise<boolean>;
  /** The fleets in which an agent was seen, for the same warning. */
  fleetsOf?(agent: string): readonly string[];
  /** Who is there, as the detector last saw it, for `GET /api/v1/agents`. Default: nobody knows. */
  seenAgents?(fleet: string | undefined, limit: number): readonly SeenAgent[];
  /** The living instances of an agent, for commands that name `{instance}`. */
  instancesOf?(fleet: string, agent: string): readonly string[] | Promise<readonly string[]>;
  /** How long what is over is kept. Default 400 days, and the audit trail for ever. */
  retention?: Partial<Retention>;
  /** Lists of fleet globs within which one name means one agent. Default: one list of all fleets. */
  shieldingDomains?: readonly (readonly string[])[];
  /** The rules as they are in force. Default: nobody says. */
  rules?(): readonly RuleInForce[];
  /** The page of one of our rules, Markdown; undefined where it is not there. Default: none is. */
  rulePage?(rule: string): Promise<string | undefined>;
  /** When everybody was last heard. Default: what the watchdog hears of. */
  telemetry?(): readonly VitalSign[];
  /** What entered by the doors since it was last asked. Default: nobody counts. */
  takeDoorMinutes?(): readonly DoorMinute[];
  /** Default: links alone let browsers in, and whoever holds a control token may do as it says. */
  access?: AccessOptions;
  /** Machines elsewhere that order: an EDR, a SIEM, a gateway. Default none. */
  hooks?: readonly HookSettings[];
  server?: ServerSettings;
  /** Where agents hear of their own orders. Default: closed. */
  ordersDoor?: OrdersDoorSettings;
  /** Default: nobody watches the watcher. */
  watchdog?: WatchdogOptions;
  /** How people call the command line, for the commands in messages, given where the doors are reached. */
  commandLine?(url: string): CommandLine;
  backoff?: Partial<Backoff>;
  clock?: Clock;
  /** 0 (inclusive) to 1 (exclusive). */
  random?: () => number;
  log?: Log;
}

export interface OrdersDoorSettings {
  /** Default `127.0.0.1`. */
  host?: string;
  /** Default 4381, or another where that is taken; 0 takes a free one. */
  port?: number | undefined;
  /** Each instance of an agent holds one. Default 10,000. */
  connectionsMax?: number;
}

export interface AccessOptions {
  /** Where people sign in, and what they may do then. */
  signIn?: SignInOptions;
  /** A second person confirms what lets an agent off. Default false. */
  fourEyes?: boolean;
  rateLimits?: RateLimitSettings;
}

/** A rule, its numbers, and what the policy says of it. */
export interface RuleInForce {
  id: string;
  title: string;
  /** Below `docs/`; null where it is the user's. */
  page: string | null;
  limits: RuleLimits;
  /** The first that matches fleet and agent holds. */
  tuning: { fleet: string; agents: string; enabled: boolean; limits: RuleLimits }[];
}

export interface ServerSettings {
  /** Default `127.0.0.1`. */
  host?: string;
  /** Default 4380; 0 takes a free one. */
  port?: number;
  /** Where people reach the page, for links in messages: `https://soc.example.org`. Default: host and port. */
  publicUrl?: string;
  /** Further host names it answers to; that of `publicUrl` always is one. */
  hosts?: readonly string[];
  /** Opens page and API as a bearer token. Keep it to keep browsers signed in. Default: a new one at each start. */
  viewToken?: string;
  /** Where the built console lies. Default: plain pages, rendered by the server. */
  consoleFolder?: string;
  /** Whom the link that is printed at the start lets in. Default: somebody who may look. */
  localPerson?: string;
}
