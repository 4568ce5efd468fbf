export { encodeDoorsClosedAsJson, encodeEventsAsJson, encodeProgressAsJson } from './decode-json-lines.ts';
export { type DecodedMessage, decodeMessage } from './decode-message.ts';
export { type DoorProgress, encodeProgress } from './door-progress.ts';
export { type DoorsClosed, encodeDoorsClosed } from './doors-closed.ts';
export { encodeEvents } from './encode-events.ts';
