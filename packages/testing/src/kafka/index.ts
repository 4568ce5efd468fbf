export type { TestCertificates } from './certificates.ts';
export { kafkaClassPath, whyNoKafka } from './kafka-jars.ts';
export type { ListenerName } from './server-properties.ts';
export { type Broker, type BrokerOptions, startBroker } from './start-broker.ts';
export { type TcpProxy, tcpProxy } from './tcp-proxy.ts';
export type { TokenIssuer } from './token-issuer.ts';
