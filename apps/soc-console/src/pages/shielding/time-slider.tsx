import { Time } from '../../ui/time.tsx';

const STEPS = 500;

export interface TimeSliderProps {
  /** Epoch milliseconds. */
  from: number;
  until: number;
  /** Undefined is now. */
  at: number | undefined;
  onChange(at: number | undefined): void;
}

/** Shows the graph as it had grown by a time. */
export function TimeSlider({ from, until, at, onChange }: TimeSliderProps) {
  const step = Math.max(1, (until - from) / STEPS);
  const choose = (steps: number): void =>
    onChange(steps >= STEPS ? undefined : Math.round(from + Math.max(0, steps) * step));
  const steps = at === undefined ? STEPS : Math.round((at - from) / step);
  return (
    <div className="shielding-time">
      <span className="soft">
        <Time at={from} />
      </span>
      <input
        type="range"
        min={0}
        max={STEPS}
        value={steps}
        aria-label="As it was at"
        aria-valuetext={at === undefined ? 'now' : new Date(at).toLocaleString()}
        onChange={({ target }) => choose(target.valueAsNumber)}
      />
      <output>{at === undefined ? 'now' : <Time at={at} />}</output>
      <button
        type="button"
        className="button small"
        disabled={at === undefined}
        onClick={() => onChange(undefined)}
      >
        Now
      </button>
    </div>
  );
}
