import { open } from 'node:fs/promises';

export type PidFile =
  | { kind: 'pid'; pid: number; writtenAt: number }
  | { kind: 'absent' }
  | { kind: 'refused'; reason: string };

const OTHERS_MAY_WRITE = 0o022;

/** Reads a pid that only we or root can have written: whoever writes that file chooses what is stopped. */
export async function readPidFile(path: string): Promise<PidFile> {
  const file = await open(path, 'r').catch(() => undefined);
  if (!file) return { kind: 'absent' };
  try {
    const { uid, mode, mtimeMs } = await file.stat();
    if ((uid !== 0 && uid !== process.getuid?.()) || (mode & OTHERS_MAY_WRITE) !== 0) {
      return { kind: 'refused', reason: 'its pid file can be written by others' };
    }
    const { buffer, bytesRead } = await file.read(Buffer.alloc(32), 0, 32, 0);
    const match = /^\s*(\d{1,10})\s*$/.exec(buffer.toString('latin1', 0, bytesRead));
    if (!match) return { kind: 'refused', reason: 'its pid file holds no pid' };
    return { kind: 'pid', pid: Number(match[1]), writtenAt: mtimeMs };
  } finally {
    await file.close();
  }
}
