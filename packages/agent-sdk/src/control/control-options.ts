import { requireBetween } from '../bounds.ts';
import type { Environment } from '../environment.ts';
import { InvalidOptionError } from '../errors.ts';

/** How an agent hears of kill orders on itself, and what it does about them. */
export interface ControlOptions {
  /** Where the orders' door is: `http://127.0.0.1:4381`. Default `MORTSAFE_ORDERS_URL`; without either, none is heard. */
  url?: string | undefined;
  /** The token of this one agent. Default `MORTSAFE_ORDERS_TOKEN`. */
  token?: string | undefined;
  /**
   * What becomes of an agent that can hear of no orders: it goes on, or it stops as if it were killed.
   * Default `MORTSAFE_ON_CONTROL_LOST`, else `'continue'`.
   */
  onControlLost?: 'continue' | 'stop' | undefined;
  /** Milliseconds without a connection after which control counts as lost, 0 to 3,600,000. Default 30,000. */
  lostAfterMs?: number | undefined;
  /**
   * What becomes of work under way: it is aborted at once, or it may finish and is aborted shortly before the dead
   * line. An emergency aborts it at once in any case. Default `'abort'`.
   */
  whenKilled?: 'abort' | 'finish' | undefined;
  /** Ends the process once the agent has stopped, and at the dead line whatever still runs. Default false. */
  endProcess?: boolean | undefined;
}

export interface ControlSettings {
  url: string;
  /** Undefined: nobody lets it in, and control is lost from the beginning. */
  token: string | undefined;
  onControlLost: 'continue' | 'stop';
  lostAfterMs: number;
  whenKilled: 'abort' | 'finish';
  endProcess: boolean;
}

/** What a launched process is told in its environment; the token is its launcher's to give, and is not handed on. */
export const ORDERS_TOKEN = 'MORTSAFE_ORDERS_TOKEN';

/**
 * Options, environment and defaults, in this order; undefined where nobody says where orders are heard.
 *
 * @throws {InvalidOptionError} An option is none.
 */
export function settleControl(
  options: ControlOptions | undefined,
  env: Environment,
): ControlSettings | undefined {
  const { url = env.MORTSAFE_ORDERS_URL, token = env[ORDERS_TOKEN] } = options ?? {};
  const { onControlLost = env.MORTSAFE_ON_CONTROL_LOST ?? 'continue', lostAfterMs = 30_000 } = options ?? {};
  if (onControlLost !== 'continue' && onControlLost !== 'stop') {
    throw new InvalidOptionError('onControlLost (or MORTSAFE_ON_CONTROL_LOST)', 'be continue or stop');
  }
  requireBetween('lostAfterMs', lostAfterMs, 0, 3_600_000);
  if (url === undefined) {
    if (options === undefined) return undefined;
    throw new InvalidOptionError('control.url (or MORTSAFE_ORDERS_URL)', 'say where orders are heard');
  }
  if (!URL.canParse(url) || !/^https?:/i.test(url)) {
    throw new InvalidOptionError('control.url (or MORTSAFE_ORDERS_URL)', 'be an http or https URL');
  }
  const { whenKilled = 'abort', endProcess = false } = options ?? {};
  const { href } = new URL(url);
  return {
    ...{ url: href.replace(/\/+$/, ''), token: heldToken(token) },
    ...{ onControlLost, lostAfterMs, whenKilled, endProcess },
  };
}

/** Files and secrets end with a line break, which no header may have: asked with one, Node.js itself throws. */
function heldToken(given: string | undefined): string | undefined {
  const token = given?.trim() || undefined;
  if (token !== undefined && !/^[\x21-\x7e]+$/.test(token)) {
    throw new InvalidOptionError(`control.token (or ${ORDERS_TOKEN})`, 'be visible ASCII characters');
  }
  return token;
}
