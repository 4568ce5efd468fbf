import type { StopReason } from '@mortsafe/agent-events/words';
import { trace } from '@opentelemetry/api';
import { activitySpan, recordActivity } from './activity.ts';
import type { Agent } from './agent.ts';
import type { AgentOptions } from './agent-options.ts';
import { requireBetween, requireId } from './bounds.ts';
import { settleControl } from './control/control-options.ts';
import { createObedience, unbound } from './control/obedience.ts';
import { takeMarkers } from './environment.ts';
import { createExitWatch, type ExitWatch } from './exit-watch.ts';
import { flushAll, flushableTracerProvider, oneAtATime } from './flush.ts';
import { identify } from './identify.ts';
import { launchPeer } from './launch.ts';
import { startLife } from './life.ts';
import { openLink } from './link.ts';
import { isPrompt } from './prompt-providers.ts';
import { createRecorder } from './recorder.ts';
import { createReports } from './reports.ts';
import { sayStarted } from './say-started.ts';
import { createVoice, eventOf, type Voice } from './voice.ts';
import { warnOnce } from './warn-once.ts';

const SCOPE = '@mortsafe/agent-sdk';
const INTERVAL_MS_MAX = 3_600_000;
let exitWatchOfProcess: ExitWatch | undefined;

/**
 * Makes this process, or a part of it, an agent that the detector knows: it says that it started and who launched it,
 * beats, and says when it ends. Telemetry goes to the OpenTelemetry providers that are registered.
 *
 * The markers of this one launch are taken from the environment: agents started later in the same process, and
 * processes it starts, do not have them.
 *
 * @throws {InvalidOptionError} An option is out of bounds, or neither options nor environment name agent and fleet.
 * @example
 * const agent = startAgent({ id: 'worker-3', fleet: 'checkout' });
 */
export function startAgent(options: AgentOptions = {}): Agent {
  const { env = process.env, heartbeatIntervalMs = 10_000, exitFlushMs = 2_000, signals = true } = options;
  requireBetween('heartbeatIntervalMs', heartbeatIntervalMs, 50, INTERVAL_MS_MAX);
  requireBetween('exitFlushMs', exitFlushMs, 0, INTERVAL_MS_MAX);
  for (const standby of options.standbyFor ?? []) requireId('standbyFor', standby);
  const markers = takeMarkers(env);
  const self = identify(options, markers);
  // The environment speaks of the agent that was launched, and of no other in its process.
  const isMeant = markers.agent === undefined || markers.agent === self.id;
  const control = settleControl(options.control, isMeant ? env : {});

  const { loggerProvider, tracerProvider = trace.getTracerProvider(), warn = warnOnce } = options;
  const recorder = createRecorder({
    provider: loggerProvider,
    warn,
    lostEvent: (count) => eventOf(self, 'telemetry.lost', { count, where: 'sdk' }),
  });
  const voice = createVoice(self, recorder);
  const flush = (hold: boolean) =>
    flushAll([recorder.provider(), flushableTracerProvider(tracerProvider)], exitFlushMs, { hold });
  const flushOnce = oneAtATime(() => flush(false));
  const flushSoon = () => isPrompt(recorder.provider()) || flushOnce();
  const promptly = thenFlushing(voice, flushSoon);
  const tracing = { tracer: tracerProvider.getTracer(SCOPE), warn };
  const launcher = { self, tracing, voice: promptly, env };

  sayStarted(promptly, options, markers, heartbeatIntervalMs);
  if (signals) exitWatchOfProcess ??= createExitWatch(process);
  const exitWatch = signals ? exitWatchOfProcess : undefined;
  const life = startLife({ voice, flush: () => flush(true), heartbeatIntervalMs, exitWatch });
  const stop = (reason?: StopReason): Promise<void> => {
    obedience.close();
    return life.stop(reason);
  };
  const obedience = control
    ? createObedience({ self, voice: promptly, settings: control, stop, flush: () => flush(true), warn })
    : unbound;
  const { signal } = obedience;
  return {
    ...self,
    ...createReports(self, promptly),
    signal,
    ready: async () => obedience.permit(),
    run(operation, on, work) {
      const activity = activitySpan(self, operation, on);
      return obedience.permitted(() =>
        recordActivity(tracing, activity, ({ span }) => work({ span, signal })),
      );
    },
    openLink: (peer, link) => openLink(promptly, peer, link),
    launch: (peer, run, launch = {}) =>
      obedience
        .permitted(() => launchPeer(launcher, peer, run, launch), launch.inProcess ? undefined : peer)
        .finally(() => void flushSoon()),
    stop,
    [Symbol.asyncDispose]: () => stop(),
  };
}

/** What a SOC waits for must not lie in the batch of a provider when the process is killed. */
const thenFlushing = (voice: Voice, flushSoon: () => unknown): Voice => ({
  say(...said) {
    voice.say(...said);
    flushSoon();
  },
});
