import type { AgentEvent } from '@mortsafe/agent-events';
import { otlpLogs } from './beat.ts';

export interface LogsDoor {
  url: string;
  /** Where the door asks for one. */
  token: string | undefined;
}

/**
 * Tells a door events by OTLP over HTTP, as agents and sensors do. Resolves to how it answered.
 *
 * @throws It does not answer in time.
 */
export async function postLogs(
  { url, token }: LogsDoor,
  events: readonly AgentEvent[],
  answerMsMax: number,
): Promise<Pick<Response, 'ok' | 'status'>> {
  const response = await fetch(new URL('/v1/logs', url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: otlpLogs(events),
    signal: AbortSignal.timeout(answerMsMax),
  });
  await response.body?.cancel();
  return response;
}
