import type { DoorHealth } from '../../api/generated/schemas.ts';
import { everyMinute, linePath } from './sparkline.ts';

export interface SparklineMarkProps {
  health: DoorHealth;
  /** How many minutes it shows. */
  minutes: number;
  of?: 'events' | 'lag';
  height?: number;
}

const WIDTH = 240;

/** Minute by minute; below the line, a stroke for each minute in which something was rejected or lost. */
export function SparklineMark({ health, minutes, of = 'events', height = 24 }: SparklineMarkProps) {
  const all = everyMinute(health.minutes, minutes, health.until);
  const values = all.map((one) => one[of] ?? 0);
  const line = linePath(values, WIDTH, height - 4);
  const step = WIDTH / Math.max(1, all.length - 1);
  const most = Math.max(0, ...values).toLocaleString();
  return (
    <svg
      className={`telemetry-spark ${of}`}
      viewBox={`0 0 ${WIDTH} ${height}`}
      preserveAspectRatio="none"
      style={{ height }}
      role="img"
      aria-label={of === 'lag' ? `at most ${most} waited` : `at most ${most} events a minute`}
    >
      <path className="telemetry-area" d={`${line}L${WIDTH},${height - 4}L0,${height - 4}Z`} />
      <path className="telemetry-line" d={line} />
      {of === 'events' &&
        all.map(({ minute, rejected, lost }, index) =>
          rejected + lost > 0 ? (
            <path
              key={minute}
              className="telemetry-flaw"
              d={`M${Math.min(index * step, WIDTH - 2)},${height - 3}v3`}
            />
          ) : null,
        )}
    </svg>
  );
}
