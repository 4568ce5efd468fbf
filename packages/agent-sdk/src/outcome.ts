import type { ActivityOutcome } from '@mortsafe/agent-events/words';

const unansweredNames: ReadonlySet<unknown> = new Set([
  ...['AbortError', 'TimeoutError'],
  // Work that a kill aborted never learnt what the other side would have said.
  ...['KillInForceError', 'ControlLostError'],
]);
const unansweredCodes: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_SOCKET',
]);

/** A peer that refused is there; one that never answered may be dead, and the detector must not take it for alive. */
export function outcomeOfError(error: unknown): ActivityOutcome {
  const { name, code, cause } = Object(error) as { name?: unknown; code?: unknown; cause?: unknown };
  if (unansweredNames.has(name) || unansweredCodes.has(code)) return 'unanswered';
  // `fetch` wraps what befell the connection.
  const { code: causeCode } = Object(cause) as { code?: unknown };
  return unansweredCodes.has(causeCode) ? 'unanswered' : 'error';
}

/** The error's class, for `error.type`. Never its message, which may quote a prompt or a secret. */
export function errorType(error: unknown): string {
  const name = Object(error).constructor?.name;
  return typeof name === 'string' && name !== '' ? name : 'Error';
}
