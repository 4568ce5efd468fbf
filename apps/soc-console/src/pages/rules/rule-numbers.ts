import type { Rule } from '../../api/generated/schemas.ts';
import { durationText } from '../../ui/time.tsx';

/** A number as people say it. Which are durations is said by the rule's page alone. */
export const numberText = (name: string, value: number, durations: readonly string[]): string =>
  durations.includes(name) ? durationText(value) : value.toLocaleString();

export interface TuningSaid {
  where: string;
  isOff: boolean;
  /** Numbers that hold there instead: `minimum 5 min, missedHeartbeats 4`. */
  numbers: string;
}

/** What the policy says of a rule beside its numbers; what says nothing new is left out. */
export const tuningOf = (
  { limits, tuning }: Pick<Rule, 'limits' | 'tuning'>,
  durations: readonly string[],
): TuningSaid[] =>
  tuning.flatMap(({ fleet, agents, enabled, limits: tuned }) => {
    const changed = Object.entries(tuned).filter(([name, value]) => limits[name] !== value);
    if (enabled && changed.length === 0) return [];
    return [
      {
        where: agents === '*' ? fleet : `${fleet} / ${agents}`,
        isOff: !enabled,
        numbers: changed.map(([name, value]) => `${name} ${numberText(name, value, durations)}`).join(', '),
      },
    ];
  });
