/** A map that forgets what was written longest ago once it holds more than so much. */
export interface BoundedMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  /** Gives it away: it is asked for once. */
  take(key: string): Value | undefined;
}

export function createBoundedMap<Value>(sizeMax: number): BoundedMap<Value> {
  const values = new Map<string, Value>();
  return {
    get: (key) => values.get(key),
    set(key, value) {
      values.delete(key);
      values.set(key, value);
      if (values.size > sizeMax) values.delete(values.keys().next().value as string);
    },
    take(key) {
      const value = values.get(key);
      values.delete(key);
      return value;
    },
  };
}
