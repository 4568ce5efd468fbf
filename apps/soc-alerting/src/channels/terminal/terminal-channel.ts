import type { Channel } from '../channel.ts';
import { renderStory } from './render-story.ts';

export interface TerminalOptions {
  /** Default `terminal`. */
  name?: string;
  /** Takes the text; resolves when it is written. Default: standard output. */
  write?: (text: string) => Promise<void>;
  /** Columns. Default: the terminal's own, else 80. Between 40 and 100 are used. */
  width?: () => number;
  /** Default: standard output is a terminal and `NO_COLOR` is not set. */
  colour?: boolean;
}

/** Prints incidents as the SOC reads them. */
export function terminalChannel(options: TerminalOptions = {}): Channel {
  const {
    name = 'terminal',
    write = toStandardOutput,
    width = () => process.stdout.columns ?? 80,
    colour = process.stdout.isTTY === true && !process.env.NO_COLOR,
  } = options;
  return {
    name,
    async deliver({ story, others, changes }, signal) {
      if (signal.aborted) return { status: 'retry', reason: 'stopped' };
      try {
        await write(renderStory(story, { width: width(), colour, changes, others }));
        return { status: 'delivered' };
      } catch {
        return { status: 'retry', reason: 'the terminal takes no output' };
      }
    },
  };
}

const toStandardOutput = (text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
