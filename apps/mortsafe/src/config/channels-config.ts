import { z } from 'zod';
import { secretSource } from './secret.ts';
import { httpUrl, text } from './terms.ts';

const CHANNELS_MAX = 20;
const PEOPLE_MAX = 1_000;

const name = z
  .string()
  .regex(/^[\w.-]{1,64}$/, 'a name has letters, digits, dots, underscores and dashes, 64 at most')
  .optional();
const address = z.email().max(320);
const several = <Schema extends z.ZodType>(schema: Schema) => z.array(schema).max(CHANNELS_MAX).default([]);

/** By an incoming webhook; or by a bot, which threads and changes its messages. */
const slack = z
  .strictObject({
    name,
    url: secretSource.optional(),
    token: secretSource.optional(),
    /** Its id, not its name: C0123456789. */
    channel: z
      .string()
      .regex(/^[A-Z0-9]{5,20}$/, 'the id of a channel is like C0123456789')
      .optional(),
    /** Default Slack's own. */
    apiUrl: httpUrl.optional(),
  })
  .refine(
    ({ url, token, channel }) => (url ? !token && !channel : token && channel),
    'either `url` (an incoming webhook), or `token` and `channel` (a bot)',
  );

const email = z.strictObject({
  name,
  host: text,
  /** Default 587. */
  port: z.int().min(1).max(65_535).optional(),
  /** Default starttls: never in the clear. */
  tls: z.enum(['starttls', 'implicit', 'none']).optional(),
  user: text.optional(),
  password: secretSource.optional(),
  from: address,
  to: z.array(address).min(1).max(50),
});

const ocsf = z
  .strictObject({
    name,
    file: text.optional(),
    /** Of the Kafka that `mortsafe soc` runs on. */
    topic: z
      .string()
      .regex(/^[\w.-]{1,249}$/, 'a topic has letters, digits, dots, underscores and dashes')
      .optional(),
    version: z.enum(['1.8.0', '1.9.0']).optional(),
  })
  .refine(
    ({ file, topic }) => (file === undefined) !== (topic === undefined),
    'either a `file` or a `topic`',
  );

const peopleBy = (id: RegExp, problem: string) =>
  z
    .record(z.string().regex(id, problem), text)
    .refine((people) => Object.keys(people).length <= PEOPLE_MAX, `at most ${PEOPLE_MAX} people`);

/** `channels` in `mortsafe.yaml`: what delivers incidents, to people and to machines. */
export const channelsConfig = z.strictObject({
  terminal: z.boolean().default(true),
  webhooks: several(z.strictObject({ name, url: secretSource, secret: secretSource })),
  slack: several(slack),
  /** Buttons under the messages of bots, and who may press them. */
  slackButtons: z
    .strictObject({
      signingSecret: secretSource,
      /** Slack's ids of people, and who that is here. */
      people: peopleBy(/^[A-Z0-9]{5,20}$/, 'the id of a person is like U0123456789'),
    })
    .optional(),
  teams: several(z.strictObject({ name, url: secretSource })),
  pagerduty: several(z.strictObject({ name, routingKey: secretSource, url: httpUrl.optional() })),
  /** Who acknowledges and resolves in PagerDuty, and counts for doing so here. */
  pagerdutyReplies: z
    .strictObject({
      secret: secretSource,
      /** PagerDuty's ids of people, and who that is here. */
      people: peopleBy(/^[A-Z0-9]{5,20}$/, 'the id of a person is like PLH1HKV'),
      resolvedAs: z.enum(['true-positive', 'false-positive', 'benign', 'test']).optional(),
    })
    .optional(),
  email: several(
    email.refine(({ user, password }) => (user === undefined) === (password === undefined), {
      error: 'user and password go together',
    }),
  ),
  splunk: several(
    z.strictObject({
      name,
      url: httpUrl,
      token: secretSource,
      index: text.optional(),
      sourcetype: text.optional(),
    }),
  ),
  alertmanager: several(z.strictObject({ name, url: httpUrl, token: secretSource.optional() })),
  ocsf: several(ocsf),
});
export type ChannelsConfig = z.infer<typeof channelsConfig>;

/** Kinds that may be several, in the order in which they are listed, and what each is called. */
export const kinds = {
  webhooks: 'webhook',
  slack: 'slack',
  teams: 'teams',
  pagerduty: 'pagerduty',
  email: 'email',
  splunk: 'splunk',
  alertmanager: 'alertmanager',
  ocsf: 'ocsf',
} as const satisfies Partial<Record<keyof ChannelsConfig, string>>;
export type Kind = keyof typeof kinds;

/** The name of a channel, given or made: `slack-1`. */
export const channelName = (key: Kind, { name }: { name?: string | undefined }, index: number): string =>
  name ?? `${kinds[key]}-${index + 1}`;

/** The name of each channel, and where it stands. */
export function channelNames(channels: ChannelsConfig): { name: string; path: (string | number)[] }[] {
  return [
    ...(channels.terminal ? [{ name: 'terminal', path: ['terminal'] }] : []),
    ...(Object.keys(kinds) as Kind[]).flatMap((key) =>
      channels[key].map((one, index) => ({ name: channelName(key, one, index), path: [key, index] })),
    ),
  ];
}
