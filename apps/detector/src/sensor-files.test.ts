import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AgentEvent, emptyPolicy } from '@mortsafe/agent-events';
import { type Rejection, sensorDecoder } from '@mortsafe/sources';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entered } from './operations/detector-watch.ts';
import { followSensorFiles } from './sensor-files.ts';

const NOW = 1_800_000_000_000;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mortsafe-sensor-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const started = (container: string): string =>
  `${JSON.stringify({
    Type: 'container',
    Action: 'start',
    Actor: {
      ID: container.repeat(64),
      Attributes: { 'mortsafe.dev/agent': 'worker', 'mortsafe.dev/fleet': 'crew' },
    },
    time: NOW / 1_000,
  })}\n`;

async function follow(file: string, accept = async (_: readonly AgentEvent[]): Promise<void> => {}) {
  const events: AgentEvent[] = [];
  const rejections: Rejection[] = [];
  const notices: string[] = [];
  const entered: (Entered & { door: string })[] = [];
  const router = {
    async accept(list: readonly AgentEvent[]) {
      await accept(list);
      events.push(...list);
    },
    now: () => NOW,
    progress: async () => {},
    counts: () => ({ events: 0, batches: 0, lastObservedTime: 0 }),
  };
  const rejected = {
    add: async (list: readonly Rejection[]) => void rejections.push(...list),
    counts: () => ({}),
  };
  const following = await followSensorFiles([{ file }], {
    ...{ router, rejected, decode: sensorDecoder(emptyPolicy) },
    positions: join(folder, 'positions.json'),
    notice: (text) => notices.push(text),
    watch: { entered: (told, door) => entered.push({ ...told, door }) },
  });
  return { events, rejections, notices, entered, close: following.close };
}

describe('a file that a sensor appends to', () => {
  it('is read as the platform speaking, and on from where it had got to', async () => {
    const file = join(folder, 'docker.log');
    const first = await follow(file);
    await writeFile(file, `${started('a')}broken\n`);
    await vi.waitFor(() => expect(first.rejections).toHaveLength(1));
    await first.close();
    expect(first.events).toMatchObject([{ type: 'agent.started', origin: 'platform', observedTime: NOW }]);
    expect(first.rejections).toMatchObject([{ reason: 'not valid JSON' }]);

    await appendFile(file, started('b'));
    const second = await follow(file);
    await vi.waitFor(() => expect(second.events).toHaveLength(1));
    await second.close();
    expect(second.events).toMatchObject([{ instance: 'b'.repeat(12) }]);
  });

  it('is tried again until what it says is on disk', async () => {
    const file = join(folder, 'docker.log');
    let failures = 1;
    const following = await follow(file, async (list) => {
      if (list.length > 0 && failures-- > 0) throw new Error('disk full');
    });
    await writeFile(file, started('a'));
    await vi.waitFor(() => expect(following.events).toHaveLength(1), { timeout: 5_000 });
    await following.close();
  });

  it('is counted as any door is: events, what cannot be read, and what is left out', async () => {
    const file = join(folder, 'docker.log');
    const following = await follow(file);
    await writeFile(
      file,
      `${started('a')}broken\n{"Type":"image","Action":"pull","Actor":{"ID":"i"},"time":1}\n`,
    );
    await vi.waitFor(() => expect(following.rejections).toHaveLength(1));
    await following.close();
    // It is told of whatever is read, which may be nothing.
    expect(following.entered.filter(({ events = [] }) => events.length > 0)).toMatchObject([
      {
        ...{ door: file, events: [{ agent: 'worker' }], rejections: [{ reason: 'not valid JSON' }] },
        drops: ['an event of Docker about no container'],
      },
    ]);
  });

  it('is told of where it cannot be followed', async () => {
    const following = await follow(folder);
    await vi.waitFor(() => expect(following.notices).toEqual([`${folder} is followed no more: EISDIR`]));
    await following.close();
  });
});
