/** How the reader calls the command line: its name, and the options that lead it to this mortsafe. */
export interface CommandLine {
  /** `mortsafe`, or what runs it where it is not on the path. */
  name: string;
  /** Put behind every command, such as `--url http://127.0.0.1:4381`. Empty where the defaults lead here. */
  options: string;
}

export const plainCommandLine: CommandLine = { name: 'mortsafe', options: '' };

export const commandText = ({ name, options }: CommandLine, words: string): string =>
  [name, words, options].filter((part) => part !== '').join(' ');
