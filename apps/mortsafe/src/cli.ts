import { Command, CommanderError, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addContainment, addTokens } from './cli-access.ts';
import { addAuditCommands } from './cli-audit.ts';
import { addControlCommands, addQuestions } from './cli-control.ts';
import { CONFIG, POLICY, portNumber, RULES, wholeNumber } from './cli-options.ts';
import { addTellingCommands } from './cli-telling.ts';
import type { DemoOptions } from './commands/demo.ts';
import type { DetectorOptions } from './commands/detector.ts';
import type { DoctorOptions } from './commands/doctor.ts';
import type { EvaluateOptions } from './commands/evaluate.ts';
import type { RedTeamOptions } from './commands/red-team.ts';
import type { ReplayOptions } from './commands/replay.ts';
import type { RulesOptions } from './commands/rules.ts';
import type { SimulateOptions } from './commands/simulate.ts';
import type { SocOptions } from './commands/soc.ts';
import type { UpOptions } from './commands/up.ts';
import type { WatchOptions } from './commands/watch.ts';
import { hintAfterErrors } from './hint-after-errors.ts';
import { CannotRun, type ExitCode, type Io } from './io.ts';

/**
 * Runs one command line and says how it went, without ending the process. Each command is loaded when it is
 * called: whoever pipes findings out of `replay` does not wait for a web server to load.
 *
 * @param args - As in `process.argv.slice(2)`.
 */
export async function runCli(args: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = 0;
  const program = createProgram(io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof CannotRun)) throw error;
    io.stderr(`mortsafe: ${error.message}\n`);
    return 2;
  }
}

function createProgram(io: Io, done: (code: ExitCode) => void): Command {
  const program = new Command('mortsafe')
    .description('Tells a SOC when a killed AI agent comes back, who brought it back and who hid it.')
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({ writeOut: io.stdout, writeErr: io.stderr });

  program
    .command('up')
    .description('run the receiver, the detector and the SOC application in this process')
    .option(...CONFIG)
    .option('-d, --data <directory>', 'where everything is kept (default: .mortsafe)')
    .option(...POLICY)
    .option(...RULES)
    .option('--listen <host>', 'address of all doors (default: 127.0.0.1)')
    .option('--agents-port <port>', "port of the agents' door, OTLP over HTTP (default: 4318)", portNumber)
    .option('--soc-port <port>', 'port of the page, the API and the control door (default: 4380)', portNumber)
    .option('--orders-port <port>', "port of the orders' door, for agents (default: 4381)", portNumber)
    .option('--operations-port <port>', 'port of health and metrics (default: 4390)', portNumber)
    .option('--watch', 'also follow the processes of agents on this machine (Linux), as `watch` does')
    .action(async (options: UpOptions) => done(await (await import('./commands/up.ts')).up(options, io)));

  program
    .command('watch')
    .description('follow the processes of agents on this machine (Linux), and tell the platform door')
    .option(...CONFIG)
    .option('--platform-url <url>', 'where the platform door is (default: as configured)')
    .action(async (options: WatchOptions) =>
      done(await (await import('./commands/watch.ts')).watch(options, io)),
    );

  program
    .command('demo')
    .description('watch a killed agent come back, live, in a small fleet of real processes')
    .option('--once', 'end by itself: code 0 only if exactly the expected findings appeared')
    .action(async (options: DemoOptions) =>
      done(await (await import('./commands/demo.ts')).demo(options, io)),
    );

  addReplay(program, io, done);
  addKafkaCommands(program, io, done);
  addControlCommands(program, io, done);
  addTellingCommands(program, io, done);
  addAuditCommands(program, io, done);
  addContainment(program, io, done);
  addTokens(program, io, done);
  addQuestions(program, io, done);
  addQualityCommands(program, io, done);

  addRulesCommands(program, io, done);
  program
    .command('doctor')
    .description('check what `up` needs: Node.js, the data directory, the ports, the configuration')
    .option(...CONFIG)
    .option('-d, --data <directory>', 'where everything is kept (default: .mortsafe)')
    .option(...POLICY)
    .option(...RULES)
    .action(async (options: DoctorOptions) =>
      done(await (await import('./commands/doctor.ts')).doctor(options, io)),
    );

  hintAfterErrors(program, io.self ?? 'mortsafe');
  return program;
}

function addReplay(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command('replay')
    .description('find what is in recorded events; several files are one input, - is stdin')
    .argument('<files...>', '.ndjson, .ndjson.gz or .ndjson.zst')
    .option(...POLICY)
    .option(...RULES)
    .option('--json', 'one finding a line on stdout, and nothing else')
    .option(
      '--dialect <name>',
      'the sensor whose words the files are in, see docs/sensors.md (default: as each begins)',
    )
    .action(async (files: string[], options: ReplayOptions) =>
      done(await (await import('./commands/replay.ts')).replay(files, options, io)),
    );
}

