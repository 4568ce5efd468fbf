/** Tells the operator what the service did. Messages hold no secret and no text that an agent wrote. */
export type Log = (level: 'info' | 'warn' | 'error', message: string) => void;

export const stderrLog: Log = (level, message) => {
  process.stderr.write(`soc-alerting ${level}: ${message}\n`);
};

/** What an error may say in the log: its message, never its stack, on one line and bounded. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300);
