import { userInfo } from 'node:os';
import { join } from 'node:path';
import type {
  ControlToken,
  ExecutorSettings,
  IsolatorSettings,
  SocAlertingOptions,
  StorageSettings,
} from '@mortsafe/soc-alerting';
import { rulesInForce } from '../config/access-settings.ts';
import type { ChannelWorld } from '../config/channel-settings.ts';
import type { ExecutorConfig } from '../config/executor-config.ts';
import type { IsolatorConfig } from '../config/isolator-config.ts';
import { rulePage } from '../config/rule-page.ts';
import type { Settings } from '../config/settings.ts';
import { withoutAbsent } from '../config/without-absent.ts';
import { CannotRun } from '../io.ts';
import { CONTROL_TOKEN_FILE, tokenIn } from './data-directory.ts';

/** Secrets and templates that cannot work are told by plain errors; what the system says has a code. */
export function unfitSettings(error: unknown): never {
  if (error instanceof Error && error.constructor === Error && !('code' in error)) {
    throw new CannotRun(error.message);
  }
  throw error;
}

type FromSettings = Pick<
  SocAlertingOptions,
  | 'storage'
  | 'retention'
  | 'shieldingDomains'
  | 'channels'
  | 'routing'
  | 'slackButtons'
  | 'pagerDutyReplies'
  | 'executors'
  | 'isolators'
  | 'access'
  | 'hooks'
  | 'ordersDoor'
  | 'rules'
  | 'rulePage'
>;

/** All that the settings alone say of the SOC application, whatever it is fed by. */
export const fromSettings = (settings: Settings, world: ChannelWorld): FromSettings => ({
  storage: storageOf(settings),
  ...keepingOf(settings),
  ...tellingOf(settings, world),
  executors: settings.executors.map(executorOf),
  isolators: settings.isolators.map(isolatorOf),
  access: settings.access,
  hooks: settings.hooks,
  ...(settings.ordersDoor && { ordersDoor: settings.ordersDoor }),
  rules: () => rulesInForce(settings.rules, settings.policy),
  rulePage,
});

/** Who may order: whoever is configured, else whoever started it. */
export async function controlTokensOf({ socDoor, dataDirectory }: Settings): Promise<ControlToken[]> {
  if (socDoor.controlTokens.length > 0) return socDoor.controlTokens;
  return [{ token: await tokenIn(dataDirectory, CONTROL_TOKEN_FILE), person: userInfo().username }];
}

/** Where incidents are kept. */
export function storageOf({ postgres, dataDirectory }: Settings): StorageSettings {
  if (!postgres) return { directory: join(dataDirectory, 'incidents') };
  return withoutAbsent({ postgres: postgres.url, schema: postgres.schema });
}

/** How long what is over is kept, and where one name means one agent. */
const keepingOf = ({
  retention: { incidents, shielding, audit },
  shieldingDomains,
}: Settings): Pick<SocAlertingOptions, 'retention' | 'shieldingDomains'> =>
  withoutAbsent({
    retention: withoutAbsent({ incidentsMs: incidents, shieldingMs: shielding, auditMs: audit }),
    shieldingDomains,
  });

/** What is told, to whom, by what. */
const tellingOf = (
  { channels, routing, slackButtons, pagerDutyReplies }: Settings,
  world: ChannelWorld = {},
): Pick<SocAlertingOptions, 'channels' | 'routing' | 'slackButtons' | 'pagerDutyReplies'> =>
  withoutAbsent({
    channels: channels.map(({ make }) => make(world)),
    routing,
    slackButtons,
    pagerDutyReplies,
  });

function executorOf(executor: ExecutorConfig): ExecutorSettings {
  if ('signal' in executor) {
    const { signal: _, ...given } = executor;
    return { kind: 'signal', ...withoutAbsent(given) };
  }
  if ('command' in executor) return { kind: 'command', ...withoutAbsent(executor) };
  const { kubernetes, ...guard } = executor;
  return { kind: 'kubernetes', ...withoutAbsent(guard), ...withoutAbsent(kubernetes) };
}

function isolatorOf(isolator: IsolatorConfig): IsolatorSettings {
  if ('isolate' in isolator) return { kind: 'command', ...withoutAbsent(isolator) };
  const { kubernetes, ...given } = isolator;
  return { kind: 'kubernetes', ...withoutAbsent(given), ...withoutAbsent(kubernetes) };
}
