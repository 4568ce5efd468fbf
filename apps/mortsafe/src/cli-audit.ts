import type { Command } from 'commander';
import { throughDoor } from './cli-control.ts';
import { wholeNumber } from './cli-options.ts';
import type { AuditListOptions, AuditVerifyOptions } from './commands/audit.ts';
import type { PurgeOptions } from './commands/purge.ts';
import type { ExitCode, Io } from './io.ts';

/** The commands about who did what. */
export function addAuditCommands(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const audit = program.command('audit').description('see who did what, and check that the trail is whole');
  const commands = () => import('./commands/audit.ts');
  throughDoor(audit.command('list'))
    .description('list who did what, the newest first')
    .option('--about <what>', 'such as incident:inc-…, agent:worker-3, order:kill-…')
    .option('--by <who>', 'such as person:ada@example.org')
    .option('--action <action>', 'such as incident.resolved, or all that begin so: incident.')
    .option('--fleet <fleet>', 'those of one fleet')
    .option('--limit <count>', 'how many (default: 50)', wholeNumber)
    .option('--json', 'one entry a line, with its hashes')
    .action(async (options: AuditListOptions) => done(await (await commands()).auditList(options, io)));
  throughDoor(audit.command('verify'))
    .description('check that no entry was altered, taken out or cut off; code 1 where one was')
    .option('--anchor <anchor...>', 'ends of the trail that were kept elsewhere')
    .option('--json', 'what was found as JSON')
    .action(async (options: AuditVerifyOptions) => done(await (await commands()).auditVerify(options, io)));
  throughDoor(program.command('purge'))
    .description('say what is over and older than its retention; with --yes, delete it')
    .option('--incidents-days <days>', 'since incidents were resolved (default: as configured)', wholeNumber)
    .option('--shielding-days <days>', 'since acts, links and ends of containments; 14 at least', wholeNumber)
    .option('--yes', 'delete it, and do not only say what it would be')
    .action(async (options: PurgeOptions) =>
      done(await (await import('./commands/purge.ts')).purge(options, io)),
    );
}
