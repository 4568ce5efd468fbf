import type { AgentEvent } from '@mortsafe/agent-events';
import type { Queries } from '../storage/database.ts';

/** A request as it was first made, kept before its event is stored elsewhere. */
export interface KeptRequest {
  requestHash: string;
  event: AgentEvent;
  answer: ControlAnswer | null;
}

/** What the control door answers once the order is stored. */
export interface ControlAnswer {
  /** Event id. */
  event: string;
  /** Order id, where a kill was ordered or rescinded. */
  order?: string;
  /** What happens now, for people. */
  message: string;
  warnings: string[];
}

/** Remembers the request, or returns the one that came before it under the same key. */
export async function keepRequest(
  queries: Queries,
  key: string,
  request: { requestHash: string; event: AgentEvent; now: number },
): Promise<KeptRequest> {
  await queries.query(
    `insert into control_requests (key, request_hash, event, created_at)
     values ($1, $2, $3::json, $4) on conflict (key) do nothing`,
    [key, request.requestHash, JSON.stringify(request.event), request.now],
  );
  const [row] = await queries.query<KeptRequest>(
    'select request_hash as "requestHash", event, answer from control_requests where key = $1',
    [key],
  );
  return row ?? { ...request, answer: null };
}

export async function keepAnswer(queries: Queries, key: string, answer: ControlAnswer): Promise<void> {
  await queries.query('update control_requests set answer = $2::json where key = $1', [
    key,
    JSON.stringify(answer),
  ]);
}

/** What was asked for and not answered until `before`, the oldest first. */
export const unansweredRequests = (
  queries: Queries,
  before: number,
): Promise<{ key: string; event: AgentEvent }[]> =>
  queries.query(
    'select key, event from control_requests where answer is null and created_at <= $1 order by created_at limit 100',
    [before],
  );

export async function forgetRequests(queries: Queries, before: number): Promise<void> {
  await queries.query('delete from control_requests where answer is not null and created_at < $1', [before]);
}
