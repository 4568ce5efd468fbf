import type { Meter } from '@opentelemetry/api';
import type { WatchedStep } from './detector-watch.ts';
import type { Progress } from './progress.ts';

/** Names of consumer groups. */
export type GroupLabels = Readonly<Partial<Record<WatchedStep, string>>>;

/** How many messages wait to be read, by topic and partition. */
export function measureLag({
  meter,
  progress,
  groups = {},
}: {
  meter: Meter;
  progress: Progress;
  groups?: GroupLabels;
}): void {
  const lag = meter.createObservableGauge('mortsafe.consumer.lag', {
    unit: '{message}',
    description: 'Messages that wait to be read',
  });
  lag.addCallback((result) => {
    for (const [step, { topic, partition, next, end }] of progress.stands()) {
      const group = groups[step];
      result.observe(end - next, {
        'messaging.destination.name': topic,
        'messaging.destination.partition.id': String(partition),
        ...(group !== undefined && { 'messaging.consumer.group.name': group }),
      });
    }
  });
}
