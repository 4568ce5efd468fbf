import { resolve } from 'node:path';
import type { ZodError } from 'zod';
import { CannotRun } from '../io.ts';
import { type Config, config } from './config.ts';

interface Variable {
  /** Where its value belongs in `mortsafe.yaml`. */
  path: readonly string[];
  /** How its text is read. A path is relative to where the command runs. */
  as: 'text' | 'path' | 'whole' | 'list';
}

const variable = (path: string, as: Variable['as'] = 'text'): Variable => ({ path: path.split('.'), as });

/** What the environment may say in place of `mortsafe.yaml`. Secrets are named there, each by its own variable. */
export const variables: Readonly<Record<string, Variable>> = {
  MORTSAFE_DATA: variable('data', 'path'),
  MORTSAFE_POLICY: variable('policy', 'path'),
  MORTSAFE_RULES: variable('rules', 'path'),
  MORTSAFE_CHECKPOINT_EVERY: variable('checkpointEvery'),
  MORTSAFE_AGENTS_HOST: variable('doors.agents.host'),
  MORTSAFE_AGENTS_PORT: variable('doors.agents.port', 'whole'),
  MORTSAFE_SOC_HOST: variable('doors.soc.host'),
  MORTSAFE_SOC_PORT: variable('doors.soc.port', 'whole'),
  MORTSAFE_ORDERS_HOST: variable('doors.orders.host'),
  MORTSAFE_ORDERS_PORT: variable('doors.orders.port', 'whole'),
  MORTSAFE_PUBLIC_URL: variable('doors.soc.publicUrl'),
  MORTSAFE_OPERATIONS_HOST: variable('operations.host'),
  MORTSAFE_OPERATIONS_PORT: variable('operations.port', 'whole'),
  MORTSAFE_OPERATIONS_LAG_MAX: variable('operations.lagMax'),
  MORTSAFE_CANARY_EVERY: variable('canary.every'),
  MORTSAFE_CANARY_SILENT_AFTER: variable('canary.silentAfter'),
  MORTSAFE_CANARY_FLEET_SILENT_AFTER: variable('canary.fleetSilentAfter'),
  MORTSAFE_CANARY_MESSAGE_EVERY: variable('canary.messageEvery'),
  MORTSAFE_WATCH_EVERY: variable('watch.every'),
  MORTSAFE_KAFKA_BROKERS: variable('kafka.brokers', 'list'),
  MORTSAFE_KAFKA_CLIENT_ID: variable('kafka.clientId'),
  MORTSAFE_KAFKA_CA_FILE: variable('kafka.tls.caFile', 'path'),
  MORTSAFE_KAFKA_CERT_FILE: variable('kafka.tls.certFile', 'path'),
  MORTSAFE_KAFKA_KEY_FILE: variable('kafka.tls.keyFile', 'path'),
  MORTSAFE_KAFKA_PARTITIONS: variable('kafka.partitions', 'whole'),
  MORTSAFE_KAFKA_REPLICATION_FACTOR: variable('kafka.replicationFactor', 'whole'),
  MORTSAFE_KAFKA_SESSION_TIMEOUT_MS: variable('kafka.sessionTimeoutMs', 'whole'),
};

/**
 * Puts what the environment says in place of what the file says.
 *
 * @throws {CannotRun} With the name of the variable, and what it must be; never with what stood there.
 */
export function withEnvironment(read: Config, { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv }): Config {
  const given = Object.entries(variables).filter(([name]) => env[name] !== undefined && env[name] !== '');
  if (given.length === 0) return read;
  const changed: object = structuredClone(read);
  for (const [name, { path, as }] of given) put(changed, path, readAs(env[name] ?? '', as, cwd));
  const parsed = config.safeParse(changed);
  if (parsed.success) return parsed.data;
  throw new CannotRun(complaint(parsed.error, given));
}

function readAs(text: string, as: Variable['as'], cwd: string): unknown {
  if (as === 'path') return resolve(cwd, text);
  if (as === 'list') return text.split(',').map((each) => each.trim());
  return as === 'whole' && /^\d+$/.test(text) ? Number(text) : text;
}

function put(into: object, path: readonly string[], value: unknown): void {
  let at = into as Record<string, unknown>;
  for (const key of path.slice(0, -1)) {
    at[key] ??= {};
    at = at[key] as Record<string, unknown>;
  }
  const [last = ''] = path.slice(-1);
  at[last] = value;
}

/** The file was well by itself: whatever is wrong now stands in a variable. */
function complaint(error: ZodError, given: readonly (readonly [string, Variable])[]): string {
  const lines = error.issues.map(({ path, message }) => {
    const where = path.join('.');
    const culprit = given.find(([, each]) => `${where}.`.startsWith(`${each.path.join('.')}.`));
    return `${culprit?.[0] ?? given.map(([name]) => name).join(', ')}: ${message}`;
  });
  return `the environment: ${lines.join('; ')}`;
}
