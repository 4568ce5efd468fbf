import type { Finding } from '@mortsafe/agent-events';
import type { Notification } from '../channels/channel.ts';
import { takeFindings } from '../incidents/take-findings.ts';
import { createDispatcher } from '../pipeline/dispatcher.ts';
import { type Matcher, parseMatcher } from '../pipeline/matcher.ts';
import { compileRouting, type RoutingOptions } from '../pipeline/routing.ts';
import { runStages, type StageSettings } from '../pipeline/stages.ts';
import { tend } from '../pipeline/tend.ts';
import type { Silence } from '../silences/silence.ts';
import { createSilenceDesk } from '../silences/silence-desk.ts';
import { tellSilenced } from '../silences/tell-silenced.ts';
import type { Database } from '../storage/database.ts';
import { manualClock } from './manual-clock.ts';

const CHANNELS = ['chat', 'pager'];
const never = new AbortController().signal;

export const matchers = (...texts: string[]): Matcher[] =>
  texts.map((text) => {
    const parsed = parseMatcher(text);
    if (parsed.kind === 'invalid') throw new Error(parsed.reason);
    return parsed.matcher;
  });

/** The way from findings to the channels `chat` and `pager`, on a clock that a test moves, from an empty database. */
export async function toldPipeline(database: Database) {
  await database.query(
    `truncate incidents, findings, timeline, read_positions, told_changes, notifications, notification_groups,
       silences, held_back, inhibition_sources, containments cascade`,
  );
  const clock = manualClock();
  const sent: { channel: string; message: Notification }[] = [];
  let settings: StageSettings;
  let position = 0;

  const routeBy = (routing: RoutingOptions): void => {
    settings = { routing: compileRouting(routing, CHANNELS), pageUrl: () => null, now: clock.now };
  };
  routeBy({});
  const channels = CHANNELS.map((name) => ({
    name,
    deliver: async (message: Notification) => {
      sent.push({ channel: name, message });
      return { status: 'delivered' } as const;
    },
  }));
  const desk = createSilenceDesk({ database, now: clock.now, changed: () => {} });

  return {
    clock,
    sent,
    desk,
    routeBy,
    async find(...findings: Finding[]): Promise<void> {
      const from = position++;
      await takeFindings(database, 'findings', from, { findings, next: position }, (news, queries) =>
        runStages(news, queries, settings),
      );
    },
    /** Lets time pass, and delivers what falls due by its end. */
    async pass(ms: number): Promise<void> {
      clock.advance(ms);
      await tellSilenced(database, settings);
      await tend(database, settings);
      const backoff = { firstMs: 1_000, longestMs: 60_000, attemptsMax: 3 };
      const parts = { database, channels, stages: settings, clock, backoff, random: () => 0, log: () => {} };
      const { deliverDue } = createDispatcher(parts);
      while ((await deliverDue(never)) > 0);
    },
    /** What was said since it was asked last, in order: `chat: opened`. */
    told: (): string[] =>
      sent.splice(0).map(({ channel, message }) => `${channel}: ${message.changes.join(' ')}`),
    /** For an hour. */
    async silence(...texts: string[]): Promise<Silence> {
      const reply = await desk.add({ matchers: texts, reason: 'works', forMs: 3_600_000 }, 'person:alice');
      if (reply.status !== 'done') throw new Error(reply.reason);
      return reply.silence;
    },
  };
}
