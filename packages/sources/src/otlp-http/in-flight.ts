/** What all requests together hold in memory, from their first byte to their answer. */
export interface InFlight {
  /** A place for one more request, or undefined when there is none. */
  enter(): Holding | undefined;
}

export interface Holding {
  /** False when there is no room for so many bytes more. */
  take(bytes: number): boolean;
  /** Gives everything back. May be called twice. */
  leave(): void;
}

export function createInFlight({
  requestsMax,
  bytesMax,
}: {
  requestsMax: number;
  bytesMax: number;
}): InFlight {
  let requests = 0;
  let bytesHeld = 0;
  return {
    enter() {
      if (requests >= requestsMax) return undefined;
      requests++;
      let held = 0;
      let left = false;
      return {
        take(bytes) {
          if (bytesHeld + bytes > bytesMax) return false;
          bytesHeld += bytes;
          held += bytes;
          return true;
        },
        leave() {
          if (left) return;
          left = true;
          requests--;
          bytesHeld -= held;
        },
      };
    },
  };
}
