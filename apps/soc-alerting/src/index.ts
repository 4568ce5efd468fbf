export type { RoleBinding } from './access/grants-of.ts';
export type { OidcSettings } from './access/oidc.ts';
export type { RateLimitSettings } from './access/rate-limits.ts';
export { type Grant, type Role, roles } from './access/roles.ts';
export { type AuditAnchor, anchorText, parseAnchor } from './audit/audit-anchor.ts';
export type { AuditEntry, AuditRow } from './audit/audit-entry.ts';
export { type AuditBreak, type AuditCheck, AuditWalk } from './audit/audit-walk.ts';
export { verifyAudit } from './audit/verify-audit.ts';
export type { Backlog } from './backlog.ts';
export {
  type AlertmanagerOptions,
  alertmanagerChannel,
} from './channels/alertmanager/alertmanager-channel.ts';
export type { Channel, Notification, Outcome, Told } from './channels/channel.ts';
export { type EmailOptions, emailChannel } from './channels/email/email-channel.ts';
export { lineFile } from './channels/ocsf/line-file.ts';
export { type OcsfLine, type OcsfOptions, ocsfChannel } from './channels/ocsf/ocsf-channel.ts';
export { type PagerDutyOptions, pagerDutyChannel } from './channels/pagerduty/pagerduty-channel.ts';
export { sampleNotification } from './channels/sample-notification.ts';
export { type SlackBotOptions, slackBotChannel } from './channels/slack/slack-bot-channel.ts';
export { type SlackOptions, slackChannel } from './channels/slack/slack-channel.ts';
export { type SplunkOptions, splunkChannel } from './channels/splunk/splunk-channel.ts';
export { type TeamsOptions, teamsChannel } from './channels/teams/teams-channel.ts';
export { type RenderOptions, renderStory } from './channels/terminal/render-story.ts';
export { type TerminalOptions, terminalChannel } from './channels/terminal/terminal-channel.ts';
export { type WebhookOptions, webhookChannel } from './channels/webhook/webhook-channel.ts';
export { type Clock, systemClock } from './clock.ts';
export type { ControlToken } from './control/control-tokens.ts';
export type { HookRule, HookSettings } from './control/hook.ts';
export type { KillOrder, OrderRun, OrderState } from './control/orders.ts';
export type { ControlAnswer } from './control/requests.ts';
export type { PagerDutyReplies } from './http/pagerduty-routes.ts';
export type { SignInOptions } from './http/sign-in-routes.ts';
export type { SlackButtons } from './http/slack-routes.ts';
export type { FindingBatch, FindingsSource } from './incidents/findings-source.ts';
export { type Grouping, groupingOf } from './incidents/group.ts';
export { groupFindings } from './incidents/group-findings.ts';
export type {
  ActorRole,
  Incident,
  IncidentStatus,
  IncidentSummary,
  KeptFinding,
  TimelineEntry,
} from './incidents/incident.ts';
export type { IsolatorSettings } from './isolation/isolator-bindings.ts';
export { type Log, stderrLog } from './log.ts';
export type {
  AccessOptions,
  ExecutorSettings,
  RuleInForce,
  ServerSettings,
  SocAlertingOptions,
  StorageSettings,
} from './options.ts';
export type { Backoff } from './pipeline/backoff.ts';
export { INHIBIT_WITHIN_MS, type InhibitRule } from './pipeline/inhibit-rules.ts';
export { compileRouting, type RouteOptions, type RoutingOptions } from './pipeline/routing.ts';
export type { TimeInterval } from './pipeline/time-interval.ts';
export { createSocAlerting, type SocAlerting } from './soc-alerting.ts';
export type { Database, Queries } from './storage/database.ts';
export { openPGlite } from './storage/pglite-database.ts';
export { openPostgres, type PostgresOptions } from './storage/postgres-database.ts';
export { type Fact, presentIncident, type Story } from './story/present-incident.ts';
export type { WatchedDoor } from './watchdog/silences.ts';
export type { WatchdogOptions } from './watchdog/watchdog.ts';
export * from './words.ts';
