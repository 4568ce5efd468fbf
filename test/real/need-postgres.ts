/** A suite on PostgreSQL that silently ran on something else would prove nothing. */
export function setup(): void {
  if (process.env.MORTSAFE_POSTGRES_URL) return;
  throw new Error(
    'set MORTSAFE_POSTGRES_URL to an empty database, such as postgres://mortsafe@127.0.0.1:5432/mortsafe',
  );
}
