import { z } from 'zod';
import { aboutRoutes } from './about-routes.ts';
import { accessRoutes } from './access-routes.ts';
import { agentRoutes } from './agent-routes.ts';
import { approvalRoutes } from './approval-routes.ts';
import { auditRoutes } from './audit-routes.ts';
import { caseworkRoutes } from './casework-routes.ts';
import { controlRoutes } from './control-routes.ts';
import { drillRoutes } from './drill-routes.ts';
import { eventRoutes } from './event-routes.ts';
import { exportRoutes } from './export-routes.ts';
import { hookRoutes } from './hook-routes.ts';
import { incidentRoutes } from './incident-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { openApiOf } from './openapi.ts';
import { orderRoutes } from './order-routes.ts';
import type { ApiParts } from './parts.ts';
import { type ApiRoute, answer, defineRoute } from './route.ts';
import { shieldingRoutes } from './shielding-routes.ts';
import { silenceRoutes } from './silence-routes.ts';
import { storageRoutes } from './storage-routes.ts';
import { streamRoutes } from './stream-routes.ts';

const families = [
  incidentRoutes,
  eventRoutes,
  exportRoutes,
  caseworkRoutes,
  auditRoutes,
  controlRoutes,
  hookRoutes,
  approvalRoutes,
  orderRoutes,
  shieldingRoutes,
  agentRoutes,
  silenceRoutes,
  messageRoutes,
  aboutRoutes,
  accessRoutes,
  streamRoutes,
  drillRoutes,
  storageRoutes,
];

/** All of the API, its own description included. */
export function apiRoutes(parts: ApiParts): ApiRoute[] {
  const described = defineRoute({
    ...{ method: 'get', path: '/openapi.json', tag: 'about', role: 'anybody' },
    summary: 'This description',
    answers: { 200: z.looseObject({ openapi: z.string() }) },
    handle: () => answer(200, document()),
  });
  const routes = [...families.flatMap((family) => family(parts)), described];
  let made: object | undefined;
  const document = (): object => {
    made ??= openApiOf(routes);
    return made;
  };
  return routes;
}
