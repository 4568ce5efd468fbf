export { type McpTransport, type WatchTransportOptions, watchTransport } from './watch-transport.ts';