/** The two services, each in processes of its own. */
function addKafkaCommands(program: Command, io: Io, done: (code: ExitCode) => void): void {
  byKafka(program.command('detector'))
    .description('run the detector on Kafka; as many as there are partitions share the work')
    .addOption(
      new Option('--step <step>', 'which part of it').choices(['route', 'detect', 'both']).default('both'),
    )
    .option('--create-topics', 'make the topics that are missing')
    .option(...POLICY)
    .option(...RULES)
    .option('--operations-port <port>', 'port of health and metrics (default: 4391)', portNumber)
    .action(async (options: DetectorOptions) =>
      done(await (await import('./commands/detector.ts')).detector(options, io)),
    );
  byKafka(program.command('soc'))
    .description('run the SOC application on what detectors find, by Kafka')
    .option('-d, --data <directory>', 'where incidents are kept (default: .mortsafe)')
    .option('--listen <host>', 'address of the page, the API and the control door (default: 127.0.0.1)')
    .option('--soc-port <port>', 'port of the page, the API and the control door (default: 4380)', portNumber)
    .option('--orders-port <port>', "port of the orders' door, for agents (default: 4381)", portNumber)
    .option('--operations-port <port>', 'port of health and metrics (default: 4390)', portNumber)
    .action(async (options: SocOptions) => done(await (await import('./commands/soc.ts')).soc(options, io)));
}

const byKafka = (command: Command): Command =>
  command
    .option(...CONFIG)
    .option('-b, --brokers <list>', 'host:port of Kafka, with commas between (default: as configured)');

/** The commands about rules, those built in and the user's own. */
function addRulesCommands(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const rules = program
    .command('rules')
    .description('list the rules and their numbers; check, test and begin rules of your own')
    .option(...RULES)
    .option('--json', 'one rule a line')
    .action(async (options: RulesOptions) =>
      done((await import('./commands/rules.ts')).listRules(options, io)),
    );
  rules
    .command('check')
    .description('load rules of your own and say what is wrong with them; code 1 where one is refused')
    .argument('<folder>', 'a folder of .ts files, or one of them')
    .action(async (path: string) => done((await import('./commands/rules-check.ts')).checkRules(path, io)));
  rules
    .command('test')
    .description("run the tests of rules of your own with Node's test runner")
    .argument('<folder>', 'a folder of .test.ts files')
    .action(async (path: string) =>
      done(await (await import('./commands/rules-test.ts')).testRules(path, io)),
    );
  rules
    .command('new')
    .description('write a rule of your own that works, and its test, to begin with')
    .argument('<path>', 'folder and id, such as ./my-rules/calls-to-the-dead')
    .action(async (path: string) => done((await import('./commands/rules-new.ts')).newUserRule(path, io)));
}

/** The commands that measure how well the rules do. */
function addQualityCommands(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command('simulate')
    .description('write a recording of a simulated fleet, with what must be found in it')
    .option('--list', 'name the scenarios')
    .option('--scenario <id>', 'what happens to the fleet')
    .option('--agents <count>', 'size of the fleet, 5 to 100000 (default: 30)', wholeNumber)
    .option('--seed <number>', 'the same seed makes the same recording (default: 1)', wholeNumber)
    .option('--faults <mix>', 'what goes wrong on the way: none, network, clocks, restarts, storm or outage')
    .option(
      '--out <file>',
      'where to write it, packed if it ends in .gz or .zst; label and policy go beside it',
    )
    .action(async (options: SimulateOptions) =>
      done(await (await import('./commands/simulate.ts')).simulateCommand(options, io)),
    );

  program
    .command('evaluate')
    .description('measure precision, recall and time to detect on labelled recordings')
    .argument('<files...>', '.ndjson, .ndjson.gz or .ndjson.zst, each with its .expected.json beside it')
    .option('-p, --policy <file>', 'policy for all of them (default: the .policy.yaml beside each)')
    .option(...RULES)
    .option('--json', 'the numbers as JSON')
    .action(async (files: string[], options: EvaluateOptions) =>
      done(await (await import('./commands/evaluate.ts')).evaluate(files, options, io)),
    );

  program
    .command('red-team')
    .description('search for the cheapest way to bring a killed agent back unseen, by defence and by rule')
    .option(
      '--seed <number>',
      'of the first fleet; the same seed gives the same answer (default: 1)',
      wholeNumber,
    )
    .option('--fleets <count>', 'in how many fleets a plan must work (default: 2)', wholeNumber)
    .option(
      '--tries <count>',
      'plans tried for each line of the tables, at most (default: 1500)',
      wholeNumber,
    )
    .option('--json', 'everything, with the plans, as JSON')
    .option('--page', 'as docs/cost-of-evasion.md stands')
    .action(async (options: RedTeamOptions) =>
      done(await (await import('./commands/red-team.ts')).redTeam(options, io)),
    );
}
