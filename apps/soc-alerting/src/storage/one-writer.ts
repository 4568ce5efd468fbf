import type { Queries } from './database.ts';

const WRITERS = 6_677_254; // Beside the one of the migrations.

/**
 * Whoever opens incidents does so alone, to the end of the transaction: two processes that find the same at once open
 * one incident. Call it before locking any incident.
 */
export const oneWriter = (queries: Queries): Promise<unknown> =>
  queries.query('select pg_advisory_xact_lock($1)', [WRITERS]);
