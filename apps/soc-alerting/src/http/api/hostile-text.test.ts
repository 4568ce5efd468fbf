import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeFindings } from '../../incidents/take-findings.ts';
import type { Database } from '../../storage/database.ts';
import { OPENING_MS } from '../../testing/databases.ts';
import { openEmbedded } from '../../testing/embedded.ts';
import { hostileTexts } from '../../testing/hostile.ts';
import { ALICE, testedApp } from '../../testing/http.ts';
import { finding, killOrdered, shieldingAct, started, wholeOrder } from '../../testing/samples.ts';

/** Whatever turns a text into something else where Markdown, HTML or a terminal reads it. */
const ACTIVE = /[<>`\u202a-\u202e\u2066-\u2069]|(?!\n)\p{Cc}|\]\(|javascript:|https?:\/\/evil/u;

describe('hostile text', () => {
  let database: Database;
  let tested: ReturnType<typeof testedApp>;
  let incidents: { id: string }[];
  beforeAll(async () => {
    database = await openEmbedded();
    tested = testedApp(database);
    const findings = hostileTexts.map((text, index) =>
      finding({
        ...{ id: `finding-${index}`, fleet: text, order: text, subject: text, alias: text, actor: text },
        ...{ instigator: text, rule: text, summary: text, group: [text] },
        evidenceEvents: [
          killOrdered({
            id: `kill-${index}`,
            fleet: text,
            order: text,
            reason: text,
            target: { agents: [text] },
          }),
          { ...started(text, text, 3_000), id: `start-${index}`, fleet: text, host: text },
        ],
      }),
    );
    const acts = hostileTexts.map((text, index) =>
      shieldingAct({ id: `act-${index}`, fleet: text, by: text, for: `for ${text}`.slice(0, 256) }),
    );
    const orders = hostileTexts.map((text, index) =>
      wholeOrder({ id: `whole-${index}`, fleet: text, order: text, agents: [text] }),
    );
    await takeFindings(database, 'findings', 0, { findings, acts, orders, next: 1 }, async () => {});
    incidents = await database.query<{ id: string }>('select id from incidents order by id');
  }, OPENING_MS);
  afterAll(() => database.close());

  const ask = (path: string, body?: unknown) =>
    tested.ask(`/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${ALICE}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  it('from agents comes back as JSON that nothing takes for a page', async () => {
    const lists = ['incidents', 'audit', 'order-states', 'shielding-acts', 'shielding-graph', 'containments'];
    const each = incidents.flatMap(({ id }) =>
      ['', '/findings', '/timeline', '/ocsf'].map((tail) => `incidents/${id}${tail}`),
    );
    for (const path of [...lists, ...each]) {
      const { status, headers, json } = await answered(`/${path}`);
      expect([path, status, headers.get('content-type')]).toEqual([path, 200, 'application/json']);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(json).toBeTypeOf('object');
    }
  });
  async function answered(path: string) {
    const response = await ask(path);
    return { status: response.status, headers: response.headers, json: (await response.json()) as unknown };
  }

  it('from agents is inert in the Markdown of an incident', async () => {
    for (const { id } of incidents) {
      const response = await ask(`/incidents/${id}/markdown`);
      expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${id}.md"`);
      expect(await response.text()).not.toMatch(ACTIVE);
    }
  });

  it.each(hostileTexts)('from people is kept or refused, and breaks nothing: %j', async (text) => {
    const id = incidents[0]?.id ?? '';
    const encoded = encodeURIComponent(text.toWellFormed());
    const answers = await Promise.all([
      ask(`/incidents/${id}/changes`, { note: text, addTags: [text], assignee: text }),
      ask('/control/kill', { fleet: text, agent: text, reason: text }),
      ask('/control/compromised', { fleet: text, agent: text, evidence: text }),
      ask('/silences', { matchers: [`agent="${text}"`], reason: text, forMs: 60_000 }),
      ask('/tokens', { name: text, role: 'viewer', fleets: [text] }),
      ...['incidents?agent=', 'incidents?fleet=', 'incidents?matcher=', 'incidents?after=', 'orders/'].map(
        (path) => ask(`/${path}${encoded}`),
      ),
      ...['incidents/', 'audit?about=', 'audit?by=', 'audit?action=', 'audit?fleet=', 'telemetry?fleet='].map(
        (path) => ask(`/${path}${encoded}`),
      ),
      ask(`/silences/${encoded}/expire`, {}),
      ask(`/fleets/${encoded}/agents/${encoded}/blast-radius`),
    ]);
    for (const { status, headers } of answers) {
      expect(status).toBeLessThan(500);
      expect(headers.get('content-type')).toBe('application/json');
    }
    expect(await (await ask(`/incidents/${id}/markdown`)).text()).not.toMatch(ACTIVE);
    const page = await tested.ask(`/incidents/${id}`, { headers: { authorization: `Bearer ${ALICE}` } });
    expect(await page.text()).not.toMatch(/<script>|<img src=x|(?!\s)\p{Cc}/u);
  });
});
