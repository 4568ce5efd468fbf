import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import { ordersOf } from '../../control/orders.ts';
import { incidentOf, incidentsOf } from '../../incidents/read-incidents.ts';
import { orderProgressOf } from '../../orders/order-state-store.ts';
import { deadLetters, notificationsOf } from '../../pipeline/outbox.ts';
import type { Database } from '../../storage/database.ts';
import type { CommandLine } from '../../story/command-line.ts';
import { cookieOf, VIEW_COOKIE } from '../guard.ts';
import type { ViewLinks } from '../view-links.ts';
import { assets } from './assets.ts';
import { incidentPage } from './incident-page.ts';
import { listPage } from './list-page.ts';
import { bouncePage, noticePage } from './notice-page.ts';

export interface PageOptions {
  database: Database;
  viewLinks: ViewLinks;
  viewToken: string;
  secureCookie: boolean;
  viewer(context: Context): boolean;
  commandLine?: (() => CommandLine | undefined) | undefined;
}

const YEAR_S = 365 * 86_400;

/** The page that people read: a list of incidents, and each as a story. Rendered here; works without scripts. */
export function pageRoutes(options: PageOptions): Hono {
  const { database, viewLinks, viewToken, secureCookie, viewer } = options;
  const routes = new Hono();
  for (const { path, type, body } of assets) {
    routes.get(path, (context) =>
      context.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache' }),
    );
  }

  routes.get('/', async (context, next) => {
    const token = context.req.query('token');
    if (token === undefined) return next();
    if (!viewLinks.redeem(token))
      return context.html(
        noticePage('This link was used, or is too old. `mortsafe link` prints a new one.'),
        401,
      );
    setCookie(context, VIEW_COOKIE, cookieOf(viewToken), {
      httpOnly: true,
      sameSite: 'Strict',
      secure: secureCookie,
      path: '/',
      maxAge: YEAR_S,
    });
    return context.redirect('/', 303);
  });

  routes.use(async (context, next) => {
    if (viewer(context)) return next();
    // A link in a chat leaves the strict cookie at home; a step on our own site brings it along.
    if (context.req.header('sec-fetch-site') === 'cross-site') return context.html(bouncePage(), 200);
    return context.html(
      noticePage('You are not signed in. `mortsafe link` prints a link that lets you in.'),
      401,
    );
  });

  routes.get('/', async (context) => {
    const [incidents, orders, dead] = await Promise.all([
      incidentsOf(database),
      ordersOf(database, 20),
      deadLetters(database, 20),
    ]);
    return context.html(listPage(incidents, orders, dead));
  });
  routes.get('/incidents/:id', async (context) => {
    const incident = await incidentOf(database, context.req.param('id'));
    if (!incident) return context.html(noticePage('There is no such incident.'), 404);
    const messages = await notificationsOf(database, incident.id);
    const { order, fleet } = incident;
    const progress = order === null ? undefined : await orderProgressOf(database, order, fleet);
    return context.html(incidentPage(incident, messages, options.commandLine?.(), progress));
  });
  return routes;
}
