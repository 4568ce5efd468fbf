import type { Meter } from '@opentelemetry/api';
import { countReasons } from './count-reasons.ts';
import type { DetectorWatch } from './detector-watch.ts';
import { type GroupLabels, measureLag } from './measure-lag.ts';
import type { Progress } from './progress.ts';

const REASONS_MAX = 50;
const SECOND_MS = 1_000;

export interface DetectorMetricsOptions {
  meter: Meter;
  progress: Progress;
  /** Rule ids that may be labels; any other is `other`. */
  rules: readonly string[];
  /** Names of the consumer groups, where there are any. */
  groups?: GroupLabels;
}

/** Counts what the detector does. No label is made of what senders say. */
export function detectorMetrics({ meter, progress, rules, groups }: DetectorMetricsOptions): DetectorWatch {
  const countRejections = countReasons(REASONS_MAX);
  const countDrops = countReasons(REASONS_MAX);
  const known = new Set(rules);
  const entered = meter.createCounter('mortsafe.events', {
    unit: '{event}',
    description: 'Events that entered, by door',
  });
  const rejected = meter.createCounter('mortsafe.events.rejected', {
    unit: '{event}',
    description: 'What entered and could not be read, by door and reason',
  });
  const dropped = meter.createCounter('mortsafe.events.dropped', {
    unit: '{event}',
    description: 'What entered, was understood and left out, by door and reason',
  });
  const detected = meter.createCounter('mortsafe.events.detected', {
    unit: '{event}',
    description: 'Events that the rules have seen',
  });
  const findings = meter.createCounter('mortsafe.findings', {
    unit: '{finding}',
    description: 'Findings by rule and severity, each counted when it was first raised',
  });
  const took = meter.createHistogram('mortsafe.checkpoint.duration', {
    unit: 's',
    description: 'How long checkpoints took',
    advice: { explicitBucketBoundaries: [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30] },
  });
  measureLag({ meter, progress, ...(groups && { groups }) });
  observe(meter, progress);
  return {
    entered({ events = [], rejections = [], drops = [] }, door) {
      const where = { 'mortsafe.door': door };
      if (events.length > 0) entered.add(events.length, where);
      for (const [reason, times] of countRejections(rejections.map((each) => each.reason)))
        rejected.add(times, { ...where, 'mortsafe.reason': reason });
      for (const [reason, times] of countDrops(drops))
        dropped.add(times, { ...where, 'mortsafe.reason': reason });
    },
    took: ({ events }) => detected.add(events),
    reported(report) {
      for (const { rule, severity, revision } of report.findings) {
        if (revision > 1) continue;
        findings.add(1, {
          'mortsafe.rule': known.has(rule) ? rule : 'other',
          'mortsafe.severity': severity,
        });
      }
    },
    checkpointed: ({ tookMs }) => took.record(tookMs / SECOND_MS),
  };
}

function observe(meter: Meter, progress: Progress): void {
  const gauge = (name: string, unit: string, description: string) =>
    meter.createObservableGauge(name, { unit, description });
  const delay = gauge(
    'mortsafe.watermark.delay',
    's',
    'How long ago it was up to which all has been detected',
  );
  delay.addCallback((result) => {
    for (const { partition, delayMs } of progress.delays())
      result.observe(delayMs / SECOND_MS, { 'messaging.destination.partition.id': String(partition) });
  });
  const age = gauge('mortsafe.checkpoint.age', 's', 'How long ago the last checkpoint was taken');
  const size = gauge('mortsafe.checkpoint.size', 'By', 'What the last checkpoint wrote');
  meter.addBatchObservableCallback(
    (result) => {
      for (const { partition, ageMs, bytes } of progress.checkpoints()) {
        const where = { 'messaging.destination.partition.id': String(partition) };
        result.observe(age, ageMs / SECOND_MS, where);
        if (bytes !== undefined) result.observe(size, bytes, where);
      }
    },
    [age, size],
  );
}
