import type { SocAlerting } from '@mortsafe/soc-alerting';
import type { Operations } from './operations-server.ts';

const ASK_MS_MAX = 3_000;

/** Measures what waits for people and channels; `troubles` says why the SOC application is not ready, if so. */
export function watchSoc(
  { meter }: Pick<Operations, 'meter'>,
  soc: Pick<SocAlerting, 'backlog'>,
): { troubles(): Promise<string[]> } {
  const incidents = meter.createObservableGauge('mortsafe.incidents', {
    unit: '{incident}',
    description: 'Incidents that are not resolved, by status and severity',
  });
  const notifications = meter.createObservableGauge('mortsafe.notifications', {
    unit: '{message}',
    description: 'Messages that have not been delivered, by channel and state',
  });
  meter.addBatchObservableCallback(
    async (result) => {
      const backlog = await soc.backlog();
      for (const { status, severity, count } of backlog.incidents) {
        result.observe(incidents, count, { 'mortsafe.status': status, 'mortsafe.severity': severity });
      }
      for (const { channel, state, count } of backlog.notifications) {
        result.observe(notifications, count, { 'mortsafe.channel': channel, 'mortsafe.state': state });
      }
    },
    [incidents, notifications],
  );
  return { troubles: async () => ((await answers(soc)) ? [] : ['the storage does not answer']) };
}

async function answers(soc: Pick<SocAlerting, 'backlog'>): Promise<boolean> {
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), ASK_MS_MAX).unref());
  const asked = soc.backlog().then(
    () => true,
    () => false,
  );
  return Promise.race([asked, late]);
}
