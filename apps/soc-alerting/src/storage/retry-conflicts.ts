const TRIES = 5;
/** PostgreSQL's codes for two transactions that got in each other's way: deadlock, and serialisation. */
const conflicts = ['40P01', '40001'];

/** Does a transaction again that lost against another one; whatever else fails is the caller's. */
export async function retryConflicts<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (tries >= TRIES || !conflicts.includes(code)) throw error;
    }
  }
}

/** Whether a statement was refused for one before it, which failed and ended the transaction. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '25P02';
