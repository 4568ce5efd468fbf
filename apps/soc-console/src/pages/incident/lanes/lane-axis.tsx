import { utcText } from '../../../ui/time.tsx';
import { xOf } from './draw-lanes.ts';
import type { Span, Swimlanes } from './lanes.ts';
import { ticksOf } from './view.ts';

const TICK_PX = 110;
const LABEL_PX = 90;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const two = (value: number, digits = 2): string => String(value).padStart(digits, '0');

/** Local time, as exact as the steps need it. */
function tickText(at: number, step: number): string {
  const date = new Date(at);
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (step >= DAY_MS) return `${two(date.getDate())}.${two(date.getMonth() + 1)}.`;
  if (step >= MINUTE_MS) return clock;
  if (step >= 1_000) return `${clock}:${two(date.getSeconds())}`;
  return `${clock}:${two(date.getSeconds())}.${two(date.getMilliseconds(), 3)}`;
}

/** The time over the lanes, in words that can be read and copied. */
export function LaneAxis({ view, width, swimlanes }: { view: Span; width: number; swimlanes: Swimlanes }) {
  if (width === 0) return <div className="lanes-axis" />;
  const ticks = ticksOf(view, Math.max(2, Math.floor(width / TICK_PX)));
  const cuts = [
    { name: 'kill', text: 'kill ordered', at: swimlanes.kill },
    { name: 'dead', text: 'dead line', at: swimlanes.deadLine },
  ];
  const killX = swimlanes.kill === undefined ? -1 : xOf(swimlanes.kill, view, width);
  return (
    <div className="lanes-axis">
      {ticks.map(({ at, step }) => (
        <span key={at} className="lanes-tick" style={{ left: xOf(at, view, width) }} title={utcText(at)}>
          {tickText(at, step)}
        </span>
      ))}
      {cuts.map(({ name, text, at }) => {
        if (at === undefined || at < view.from || at > view.to) return null;
        const x = xOf(at, view, width);
        // The kill's words before it and the dead line's behind it, where there is room.
        const isBehind = name === 'dead' ? x < width - LABEL_PX : x < LABEL_PX;
        const clear = name === 'dead' && killX >= 0 && killX < LABEL_PX ? killX + LABEL_PX : 0;
        const side = isBehind ? { left: Math.max(x, clear) + 3 } : { right: width - x + 3 };
        return (
          <span key={name} className={`lanes-cut ${name}`} style={side} title={utcText(at)}>
            {text}
          </span>
        );
      })}
    </div>
  );
}
