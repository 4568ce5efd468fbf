import { createHash } from 'node:crypto';
import type { AgentEvent, StopReason } from '@mortsafe/agent-events';
import type { Life, Process } from './life.ts';
import type { Look } from './process-table.ts';

/** Where the sensor looks. */
export interface SensorName {
  host: string;
  /** Tells this boot of the machine from all others. */
  boot: string;
}

export interface Start {
  look: Look;
  launcher: Life | undefined;
  /** The process was there before, as another. */
  becameIt: boolean;
}

/** Kernels tell ticks of a hundredth of a second to everybody, whatever they use within. */
const TICK_MS = 10;
const ID_CHARS = 32;

export function tellStart(sensor: SensorName, life: Life, process: Process, start: Start): AgentEvent {
  const { look, launcher, becameIt } = start;
  const startedAt = Math.round(look.bootedAt + process.startTicks * TICK_MS);
  return {
    ...common(sensor, life, process, 'agent.started'),
    type: 'agent.started',
    time: becameIt ? look.at : Math.min(startedAt, look.at),
    observedTime: look.at,
    ...(launcher && {
      launchedBy: {
        kind: 'agent',
        id: launcher.agent,
        ...(launcher.instance !== undefined && { instance: launcher.instance }),
      },
    }),
  };
}

export const tellStop = (sensor: SensorName, life: Life, { at }: Look): AgentEvent => ({
  ...common(sensor, life, life.root, 'agent.stopped'),
  type: 'agent.stopped',
  time: at,
  observedTime: at,
  reason: life.ending ?? 'unknown',
});

/** Told twice, also by a sensor that began anew, it is the same event. */
function common(sensor: SensorName, life: Life, process: Process, type: string) {
  const { host, boot } = sensor;
  const { fleet, agent, instance } = life;
  const about = JSON.stringify([host, boot, fleet, agent, instance, process.pid, process.startTicks, type]);
  return {
    id: createHash('sha256').update(about).digest('hex').slice(0, ID_CHARS),
    origin: 'platform' as const,
    ...{ host, fleet, agent },
    ...(instance !== undefined && { instance }),
  };
}

/** As `waitpid` tells it: the signal in the lower seven bits, the code that it ended with in the byte above. */
export function howItEnded({ exitCode }: { exitCode: number }): StopReason {
  const signal = exitCode & 0x7f;
  if (signal === SIGKILL || signal === SIGTERM) return 'killed';
  return exitCode === 0 ? 'completed' : 'crashed';
}

const SIGKILL = 9;
const SIGTERM = 15;
