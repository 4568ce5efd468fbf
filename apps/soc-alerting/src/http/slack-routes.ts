import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { readPress } from '../channels/slack/slack-press.ts';
import { isFromSlack } from '../channels/slack/slack-signature.ts';
import type { ChangeReply } from '../incidents/casework.ts';
import type { IncidentChange } from '../incidents/incident-change.ts';
import type { Log } from '../log.ts';
import type { SilenceDesk } from '../silences/silence-desk.ts';

/** Whose presses of buttons in Slack are taken. */
export interface SlackButtons {
  signingSecret: string;
  /** Slack's ids of people, and who that is here. Nobody else's press does anything. */
  people: Readonly<Record<string, string>>;
}

export interface SlackRoutesOptions {
  buttons: SlackButtons;
  desk: SilenceDesk;
  /** Does what a person decided about an incident, in their name. */
  change(incident: string, change: IncidentChange, person: string): Promise<ChangeReply>;
  now(): number;
  log: Log;
}

const BODY_BYTES_MAX = 262_144;
const FOUR_HOURS_MS = 4 * 3_600_000;

/**
 * Where Slack says that somebody pressed a button (`Interactivity`, request URL `…/slack/interactions`). Its signature
 * is its credential; who pressed must be named in the configuration. The message itself shows what became of it.
 */
export function slackRoutes({ buttons, desk, change, now, log }: SlackRoutesOptions): Hono {
  const routes = new Hono();
  routes.post('/slack/interactions', bodyLimit({ maxSize: BODY_BYTES_MAX }), async (context) => {
    const body = await context.req.text();
    const timestamp = context.req.header('x-slack-request-timestamp');
    const signature = context.req.header('x-slack-signature');
    if (!isFromSlack({ timestamp, signature, body }, buttons.signingSecret, now())) {
      return context.json({ error: 'not signed by Slack' }, 401);
    }
    const press = readPress(body);
    if (!press) return context.body(null, 200);
    const person = Object.hasOwn(buttons.people, press.user) ? buttons.people[press.user] : undefined;
    if (person === undefined) {
      log('warn', `slack: ${press.user} is nobody who may act: add them to people`);
      return context.json({ text: 'You may not act here. Ask whoever runs mortsafe to add you.' });
    }
    if (press.action === 'acknowledge') await change(press.incident, { status: 'acknowledged' }, person);
    else {
      const wanted = {
        matchers: [`incident="${press.incident}"`],
        reason: 'Silenced for four hours by the button in Slack.',
        forMs: FOUR_HOURS_MS,
      };
      await desk.add(wanted, `person:${person}`, press.id);
    }
    return context.body(null, 200);
  });
  return routes;
}
