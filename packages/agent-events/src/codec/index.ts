export * as beat from './beat-columns.ts';
export { encodeDoorsClosedAsJson, encodeEventsAsJson, encodeProgressAsJson } from './decode-json-lines.ts';
export { type DecodedMessage, decodeMessage, type ReadMessage, readMessage } from './decode-message.ts';
export { type DoorProgress, encodeProgress } from './door-progress.ts';
export { type DoorsClosed, encodeDoorsClosed } from './doors-closed.ts';
export { encodeEvents } from './encode-events.ts';
export { type BeatColumns, EventBatch } from './event-batch.ts';
