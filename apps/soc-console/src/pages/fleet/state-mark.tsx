import type { State } from './use-agents.ts';

const says: Readonly<Record<State, string>> = {
  alive: 'Heard when it was last expected.',
  silent: 'It should have been heard by now.',
  unwatched: 'It lives, and sends no heartbeats that could be missed.',
  stopped: 'Its end was seen.',
};
const signs: Readonly<Record<State, string>> = {
  alive: 'M2,8H5L7,3.500L9,12.500L11,8H14',
  silent: 'M2,8H14',
  unwatched: 'M2.500,8a5.500,5.500 0 1 0 11,0a5.500,5.500 0 1 0 -11,0M8,5v3.500M8,10.700v.3',
  stopped: 'M4,4h8v8h-8z',
};

/** How somebody is, by form, word and colour. */
export const StateMark = ({ state }: { state: State }) => (
  <span className={`fleet-state ${state}`} title={says[state]}>
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <path d={signs[state]} />
    </svg>
    {state}
  </span>
);
