import { setTimeout as sleep } from 'node:timers/promises';

const moving = new Set([
  'GROUP_LOAD_IN_PROGRESS',
  'GROUP_COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR_FOR_GROUP',
  'COORDINATOR_LOAD_IN_PROGRESS',
]);
const ASK_AGAIN_MS = 200;
const WAIT_MS = 30_000;

/**
 * Asks again while the group's coordinator is being found or reads its log, as after every start of a broker.
 * kafkajs takes that for a crash.
 *
 * @throws What `ask` throws for any other reason, or still after 30 s.
 */
export async function onceCoordinated<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isMoving(error) || performance.now() > deadline) throw error;
      await sleep(ASK_AGAIN_MS);
    }
  }
}

function isMoving(error: unknown): boolean {
  const { type, cause } = error as { type?: string; cause?: unknown };
  return moving.has(type ?? '') || (cause instanceof Error && isMoving(cause));
}
