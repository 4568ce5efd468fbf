import type { Finding, Severity } from '@mortsafe/agent-events';
import { hashOf } from '../incidents/group.ts';
import { durationWords, readable, timeWords } from '../story/readable.ts';
import type { Silent } from './silences.ts';

/** The one finding that comes from the SOC application itself: the detector cannot tell that it is silent. */
export const MONITOR_SILENT = 'monitor-silent';

const severities: Readonly<Record<Silent['kind'], Severity>> = {
  detector: 'critical',
  door: 'high',
  channel: 'high',
  sensor: 'medium',
  fleet: 'medium',
};

const meanings: Readonly<Record<Silent['kind'], string>> = {
  detector: 'nothing is detected meanwhile',
  door: 'what should enter by it is not seen',
  channel: 'who is told by it is not told',
  sensor: 'what only it sees is not seen',
  fleet: 'whether its agents live is not known',
};

/** What is found of a silence; once it is over, its second revision says so. */
export function silenceFinding(silent: Silent, now: number, isOver: boolean): Finding {
  const { kind, fleet, subject, since } = silent;
  const who = readable(subject ?? `fleet ${fleet}`);
  return {
    id: `monitor-${hashOf([MONITOR_SILENT, fleet, subject ?? '', String(since)])}`,
    rule: MONITOR_SILENT,
    ...{ fleet, subject, alias: null, actor: null, actorKnownBy: null, instigator: null },
    severity: severities[kind],
    confidence: 0.95,
    ...{ firstTime: since, lastTime: now, detectedTime: now, revision: isOver ? 2 : 1 },
    summary: isOver
      ? `${who} was silent for ${durationWords(now - since)} and is back`
      : `${who} has not been heard since ${timeWords(since)}: ${meanings[kind]}`,
    ...{ evidence: [], evidenceEvents: [], order: null, zombieWindowMs: null, count: null, group: null },
  };
}

/** What kind of thing a finding says was silent. */
export function silentOf({
  fleet,
  subject,
  firstTime,
}: Pick<Finding, 'fleet' | 'subject' | 'firstTime'>): Silent {
  const word = subject?.split(' ')[0];
  const kind =
    subject === null
      ? 'fleet'
      : word === 'door' || word === 'sensor' || word === 'channel'
        ? word
        : 'detector';
  return { kind, fleet, subject, since: firstTime };
}
