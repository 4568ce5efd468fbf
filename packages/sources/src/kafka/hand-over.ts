/** Passes things from one who has them to one who asks, one at a time: giving lasts until the other is done. */
export interface HandOver<Thing> {
  /** Resolves once the taker has asked for the next; false when nobody takes any more. */
  give(thing: Thing): Promise<boolean>;
  /** Ends when it is closed; throws what it is failed with. */
  take(): AsyncGenerator<Thing, void>;
  close(error?: unknown): void;
  closed(): boolean;
}

export function createHandOver<Thing>(): HandOver<Thing> {
  const queue: { thing: Thing; done: (taken: boolean) => void }[] = [];
  let wake = (): void => {};
  let closed: { error: unknown } | undefined;

  function close(error?: unknown): void {
    closed ??= { error };
    for (const { done } of queue.splice(0)) done(false);
    wake();
  }

  return {
    give(thing) {
      if (closed) return Promise.resolve(false);
      return new Promise((done) => {
        queue.push({ thing, done });
        wake();
      });
    },
    async *take() {
      try {
        while (!closed) {
          const next = queue[0];
          if (!next) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
            continue;
          }
          yield next.thing;
          if (queue[0] === next) queue.shift();
          next.done(true);
        }
      } finally {
        close();
      }
      if (closed?.error !== undefined) throw closed.error;
    },
    close,
    closed: () => closed !== undefined,
  };
}
