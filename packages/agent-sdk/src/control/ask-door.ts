import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { context, createContextKey } from '@opentelemetry/api';

export interface DoorQuestion {
  url: string;
  token: string;
  accept: string;
  /** Given up after so long without a byte. */
  silenceMs: number;
  /** Told of what comes, as it comes. */
  heard(piece: string): void;
  /** Gives up at once. */
  signal: AbortSignal;
  /** Somebody waits for the answer: the process does not end meanwhile. */
  hold?: boolean;
}

/**
 * Asks the orders' door. Keeps the process alive only where it is told to, and is not traced.
 *
 * @returns The status once all is said; undefined where there was no answer, or it broke off.
 */
export function askDoor(question: DoorQuestion): Promise<number | undefined> {
  const { url, token, accept, silenceMs, heard, signal, hold = false } = question;
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    const headers = { authorization: `Bearer ${token}`, accept };
    const ask = () => (url.startsWith('https:') ? requestHttps : requestHttp)(url, { headers, agent: false });
    const request = context.with(untraced(), ask);
    let timer: NodeJS.Timeout | undefined;
    const patience = (): void => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, silenceMs).unref();
    };
    const giveUp = (): void => void request.destroy();
    const settle = (status?: number): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
      resolve(status);
    };
    signal.addEventListener('abort', giveUp);
    patience();
    if (!hold) request.on('socket', (socket) => socket.unref());
    request.on('response', (message) => {
      message.setEncoding('utf8');
      message.on('data', (piece: string) => {
        patience();
        // What a proxy says of its own troubles is not for us.
        if (message.statusCode === 200) heard(piece);
      });
      message.on('end', () => settle(message.statusCode));
      message.on('close', () => settle());
      message.on('error', () => settle());
    });
    request.on('error', () => settle());
    request.on('close', () => settle());
    request.end();
  });
}

/** What instrumentations of OpenTelemetry look for before they trace a request. */
const SUPPRESSED = createContextKey('OpenTelemetry SDK Context Key SUPPRESS_TRACING');
const untraced = () => context.active().setValue(SUPPRESSED, true);
