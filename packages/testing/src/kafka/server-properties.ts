import { join } from 'node:path';
import type { TestCertificates } from './certificates.ts';

/** The doors of a broker, besides the plain one that tests administer it by. */
export type ListenerName = 'tls' | 'mtls' | 'scram' | 'oauth' | 'proxied';

export interface Wanted {
  /** Adds `tls`, `mtls`, and encrypts `scram` and `oauth`. */
  tls?: TestCertificates;
  /** Adds `scram` (SCRAM-SHA-512): password by user name. */
  scram?: Readonly<Record<string, string>>;
  /** Adds `oauth` (OAUTHBEARER): the file of public keys that tokens are checked with. */
  oauth?: { keysFile: string; audience: string };
  /** Everybody needs a permit; who comes by the plain listener is `User:ANONYMOUS`, and may do everything. */
  acl?: boolean;
  /** Any other property of a broker; takes precedence. */
  properties?: Readonly<Record<string, string>>;
}

export interface Layout {
  folder: string;
  ports: { plain: number; controller: number } & Partial<Record<ListenerName, number>>;
  /** Where clients of `proxied` are sent. */
  proxyPort?: number;
}

type Properties = Record<string, string>;

/** One broker that is its own controller, with the quickest timings that work. */
export function serverProperties(wanted: Wanted, layout: Layout): string {
  const listeners = listenersOf(wanted, layout);
  const properties: Properties = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${layout.ports.controller}`,
    'controller.listener.names': 'CONTROLLER',
    'inter.broker.listener.name': 'PLAIN',
    listeners: listeners.map(({ name, port }) => `${name}://127.0.0.1:${port}`).join(),
    'advertised.listeners': listeners
      .filter(({ name }) => name !== 'CONTROLLER')
      .map(({ name, port, advertised = port }) => `${name}://127.0.0.1:${advertised}`)
      .join(),
    'listener.security.protocol.map': listeners.map(({ name, protocol }) => `${name}:${protocol}`).join(),
    'log.dirs': join(layout.folder, 'data'),
    ...single,
    ...tlsProperties(wanted),
    ...saslProperties(wanted),
    ...(wanted.acl && {
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS',
      'allow.everyone.if.no.acl.found': 'false',
    }),
    ...wanted.properties,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

const single: Properties = {
  'auto.create.topics.enable': 'false',
  'num.partitions': '4',
  'offsets.topic.num.partitions': '4',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.num.partitions': '4',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  // After a kill -9 it is taken back only once its old session has ended.
  'broker.session.timeout.ms': '1500',
  'broker.heartbeat.interval.ms': '300',
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '1000',
  'log.retention.ms': '-1',
};

interface Listener {
  name: string;
  protocol: string;
  port: number;
  advertised?: number;
}

function listenersOf(wanted: Wanted, { ports, proxyPort }: Layout): Listener[] {
  const sasl = wanted.tls ? 'SASL_SSL' : 'SASL_PLAINTEXT';
  const protocols = { tls: 'SSL', mtls: 'SSL', scram: sasl, oauth: sasl, proxied: 'PLAINTEXT' };
  const listeners: Listener[] = [
    { name: 'PLAIN', protocol: 'PLAINTEXT', port: ports.plain },
    { name: 'CONTROLLER', protocol: 'PLAINTEXT', port: ports.controller },
  ];
  for (const [name, protocol] of Object.entries(protocols)) {
    const port = ports[name as ListenerName];
    if (port === undefined) continue;
    const advertised = name === 'proxied' ? proxyPort : undefined;
    listeners.push({
      name: name.toUpperCase(),
      protocol,
      port,
      ...(advertised !== undefined && { advertised }),
    });
  }
  return listeners;
}

function tlsProperties({ tls }: Wanted): Properties {
  if (!tls) return {};
  return {
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.location': tls.serverFile,
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.location': tls.authorityFile,
    'listener.name.mtls.ssl.client.auth': 'required',
  };
}

const LOGIN = 'org.apache.kafka.common.security';

function saslProperties({ scram, oauth }: Wanted): Properties {
  return {
    ...(scram && {
      'listener.name.scram.sasl.enabled.mechanisms': 'SCRAM-SHA-512',
      'listener.name.scram.scram-sha-512.sasl.jaas.config': `${LOGIN}.scram.ScramLoginModule required;`,
    }),
    ...(oauth && {
      'listener.name.oauth.sasl.enabled.mechanisms': 'OAUTHBEARER',
      'listener.name.oauth.oauthbearer.sasl.jaas.config': `${LOGIN}.oauthbearer.OAuthBearerLoginModule required;`,
      'listener.name.oauth.oauthbearer.sasl.server.callback.handler.class': `${LOGIN}.oauthbearer.OAuthBearerValidatorCallbackHandler`,
      'listener.name.oauth.sasl.oauthbearer.jwks.endpoint.url': `file://${oauth.keysFile}`,
      'listener.name.oauth.sasl.oauthbearer.expected.audience': oauth.audience,
    }),
  };
}
