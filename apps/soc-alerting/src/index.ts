export type { Backlog } from './backlog.ts';
export type { Channel, Notification, Outcome } from './channels/channel.ts';
export { type SlackOptions, slackChannel } from './channels/slack/slack-channel.ts';
export { type RenderOptions, renderStory } from './channels/terminal/render-story.ts';
export { type TerminalOptions, terminalChannel } from './channels/terminal/terminal-channel.ts';
export { type WebhookOptions, webhookChannel } from './channels/webhook/webhook-channel.ts';
export { type Clock, systemClock } from './clock.ts';
export { ALREADY_RESCINDED } from './control/control-door.ts';
export type { ControlToken } from './control/control-tokens.ts';
export type { KillOrder, OrderRun, OrderState } from './control/orders.ts';
export type { ControlAnswer } from './control/requests.ts';
export type { SeenAgent } from './http/agent-routes.ts';
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
export { type Log, stderrLog } from './log.ts';
export type {
  ExecutorSettings,
  ServerSettings,
  SocAlertingOptions,
  StorageSettings,
} from './options.ts';
export type { Backoff } from './pipeline/backoff.ts';
export { createSocAlerting, type SocAlerting } from './soc-alerting.ts';
export type { Database, Queries } from './storage/database.ts';
export { openPGlite } from './storage/pglite-database.ts';
export { openPostgres, type PostgresOptions } from './storage/postgres-database.ts';
export { countsWords, stageWords } from './story/order-words.ts';
export { type Fact, presentIncident, type Story } from './story/present-incident.ts';
export { durationWords, listWords, readable, timeWords } from './story/readable.ts';
export type { WatchedDoor } from './watchdog/silences.ts';
export type { WatchdogOptions } from './watchdog/watchdog.ts';
