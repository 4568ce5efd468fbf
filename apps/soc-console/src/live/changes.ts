import type { OperationName } from '../api/ask.ts';

/** Kinds of events that the stream tells of. */
export const changeKinds = [
  'incident',
  'order',
  'approval',
  'containment',
  'silence',
  'changed',
  'reset',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** What may look different after a change of each kind. `reset` is everything. */
const concerned: Readonly<Record<Exclude<ChangeKind, 'reset'>, readonly OperationName[]>> = {
  incident: [
    'get /incidents',
    'get /incident-counts',
    'get /incidents/{id}',
    'get /shielding-graph',
    'get /shielding-acts',
    'get /fleets/{fleet}/agents/{agent}/blast-radius',
    'get /audit',
    'get /held-back',
  ],
  order: [
    'get /incidents/{id}',
    'get /orders',
    'get /orders/{id}',
    'get /order-states',
    'get /order-states/{id}',
    'get /containments',
    'get /audit',
  ],
  approval: ['get /approvals', 'get /audit'],
  containment: [
    'get /containments',
    'get /shielding-graph',
    'get /fleets/{fleet}/agents/{agent}/blast-radius',
    'get /silences',
  ],
  silence: ['get /silences', 'get /held-back', 'get /audit'],
  changed: [
    'get /agents',
    'get /fleets',
    'get /telemetry',
    'get /channels',
    'get /dead-letters',
    'get /rules',
  ],
};

/** What goes on changing without anybody being told: it is read anew now and then, too. */
export const goesOnUntold = (operation: unknown): boolean =>
  concerned.changed.some((one) => one === operation);

/** What changed since the last look, gathered. */
export class Changes {
  #isAll = false;
  /** By operation: the ids that it was told of, or that it may be any. */
  readonly #told = new Map<OperationName, Set<string> | 'any'>();

  get isEmpty(): boolean {
    return !this.#isAll && this.#told.size === 0;
  }

  add(kind: ChangeKind, id?: string): void {
    if (kind === 'reset') {
      this.#isAll = true;
      return;
    }
    for (const operation of concerned[kind]) {
      const before = this.#told.get(operation) ?? new Set();
      // An incident is itself told of; what else belongs to it is told of by another id.
      const isItself = kind === 'incident' && operation === 'get /incidents/{id}' && id !== undefined;
      this.#told.set(operation, isItself && before !== 'any' ? before.add(id) : 'any');
    }
  }

  /** Whether what was asked may be answered differently now. */
  concerns(operation: string, asked: { path?: { id?: string } } | undefined): boolean {
    const told = this.#told.get(operation as OperationName);
    if (this.#isAll || told === 'any') return true;
    return told?.has(asked?.path?.id ?? '') ?? false;
  }
}
