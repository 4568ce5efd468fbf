import type { AgentEvent, SeenAgent } from '@mortsafe/agent-events';
import { createAnnouncer } from '../announcer.ts';
import { type ControlDoorOptions, createControlDoor } from '../control/control-door.ts';
import { holderByToken } from '../control/control-tokens.ts';
import { askSeenFleets } from '../fleet/seen-fleets.ts';
import { type AppOptions, createApp } from '../http/create-app.ts';
import { createViewLinks } from '../http/view-links.ts';
import type { Database } from '../storage/database.ts';
import { T0 } from './samples.ts';

export const ALICE = 'control-token-of-alice';
export const BOB = 'control-token-of-bob-0';
export const VIEW = 'view-token';

const seen: SeenAgent[] = ['shop', 'research'].map((fleet) => ({
  fleet,
  agent: 'worker-3',
  killed: false,
  lastSign: T0,
  instances: [],
}));

/** The app on a database, with a log in memory, asked without a network. */
export function testedApp(
  database: Database,
  about: Partial<ControlDoorOptions> = {},
  more: Partial<AppOptions> = {},
) {
  const published: AgentEvent[] = [];
  const logged: string[] = [];
  const log = (_level: string, message: string) => void logged.push(message);
  const viewLinks = createViewLinks(() => T0);
  const door = createControlDoor({
    database,
    publishControl: async (event) => void published.push(event),
    executorOf: () => undefined,
    now: () => T0,
    log,
    ordered: () => {},
    ...about,
  });
  const { app, routes } = createApp({
    database,
    door,
    announcer: createAnnouncer(),
    viewLinks,
    url: () => 'http://soc',
    now: () => T0,
    seenFleets: askSeenFleets(() => seen),
    viewToken: VIEW,
    holderOf: holderByToken([
      { token: ALICE, person: 'alice' },
      { token: BOB, person: 'bob' },
    ]),
    hosts: [],
    secureCookie: false,
    log,
    ...more,
  });
  const ask = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('host')) headers.set('host', '127.0.0.1:4380');
    return app.request(path, { ...init, headers });
  };
  const order = (act: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(`/api/v1/control/${act}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${ALICE}`, 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  return { app, routes, ask, order, door, published, logged, viewLinks };
}
