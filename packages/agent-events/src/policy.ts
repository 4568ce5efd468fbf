/** Who may do what in which fleet. The first entry that matches fleet and agent wins. Globs know `*` and `?`. */
export interface Policy {
  fleets: PolicyEntry[];
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
