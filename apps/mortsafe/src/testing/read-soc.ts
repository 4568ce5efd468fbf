import { z } from 'zod';
import type { MortsafeProcess } from './mortsafe-process.ts';

const list = z.object({ incidents: z.array(z.object({ id: z.string() })) });
const one = z.object({
  incident: z.object({ id: z.string(), findings: z.array(z.object({ id: z.string() })) }),
  notifications: z.array(
    z.object({ id: z.string(), incident: z.string(), state: z.string(), changes: z.array(z.string()) }),
  ),
});

/** What the SOC sees: incidents with their findings, and what was sent about them. */
export interface SocView {
  incidents: { id: string; findings: string[] }[];
  notifications: z.infer<typeof one>['notifications'];
}

export async function readSoc({ socUrl, controlToken }: MortsafeProcess): Promise<SocView> {
  const get = async (path: string): Promise<unknown> => {
    const response = await fetch(`${socUrl}/api/v1/${path}`, {
      headers: { authorization: `Bearer ${controlToken}` },
    });
    if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
    return response.json();
  };
  const view: SocView = { incidents: [], notifications: [] };
  for (const { id } of list.parse(await get('incidents?limit=500')).incidents) {
    const { incident, notifications } = one.parse(await get(`incidents/${id}`));
    view.incidents.push({ id, findings: incident.findings.map((finding) => finding.id).sort() });
    view.notifications.push(...notifications);
  }
  return view;
}
