import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { Holding } from './in-flight.ts';

export interface BodyLimits {
  maxBodyBytes: number;
  maxDecompressedBytes: number;
}

export type Body =
  | { kind: 'body'; bytes: Buffer }
  | { kind: 'refused'; status: 400 | 413 | 429; reason: string }
  | { kind: 'aborted' };

/**
 * Reads a request's body, unpacking it on the way. Stops at the first byte over a limit, so that a small
 * body cannot become a large one in memory.
 */
export function readBody(
  request: IncomingMessage,
  gzip: boolean,
  limits: BodyLimits,
  holding: Holding,
): Promise<Body> {
  const { promise, resolve } = Promise.withResolvers<Body>();
  const chunks: Buffer[] = [];
  const unpacker = gzip ? createGunzip() : undefined;
  let received = 0;
  let unpacked = 0;

  const settle = (body: Body): void => {
    request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', onClose);
    request.pause();
    unpacker
      ?.removeAllListeners()
      .on('error', () => {})
      .destroy();
    resolve(body);
  };
  const refuse = (status: 400 | 413 | 429, reason: string) => settle({ kind: 'refused', status, reason });
  const finish = () => settle({ kind: 'body', bytes: Buffer.concat(chunks) });

  function keep(chunk: Buffer): void {
    unpacked += chunk.length;
    if (unpacked > limits.maxDecompressedBytes) {
      refuse(413, `the body unpacks to more than ${limits.maxDecompressedBytes} bytes`);
    } else if (holding.take(chunk.length)) chunks.push(chunk);
    else refuse(429, 'over capacity');
  }
  function onData(chunk: Buffer): void {
    received += chunk.length;
    if (received > limits.maxBodyBytes) refuse(413, `the body is larger than ${limits.maxBodyBytes} bytes`);
    else if (!unpacker) keep(chunk);
    else if (!unpacker.write(chunk)) {
      request.pause();
      unpacker.once('drain', () => request.resume());
    }
  }
  function onEnd(): void {
    if (unpacker) unpacker.end();
    else finish();
  }
  function onClose(): void {
    if (!request.complete) settle({ kind: 'aborted' });
  }

  unpacker
    ?.on('data', keep)
    .on('end', finish)
    .on('error', () => refuse(400, 'not valid gzip'));
  request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', onClose);
  return promise;
}

/**
 * Lets a refused sender finish before it is answered: closing on bytes that nobody read resets the
 * connection, and the answer with it.
 */
export function discardRest(request: IncomingMessage, bytesMax: number, timeoutMs: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let discarded = 0;
  const timer = setTimeout(done, timeoutMs);
  function done(): void {
    clearTimeout(timer);
    request.off('data', onData).off('end', done).off('close', done).off('error', done);
    request.pause();
    resolve();
  }
  function onData(chunk: Buffer): void {
    discarded += chunk.length;
    if (discarded > bytesMax) done();
  }
  if (request.readableEnded || request.destroyed) done();
  else request.on('data', onData).on('end', done).on('close', done).on('error', done).resume();
  return promise;
}
