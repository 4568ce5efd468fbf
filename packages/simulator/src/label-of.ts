import type { Expected, Label, Outcome, Truth } from './label.ts';
import { FIRST_MS } from './stage/stage.ts';

/** What faults did to the events of a story. */
export interface FaultReport {
  /** Ids of events that never arrived. */
  lost: ReadonlySet<string>;
  /** Ids of events that crossed our boundary late. */
  late: ReadonlySet<string>;
  /** Rules that the faults themselves may trip. */
  mayAlsoFire: ReadonlySet<string>;
}

export const noFaults: FaultReport = { lost: new Set(), late: new Set(), mayAlsoFire: new Set() };

/** The stop that would confirm a kill may be what was lost, or comes late: then this is right to say. */
const WHERE_A_STOP_IS_MISSED = ['kill-unconfirmed'];

/** What can still be known of a story after what the faults have done to it. */
export function labelOf(
  { fires, mayAlsoFire = [], provenBy = [], whenLate = [] }: Truth,
  faults: FaultReport = noFaults,
): Label {
  const { lost, late } = faults;
  const unproven = provenBy.filter(({ events }) => events.some((id) => lost.has(id)));
  const unsure = fires.filter(({ needs = [] }) => needs.some((id) => lost.has(id)));
  const allowed = [
    ...(lost.size + late.size > 0 ? WHERE_A_STOP_IS_MISSED : []),
    ...mayAlsoFire,
    ...faults.mayAlsoFire,
    ...(late.size > 0 ? whenLate : []),
    ...unsure.map(({ rule }) => rule),
    ...unproven.flatMap(({ rules }) => rules),
  ];
  return {
    fires: fires.filter((outcome) => !unsure.includes(outcome)).map((outcome) => expectedOf(outcome, faults)),
    mayAlsoFire: [...new Set(allowed)].sort(),
  };
}

function expectedOf(outcome: Outcome, { lost, late }: FaultReport): Expected {
  const { decisiveMs, needs: _needs, leansOn = [], inTime = [], ...known } = outcome;
  const expected: Expected = { ...known, decisiveTime: new Date(FIRST_MS + decisiveMs).toISOString() };
  const unattributed = leansOn.some((id) => lost.has(id));
  if (unattributed) {
    delete expected.actor;
    delete expected.instigator;
  }
  const tooLate = inTime === 'any' ? late.size > 0 : inTime.some((id) => late.has(id));
  if (unattributed || tooLate) delete expected.severity;
  return expected;
}
