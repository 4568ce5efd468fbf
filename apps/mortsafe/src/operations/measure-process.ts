import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Meter } from '@opentelemetry/api';

const MICROSECONDS = 1e6;
const NANOSECONDS = 1e9;

/** What this process uses, under the names of OpenTelemetry. */
export function measureProcess(meter: Meter): void {
  meter
    .createObservableCounter('process.cpu.time', { unit: 's', description: 'CPU time that it used' })
    .addCallback((result) => {
      const { user, system } = process.cpuUsage();
      result.observe(user / MICROSECONDS, { 'cpu.mode': 'user' });
      result.observe(system / MICROSECONDS, { 'cpu.mode': 'system' });
    });
  meter
    .createObservableUpDownCounter('process.memory.usage', {
      unit: 'By',
      description: 'Memory that it holds',
    })
    .addCallback((result) => result.observe(process.memoryUsage.rss()));
  const delay = monitorEventLoopDelay();
  delay.enable();
  meter
    .createObservableGauge('nodejs.eventloop.delay.p99', {
      unit: 's',
      description: 'How long things waited for their turn',
    })
    .addCallback((result) => {
      if (delay.count > 0) result.observe(delay.percentile(99) / NANOSECONDS);
      delay.reset();
    });
}
