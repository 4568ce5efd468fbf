import { z } from 'zod';
import { type SlackAction, slackActions } from './slack-message.ts';

/** Somebody pressed a button under a message. */
export interface SlackPress {
  action: SlackAction;
  incident: string;
  /** Slack's id of the person. */
  user: string;
  /** The same however often Slack tells of it. */
  id: string;
}

const payload = z.object({
  type: z.literal('block_actions'),
  user: z.object({ id: z.string().regex(/^[A-Z0-9]{1,32}$/) }),
  actions: z
    .array(
      z.object({
        action_id: z.string().max(255),
        action_ts: z.string().max(64),
        value: z.string().max(2_000).optional(),
      }),
    )
    .max(10),
});

/** Reads the body of an interaction, whose signature was checked; undefined where it is none of our buttons. */
export function readPress(body: string): SlackPress | undefined {
  const read = payload.safeParse(parsed(new URLSearchParams(body).get('payload') ?? ''));
  if (!read.success) return undefined;
  for (const { action_id, action_ts, value } of read.data.actions) {
    const action = slackActions.find((one) => one === action_id);
    if (action && value !== undefined && /^inc-[0-9a-z]{1,40}$/.test(value)) {
      const { id } = read.data.user;
      return { action, incident: value, user: id, id: `slack:${id}:${action_ts}:${action}:${value}` };
    }
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
