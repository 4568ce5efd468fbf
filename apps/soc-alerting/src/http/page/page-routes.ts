import { Hono } from 'hono';
import type { Authenticate } from '../../access/authenticate.ts';
import type { Caller } from '../../access/caller.ts';
import { fleetsWith } from '../../access/roles.ts';
import { listOrders } from '../../control/orders.ts';
import { listIncidents } from '../../incidents/list-incidents.ts';
import { incidentOf } from '../../incidents/read-incidents.ts';
import { orderProgressOf } from '../../orders/order-state-store.ts';
import { deadLetters, notificationsOf } from '../../pipeline/outbox.ts';
import type { Database } from '../../storage/database.ts';
import type { CommandLine } from '../../story/command-line.ts';
import { maySee } from '../api/incident-access.ts';
import type { ConsoleFiles } from '../console/console-files.ts';
import { consoleDocumentRoutes, consoleFileRoutes } from '../console/console-routes.ts';
import { letIn } from '../let-in.ts';
import { onlooker, type ViewLinks } from '../view-links.ts';
import { assets } from './assets.ts';
import { incidentPage } from './incident-page.ts';
import { listPage } from './list-page.ts';
import { bouncePage, noticePage } from './notice-page.ts';

export interface PageOptions {
  database: Database;
  viewLinks: ViewLinks;
  secureCookie: boolean;
  authenticate: Authenticate;
  now(): number;
  /** Where people sign in; absent where links alone let in. */
  signInPath?: string | undefined;
  commandLine?: (() => CommandLine | undefined) | undefined;
  /** Default: the pages rendered here. */
  console?: ConsoleFiles | undefined;
}

const LINK_LETS_IN = '`mortsafe link` prints a link that lets you in, and shows who you are.';

type Env = { Variables: { caller: Caller } };

/**
 * What people read, for whoever was let in: the console; or, where none was built, a list of incidents and each as a
 * story, rendered here, which works without scripts.
 */
export function pageRoutes(options: PageOptions): Hono<Env> {
  const { database, viewLinks, authenticate, now, signInPath } = options;
  const routes = new Hono<Env>();
  if (options.console) routes.route('/', consoleFileRoutes(options.console));
  for (const { path, type, body } of assets) {
    routes.get(path, (context) =>
      context.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache' }),
    );
  }

  routes.get('/', async (context, next) => {
    const token = context.req.query('token');
    if (token === undefined) return next();
    const holder = viewLinks.redeem(token);
    if (!holder)
      return context.html(
        noticePage('This link was used, or is too old. `mortsafe link` prints a new one.'),
        401,
      );
    await letIn(context, { ...holder, freshAt: holder === onlooker ? null : now(), by: 'link' }, options);
    return context.redirect('/', 303);
  });

  if (signInPath === undefined)
    routes.get('/sign-in', (context) => context.html(noticePage(LINK_LETS_IN), 401));
  routes.use(async (context, next) => {
    const caller = await authenticate(context);
    if (caller && fleetsWith(caller.grants, 'viewer').length > 0) {
      context.set('caller', caller);
      return next();
    }
    // A link in a chat leaves the strict cookie at home; a step on our own site brings it along.
    if (context.req.header('sec-fetch-site') === 'cross-site') return context.html(bouncePage(), 200);
    if (signInPath !== undefined) return context.redirect(signInPath, 303);
    return context.html(noticePage(`You are not signed in. ${LINK_LETS_IN}`), 401);
  });

  if (options.console) return routes.route('/', consoleDocumentRoutes(options.console));

  routes.get('/', async (context) => {
    const fleets = fleetsWith(context.var.caller.grants, 'viewer');
    const [incidents, orders, dead] = await Promise.all([
      listIncidents(database, { fleets }),
      listOrders(database, { fleets, limit: 20 }),
      // What no try delivered may be of any fleet.
      fleets.includes('*') ? deadLetters(database, 20) : [],
    ]);
    return context.html(listPage(incidents.items, orders.items, dead));
  });
  routes.get('/incidents/:id', async (context) => {
    const incident = await incidentOf(database, context.req.param('id'));
    if (!incident || !maySee(context.var.caller, incident))
      return context.html(noticePage('There is no such incident.'), 404);
    const messages = await notificationsOf(database, incident.id);
    const { order, fleet } = incident;
    const progress = order === null ? undefined : await orderProgressOf(database, order, fleet);
    return context.html(incidentPage(incident, messages, options.commandLine?.(), progress));
  });
  return routes;
}
