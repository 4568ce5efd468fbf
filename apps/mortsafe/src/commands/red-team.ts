import { measureCostOfEvasion } from '@mortsafe/simulator';
import type { ExitCode, Io } from '../io.ts';
import { evasionPage } from '../red-team/evasion-page.ts';
import { evasionTables } from '../red-team/evasion-tables.ts';

export interface RedTeamOptions {
  seed?: number;
  fleets?: number;
  tries?: number;
  json?: boolean;
  page?: boolean;
}

/** Searches for the cheapest way to bring a killed agent back to work unseen, with this and that switched on. */
export async function redTeam(options: RedTeamOptions, io: Io): Promise<ExitCode> {
  const { seed, fleets, tries, json, page } = options;
  const measured = measureCostOfEvasion({
    ...(seed !== undefined && { seed }),
    ...(fleets !== undefined && { fleets: Math.max(1, fleets) }),
    ...(tries !== undefined && { triesMax: Math.max(1, tries) }),
    onQuestion: (name) => io.stderr(`mortsafe: ${name}\n`),
  });
  if (json) io.stdout(`${JSON.stringify(measured, null, 1)}\n`);
  else io.stdout(page ? evasionPage(measured) : evasionTables(measured));
  return 0;
}
