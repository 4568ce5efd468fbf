import { randomBytes } from 'node:crypto';
import { type AgentEvent, CANARY_FLEET } from '@mortsafe/agent-events';
import { createVitalSigns, type VitalSigns } from '@mortsafe/detector';
import type { WatchdogOptions } from '@mortsafe/soc-alerting';
import type { ResolvedToken } from '../config/door-tokens.ts';
import { reachable } from '../config/reachable.ts';
import type { CanarySettings, Settings } from '../config/settings.ts';
import { httpBeats } from './http-canary.ts';
import { watchdogOf } from './watchdog-of.ts';

type Urls = Record<'agents' | 'platform', string | undefined>;

/** The canary of a mortsafe in one process. */
export interface Canary {
  vitals: VitalSigns;
  /** With one of its own, where a door asks for tokens. It lives as long as the process. */
  tokensFor(tokens: readonly ResolvedToken[]): ResolvedToken[];
  doorsOpen(urls: Urls): void;
  watchdog(publishControl: (event: AgentEvent) => Promise<void>): WatchdogOptions;
}

export function createCanary(
  canary: CanarySettings,
  settings: Pick<Settings, 'agentsDoor' | 'platformDoor'>,
): Canary {
  const token = randomBytes(32).toString('base64url');
  const opened = Promise.withResolvers<Urls>();
  const doors = [
    { name: 'agents', origin: 'agent' as const },
    ...(settings.platformDoor ? [{ name: 'platform', origin: 'platform' as const }] : []),
    { name: 'control', origin: 'control' as const },
  ];
  const vitals = createVitalSigns(doors.map(({ name }) => name));
  const doorAt = (url: string | undefined, tokens: readonly ResolvedToken[] = []) =>
    url === undefined ? undefined : { url: reachable(url), token: tokens.length > 0 ? token : undefined };
  return {
    vitals,
    tokensFor: (tokens) =>
      tokens.length === 0 ? [] : [...tokens, { token, fleets: [CANARY_FLEET], agent: undefined }],
    doorsOpen: opened.resolve,
    watchdog(publishControl) {
      const open = opened.promise.then(({ agents, platform }) => ({
        agents: doorAt(agents, settings.agentsDoor.tokens),
        platform: doorAt(platform, settings.platformDoor?.tokens),
      }));
      const beat = httpBeats({ doors: open, publishControl });
      return watchdogOf(canary, doors, { signs: () => vitals.signs('all'), beat });
    },
  };
}
