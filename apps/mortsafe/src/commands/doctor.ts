import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type CommandLine, loadSettings, type Settings } from '../config/settings.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { tryPort } from '../up/try-port.ts';
import { placeText } from '../user-rules/place.ts';

export type DoctorOptions = Pick<CommandLine, 'config' | 'data' | 'policy' | 'rules'>;

interface Check {
  what: string;
  /** Undefined when all is well. */
  trouble: string | undefined;
  /** `up` would run all the same. */
  bearable?: boolean;
}

const NODE_MAJOR_MIN = 24;

/** Looks at everything `up` needs, and says what to do about what is missing. */
export async function doctor(options: DoctorOptions, io: Io): Promise<ExitCode> {
  const checks = [nodeCheck(process.versions.node)];
  const settings = settingsOr(options, io, checks);
  if (settings) {
    checks.push(...rulesChecks(settings));
    checks.push(...channelChecks(settings));
    checks.push(await directoryCheck(settings.dataDirectory));
    checks.push(await portCheck("the agents' door", settings.agentsDoor));
    if (settings.platformDoor) checks.push(await portCheck("the sensors' door", settings.platformDoor));
    checks.push(await portCheck('the page and the control door', settings.socDoor));
  }
  for (const { what, trouble, bearable } of checks)
    io.stdout(trouble ? `${bearable ? 'warning' : 'trouble'}  ${what}: ${trouble}\n` : `ok       ${what}\n`);
  return checks.every(({ trouble, bearable }) => trouble === undefined || bearable) ? 0 : 1;
}

function settingsOr(options: DoctorOptions, io: Io, checks: Check[]): Settings | undefined {
  try {
    const settings = loadSettings(options, { cwd: io.cwd, env: io.env });
    checks.push({ what: 'the configuration and the policy', trouble: undefined });
    return settings;
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    checks.push({ what: 'the configuration and the policy', trouble: error.message });
    return undefined;
  }
}

/** A broken rule of the user's is not run, and stops nothing. */
function rulesChecks({ rules: { user } }: Settings): Check[] {
  if (!user) return [];
  const all = { what: `${user.loaded.length} rules of your own in ${user.path}`, trouble: undefined };
  const refused = user.refused.map(({ place, reason }) => ({
    what: `a rule of your own at ${placeText(place)}`,
    trouble: `${reason}; it is not run`,
    bearable: true,
  }));
  return [all, ...refused];
}

/** Whether each could be made; whether anybody is there is for `channels test` to say. */
const channelChecks = ({ channels }: Settings): Check[] =>
  channels.map(({ name, to, make }) => {
    const what = `the channel ${name} to ${to}`;
    try {
      make({ produce: async () => {} });
      return { what, trouble: undefined };
    } catch (error) {
      return { what, trouble: error instanceof Error ? error.message : 'it cannot be made' };
    }
  });

export function nodeCheck(version: string): Check {
  const recent = Number(version.split('.')[0]) >= NODE_MAJOR_MIN;
  return {
    what: `Node.js ${version}`,
    trouble: recent ? undefined : `version ${NODE_MAJOR_MIN} or later is needed`,
  };
}

async function directoryCheck(path: string): Promise<Check> {
  const what = `the data directory ${path}`;
  try {
    await access(nearestExisting(path), constants.W_OK);
    return { what, trouble: undefined };
  } catch {
    return { what, trouble: 'it cannot be written; name another with --data' };
  }
}

/** Looking must not make anything. */
function nearestExisting(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearestExisting(dirname(path));
}

async function portCheck(door: string, { host, port }: { host: string; port: number }): Promise<Check> {
  const what = `${door} on ${host}:${port}`;
  const failure = await tryPort({ host, port });
  if (!failure) return { what, trouble: undefined };
  const reason =
    failure.code === 'EADDRINUSE'
      ? 'the port is taken (is mortsafe up already?)'
      : `it cannot listen (${failure.code})`;
  return { what, trouble: `${reason}; choose another with \`port\` in mortsafe.yaml` };
}
