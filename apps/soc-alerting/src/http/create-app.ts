import { type Context, Hono } from 'hono';
import { createAuthenticate } from '../access/authenticate.ts';
import { createRateLimits, type RateLimitSettings } from '../access/rate-limits.ts';
import type { Announcer } from '../announcer.ts';
import { createAnnouncer } from '../announcer.ts';
import type { ControlDoor } from '../control/control-door.ts';
import type { ControlToken } from '../control/control-tokens.ts';
import { askSeenFleets } from '../fleet/seen-fleets.ts';
import { type Log, reasonOf } from '../log.ts';
import { createSilenceDesk } from '../silences/silence-desk.ts';
import type { Database } from '../storage/database.ts';
import type { CommandLine } from '../story/command-line.ts';
import { mountRoutes } from './api/mount.ts';
import type { ApiParts } from './api/parts.ts';
import type { ApiRoute } from './api/route.ts';
import { apiRoutes } from './api/routes.ts';
import type { ConsoleFiles } from './console/console-files.ts';
import { knownHosts, securityHeaders } from './guard.ts';
import { pageRoutes } from './page/page-routes.ts';
import { type PagerDutyReplies, type PagerDutyRoutesOptions, pagerDutyRoutes } from './pagerduty-routes.ts';
import { type SignInOptions, signInRoutes } from './sign-in-routes.ts';
import { type SlackButtons, slackRoutes } from './slack-routes.ts';
import type { ViewLinks } from './view-links.ts';

/** What the API works with, where a default will not do. */
type Given = Partial<
  Pick<
    ApiParts,
    | 'seenFleets'
    | 'published'
    | 'channels'
    | 'tell'
    | 'rules'
    | 'rulePage'
    | 'retention'
    | 'telemetry'
    | 'drill'
    | 'wake'
    | 'now'
    | 'fourEyes'
    | 'hooks'
  >
>;

export interface AppOptions extends Given {
  database: Database;
  door: ControlDoor;
  announcer: Announcer;
  viewLinks: ViewLinks;
  viewToken: string;
  holderOf(token: string): ControlToken | undefined;
  /** Names, beside localhost, under which it answers. */
  hosts: readonly string[];
  /** True where browsers reach it by https. */
  secureCookie: boolean;
  /** Where links lead. */
  url(): string;
  /** For the commands that the page shows. */
  commandLine?: () => CommandLine | undefined;
  /** Buttons under messages in Slack. Default: none, and the address answers 404. */
  slackButtons?: SlackButtons | undefined;
  /** Replies in PagerDuty. Default: none, and the address answers 404. */
  pagerDutyReplies?: PagerDutyReplies | undefined;
  /** Does what somebody decided about an incident there. */
  change?: PagerDutyRoutesOptions['change'];
  rateLimits?: RateLimitSettings | undefined;
  /** Where people sign in. Default: links alone let browsers in. */
  signIn?: SignInOptions | undefined;
  /** Default: the pages rendered here. */
  console?: ConsoleFiles | undefined;
  log: Log;
}

export interface App {
  app: Hono;
  /** What there is below `/api/v1`. */
  routes: readonly ApiRoute[];
}

/** Everything that answers over HTTP: health, API with the control door, page. */
export function createApp(options: AppOptions): App {
  const { database, announcer, log, signIn, now = Date.now } = options;
  const desk = createSilenceDesk({ database, now, changed: announcer.announce });
  const limits = createRateLimits(options.rateLimits);
  const authenticate = createAuthenticate({ ...options, now, tokensAreFresh: signIn === undefined });
  const app = new Hono();

  app.use(securityHeaders());
  app.get('/livez', (context) => context.text('alive\n'));
  app.get('/readyz', (context) => ready(context, database));
  app.use(knownHosts(options.hosts));
  // They show neither token nor cookie: they sign.
  const { change, slackButtons: buttons, pagerDutyReplies: replies } = options;
  if (change && buttons) app.route('/', slackRoutes({ buttons, change, desk, now, log }));
  if (change && replies) app.route('/', pagerDutyRoutes({ replies, change, database, now, log }));
  if (signIn) app.route('/', signInRoutes(signIn, { ...options, limits, now }));
  const routes = apiRoutes({ ...defaults, ...options, desk, limits, now, linkFor });
  app.route('/api/v1', mountRoutes(routes, { authenticate, limits, now }));
  app.all('/api/*', (context) => context.json({ error: 'nothing here' }, 404));
  app.route('/', pageRoutes({ ...options, authenticate, now, signInPath: signIn && '/sign-in' }));

  app.notFound((context) => context.json({ error: 'nothing here' }, 404));
  app.onError((error, context) => {
    log('error', `http: ${reasonOf(error)}`);
    return context.json({ error: 'something went wrong here' }, 500);
  });
  return { app, routes };

  function linkFor(holder: Parameters<ViewLinks['issue']>[0]): string {
    return `${options.url()}/?token=${options.viewLinks.issue(holder)}`;
  }
}

const defaults: Required<Omit<Given, 'now'>> = {
  seenFleets: askSeenFleets(() => []),
  published: createAnnouncer(),
  channels: [],
  tell: async () => {},
  rules: () => [],
  rulePage: async () => undefined,
  retention: {},
  telemetry: () => [],
  drill: undefined,
  wake: () => {},
  fourEyes: false,
  hooks: [],
};

async function ready(context: Context, database: Database): Promise<Response> {
  const answers = await database.query('select 1').then(
    () => true,
    () => false,
  );
  return answers ? context.text('ready\n') : context.text('the database does not answer\n', 503);
}
