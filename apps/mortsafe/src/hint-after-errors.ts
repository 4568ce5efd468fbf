import type { Command } from 'commander';

/** Has each command name its own help after a mistake in its options, by the words that run it here. */
export function hintAfterErrors(command: Command, words: string): void {
  command.showHelpAfterError(`(${words} --help lists ${command.parent ? 'its options' : 'the commands'})`);
  for (const below of command.commands) hintAfterErrors(below, `${words} ${below.name()}`);
}
