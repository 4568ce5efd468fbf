import { setTimeout as sleep } from 'node:timers/promises';
import { startBroker } from '@mortsafe/testing/kafka';
import { openDoors, openLine } from './kafka-line.ts';
import { startDetectorProcess } from './start-detector-process.ts';
import { relaunchStory } from './stories.ts';

// node apps/detector/src/testing/measure-recovery.ts [sessionTimeoutMs]: from the kill of one of two detectors until
// the other has restored what it had.
const sessionTimeoutMs = Number(process.argv[2] ?? 30_000);
const SETTLE_MS = 15_000;

const broker = await startBroker();
const doors = await openDoors(broker, 'recovery');
const pace = { sessionTimeoutMs, closedAfterMs: 5_000, gapMs: 60_000 };
const line = await openLine(doors, 'recovery', { pace });
const [killed, left] = [startDetectorProcess(line), startDetectorProcess(line)];
for (let story = 0; story < 20; story++) await relaunchStory(doors, `story-${story}`, () => sleep(50));
await sleep(SETTLE_MS);
line.notices.splice(0);
const began = performance.now();
await killed.end('SIGKILL');
while (!line.notices.some((text) => text.includes('restored epoch'))) await sleep(20);
const tookMs = Math.round(performance.now() - began);
process.stdout.write(`${JSON.stringify({ sessionTimeoutMs, tookMs, notices: line.notices }, null, 2)}\n`);
await left.end('SIGTERM');
await doors.close();
await broker.stop();
