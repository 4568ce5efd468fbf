import { type LogEntry, logLevel } from 'kafkajs';

/** One sentence for the operator. */
export interface KafkaNotice {
  level: 'error' | 'warning' | 'detail';
  text: string;
}

export type SayKafka = (notice: KafkaNotice) => void;

const REPEAT_MS = 30_000;
const REMEMBERED_MAX = 200;
const TRIES_UNTOLD = 3;

/**
 * Turns what kafkajs logs into notices that are worth reading.
 *
 * Its `error` of a connection tells of one answer of a broker; whoever asked tries again or fails, and says so
 * himself. So that is a detail, and the failure is not lost. The same sentence comes once in 30 s.
 */
export function kafkaNotices(say: SayKafka, nowMs: () => number = Date.now) {
  const saidAt = new Map<string, number>();
  return () =>
    ({ namespace, level, log }: LogEntry): void => {
      const text = sentence(namespace, log);
      const notice = { level: levelOf(namespace, level, log), text };
      if (notice.level !== 'detail') {
        const before = saidAt.get(text);
        if (before !== undefined && nowMs() - before < REPEAT_MS) return;
        if (saidAt.size >= REMEMBERED_MAX) saidAt.clear();
        saidAt.set(text, nowMs());
      }
      say(notice);
    };
}

function levelOf(namespace: string, level: number, log: LogEntry['log']): KafkaNotice['level'] {
  if (level >= logLevel.INFO) return 'detail';
  const oneAnswer = namespace === 'Connection' && log.message.startsWith('Response ');
  // A member that joins again says where it stands once it has.
  const rejoins =
    /re-joining/.test(log.message) || log.error === 'The group is rebalancing, so a rejoin is needed';
  // Whoever had asked waited no longer, and has heard so.
  const tooLate = namespace === 'RequestQueue' && log.message.startsWith('Response without match');
  // A leader that has just moved is found at the next try; what lasts is told.
  const firstTries = typeof log.retryCount === 'number' && log.retryCount < TRIES_UNTOLD;
  // Our writers go on by the same numbers where kafkajs stops, and a checkpoint is taken back.
  const limited = log.message.startsWith('Limiting retries for the idempotent producer');
  if (tooLate || oneAnswer || rejoins || firstTries || limited) return 'detail';
  // One that does not start again ends what it was read by, with its error.
  const startsAgain = namespace === 'Consumer' && /^(Crash|Restarting)/.test(log.message);
  return startsAgain || level === logLevel.WARN || log.retryCount !== undefined ? 'warning' : 'error';
}

function sentence(namespace: string, { message, error, broker, topic, partition }: LogEntry['log']): string {
  const place = [broker, topic, partition].filter((part) => part !== undefined).join('/');
  const cause = typeof error === 'string' && !message.includes(error) ? `: ${error}` : '';
  return `${namespace || 'kafkajs'}${place === '' ? '' : ` ${place}`}: ${message}${cause}`;
}
