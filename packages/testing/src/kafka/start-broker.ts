import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Admin, type ITopicConfig, Kafka, logLevel } from 'kafkajs';
import { freePorts } from '../free-ports.ts';
import { type BrokerProcess, formatFolder, startProcess } from './broker-process.ts';
import { makeCertificates, type TestCertificates } from './certificates.ts';
import { kafkaClassPath } from './kafka-jars.ts';
import { type Layout, type ListenerName, serverProperties, type Wanted } from './server-properties.ts';
import { type TcpProxy, tcpProxy } from './tcp-proxy.ts';
import { makeTokenIssuer, type TokenIssuer } from './token-issuer.ts';

export interface BrokerOptions extends Pick<Wanted, 'scram' | 'acl' | 'properties'> {
  /** Adds the listeners `tls` and `mtls`, with certificates of its own, and encrypts the others but the plain one. */
  tls?: boolean;
  /** Adds the listener `oauth`, which takes the tokens of an issuer of its own. */
  oauth?: boolean;
  /** Adds the listener `proxied`, behind a wire that can be cut. */
  proxied?: boolean;
  /** Where its data lies, kept when it stops. Default a folder of its own that goes with it. */
  folder?: string;
  /** The plain listener. Default any free port. */
  port?: number;
  /** Arguments for Java, such as `-Xmx2g`. */
  jvm?: readonly string[];
}

export interface Broker {
  /** The plain listener, for `brokers` of a client. It asks nobody for anything. */
  brokers: string[];
  /** The others, as `host:port`. */
  listeners: Partial<Record<ListenerName, string>>;
  /** Where `tls`, `oauth` and `proxied` asked for it. */
  certificates: TestCertificates | undefined;
  tokens: TokenIssuer | undefined;
  proxy: TcpProxy | undefined;
  /** All that the broker says. Kept after a stop when `MORTSAFE_KEEP_KAFKA` is set. */
  logFile: string;
  createTopics(topics: readonly (string | ITopicConfig)[]): Promise<void>;
  /** SIGSTOP: connections stay, and nobody answers. */
  pause(): void;
  resume(): void;
  kill9(): Promise<void>;
  /** Stops it, unless it was killed, and starts it on the same ports and data. */
  restart(): Promise<void>;
  /** Stops it for good and clears its folder away. */
  stop(): Promise<void>;
}

/**
 * Starts a real Apache Kafka broker of its own: about four seconds on a quiet machine, and half a GiB.
 *
 * Needs Java 17; the first time, Maven. It ends with this process at the latest.
 *
 * @example
 * const broker = await startBroker({ scram: { agent: 'secret' }, acl: true });
 * await broker.createTopics([{ topic: 'otlp_logs', numPartitions: 4 }]);
 */
export async function startBroker(options: BrokerOptions = {}): Promise<Broker> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'mortsafe-kafka-')));
  await mkdir(folder, { recursive: true });
  const certificates = options.tls ? await makeCertificates(folder) : undefined;
  const tokens = options.oauth ? await makeTokenIssuer(folder) : undefined;
  const ports = await portsFor(options);
  const proxy = options.proxied ? await tcpProxy(() => ports.proxied ?? 0) : undefined;
  const layout: Layout = { folder, ports, ...(proxy && { proxyPort: proxy.port }) };

  const config = join(folder, 'server.properties');
  const { tls: _tls, oauth: _oauth, ...asGiven } = options;
  const wanted = { ...asGiven, ...(certificates && { tls: certificates }), ...(tokens && { oauth: tokens }) };
  await writeFile(config, serverProperties(wanted, layout));
  const classPath = await kafkaClassPath();
  const logFile = join(folder, 'broker.log');
  await formatFolder(classPath, config, options.scram);

  const jvm = [...(tokens ? [`${ALLOWED_KEYS}=file://${tokens.keysFile}`] : []), ...(options.jvm ?? [])];
  const start = (): Promise<BrokerProcess> => startProcess({ classPath, config, logFile, jvm });
  let process: BrokerProcess | undefined = await start();
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    await process?.end(signal);
    process = undefined;
  };
  const brokers = [`127.0.0.1:${ports.plain}`];

  return {
    brokers,
    listeners: listenersAt(ports, proxy),
    certificates,
    tokens,
    proxy,
    logFile,
    createTopics: (topics) => createTopics(brokers, topics),
    pause: () => process?.signal('SIGSTOP'),
    resume: () => process?.signal('SIGCONT'),
    kill9: () => end('SIGKILL'),
    async restart() {
      await end('SIGTERM');
      process = await start();
      await leadersElected(brokers);
    },
    async stop() {
      await end(options.folder === undefined ? 'SIGKILL' : 'SIGTERM');
      await proxy?.close();
      if (options.folder === undefined && !globalThis.process.env.MORTSAFE_KEEP_KAFKA) {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

const ALLOWED_KEYS = '-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls';

async function portsFor(options: BrokerOptions): Promise<Layout['ports']> {
  const names: ListenerName[] = [
    ...(options.tls ? (['tls', 'mtls'] as const) : []),
    ...(options.scram ? (['scram'] as const) : []),
    ...(options.oauth ? (['oauth'] as const) : []),
    ...(options.proxied ? (['proxied'] as const) : []),
  ];
  const [plain = 0, controller = 0, ...others] = await freePorts(2 + names.length);
  const named = Object.fromEntries(names.map((name, index) => [name, others[index]]));
  return { plain: options.port ?? plain, controller, ...named };
}

function listenersAt(ports: Layout['ports'], proxy: TcpProxy | undefined): Broker['listeners'] {
  const { plain: _plain, controller: _controller, ...others } = ports;
  const all = { ...others, ...(proxy && { proxied: proxy.port }) };
  return Object.fromEntries(Object.entries(all).map(([name, port]) => [name, `127.0.0.1:${port}`]));
}

async function createTopics(brokers: string[], topics: readonly (string | ITopicConfig)[]): Promise<void> {
  await withAdmin(brokers, (admin) =>
    admin.createTopics({
      waitForLeaders: true,
      topics: topics.map((topic) => (typeof topic === 'string' ? { topic } : topic)),
    }),
  );
}

const POLL_MS = 100;
const LEADERS_MS_MAX = 30_000;

/** A restarted broker says that it has started a little before it serves its partitions. */
async function leadersElected(brokers: string[]): Promise<void> {
  const deadline = performance.now() + LEADERS_MS_MAX;
  await withAdmin(brokers, async (admin) => {
    for (;;) {
      try {
        for (const topic of await admin.listTopics()) await admin.fetchTopicOffsets(topic);
        return;
      } catch (error) {
        if (performance.now() > deadline) throw error;
        await sleep(POLL_MS);
      }
    }
  });
}

async function withAdmin(brokers: string[], use: (admin: Admin) => Promise<unknown>): Promise<void> {
  const admin = new Kafka({ clientId: 'test', brokers, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await use(admin);
  } finally {
    await admin.disconnect();
  }
}
