/**
 * Why a log could not do what was asked.
 *
 * - `locked`: another living process has the directory.
 * - `corrupt`: a record that had been stored is damaged; nothing is served past it.
 * - `unreadable`: a file of a version this program does not know, or one that is missing.
 * - `dropped`: the offset lies before what retention has kept.
 * - `busy`: more is waiting for the disk than memory may hold; try again.
 * - `failed`: the disk refused; what was waiting is not stored.
 * - `closed`: the log has been closed.
 */
export type LogErrorCode = 'locked' | 'corrupt' | 'unreadable' | 'dropped' | 'busy' | 'failed' | 'closed';

/** Names the log, the file and the place; never what a record holds. */
export class LogError extends Error {
  readonly code: LogErrorCode;

  constructor(code: LogErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LogError';
    this.code = code;
  }
}
