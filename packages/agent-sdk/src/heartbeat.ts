export interface Heartbeat {
  stop(): void;
}

/**
 * Beats at once with sequence 0, then every `intervalMs`. An event loop that was held up owes no beats: it beats
 * once and goes on, for a burst of late ones would tell of a life that nobody saw.
 */
export function startHeartbeat(intervalMs: number, beat: (sequence: number) => void): Heartbeat {
  let sequence = 0;
  const next = () => beat(sequence++);
  next();
  const timer = setInterval(next, intervalMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
