import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { setupTelemetry, startAgent } from '../../node/index.ts';
import { costOf, type Way, waysToReport, waysToRun } from './emit-cost.ts';
import { delaysDuring, steadily } from './steady-load.ts';

/**
 * `pnpm bench:sdk`: what the SDK costs an agent. `--quick` for a tenth of it; `--down 600` also works so many seconds
 * while the collector is down and says what memory it takes.
 */
const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, down: { type: 'string', default: '10' } },
});
const EVENTS_PER_SECOND = 1_000;
const rounds = values.quick ? 5 : 15;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function compare(title: string, ways: readonly Way[]): Promise<void> {
  const times = values.quick ? 20_000 : 100_000;
  await costOf(ways, { rounds: 1, times });
  const cost = await costOf(ways, { rounds, times });
  const [nothing = 0, bare = 0, sdk = 0] = cost.values();
  say(`${title}, microseconds of processor, best of ${rounds} rounds of ${times}:`);
  for (const [name, us] of cost) say(`  ${name.padEnd(20)} ${us.toFixed(2)}`);
  say(`  ${((sdk - nothing) / (bare - nothing)).toFixed(2)} times the bare one`);
}

/** A port where nobody listens: what is sent there is refused at once, and tried again. */
const down = setupTelemetry({ endpoint: 'http://127.0.0.1:9', env: {} });
const agent = startAgent({ id: 'worker-3', fleet: 'shop', env: {}, signals: false });
const report = (): void => agent.reportStatus('worker-4', 'healthy');

async function compareDelays(): Promise<void> {
  const durationMs = values.quick ? 1_000 : 5_000;
  const [idle, busy] = [[] as number[], [] as number[]];
  for (let round = 0; round < 3; round += 1) {
    const none = await delaysDuring(() => steadily(EVENTS_PER_SECOND, durationMs, () => {}));
    const some = await delaysDuring(() => steadily(EVENTS_PER_SECOND, durationMs, report));
    idle.push(none.p99Ms);
    busy.push(some.p99Ms);
    say(
      `event loop at ${EVENTS_PER_SECOND} events/s: median ${some.medianMs.toFixed(2)} ms, p99 ${some.p99Ms.toFixed(2)} ms; ` +
        `without: median ${none.medianMs.toFixed(2)} ms, p99 ${none.p99Ms.toFixed(2)} ms`,
    );
  }
  say(`  p99, the best of 3: ${Math.min(...busy).toFixed(2)} ms; without ${Math.min(...idle).toFixed(2)} ms`);
}

async function measureMemory(seconds: number): Promise<void> {
  const steps = 10;
  for (let step = 0; step <= steps; step += 1) {
    if (step > 0) await steadily(EVENTS_PER_SECOND, (seconds * 1_000) / steps, report);
    globalThis.gc?.();
    await wait(10);
    globalThis.gc?.();
    const { heapUsed, rss } = process.memoryUsage();
    const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
    say(
      `collector down for ${((step * seconds) / steps).toFixed(0)} s: heap ${mib(heapUsed)} MiB, process ${mib(rss)} MiB`,
    );
  }
}

say(`Node ${process.versions.node}`);
await compare('A status report', waysToReport());
await compare('A tool call', waysToRun());
await compareDelays();
await measureMemory(Number(values.down));
await agent.stop();
void down;
process.exit(0);
