import { createHash } from 'node:crypto';
import type { AgentEvent, StopReason } from '@mortsafe/agent-events';
import type { Life, Process } from './life.ts';
import type { Marker } from './marker.ts';
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

/** Told twice, also by a sensor that began anew, it is the same event. */
export function tellStart(sensor: SensorName, marker: Marker, process: Process, start: Start): AgentEvent {
  const { look, launcher, becameIt } = start;
  const startedAt = Math.round(look.bootedAt + process.startTicks * TICK_MS);
  const { host, boot } = sensor;
  const { fleet, agent, instance } = marker;
  const when = becameIt ? look.at : process.startTicks;
  return {
    ...common(sensor, marker, idOf([host, boot, fleet, agent, instance, process.pid, when])),
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
  ...common(sensor, life, idOf([life.begunBy, 'stopped'])),
  type: 'agent.stopped',
  time: at,
  observedTime: at,
  reason: life.ending ?? 'unknown',
});

const idOf = (about: unknown[]): string =>
  createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, ID_CHARS);

const common = ({ host }: SensorName, { fleet, agent, instance }: Marker, id: string) => ({
  id,
  origin: 'platform' as const,
  ...{ host, fleet, agent },
  ...(instance !== undefined && { instance }),
});

/** As `waitpid` tells it: the signal in the lower seven bits, the code that it ended with in the byte above. */
export function howItEnded({ exitCode }: { exitCode: number }): StopReason {
  const signal = exitCode & 0x7f;
  if (signal === SIGKILL || signal === SIGTERM) return 'killed';
  return exitCode === 0 ? 'completed' : 'crashed';
}

const SIGKILL = 9;
const SIGTERM = 15;
