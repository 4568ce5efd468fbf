import type { AgentEvent } from '@mortsafe/agent-events';
import { createKafka, openKafkaWriter } from '@mortsafe/sources/kafka';
import { otlpLogs } from '../canary/beat.ts';
import { postLogs } from '../canary/post-logs.ts';
import { kafkaLocation } from '../config/kafka-location.ts';
import { reachable } from '../config/reachable.ts';
import { AGENTS_PORT, LOOPBACK, readConfig } from '../config/read-config.ts';
import { urlOf } from '../config/url-of.ts';
import { CannotRun, type Io } from '../io.ts';

/** Where the agents of a drill say what they say: as all agents do. */
export interface AgentsDoor {
  send(events: readonly AgentEvent[]): Promise<void>;
  close(): Promise<void>;
}

export interface AgentsDoorOptions {
  config?: string;
  brokers?: string;
  agentsUrl?: string;
}

export const AGENTS_TOKEN_VARIABLE = 'MORTSAFE_DRILL_TOKEN';
const ANSWER_MS_MAX = 15_000;

/**
 * By Kafka where the configuration or the command line names one, else by OTLP over HTTP.
 *
 * @throws {CannotRun} There is no such door.
 */
export async function agentsDoor(options: AgentsDoorOptions, { cwd, env }: Io): Promise<AgentsDoor> {
  const { agentsUrl, ...others } = options;
  const { kafka, doors } = readConfig(others, { cwd, env }).read;
  if (agentsUrl === undefined && (options.brokers !== undefined || kafka))
    return byKafka(others, { cwd, env });
  const { host = LOOPBACK, port = AGENTS_PORT } = doors.agents;
  const url = agentsUrl ?? reachable(urlOf(host, port));
  return byHttp(url, env[AGENTS_TOKEN_VARIABLE]);
}

async function byKafka(options: AgentsDoorOptions, world: Pick<Io, 'cwd' | 'env'>): Promise<AgentsDoor> {
  const { settings, doors } = kafkaLocation(options, world);
  const door = doors.find(({ pass, format }) => pass.origin === 'agent' && format === 'otlp logs');
  if (!door) throw new CannotRun('kafka.doors has no door of origin agent and format otlp logs');
  const writer = await openKafkaWriter({ kafka: await createKafka(settings, () => {}) });
  return {
    send: (events) => writer.write([{ topic: door.topic, value: Buffer.from(otlpLogs(events)) }]),
    close: () => writer.close(),
  };
}

const byHttp = (url: string, token: string | undefined): AgentsDoor => ({
  async send(events) {
    const response = await postLogs({ url, token }, events, ANSWER_MS_MAX).catch(() => {
      throw new CannotRun(`the agents' door at ${url} does not answer; --agents-url says where it is`);
    });
    if (response.status === 401 || response.status === 403) {
      throw new CannotRun(`the agents' door at ${url} asks for a token: set ${AGENTS_TOKEN_VARIABLE}`);
    }
    if (!response.ok) throw new CannotRun(`the agents' door at ${url} answers HTTP ${response.status}`);
  },
  close: async () => {},
});
