import { Hono } from 'hono';
import type { Announcer } from '../announcer.ts';
import type { ControlDoor } from '../control/control-door.ts';
import { bearerOf } from '../control/control-tokens.ts';
import { type Log, reasonOf } from '../log.ts';
import type { SocAlertingOptions } from '../options.ts';
import { createSilenceDesk } from '../silences/silence-desk.ts';
import type { Database } from '../storage/database.ts';
import type { CommandLine } from '../story/command-line.ts';
import { agentRoutes } from './agent-routes.ts';
import { apiRoutes } from './api-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { type DrillRoutesOptions, drillRoutes } from './drill-routes.ts';
import { knownHosts, mayView, securityHeaders } from './guard.ts';
import { messageRoutes } from './message-routes.ts';
import { pageRoutes } from './page/page-routes.ts';
import { silenceRoutes } from './silence-routes.ts';
import { type SlackRoutesOptions, slackRoutes } from './slack-routes.ts';
import type { ViewLinks } from './view-links.ts';

export interface AppOptions {
  database: Database;
  door: ControlDoor;
  announcer: Announcer;
  viewLinks: ViewLinks;
  viewToken: string;
  personOf(token: string): string | undefined;
  /** Names, beside localhost, under which it answers. */
  hosts: readonly string[];
  /** True where browsers reach it by https. */
  secureCookie: boolean;
  seenAgents?: SocAlertingOptions['seenAgents'];
  /** A new link that lets a browser in, once. */
  viewLink(): string;
  /** For the commands that the page shows. */
  commandLine?: () => CommandLine | undefined;
  /** Buttons under messages in Slack. Default: none, and the address answers 404. */
  slack?: Pick<SlackRoutesOptions, 'buttons' | 'acknowledge'> | undefined;
  /** There may be something to send. */
  wake?(): void;
  /** Default the system's. */
  now?(): number;
  /** Where what is said in a drill goes. Default: there are no drills. */
  drill?: Omit<DrillRoutesOptions, 'personOf'>;
  log: Log;
}

/** Everything that answers over HTTP: health, control door, API, page. */
export function createApp(options: AppOptions): Hono {
  const { database, announcer, personOf, log, now = Date.now } = options;
  const desk = createSilenceDesk({ database, now, changed: announcer.announce });
  const viewer = mayView(options.viewToken);
  const app = new Hono();

  app.use(securityHeaders());
  app.get('/livez', (context) => context.text('alive\n'));
  app.get('/readyz', async (context) => {
    const ready = await database.query('select 1').then(
      () => true,
      () => false,
    );
    return ready ? context.text('ready\n') : context.text('the database does not answer\n', 503);
  });

  app.use(knownHosts(options.hosts));
  // Slack shows neither token nor cookie: it signs.
  if (options.slack) app.route('/', slackRoutes({ ...options.slack, desk, now, log }));
  app.route('/api/v1/control', controlRoutes(options.door, personOf));
  if (options.drill) app.route('/api/v1/control', drillRoutes({ ...options.drill, personOf }));
  app.post('/api/v1/links', (context) => {
    const person = personOf(bearerOf(context.req.header('authorization')) ?? '');
    if (person === undefined) return context.json({ error: 'a control token is needed' }, 401);
    return context.json({ link: options.viewLink() }, 201);
  });
  app.use('/api/*', async (context, next) => {
    // Whoever may order may also look.
    const person = personOf(bearerOf(context.req.header('authorization')) ?? '');
    if (person === undefined && !viewer(context))
      return context.json({ error: 'a view token is needed' }, 401);
    return next();
  });
  app.route('/api/v1', apiRoutes(database, announcer));
  app.route('/api/v1', silenceRoutes({ database, desk, personOf, now }));
  app.route('/api/v1', messageRoutes({ database, personOf, now, wake: options.wake ?? (() => {}) }));
  app.route('/api/v1', agentRoutes(options.seenAgents ?? (() => [])));
  app.route('/', pageRoutes({ ...options, viewer }));

  app.notFound((context) => context.json({ error: 'nothing here' }, 404));
  app.onError((error, context) => {
    options.log('error', `http: ${reasonOf(error)}`);
    return context.json({ error: 'something went wrong here' }, 500);
  });
  return app;
}
