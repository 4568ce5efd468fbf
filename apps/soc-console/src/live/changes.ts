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
  order: ['get /orders', 'get /orders/{id}', 'get /order-states', 'get /order-states/{id}', 'get /audit'],
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

/** What changed since the last look, gathered. */
export class Changes {
  #all = false;
  readonly #operations = new Set<OperationName>();
  readonly #incidents = new Set<string>();

  get isEmpty(): boolean {
    return !this.#all && this.#operations.size === 0;
  }

  add(kind: ChangeKind, id?: string): void {
    if (kind === 'reset') this.#all = true;
    else for (const operation of concerned[kind]) this.#operations.add(operation);
    if (kind === 'incident' && id !== undefined) this.#incidents.add(id);
  }

  /** Whether what was asked may be answered differently now. One incident changes only where it is told of. */
  concerns(operation: string, asked: { path?: { id?: string } } | undefined): boolean {
    if (this.#all) return true;
    if (!this.#operations.has(operation as OperationName)) return false;
    const id = asked?.path?.id;
    return operation !== 'get /incidents/{id}' || id === undefined || this.#incidents.has(id);
  }
}
