/** Tells whoever listens that something on the page has changed; what it is, they read themselves. */
export interface Announcer {
  announce(): void;
  /** Returns what ends the listening. */
  listen(listener: () => void): () => void;
  listeners(): number;
}

export function createAnnouncer(): Announcer {
  const listeners = new Set<() => void>();
  return {
    announce() {
      for (const listener of listeners) listener();
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    listeners: () => listeners.size,
  };
}
