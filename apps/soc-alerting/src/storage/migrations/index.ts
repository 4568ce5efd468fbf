import type { Migration } from '../migrate.ts';
import { incidents } from './001-incidents.ts';
import { notifications } from './002-notifications.ts';
import { orders } from './003-orders.ts';
import { givenOut } from './004-given-out.ts';
import { pipeline } from './005-pipeline.ts';
import { casework } from './006-casework.ts';
import { agentTimeline } from './007-agent-timeline.ts';
import { access } from './008-access.ts';
import { doorMinutes } from './009-door-minutes.ts';
import { agentOrders } from './010-agent-orders.ts';
import { isolations } from './011-isolations.ts';
import { doorDrops } from './012-door-drops.ts';

export const migrations: readonly Migration[] = [
  incidents,
  notifications,
  orders,
  givenOut,
  pipeline,
  casework,
  agentTimeline,
  access,
  doorMinutes,
  agentOrders,
  isolations,
  doorDrops,
];
