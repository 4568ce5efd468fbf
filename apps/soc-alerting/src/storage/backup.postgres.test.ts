import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { auditAnchor } from '../audit/audit-store.ts';
import { verifyAudit } from '../audit/verify-audit.ts';
import { changeIncident, notesOf } from '../incidents/casework.ts';
import { incidentOf, incidentsOf } from '../incidents/read-incidents.ts';
import { readPosition, takeFindings } from '../incidents/take-findings.ts';
import { startOwnPostgres } from '../testing/own-postgres.ts';
import { experiment, finding, shieldingAct, wholeOrder } from '../testing/samples.ts';
import type { Database } from './database.ts';
import { openPGlite } from './pglite-database.ts';
import { openPostgres } from './postgres-database.ts';

const TIMEOUT_MS = 120_000;
const tell = async () => {};

async function fill(database: Database): Promise<void> {
  const batch = { findings: experiment(), acts: [shieldingAct()], orders: [wholeOrder()], next: 3 };
  await takeFindings(database, 'findings', 0, batch, tell);
  const [incident] = await incidentsOf(database);
  const change = { status: 'acknowledged' as const, note: 'mine', addTags: ['prod'] };
  const request = { incident: incident?.id ?? '', change, by: 'person:alice' };
  await changeIncident({ database, tell, now: Date.now }, request);
}

async function contents(database: Database) {
  const [incident] = await incidentsOf(database);
  return {
    position: await readPosition(database, 'findings'),
    incident: await incidentOf(database, incident?.id ?? ''),
    notes: await notesOf(database, incident?.id ?? ''),
    anchor: await auditAnchor(database),
    acts: await database.query('select * from shielding_acts'),
    contained: await database.query('select * from containments'),
  };
}

/** What was restored is whole, and goes on where it was. */
async function goesOn(database: Database, before: Awaited<ReturnType<typeof contents>>): Promise<void> {
  expect(await contents(database)).toEqual(before);
  expect(await verifyAudit(database, before.anchor ? [before.anchor] : [])).toMatchObject({ breaks: [] });
  await takeFindings(database, 'findings', 3, { findings: [finding({ id: 'later' })], next: 4 }, tell);
  expect(await incidentsOf(database)).toMatchObject([{ findingCount: 4, status: 'acknowledged' }]);
}

describe('a back-up', () => {
  it('of PostgreSQL by pg_dump is restored by pg_restore, whole', { timeout: TIMEOUT_MS }, async () => {
    const postgres = await startOwnPostgres();
    const database = await openPostgres({ url: postgres.url });
    await fill(database);
    const before = await contents(database);
    const file = join(tmpdir(), `mortsafe-${process.pid}-${Date.now()}.dump`);
    await postgres.tool('pg_dump', '--format=custom', `--file=${file}`, postgres.url);
    await changeIncident(
      { database, tell, now: Date.now },
      { incident: before.incident?.id ?? '', change: { note: 'after the back-up' }, by: 'person:alice' },
    );
    await database.close();

    await postgres.tool('pg_restore', '--clean', '--if-exists', `--dbname=${postgres.url}`, file);
    const restored = await openPostgres({ url: postgres.url });
    await goesOn(restored, before);
    await restored.close();
    await postgres.stop();
    await rm(file, { force: true });
  });

  it('of the embedded database is a copy of its directory, taken while it rests', {
    timeout: TIMEOUT_MS,
  }, async () => {
    const home = await mkdtemp(join(tmpdir(), 'mortsafe-backup-'));
    const database = await openPGlite({ directory: join(home, 'incidents') });
    await fill(database);
    const before = await contents(database);
    await database.close();
    await cp(join(home, 'incidents'), join(home, 'copy'), { recursive: true });

    const restored = await openPGlite({ directory: join(home, 'copy') });
    await goesOn(restored, before);
    await restored.close();
    await rm(home, { recursive: true, force: true });
  });
});
