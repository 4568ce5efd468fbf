import type { IncomingHttpHeaders } from 'node:http';
import type { Policy } from '@mortsafe/agent-events';
import { type DoorPass, otlpHttpReceiver, type SensorDecoder } from '@mortsafe/sources';
import type { DetectorWatch } from './operations/detector-watch.ts';
import type { RejectedLog } from './rejected-log.ts';
import type { Router } from './router.ts';

/** A place where events enter, OTLP over HTTP. Who may come in, and as whom, is the door's to say. */
export interface DoorOptions {
  /** For metrics. Default that of its place in the list. */
  name?: string;
  host: string;
  /** 0 lets the system choose. */
  port: number;
  authenticate(headers: IncomingHttpHeaders): DoorPass | undefined;
  /** Hears sensors of the platform in their own words, too. */
  sensors?: boolean;
}

export interface Door {
  port: number;
  close(): Promise<void>;
}

export interface BehindDoors {
  router: Router;
  rejected: RejectedLog;
  policy: Policy;
  watch?: DetectorWatch;
  /** Shared by all that sensors come in by: what one says may explain what another does. */
  decodeSensors?: SensorDecoder;
}

const BODY_BYTES_MAX = 4 * 1_048_576;
const DECOMPRESSED_BYTES_MAX = 16 * 1_048_576;

/**
 * Opens all doors or none.
 *
 * @throws The system's error where one cannot listen, such as `EADDRINUSE`.
 */
export async function openDoors(wanted: readonly DoorOptions[], behind: BehindDoors): Promise<Door[]> {
  const results = await Promise.allSettled(
    wanted.map((door, index) => openDoor({ name: String(index), ...door }, behind)),
  );
  const open = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const shut = results.find((result) => result.status === 'rejected');
  if (!shut) return open;
  await Promise.all(open.map((door) => door.close()));
  throw shut.reason;
}

async function openDoor(
  { name, host, port, authenticate, sensors }: DoorOptions & { name: string },
  { router, rejected, policy, watch, decodeSensors }: BehindDoors,
): Promise<Door> {
  const receiver = otlpHttpReceiver({
    host,
    port,
    maxBodyBytes: BODY_BYTES_MAX,
    maxDecompressedBytes: DECOMPRESSED_BYTES_MAX,
    authenticate,
    async accept(events) {
      await router.accept(events);
      watch?.entered?.({ events }, name);
    },
    reject(rejections) {
      watch?.entered?.({ rejections }, name);
      return rejected.add(rejections);
    },
    drop: (drops) => watch?.entered?.({ drops }, name),
    now: router.now,
    policy,
    ...(sensors && { sensors: decodeSensors }),
  });
  const listening = await receiver.listen();
  return { port: listening.port, close: () => receiver.close() };
}
