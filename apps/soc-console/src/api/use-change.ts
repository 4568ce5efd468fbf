import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useToasts } from '../ui/toasts.tsx';
import { type AskedOf, ask, type BodyOf, type OperationName } from './ask.ts';
import { useFreshStep } from './fresh-step.tsx';
import type { Refusal, Reply } from './reply.ts';

export interface Change<Name extends OperationName> {
  /** True while one is under way. */
  isBusy: boolean;
  /** Asks, tells the person what came of it, and has what changed read anew. */
  run(asked: AskedOf<Name>, said?: string): Promise<Reply<BodyOf<Name>>>;
}

/**
 * Something that changes the world. `said` is what a toast says when it is done; without it, nothing is said then.
 *
 * @example
 * const change = useChange('post /incidents/{id}/changes');
 * await change.run({ path: { id }, body: { status: 'acknowledged' } }, 'Acknowledged.');
 */
export function useChange<Name extends OperationName>(name: Name): Change<Name> {
  const [isBusy, setBusy] = useState(false);
  const { tell } = useToasts();
  const askFresh = useFreshStep();
  const client = useQueryClient();

  const run = useCallback(
    async (asked: AskedOf<Name>, said?: string) => {
      setBusy(true);
      const reply = await ask(name, asked, { idempotencyKey: newKey() });
      setBusy(false);
      if (reply.kind === 'refused') {
        if (reply.why === 'fresh-step') askFresh();
        else tell(reply.why === 'offline' ? 'unsure' : 'bad', refusalText(reply));
        if (reply.why === 'signed-out') void client.invalidateQueries({ queryKey: ['get /me'] });
        return reply;
      }
      if (reply.kind === 'waits') tell('info', 'A second person must confirm it. It waits under Orders.');
      else if (said !== undefined) tell('good', said);
      // The stream tells it, too; whoever did it should not have to wait for that.
      void client.invalidateQueries({ refetchType: 'active' }, { cancelRefetch: false });
      return reply;
    },
    [name, tell, askFresh, client],
  );
  return { isBusy, run };
}

const REASONS: Partial<Record<Refusal['why'], string>> = {
  'signed-out': 'You are signed out. Nothing was changed.',
  offline: 'mortsafe does not answer: it may have been done. Look before you try again.',
};

export const refusalText = ({ why, reason, retryAfterS }: Refusal): string =>
  REASONS[why] ??
  (why === 'too-often' && retryAfterS ? `Too often. Try again in ${retryAfterS} s.` : `Refused: ${reason}.`);

/** `randomUUID` is there over https and on this machine alone. */
const newKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
