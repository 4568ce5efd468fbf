/** A kill in force on this agent, as the orders' door tells it. */
export interface ToldOrder {
  order: string;
  level: string;
  /** Milliseconds left. */
  deadlineInMs: number;
  /** Whether a launch of it now is authorised. */
  mayRelaunch: boolean;
}

export interface ToldOrders {
  /** The same while the same is in force. */
  state: string;
  orders: ToldOrder[];
}

/** Reads what the door said; undefined where that makes no sense. */
export function readOrders(text: string): ToldOrders | undefined {
  try {
    const { state, orders } = JSON.parse(text) as ToldOrders;
    return typeof state === 'string' && Array.isArray(orders) && orders.every(isOrder)
      ? { state, orders }
      : undefined;
  } catch {
    return undefined;
  }
}

const isOrder = (order: unknown): boolean => {
  const { order: id, level, deadlineInMs, mayRelaunch } = Object(order) as Partial<ToldOrder>;
  return (
    typeof id === 'string' &&
    id.length >= 1 &&
    id.length <= 256 &&
    typeof level === 'string' &&
    Number.isFinite(deadlineInMs) &&
    typeof mayRelaunch === 'boolean'
  );
};

const TEXT_CHARS_MAX = 65_536;

/**
 * Takes server-sent events apart as they come in pieces; anything that is no event, such as a comment, is passed over.
 * A text that never ends is forgotten.
 */
export function eventReader(heard: (data: string) => void): (piece: string) => void {
  let text = '';
  return (piece) => {
    const events = (text + piece).replaceAll('\r\n', '\n').split('\n\n');
    text = events.pop() ?? '';
    if (text.length > TEXT_CHARS_MAX) text = '';
    for (const event of events) {
      const data = event.split('\n').filter((line) => line.startsWith('data:'));
      if (data.length > 0) heard(data.map((line) => line.slice('data:'.length).trimStart()).join('\n'));
    }
  };
}
