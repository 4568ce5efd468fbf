import { context } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { Delivery } from './delivery-queue.ts';

export interface Exporter<Item> {
  export(items: Item[], done: (result: ExportResult) => void): void;
}

/** Statuses that say the batch itself is at fault. All others may pass: a proxy restarts, a token is renewed. */
const refusals: ReadonlySet<unknown> = new Set([400, 413, 415, 422]);

/** Sends with an OpenTelemetry exporter. Its own requests are not traced, or they would beget each other. */
export function exportItems<Item>(exporter: Exporter<Item>, items: Item[]): Promise<Delivery> {
  return new Promise((resolve) => {
    context.with(suppressTracing(context.active()), () =>
      exporter.export(items, ({ code, error }) => {
        if (code === ExportResultCode.SUCCESS) return resolve('delivered');
        const { code: status } = Object(error) as { code?: unknown };
        resolve(refusals.has(status) ? 'refused' : 'failed');
      }),
    );
  });
}
