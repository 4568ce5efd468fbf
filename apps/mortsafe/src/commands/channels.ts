import { randomUUID } from 'node:crypto';
import { readable, sampleNotification, timeWords } from '@mortsafe/soc-alerting';
import type { ConfiguredChannel } from '../config/channel-settings.ts';
import type { DoorOptions } from '../config/door-location.ts';
import { loadSettings } from '../config/settings.ts';
import { controlDoor } from '../control-door.ts';
import { CannotRun, type ExitCode, type Io } from '../io.ts';
import { table } from '../table.ts';
import { deadLetters, resendDeadLetters } from '../telling-client.ts';

export interface ChannelsOptions {
  config?: string;
}

export interface ResendOptions extends DoorOptions {
  channel?: string;
  all?: boolean;
}

const TEST_MS_MAX = 30_000;

/** Lists the channels of the configuration, and where each leads. */
export function listChannels(options: ChannelsOptions, io: Io): ExitCode {
  const { channels } = loadSettings(options, io);
  const rows = channels.map(({ name, kind, to }) => [name, kind, to]);
  io.stdout(rows.length === 0 ? 'No channel is configured.\n' : table([['CHANNEL', 'KIND', 'TO'], ...rows]));
  return 0;
}

/** Sends a sample through one channel, or through all, and says what became of it. Code 1 where one failed. */
export async function testChannels(
  name: string | undefined,
  options: ChannelsOptions,
  io: Io,
): Promise<ExitCode> {
  const { channels, socDoor } = loadSettings(options, io);
  const tested = name === undefined ? channels : channels.filter((channel) => channel.name === name);
  if (tested.length === 0) {
    const those = channels.map((channel) => channel.name).join(', ') || 'none';
    throw new CannotRun(`there is no channel ${name ?? 'at all'}; there is ${those}`);
  }
  const outcomes = await Promise.all(
    tested.map((channel) => testOne(channel, socDoor.publicUrl ?? null, io)),
  );
  return outcomes.every(Boolean) ? 0 : 1;
}

async function testOne(channel: ConfiguredChannel, link: string | null, io: Io): Promise<boolean> {
  const sample = sampleNotification(`test-${randomUUID()}`, Date.now(), link);
  const made = channel.make({ print: async (text) => io.stdout(text) });
  const outcome = await made.deliver(sample, AbortSignal.timeout(TEST_MS_MAX));
  const said = outcome.status === 'delivered' ? 'delivered' : `${outcome.status}: ${outcome.reason}`;
  io.stdout(`${channel.name} (${channel.to}): ${said}\n`);
  return outcome.status === 'delivered';
}

/** Lists messages that no try delivered. Code 1 where there are any. */
export async function listDead(options: DoorOptions, io: Io): Promise<ExitCode> {
  const dead = await deadLetters(controlDoor(options, io));
  const rows = dead.map(({ id, channel, title, attempts, reason, settledAt }) => [
    settledAt === null ? '' : timeWords(settledAt),
    channel,
    readable(title ?? ''),
    `${attempts} tries: ${reason ?? ''}`,
    id,
  ]);
  io.stdout(
    rows.length === 0
      ? 'Every message arrived, or is on its way.\n'
      : table([['GIVEN UP', 'CHANNEL', 'MESSAGE', 'WHY', 'ID'], ...rows]),
  );
  return rows.length === 0 ? 0 : 1;
}

/** Sends dead letters again, under their old ids. */
export async function resendDead(ids: readonly string[], options: ResendOptions, io: Io): Promise<ExitCode> {
  const given = [ids.length > 0, options.channel !== undefined, options.all === true].filter(Boolean);
  if (given.length !== 1) throw new CannotRun('which? ids of messages, --channel NAME, or --all');
  const body = options.all
    ? { all: true }
    : options.channel === undefined
      ? { ids }
      : { channel: options.channel };
  const resent = await resendDeadLetters(controlDoor(options, io), body);
  io.stdout(`${resent.length} on ${resent.length === 1 ? 'its' : 'their'} way again\n`);
  return resent.length > 0 ? 0 : 1;
}
