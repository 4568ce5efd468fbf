/** Why something was not done. What people read stands in `reason`. */
export interface Refusal {
  kind: 'refused';
  why:
    | 'signed-out'
    | 'fresh-step'
    | 'forbidden'
    | 'missing'
    | 'invalid'
    | 'conflict'
    | 'too-often'
    | 'failed'
    | 'offline';
  /** 0 where nobody answered. */
  status: number;
  reason: string;
  /** Where the server says when to come again. */
  retryAfterS?: number;
}

/** What became of a request. Nothing that the world may do is thrown. */
export type Reply<Body> =
  | { kind: 'done'; body: Body }
  /** A second person must confirm it first. */
  | { kind: 'waits'; approval: string; message: string }
  | Refusal;

/** For TanStack Query alone, which knows a failure by its being thrown. */
export class RefusalError extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.reason);
    this.refusal = refusal;
  }
}

/** What a query failed of, as a value. */
export const refusalOf = (error: unknown): Refusal =>
  error instanceof RefusalError
    ? error.refusal
    : { kind: 'refused', why: 'failed', status: 0, reason: 'the console itself failed' };
