import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Page } from '../ui/page.tsx';
import { EmptyState } from '../ui/states.tsx';
import { PageFailure } from './page-failure.tsx';
import { parseSearch, type Search, stringifySearch } from './search.ts';
import { Shell } from './shell.tsx';

const NotFound = () => (
  <Page title="Not found">
    <EmptyState title="There is no such page." />
  </Page>
);

const rootRoute = createRootRoute({
  component: Shell,
  // Each page reads from the address what it knows; the rest stays where it is.
  validateSearch: (search: Record<string, unknown>) => search as Search,
});
const getParentRoute = () => rootRoute;

/** A file for each page, so that each is loaded only once somebody goes there. */
const routes = [
  createRoute({
    ...{ getParentRoute, path: '/' },
    component: lazyRouteComponent(() => import('../pages/queue/queue-page.tsx'), 'QueuePage'),
  }),
  createRoute({
    ...{ getParentRoute, path: '/incidents/$id' },
    component: lazyRouteComponent(() => import('../pages/incident/incident-page.tsx'), 'IncidentPage'),
  }),
  createRoute({
    ...{ getParentRoute, path: '/shielding' },
    component: lazyRouteComponent(() => import('../pages/shielding/shielding-page.tsx'), 'ShieldingPage'),
  }),
  createRoute({
    ...{ getParentRoute, path: '/fleet' },
    component: lazyRouteComponent(() => import('../pages/fleet/fleet-page.tsx'), 'FleetPage'),
  }),
  createRoute({
    ...{ getParentRoute, path: '/orders' },
    component: lazyRouteComponent(() => import('../pages/orders/orders-page.tsx'), 'OrdersPage'),
  }),
  createRoute({
    ...{ getParentRoute, path: '/silences' },
    component: lazyRouteComponent(() => import('../pages/silences/silences-page.tsx'), 'SilencesPage'),
  }),
  createRoute({
    ...{ getParentRoute, path: '/channels' },
    component: lazyRouteComponent(() => import('../pages/channels/channels-page.tsx'), 'ChannelsPage'),
  }),
  createRoute({
    ...{ getParentRoute, path: '/rules' },
    component: lazyRouteComponent(() => import('../pages/rules/rules-page.tsx'), 'RulesPage'),
  }),
  createRoute({
    ...{ getParentRoute, path: '/telemetry' },
    component: lazyRouteComponent(() => import('../pages/telemetry/telemetry-page.tsx'), 'TelemetryPage'),
  }),
];

export const router = createRouter({
  routeTree: rootRoute.addChildren(routes),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailure,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
