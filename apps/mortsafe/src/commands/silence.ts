import { parseDuration } from '@mortsafe/agent-events/duration';
import { readable, timeWords } from '@mortsafe/soc-alerting/words';
import type { DoorOptions } from '../config/door-location.ts';
import { controlDoor } from '../control-door.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { table } from '../table.ts';
import { addSilence, expireSilence, type SeenSilence, silences } from '../telling-client.ts';

export interface AddSilenceOptions extends DoorOptions {
  reason: string;
  for: string;
}

export interface ListSilencesOptions extends DoorOptions {
  ended?: boolean;
  json?: boolean;
}

/** Makes a silence. Code 1 where it covers an agent under containment: it holds, and everybody is told that it does. */
export async function silenceAdd(
  matchers: readonly string[],
  options: AddSilenceOptions,
  io: Io,
): Promise<ExitCode> {
  const forMs = parseDuration(options.for);
  if (forMs === undefined) throw new CannotRun(`--for ${options.for}: a duration such as 30m, 4h or 7d`);
  const made = await addSilence(controlDoor(options, io), { matchers, reason: options.reason, forMs });
  io.stdout(`${made.id}: until ${timeWords(made.endsAt)}, as ${readable(made.createdBy)}\n`);
  for (const text of coverings(made)) io.stderr(`mortsafe warn: ${text}\n`);
  return made.covers.length > 0 ? 1 : 0;
}

/** Lists silences, and what each hides: critical incidents first. */
export async function silenceList(options: ListSilencesOptions, io: Io): Promise<ExitCode> {
  const found = await silences(controlDoor(options, io), options.ended ?? false);
  if (options.json) for (const one of found) io.stdout(`${JSON.stringify(one)}\n`);
  else io.stdout(found.length === 0 ? 'Nothing is silenced.\n' : found.map(told).join('\n'));
  return 0;
}

/** Ends a silence. What it hid and is still so is told. */
export async function silenceExpire(id: string, options: DoorOptions, io: Io): Promise<ExitCode> {
  const ended = await expireSilence(controlDoor(options, io), id);
  io.stdout(`expired: ${ended.id}\n`);
  return 0;
}

const HIDDEN_SHOWN = 20;

function told(silence: SeenSilence): string {
  const { id, state, matchers, createdBy, reason, startsAt, endsAt, hides, expiredBy } = silence;
  const rows = [
    [`${state}:`, matchers.map((text) => readable(text, 200)).join(', ')],
    ['by:', `${readable(createdBy)}: ${readable(reason, 300)}`],
    [
      'from:',
      `${timeWords(startsAt)} until ${timeWords(endsAt)}${expiredBy ? `, ended by ${readable(expiredBy)}` : ''}`,
    ],
    ...coverings(silence).map((text) => ['warning:', text]),
    ...hides
      .slice(0, HIDDEN_SHOWN)
      .map(({ severity, title, fleet, incident }) => [
        'hides:',
        `${severity.toUpperCase()} ${readable(title, 200)} (${readable(fleet)}, ${incident})`,
      ]),
    ...(hides.length > HIDDEN_SHOWN ? [['', `and ${hides.length - HIDDEN_SHOWN} more`]] : []),
  ];
  return `${id}\n${table(rows)}`;
}

const coverings = ({ covers }: SeenSilence): string[] =>
  covers
    .slice(0, HIDDEN_SHOWN)
    .map(
      ({ fleet, agent, state }) => `it covers ${readable(agent)} in ${readable(fleet)}, which is ${state}`,
    );
