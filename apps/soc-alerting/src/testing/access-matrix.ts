import type { Role } from '../access/roles.ts';
import { askApproval } from '../control/approvals.ts';
import { addOrder } from '../control/orders.ts';
import { killOrdered, T0 } from './samples.ts';
import { FOREIGN, HOOK_TOKEN, type twoFleets } from './two-fleets.ts';

type World = Awaited<ReturnType<typeof twoFleets>>;

export interface Cell {
  /** Below `/api/v1`. */
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Who may ask for one operation, and what becomes of somebody who asks about a fleet that is not theirs. */
export interface MatrixEntry {
  /** `its own`: no credential of ours opens it. */
  needs: Role | 'nothing' | 'its own';
  /** `hidden`: it is answered, and says nothing of that fleet. `everywhere`: it belongs to no fleet alone. */
  foreign: 403 | 404 | 'hidden' | 'everywhere';
  /** Makes a request about a fleet; whatever it takes is there anew. */
  ask(fleet: string, world: World): Cell | Promise<Cell>;
}

let made = 0;
const fresh = (): number => ++made;
const list = (path: string): MatrixEntry => ({ needs: 'viewer', foreign: 'hidden', ask: () => ({ path }) });
const ofIncident = (tail = ''): MatrixEntry => ({
  ...{ needs: 'viewer', foreign: 404 },
  ask: (fleet, { incidents }) => ({ path: `/incidents/${incidents[fleet]}${tail}` }),
});
const about = (fleet: string) => ({ fleet, agent: `${fleet}-worker` });
const act = (name: string, more: object = {}): MatrixEntry => ({
  ...{ needs: 'responder', foreign: 403 },
  ask: (fleet) => ({ path: `/control/${name}`, body: { ...about(fleet), ...more } }),
});

async function orderIn(fleet: string, { database }: World): Promise<string> {
  const order = `order-${fleet}-${fresh()}`;
  const event = killOrdered({ fleet, order, target: { agents: [`${fleet}-worker`] } });
  if (event.type === 'kill.ordered') await addOrder(database, event, T0);
  return order;
}

async function approvalIn(fleet: string, { database }: World, verb: string): Promise<Cell> {
  const asked = { act: 'clear', body: about(fleet), fleet, askedBy: 'somebody-else' };
  return { path: `/approvals/${(await askApproval(database, asked, T0)).id}/${verb}` };
}

async function silenceIn(fleet: string, { database }: World): Promise<Cell> {
  const id = `sil-${fleet}-${fresh()}`;
  const matchers = JSON.stringify([{ label: 'fleet', operator: '=', value: fleet }]);
  await database.query(
    `insert into silences (id, matchers, reason, created_by, created_at, starts_at, ends_at)
     values ($1, $2::json, $1, 'x', 0, 0, $3)`,
    [id, matchers, T0 + 3_600_000],
  );
  return { path: `/silences/${id}/expire` };
}

async function tokenIn(fleet: string, { database }: World): Promise<Cell> {
  const id = `tok-${fleet}-${fresh()}`;
  await database.query(
    `insert into machine_tokens (id, hash, name, role, fleets, created_by, created_at)
     values ($1, $1, $1, 'viewer', $2::json, 'x', 0)`,
    [id, JSON.stringify([fleet])],
  );
  return { path: `/tokens/${id}/revoke` };
}

/** Every operation of the API. One that is missing here fails the test. */
export const matrix: Readonly<Record<string, MatrixEntry>> = {
  'get /incidents': list('/incidents'),
  'get /incident-counts': list('/incident-counts'),
  'get /incidents/{id}': ofIncident(),
  'get /incidents/{id}/findings': ofIncident('/findings'),
  'get /incidents/{id}/timeline': ofIncident('/timeline'),
  'get /incidents/{id}/lanes': ofIncident('/lanes'),
  'get /incidents/{id}/ocsf': ofIncident('/ocsf'),
  'get /incidents/{id}/markdown': ofIncident('/markdown'),
  'post /incidents/{id}/changes': {
    ...{ needs: 'analyst', foreign: 404 },
    ask: (fleet, { incidents }) => ({
      path: `/incidents/${incidents[fleet]}/changes`,
      body: { note: `seen ${fresh()}` },
    }),
  },
  'post /incident-changes': {
    ...{ needs: 'analyst', foreign: 'hidden' },
    ask: (fleet, { incidents }) => ({
      path: '/incident-changes',
      body: { incidents: [incidents[fleet]], change: { note: `seen ${fresh()}` } },
    }),
  },
  'get /audit': list('/audit?limit=500'),
  'post /control/kill': act('kill'),
  'post /control/rescind': {
    ...{ needs: 'responder', foreign: 403 },
    ask: async (fleet, world) => ({
      path: '/control/rescind',
      body: { order: await orderIn(fleet, world), fleet },
    }),
  },
  'post /control/authorise-relaunch': act('authorise-relaunch'),
  'post /control/quarantine': act('quarantine'),
  'post /control/lift-quarantine': act('lift-quarantine'),
  'post /control/compromised': act('compromised'),
  'post /control/clear': act('clear'),
  'post /control/drill-events': {
    ...{ needs: 'responder', foreign: 'hidden' },
    ask: () => ({ path: '/control/drill-events', body: [] }),
  },
  'post /hooks/{name}': {
    ...{ needs: 'its own', foreign: 'everywhere' },
    ask: (fleet) => ({
      path: '/hooks/edr',
      body: { ...about(fleet), delivery: fresh() },
      headers: { authorization: `Bearer ${HOOK_TOKEN}` },
    }),
  },
  'get /approvals': list('/approvals'),
  'post /approvals/{id}/confirm': {
    ...{ needs: 'responder', foreign: 404 },
    ask: (fleet, world) => approvalIn(fleet, world, 'confirm'),
  },
  'post /approvals/{id}/decline': {
    ...{ needs: 'responder', foreign: 404 },
    ask: (fleet, world) => approvalIn(fleet, world, 'decline'),
  },
  'get /orders': list('/orders'),
  'get /orders/{id}': {
    ...{ needs: 'viewer', foreign: 404 },
    ask: async (fleet, world) => ({ path: `/orders/${await orderIn(fleet, world)}` }),
  },
  'get /order-states': list('/order-states'),
  'get /order-states/{id}': {
    ...{ needs: 'viewer', foreign: 404 },
    ask: (fleet) => ({ path: `/order-states/seen-${fleet}` }),
  },
  'get /shielding-acts': list('/shielding-acts'),
  'get /shielding-graph': list('/shielding-graph'),
  'get /containments': list('/containments?ended=true'),
  'get /fleets/{fleet}/agents/{agent}/blast-radius': {
    ...{ needs: 'viewer', foreign: 404 },
    ask: (fleet) => ({ path: `/fleets/${fleet}/agents/${fleet}-worker/blast-radius` }),
  },
  'get /agents': list('/agents'),
  'get /fleets/{fleet}/agents/{agent}': {
    ...{ needs: 'viewer', foreign: 404 },
    ask: (fleet) => ({ path: `/fleets/${fleet}/agents/${fleet}-worker` }),
  },
  'get /fleets': list('/fleets'),
  'get /silences': list('/silences?ended=true'),
  'get /held-back': list('/held-back'),
  'post /silences': {
    ...{ needs: 'analyst', foreign: 403 },
    ask: (fleet) => ({
      path: '/silences',
      body: { matchers: [`fleet="${fleet}"`], reason: 'works', forMs: 60_000 },
    }),
  },
  'post /silences/{id}/expire': { ...{ needs: 'analyst', foreign: 404 }, ask: silenceIn },
  'get /channels': list('/channels'),
  'post /channels/{name}/test': {
    ...{ needs: 'admin', foreign: 'everywhere' },
    ask: () => ({ path: '/channels/sample/test' }),
  },
  'get /dead-letters': list('/dead-letters'),
  'post /dead-letters/resend': {
    ...{ needs: 'admin', foreign: 'everywhere' },
    ask: () => ({ path: '/dead-letters/resend', body: { ids: ['none'] } }),
  },
  'get /rules': list('/rules'),
  'get /rules/{id}/page': list('/rules/telemetry-gap/page'),
  'get /telemetry': list('/telemetry'),
  'get /me': list('/me'),
  'post /links': { ...{ needs: 'viewer', foreign: 'hidden' }, ask: () => ({ path: '/links' }) },
  'post /sign-out': { ...{ needs: 'viewer', foreign: 'hidden' }, ask: () => ({ path: '/sign-out' }) },
  'post /purge': {
    ...{ needs: 'admin', foreign: 'everywhere' },
    ask: () => ({ path: '/purge', body: {} }),
  },
  'get /tokens': { ...list('/tokens'), needs: 'admin' },
  'post /tokens': {
    ...{ needs: 'admin', foreign: 403 },
    ask: (fleet) => ({ path: '/tokens', body: { name: `made-${fresh()}`, role: 'viewer', fleets: [fleet] } }),
  },
  'post /tokens/{id}/revoke': { ...{ needs: 'admin', foreign: 404 }, ask: tokenIn },
  'get /stream': list('/stream'),
  'get /openapi.json': { ...list('/openapi.json'), needs: 'nothing' },
};

/** Whether an answer tells of the fleet that is not the tenant's. */
export const tellsOfForeign = (text: string): boolean => text.includes(FOREIGN);
