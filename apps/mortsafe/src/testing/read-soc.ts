import { z } from 'zod';
import type { MortsafeProcess } from './mortsafe-process.ts';

const list = z.object({ incidents: z.array(z.object({ id: z.string() })) });
const one = z.object({
  incident: z.object({ id: z.string(), findings: z.array(z.object({ id: z.string() })) }),
  notifications: z.array(
    z.object({ id: z.string(), incident: z.string(), state: z.string(), changes: z.array(z.string()) }),
  ),
});

const next = z.string().nullable();
const acts = z.object({ acts: z.array(z.object({ id: z.string() })), next });
const orders = z.object({ orders: z.array(z.object({ id: z.string(), state: z.string() })), next });

/** What the SOC sees: incidents with their findings, and what was sent about them. */
export interface SocView {
  incidents: { id: string; findings: string[] }[];
  notifications: z.infer<typeof one>['notifications'];
  actIds: string[];
  /** Of whole orders, by id. */
  orderStates: { id: string; state: string }[];
}

export async function readSoc({ socUrl, controlToken }: MortsafeProcess): Promise<SocView> {
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${socUrl}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${controlToken}` },
    });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
    return response.json();
  };
  const view: SocView = { incidents: [], notifications: [], actIds: [], orderStates: [] };
  for (const { id } of list.parse(await get('incidents?limit=500')).incidents) {
    const { incident, notifications } = one.parse(await get(`incidents/${id}`));
    view.incidents.push({ id, findings: incident.findings.map((finding) => finding.id).sort() });
    view.notifications.push(...notifications);
  }
  for (let after = '', more = true; more; ) {
    const page = acts.parse(await get(`shielding-acts?limit=500${after}`));
    view.actIds.push(...page.acts.map(({ id }) => id));
    after = `&after=${page.next}`;
    more = page.next !== null;
  }
  for (let after = '', more = true; more; ) {
    const page = orders.parse(await get(`order-states?limit=500${after}`));
    view.orderStates.push(...page.orders.map(({ id, state }) => ({ id, state })));
    after = `&after=${page.next}`;
    more = page.next !== null;
  }
  view.orderStates.sort((a, b) => (a.id < b.id ? -1 : 1));
  return view;
}
