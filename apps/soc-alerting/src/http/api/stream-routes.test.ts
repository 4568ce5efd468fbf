import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../storage/database.ts';
import { noteChanges, publishNotes, STREAM_KEPT } from '../../stream/stream-log.ts';
import { OPENING_MS } from '../../testing/databases.ts';
import { openEmbedded } from '../../testing/embedded.ts';
import { FOREIGN, globalToken, OWN, tenantToken, twoFleets } from '../../testing/two-fleets.ts';

describe('the stream', () => {
  let database: Database;
  let world: Awaited<ReturnType<typeof twoFleets>>;
  beforeAll(async () => {
    database = await openEmbedded();
    world = await twoFleets(database);
  }, OPENING_MS);
  beforeEach(async () => {
    await database.query('truncate stream_notes, stream_log');
    await database.query('update stream_head set sequence = 0');
  });
  afterAll(() => database.close());

  const note = async (about: string, fleet: string) => {
    await noteChanges(database, [{ kind: 'incident', about, fleets: [fleet] }]);
    await publishNotes(database);
  };
  /** Reads until so many events came that are numbered. */
  async function heard(count: number, token: string, lastEventId?: string) {
    const response = await world.ask('/api/v1/stream', {
      headers: { authorization: `Bearer ${token}`, ...(lastEventId && { 'last-event-id': lastEventId }) },
    });
    const events: { event: string; id: string; data: string }[] = [];
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      const parts = text.split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts) {
        const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s).slice(0, 2)));
        if (fields.id) events.push({ event: fields.event, id: fields.id, data: fields.data });
      }
      if (events.length >= count) break;
    }
    return events;
  }

  it('goes on behind the event that was heard last', async () => {
    for (const about of ['one', 'two', 'three']) await note(about, OWN);
    const events = await heard(2, globalToken('viewer'), '1');
    expect(events.map(({ id, event, data }) => [id, event, JSON.parse(data).id])).toEqual([
      ['2', 'incident', 'two'],
      ['3', 'incident', 'three'],
    ]);
  });

  it('says nothing of fleets that one may not see', async () => {
    await note('theirs', FOREIGN);
    await noteChanges(database, [{ kind: 'incident', about: 'both', fleets: [OWN, FOREIGN] }]);
    await note('ours', OWN);
    const events = await heard(1, tenantToken('admin'), '0');
    expect(events.map(({ id }) => id)).toEqual(['3']);
  });

  it('says to begin anew to whoever is too far behind, or ahead', async () => {
    await database.query(
      `insert into stream_log select n, 0, 'incident', 'x', '["${OWN}"]'::json from generate_series(50, 60) as n`,
    );
    await database.query('update stream_head set sequence = 60');
    for (const last of ['3', '900']) {
      expect((await heard(1, globalToken('viewer'), last))[0]).toMatchObject({ event: 'reset', id: '60' });
    }
  });

  it('holds nothing open for who asks for no more than the headers', async () => {
    await note('one', OWN);
    const headers = { authorization: `Bearer ${globalToken('viewer')}` };
    for (let time = 0; time < 120; time++) {
      const { status } = await world.ask('/api/v1/stream', { method: 'HEAD', headers });
      expect(status).toBe(200);
    }
    expect(await heard(1, globalToken('viewer'), '0')).toHaveLength(1);
  });

  it('keeps a bounded log, numbered without a gap', async () => {
    await database.query(`update stream_head set sequence = ${STREAM_KEPT}`);
    await database.query(
      `insert into stream_log select n, 0, 'incident', 'x', '[]'::json from generate_series(1, 5) as n`,
    );
    await Promise.all(['a', 'b', 'c'].map((about) => note(about, OWN)));
    const rows = await database.query<{ sequence: number }>(
      'select sequence from stream_log order by sequence',
    );
    expect(rows.map(({ sequence }) => sequence)).toEqual([4, 5, ...[1, 2, 3].map((n) => STREAM_KEPT + n)]);
  });
});
