import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notificationOf } from '../../testing/notifications.ts';
import { experiment } from '../../testing/samples.ts';
import type { Notification } from '../channel.ts';
import { lineFile } from './line-file.ts';
import { type OcsfLine, ocsfChannel } from './ocsf-channel.ts';

const never = new AbortController().signal;
const withFindings = (about: Partial<Notification> = {}): Notification => ({
  ...notificationOf(),
  findings: experiment(),
  ...about,
});

describe('the OCSF channel', () => {
  const lines: OcsfLine[] = [];
  const channel = ocsfChannel({ version: '1.9.0', write: async (more) => void lines.push(...more) });
  beforeEach(() => void lines.splice(0));

  it('writes a document for each finding, with the incident it belongs to', async () => {
    expect(await channel.deliver(withFindings(), never)).toEqual({ status: 'delivered' });
    const { incident } = notificationOf().story;
    expect(lines.map(({ text }) => JSON.parse(text))).toMatchObject(
      experiment().map(({ id }) => ({
        class_uid: 2004,
        status_id: 1,
        metadata: { version: '1.9.0' },
        finding_info: { uid: id },
        unmapped: { mortsafe: { incident, message: 'msg-1' } },
      })),
    );
    expect(new Set(lines.map(({ key }) => key))).toEqual(new Set([incident]));
  });

  it('closes what is resolved', async () => {
    const story = { ...notificationOf().story, status: 'resolved' as const };
    await channel.deliver(withFindings({ story }), never);
    expect(JSON.parse(lines[0]?.text ?? '')).toMatchObject({
      status_id: 4,
      activity_id: 3,
      type_uid: 200403,
    });
  });

  it('tries again when it cannot be written, and writes nothing once it was told to stop', async () => {
    const full = ocsfChannel({ write: () => Promise.reject(new Error('ENOSPC /var/secret')) });
    expect(await full.deliver(withFindings(), never)).toEqual({
      status: 'retry',
      reason: 'it could not be written',
    });
    expect(await channel.deliver(withFindings(), AbortSignal.abort())).toMatchObject({ status: 'retry' });
    expect(lines).toEqual([]);
  });
});

describe('a file of lines', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'mortsafe-lines-'));
  });
  afterEach(() => rm(directory, { recursive: true }));
  const line = (text: string): OcsfLine => ({ key: 'k', text });

  it('grows, in order', async () => {
    const file = join(directory, 'ocsf.ndjson');
    const write = lineFile(file);
    await Promise.all([write([line('1'), line('2')]), write([line('3')])]);
    expect(await readFile(file, 'utf8')).toBe('1\n2\n3\n');
  });

  it('ends a line that a crash cut off', async () => {
    const file = join(directory, 'ocsf.ndjson');
    await appendFile(file, '1\n{"half');
    await lineFile(file)([line('2')]);
    expect((await readFile(file, 'utf8')).split('\n')).toEqual(['1', '{"half', '2', '']);
  });

  it('says so when it cannot be written, and goes on once it can', async () => {
    const write = lineFile(join(directory, 'not', 'there'));
    await expect(write([line('1')])).rejects.toThrow('ENOENT');
    await expect(write([line('2')])).rejects.toThrow('ENOENT');
  });
});
