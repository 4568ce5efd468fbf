import { userInfo } from 'node:os';
import { join } from 'node:path';
import type {
  ControlToken,
  ExecutorSettings,
  SocAlertingOptions,
  StorageSettings,
} from '@mortsafe/soc-alerting';
import type { ChannelWorld } from '../config/channel-settings.ts';
import type { ExecutorConfig } from '../config/executor-config.ts';
import type { Settings } from '../config/settings.ts';
import { CannotRun } from '../io.ts';
import { CONTROL_TOKEN_FILE, tokenIn } from './data-directory.ts';

/** Secrets and templates that cannot work are told by plain errors; what the system says has a code. */
export function unfitSettings(error: unknown): never {
  if (error instanceof Error && error.constructor === Error && !('code' in error)) {
    throw new CannotRun(error.message);
  }
  throw error;
}

/** Who may order: whoever is configured, else whoever started it. */
export async function controlTokensOf({ socDoor, dataDirectory }: Settings): Promise<ControlToken[]> {
  if (socDoor.controlTokens.length > 0) return socDoor.controlTokens;
  return [{ token: await tokenIn(dataDirectory, CONTROL_TOKEN_FILE), person: userInfo().username }];
}

/** Where incidents are kept. */
export function storageOf({ postgres, dataDirectory }: Settings): StorageSettings {
  if (!postgres) return { directory: join(dataDirectory, 'incidents') };
  const { url, schema } = postgres;
  return { postgres: url, ...(schema !== undefined && { schema }) };
}

/** How long what is over is kept, and where one name means one agent. */
export const keepingOf = ({
  retention: { incidents, shielding, audit },
  shieldingDomains,
}: Settings): Pick<SocAlertingOptions, 'retention' | 'shieldingDomains'> => ({
  retention: {
    ...(incidents !== undefined && { incidentsMs: incidents }),
    ...(shielding !== undefined && { shieldingMs: shielding }),
    ...(audit !== undefined && { auditMs: audit }),
  },
  ...(shieldingDomains !== undefined && { shieldingDomains }),
});

/** What is told, to whom, by what. */
export const tellingOf = (
  { channels, routing, slackButtons }: Settings,
  world: ChannelWorld = {},
): Pick<SocAlertingOptions, 'channels' | 'routing' | 'slackButtons'> => ({
  channels: channels.map(({ make }) => make(world)),
  routing,
  ...(slackButtons && { slackButtons }),
});

export function executorOf(executor: ExecutorConfig): ExecutorSettings {
  const { fleet, agentsMax, protectedAgents, dryRun } = executor;
  const guarded = {
    fleet,
    ...(agentsMax !== undefined && { agentsMax }),
    ...(protectedAgents && { protectedAgents }),
    ...(dryRun !== undefined && { dryRun }),
  };
  if ('signal' in executor) {
    const { pidFile } = executor;
    return { ...guarded, kind: 'signal', ...(pidFile !== undefined && { pidFile }) };
  }
  if ('command' in executor) {
    const { command, waitsForExit = false } = executor;
    return { ...guarded, kind: 'command', command, waitsForExit };
  }
  const given = Object.entries(executor.kubernetes).filter(([, value]) => value !== undefined);
  return { ...guarded, kind: 'kubernetes', ...(Object.fromEntries(given) as { namespace: string }) };
}
