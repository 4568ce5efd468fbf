import type { Log } from '@mortsafe/soc-alerting';
import type { SayKafka } from '@mortsafe/sources/kafka';

/** What Kafka's client has to say, for the log. Details are for whoever debugs it. */
export const sayKafka =
  (log: Log): SayKafka =>
  ({ level, text }) => {
    if (level !== 'detail') log(level === 'error' ? 'error' : 'warn', `kafka: ${text}`);
  };
