import { type Command, Option } from 'commander';
import { throughDoor } from './cli-control.ts';
import { wholeNumber } from './cli-options.ts';
import type { ContainOptions, containments } from './commands/contain.ts';
import type { TokenOptions } from './commands/token.ts';
import type { DoorOptions } from './config/door-location.ts';
import type { ExitCode, Io } from './io.ts';

const described: Readonly<Record<keyof typeof containments, string>> = {
  quarantine: 'cut an agent off from others',
  'lift-quarantine': 'let an agent back among others',
  'mark-compromised': 'mark an agent as compromised: whoever shields it is told of',
  clear: 'take the mark off an agent that is not compromised',
};

/** The commands that contain an agent or let it off, and those that settle what waits for a second person. */
export function addContainment(program: Command, io: Io, done: (code: ExitCode) => void): void {
  for (const [name, description] of Object.entries(described)) {
    const command = throughDoor(program.command(name))
      .description(description)
      .argument('<agent>', 'agent id')
      .requiredOption('--fleet <fleet>', 'the fleet it is about')
      .action(async (agent: string, options: ContainOptions) => {
        const { contain } = await import('./commands/contain.ts');
        done(await contain(name as keyof typeof containments, agent, options, io));
      });
    if (name === 'mark-compromised' || name === 'clear') {
      command.option('--evidence <text>', 'why; stands in the event');
    }
  }
  throughDoor(program.command('approvals'))
    .description('list what waits for a second person')
    .action(async (options: DoorOptions) =>
      done(await (await import('./commands/approvals.ts')).listApprovals(options, io)),
    );
  for (const verb of ['confirm', 'decline'] as const) {
    throughDoor(program.command(verb))
      .description(`${verb} what somebody else asked for`)
      .argument('<approval>', 'its id, as `approvals` lists it')
      .action(async (id: string, options: DoorOptions) =>
        done(await (await import('./commands/approvals.ts')).settle(verb, id, options, io)),
      );
  }
}

/** Tokens for machines. */
export function addTokens(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const tokens = program.command('token').description('give machines tokens, list them, end them');
  throughDoor(tokens.command('create'))
    .description('make a token, and print it this once')
    .argument('<name>', 'whose it is, such as edr; with --role agent the id of the agent')
    .addOption(
      new Option('--role <role>', 'what it may do (default: viewer); agent: hear of its own orders').choices([
        ...['viewer', 'analyst', 'responder', 'admin', 'agent'],
      ]),
    )
    .option('--fleet <glob...>', 'where (default: in all fleets); an agent is of one')
    .option('--days <count>', 'how long it is good (default: until it is revoked)', wholeNumber)
    .action(async (name: string, options: TokenOptions) =>
      done(await (await import('./commands/token.ts')).createToken(name, options, io)),
    );
  throughDoor(tokens.command('list'))
    .description('list tokens, and when each was last used')
    .action(async (options: DoorOptions) =>
      done(await (await import('./commands/token.ts')).listTokens(options, io)),
    );
  throughDoor(tokens.command('revoke'))
    .description('end a token, now')
    .argument('<token>', 'its id, as `token list` has it')
    .action(async (id: string, options: DoorOptions) =>
      done(await (await import('./commands/token.ts')).revokeToken(id, options, io)),
    );
}
