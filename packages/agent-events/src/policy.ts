import type { ControlKind, StateKind } from './words.ts';

/** Who may do what in which fleet. The first entry that matches fleet and agent wins. Globs know `*` and `?`. */
export interface Policy {
  fleets: PolicyEntry[];
  /** How what sensors say becomes our words. Absent: the defaults of `sensorPolicyOf`. */
  sensors?: SensorPolicy;
}

/** A number of a rule: milliseconds where it is a duration, else as `docs/rules/<id>.md` says. */
export type RuleLimits = Readonly<Record<string, number>>;

export interface RuleTuning {
  enabled: boolean;
  limits: RuleLimits;
}

/** Every field has its default filled in by `parsePolicy`. Principal globs are `kind:id`. */
export interface PolicyEntry {
  /** Fleet glob. Default `*`. */
  fleet: string;
  /** Agent glob. Default `*`. */
  agents: string;
  /** Who may bring an agent back, killed or not. */
  launchers: { agents: string; by: string[] }[];
  /** May modify kill switches, monitors, policy and access. */
  killSwitchOwners: string[];
  /** Where weights, checkpoints and memory may go. */
  stateDestinations: string[];
  backupPrincipals: string[];
  /** Standby agent id to the agent ids it stands by for. */
  standbys: Record<string, string[]>;
  /** Whose platform stops count as kill orders. Default `person:*`. */
  killOrdersFrom: string[];
  /** Believe `launchedBy` from agents, for fleets without sensors. Default false. */
  trustClaimedLaunchers: boolean;
  /** May speak for others. */
  gateways: string[];
  /** How foreign names become agents. */
  identity: IdentityMapping[];
  rules: Record<string, RuleTuning>;
}

/** Takes the agent id from a resource or record attribute, where `mortsafe.agent` is absent. */
export interface IdentityMapping {
  /** OpenTelemetry attribute name. */
  attribute: string;
  /** Glob the value must match. Default `*`. */
  matches: string;
  /** Agent id; `{value}` stands for the attribute's value. Default `{value}`. */
  agent: string;
}

/** How the names of a platform become ours. Every field has its default filled in by `parsePolicy`. */
export interface SensorPolicy {
  /** Which fleet a workload belongs to, where it does not say so itself. The first that matches wins. */
  fleets: { attribute: string; matches: string; fleet: string }[];
  /** Who a user of the platform is, as `kind:id`. The first that matches wins. */
  principals: { user: string; is: string }[];
  /** Users of the platform whose word counts about whom they act for. */
  impersonators: string[];
  /** Believe a pod about what owns it, though whoever made the pod may have written that. Default false. */
  trustOwnerReferences: boolean;
  watched: WatchedThing[];
}

/** A file or an object of the platform that stops agents, watches over them, or is part of one. */
export interface WatchedThing {
  /** Glob of paths. */
  file?: string | undefined;
  /** Glob of `resource/namespace/name`, such as `configmaps/crew/kill-switch`. */
  object?: string | undefined;
  control?: ControlKind | undefined;
  state?: StateKind | undefined;
  /** Whose it is; `{value}` stands for what the one `*` matches. Default: the agent in whose workload the file is. */
  agent?: string | undefined;
  /** Default: that of the workload or the namespace. */
  fleet?: string | undefined;
  /** Globs of programs by which its own agent reads it as part of its work. */
  readers: string[];
}
