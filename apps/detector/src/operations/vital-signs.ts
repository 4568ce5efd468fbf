import { type AgentEvent, CANARY_FLEET, isDrillFleet, type VitalSign } from '@mortsafe/agent-events';
import { type DetectorState, recordsIn } from '@mortsafe/detection';

type FleetState = DetectorState['fleets'][number];

/** When everybody was last heard. */
export interface VitalSigns {
  /** Hears an event on its way to the rules; true where it was the canary's, which nobody else is to see. */
  saw(event: AgentEvent): boolean;
  /** As `saw`, of an agent's own event: its fleet, which is not the canary's, and when it was observed. */
  heard(fleet: string, observedTime: number): void;
  /** A picture was restored: its fleets are listened to from when they were last heard. */
  restored(state: DetectorState): void;
  /**
   * The detector has come this far.
   *
   * @param time - Until when the doors have been read, epoch milliseconds.
   * @param fleetOf - Where to look who is there, once a fleet is quiet; undefined where it is another's by now.
   */
  detected(time: number | undefined, fleetOf: (name: string) => FleetState | undefined): void;
  /** All of them, or those that are new since the last call. */
  signs(which: 'all' | 'new'): VitalSign[];
}

const FLEETS_MAX = 10_000;
const SENSORS_MAX = 1_000;
/** From then on it is asked whether anybody would be missed. */
const QUIET_MS = 30_000;

interface Heard {
  time: number;
  told: number;
}

interface HeardFleet extends Heard {
  missed: boolean;
  /** When it was last asked who would be missed. */
  askedAt: number;
}

/**
 * Listens for silence. Fleets and sensors beyond the first many are not listened to: their names are whatever their
 * senders say.
 *
 * @param doors - By these names the canary beats.
 */
export function createVitalSigns(doors: readonly string[]): VitalSigns {
  const byDoor = new Map<string, Heard>();
  const bySensor = new Map<string, Heard & { fleet: string; name: string }>();
  const byFleet = new Map<string, HeardFleet>();
  const detector: Heard = { time: 0, told: 0 };
  let last: { fleet: string; heard: HeardFleet } | undefined;

  const hearSensor = ({ fleet, sender, reporter, host, observedTime }: AgentEvent): void => {
    const name = sender ?? reporter ?? host;
    if (name === undefined || isDrillFleet(fleet)) return;
    const key = JSON.stringify([fleet, name]);
    const known = bySensor.get(key);
    if (known) known.time = observedTime;
    else if (bySensor.size < SENSORS_MAX) bySensor.set(key, { fleet, name, time: observedTime, told: 0 });
  };

  function fleetCalled(fleet: string, time: number): HeardFleet | undefined {
    const known = byFleet.get(fleet);
    // A drill ends, and nobody misses its fleet.
    if (known || byFleet.size >= FLEETS_MAX || isDrillFleet(fleet)) return known;
    const heard = { time, told: 0, missed: true, askedAt: 0 };
    byFleet.set(fleet, heard);
    return heard;
  }

  /** Asks about fleets that have been quiet for a while, each now and then: it costs a look at every agent. */
  function askWhoIsMissed(time: number, fleetOf: (name: string) => FleetState | undefined): void {
    for (const [fleet, heard] of byFleet) {
      if (time - heard.time < QUIET_MS || time - heard.askedAt < QUIET_MS) continue;
      heard.askedAt = time;
      const held = fleetOf(fleet);
      if (!held) continue;
      const missed = isMissed(held);
      if (missed !== heard.missed) heard.told = 0;
      heard.missed = missed;
    }
  }

  function saw(event: AgentEvent): boolean {
    const { fleet, agent, observedTime, origin } = event;
    if (fleet === CANARY_FLEET) {
      if (agent === undefined || !doors.includes(agent)) return false;
      byDoor.set(agent, { told: 0, ...byDoor.get(agent), time: observedTime });
      return true;
    }
    if (origin === 'platform') hearSensor(event);
    if (origin === 'agent') hearFleet(fleet, observedTime);
    return false;
  }

  function hearFleet(fleet: string, observedTime: number): void {
    if (last?.fleet !== fleet) {
      const heard = fleetCalled(fleet, observedTime);
      if (!heard) return;
      last = { fleet, heard };
    }
    last.heard.time = observedTime;
    last.heard.missed = true;
  }

  return {
    saw,
    heard: hearFleet,
    detected(time, fleetOf) {
      if (time === undefined) return;
      detector.time = Math.max(detector.time, time);
      askWhoIsMissed(time, fleetOf);
    },
    restored(state) {
      for (const held of state.fleets) {
        let time = 0;
        for (const { launches } of recordsIn(held)) {
          for (const { lastSign } of launches) time = Math.max(time, lastSign);
        }
        if (time > 0) fleetCalled(held.fleet, time);
      }
    },
    signs(which) {
      const found: VitalSign[] = [];
      const tell = (heard: Heard, sign: Omit<VitalSign, 'time' | 'missed'>, missed = true): void => {
        if (heard.time === 0 || (which === 'new' && heard.told >= heard.time)) return;
        if (which === 'new') heard.told = heard.time;
        found.push({ ...sign, time: heard.time, missed });
      };
      tell(detector, { kind: 'detector', name: 'detector' });
      for (const [name, heard] of byDoor) tell(heard, { kind: 'door', name });
      for (const heard of bySensor.values())
        tell(heard, { kind: 'sensor', name: heard.name, fleet: heard.fleet });
      for (const [name, heard] of byFleet) tell(heard, { kind: 'fleet', name }, heard.missed);
      return found;
    },
  };
}

/** Whether an agent of the fleet announced heartbeats, and was not seen to stop. */
function isMissed(fleet: FleetState): boolean {
  for (const { launches } of recordsIn(fleet)) {
    if (launches.some(({ stop, interval }) => !stop && interval > 0)) return true;
  }
  return false;
}
