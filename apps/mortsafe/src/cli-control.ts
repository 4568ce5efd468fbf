import type { Command } from 'commander';
import { wholeNumber } from './cli-options.ts';
import type { AgentsOptions } from './commands/agents.ts';
import type { AuthoriseOptions } from './commands/authorise-relaunch.ts';
import type { DrillOptions } from './commands/drill.ts';
import type { KillOptions } from './commands/kill.ts';
import type { OrdersOptions } from './commands/orders.ts';
import type { RescindOptions } from './commands/rescind.ts';
import type { DoorOptions } from './config/door-location.ts';
import type { ExitCode, Io } from './io.ts';

/** The commands that ask the running mortsafe something. */
export function addQuestions(program: Command, io: Io, done: (code: ExitCode) => void): void {
  throughDoor(program.command('agents'))
    .description('list fleets, agents and instances, and when each was last seen')
    .option('--fleet <fleet>', 'those of one fleet')
    .option('--limit <count>', 'how many, at most 1000 (default: 100)', wholeNumber)
    .option('--json', 'one agent a line')
    .action(async (options: AgentsOptions) =>
      done(await (await import('./commands/agents.ts')).agents(options, io)),
    );
  throughDoor(program.command('drill'))
    .description(
      "play each rule's attack through the running mortsafe; code 1 where something does not arrive",
    )
    .option('--rule <id...>', 'of these rules alone')
    .option(
      '-b, --brokers <list>',
      'host:port of Kafka, where agents are heard by it (default: as configured)',
    )
    .option('--agents-url <url>', "the agents' door, OTLP over HTTP (default: as configured)")
    .option('--patience <seconds>', 'how long to wait for what is due (default: 60)', wholeNumber)
    .action(async (options: DrillOptions) =>
      done(await (await import('./commands/drill.ts')).drill(options, io)),
    );
  throughDoor(program.command('link'))
    .description('print a new link to the page, which opens once within 15 minutes')
    .action(async (options: DoorOptions) =>
      done(await (await import('./commands/link.ts')).link(options, io)),
    );
}

/** The commands that order something; they go through the control door, which asks for its own token. */
export function addControlCommands(program: Command, io: Io, done: (code: ExitCode) => void): void {
  throughDoor(program.command('kill'))
    .description(
      'order a kill, and see it done where an executor is configured; code 1 if it fails, or nobody has such a name',
    )
    .argument('[agents...]', 'agent ids')
    .requiredOption('--fleet <fleet>', 'the fleet it is about')
    .option(
      '--instance <id...>',
      'kill these instances alone, of the agent named or of the only one that has them',
    )
    .option('--whole-fleet', 'kill every agent of the fleet')
    .option('--reason <text>', 'why; stands in the order and in every alert about it')
    .option('--scope <scope>', 'instance, agent, lineage or fleet (default: agent)')
    .option('--level <level>', 'advisory, mandatory or emergency (default: mandatory)')
    .option('--deadline <duration>', 'how long it may take (default: 30s)')
    .option('--supersedes <order>', 'the order that ends with this one')
    .action(async (agents: string[], options: KillOptions) =>
      done(await (await import('./commands/kill.ts')).kill(agents, options, io)),
    );

  throughDoor(program.command('authorise-relaunch'))
    .description('allow a killed agent to be brought back')
    .argument('<agent>', 'agent id')
    .requiredOption('--fleet <fleet>', 'the fleet it is about')
    .option('--for <duration>', 'how long from now (default: 1h)')
    .option('--instances <count>', 'how many launches (default: 1)', wholeNumber)
    .option('--launcher <principal...>', 'who may do it, as kind:id, globs allowed (default: anybody)')
    .option('--order <id...>', 'only despite these orders (default: all up to now)')
    .option('--ticket <text>', 'where this was decided')
    .action(async (agent: string, options: AuthoriseOptions) =>
      done(await (await import('./commands/authorise-relaunch.ts')).authoriseRelaunch(agent, options, io)),
    );

  throughDoor(program.command('rescind'))
    .description('end a kill order; what was found under it stands')
    .argument('<order>', 'order id')
    .option('--fleet <fleet>', 'the fleet it is about, where this mortsafe did not record the order')
    .option('--reason <text>', 'why; stands in the rescission')
    .action(async (order: string, options: RescindOptions) =>
      done(await (await import('./commands/rescind.ts')).rescind(order, options, io)),
    );

  throughDoor(program.command('orders'))
    .description('list kill orders and how far each has come, as seen from outside')
    .argument('[order]', 'tell this one in full')
    .option('--fleet <fleet>', 'those of one fleet')
    .option('--limit <count>', 'how many, at most 500 (default: 20)', wholeNumber)
    .option('--json', 'one order a line')
    .action(async (order: string | undefined, options: OrdersOptions) =>
      done(await (await import('./commands/orders.ts')).orders(order, options, io)),
    );
}

export const throughDoor = (command: Command): Command =>
  command
    .option(
      '-c, --config <file>',
      'configuration that says where both are (default: mortsafe.yaml, where there is one)',
    )
    .option('--url <url>', 'the control door (default: as configured, http://127.0.0.1:4380)')
    .option('-d, --data <directory>', 'data directory that holds the control token (default: .mortsafe)');
