import type { Command } from 'commander';
import { throughDoor } from './cli-control.ts';
import { CONFIG } from './cli-options.ts';
import type { ChannelsOptions, ResendOptions } from './commands/channels.ts';
import type { AddSilenceOptions, ListSilencesOptions } from './commands/silence.ts';
import type { DoorOptions } from './config/door-location.ts';
import type { ExitCode, Io } from './io.ts';

type Done = (code: ExitCode) => void;

/** The commands about who is told: channels, messages that did not arrive, silences. */
export function addTellingCommands(program: Command, io: Io, done: Done): void {
  addChannels(
    program.command('channels').description('list and test channels; see what did not arrive'),
    io,
    done,
  );
  addSilences(program.command('silence').description('keep quiet what you know of, for a time'), io, done);
}

function addChannels(channels: Command, io: Io, done: Done): void {
  const commands = () => import('./commands/channels.ts');
  channels
    .command('list')
    .description('list the channels of the configuration, and where each leads')
    .option(...CONFIG)
    .action(async (options: ChannelsOptions) => done((await commands()).listChannels(options, io)));
  channels
    .command('test')
    .description('send a sample through one channel, or through all; code 1 where one fails')
    .argument('[name]', 'as `channels list` has it')
    .option(...CONFIG)
    .action(async (name: string | undefined, options: ChannelsOptions) =>
      done(await (await commands()).testChannels(name, options, io)),
    );
  throughDoor(channels.command('dead'))
    .description('list messages that no try delivered; code 1 where there are any')
    .action(async (options: DoorOptions) => done(await (await commands()).listDead(options, io)));
  throughDoor(channels.command('resend'))
    .description('send dead messages again, under their old ids')
    .argument('[ids...]', 'as `channels dead` has them')
    .option('--channel <name>', 'all of one channel')
    .option('--all', 'all there are')
    .action(async (ids: string[], options: ResendOptions) =>
      done(await (await commands()).resendDead(ids, options, io)),
    );
}

function addSilences(silence: Command, io: Io, done: Done): void {
  const commands = () => import('./commands/silence.ts');
  throughDoor(silence.command('add'))
    .description('silence what all matchers match; code 1 where that covers an agent under containment')
    .argument('<matchers...>', `such as 'fleet="checkout"' 'rule=~"telemetry-.*"'`)
    .requiredOption('--reason <text>', 'why; stands in the list and in the audit trail')
    .requiredOption('--for <duration>', 'how long, 30d at most')
    .action(async (matchers: string[], options: AddSilenceOptions) =>
      done(await (await commands()).silenceAdd(matchers, options, io)),
    );
  throughDoor(silence.command('list'))
    .description('list silences, and what each hides')
    .option('--ended', 'those that have ended, too')
    .option('--json', 'one silence a line')
    .action(async (options: ListSilencesOptions) => done(await (await commands()).silenceList(options, io)));
  throughDoor(silence.command('expire'))
    .description('end a silence now')
    .argument('<id>', 'as `silence list` has it')
    .action(async (id: string, options: DoorOptions) =>
      done(await (await commands()).silenceExpire(id, options, io)),
    );
}
