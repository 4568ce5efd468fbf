import type { AskedOf } from '../../api/ask.ts';

export const acts = {
  kill: { says: 'Kill', loosens: false },
  quarantine: { says: 'Quarantine', loosens: false },
  compromised: { says: 'Mark as compromised', loosens: false },
  'authorise-relaunch': { says: 'Authorise a relaunch of', loosens: true },
  'lift-quarantine': { says: 'Lift the quarantine of', loosens: true },
  clear: { says: 'Clear', loosens: true },
} as const;
export type ActName = keyof typeof acts;
export const actNames = Object.keys(acts) as ActName[];

/** What somebody is about to order. */
export interface Draft {
  act: ActName;
  fleet?: string;
  agent?: string;
}

export type Asked = {
  [Act in ActName]: { name: `post /control/${Act}`; asked: AskedOf<`post /control/${Act}`> };
}[ActName];

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;

/**
 * What a form says, as the API wants it. Empty fields are left to the API's defaults.
 *
 * @param exactly - Whom it is about, where that is known: names may begin with blanks and hold line breaks, which
 * fields do not keep, and without them would be somebody else's.
 */
export function askedBy(form: FormData, exactly?: { fleet: string; agent: string }): Asked {
  const text = (name: string): string => String(form.get(name) ?? '').trim();
  const given = (name: string): string | undefined => text(name) || undefined;
  const times = (name: string, unit: number): number | undefined =>
    text(name) === '' ? undefined : Math.round(Number(text(name)) * unit);
  const act = text('act') as ActName;
  const about = exactly ?? { fleet: text('fleet'), agent: text('agent') };
  const evidence = given('reason');
  if (act === 'kill') return { name: 'post /control/kill', asked: { body: killBody(about, text, times) } };
  if (act === 'authorise-relaunch') {
    const [hours, most] = [times('hours', HOUR_MS), times('maxInstances', 1)];
    const ticket = given('ticket');
    return {
      name: 'post /control/authorise-relaunch',
      asked: {
        body: {
          ...about,
          ...(hours !== undefined && { notAfter: Date.now() + hours }),
          ...(most !== undefined && { maxInstances: most }),
          ...(ticket !== undefined && { ticket }),
        },
      },
    };
  }
  if (act === 'quarantine') return { name: 'post /control/quarantine', asked: { body: about } };
  if (act === 'lift-quarantine') return { name: 'post /control/lift-quarantine', asked: { body: about } };
  const body = { ...about, ...(evidence !== undefined && { evidence }) };
  return act === 'clear'
    ? { name: 'post /control/clear', asked: { body } }
    : { name: 'post /control/compromised', asked: { body } };
}

function killBody(
  { fleet, agent }: { fleet: string; agent: string },
  text: (name: string) => string,
  times: (name: string, unit: number) => number | undefined,
): AskedOf<'post /control/kill'>['body'] {
  const scope = text('scope');
  const deadlineMs = times('deadline', SECOND_MS);
  const reason = text('reason');
  const level = text('level') as 'advisory' | 'mandatory' | 'emergency' | '';
  return {
    fleet,
    ...(scope === 'fleet' && { wholeFleet: true as const }),
    ...(scope === 'instance' && { agent, instances: [text('instance')] }),
    ...(scope !== 'fleet' && scope !== 'instance' && { agent }),
    ...(scope === 'lineage' && { scope: 'lineage' as const }),
    ...(level !== '' && { level }),
    ...(deadlineMs !== undefined && { deadlineMs }),
    ...(reason !== '' && { reason }),
  };
}
