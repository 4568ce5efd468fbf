import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MapLog, readMapLog } from './map-log.ts';

const KEYS = 300;
const key = fc.integer({ min: 0, max: KEYS - 1 }).map((number) => `agent-${number}`);
/** What happens to a map between two checkpoints; many at once come to the end of what the lists may hold. */
const change = fc.oneof(
  fc.record({ what: fc.constantFrom('set' as const, 'put anew' as const, 'delete' as const), key }),
  fc.record({ what: fc.constant('set all' as const), key }),
);
const checkpoint = fc.record({
  changes: fc.array(change, { maxLength: 40, size: 'max' }),
  isWritten: fc.boolean(),
});

interface Agent {
  id: string;
  beats: number;
}

function owner() {
  const map = new Map<string, Agent>();
  const touched = new Set<string>();
  const add = (id: string): void => {
    map.set(id, { id, beats: 0 });
    touched.delete(id);
    touched.add(id);
  };
  return {
    map,
    touched,
    add,
    make({ what, key: id }: { what: string; key: string }): void {
      if (what === 'set all') for (const each of map.keys()) this.make({ what: 'set', key: each });
      else if (what !== 'set') {
        map.delete(id);
        touched.add(id);
        if (what === 'put anew') add(id);
      } else if (map.has(id)) {
        touched.add(id);
        map.get(id)!.beats++;
      } else add(id);
    },
  };
}

describe('the log of a map', () => {
  it('makes the same map again in its order, whatever was touched and whichever checkpoints failed', () => {
    fc.assert(
      fc.property(fc.array(checkpoint, { maxLength: 30, size: 'max' }), (checkpoints) => {
        const { map, touched, add, make } = owner();
        for (let number = 0; number < KEYS; number++) add(`agent-${number}`);
        const log = new MapLog();
        log.note(map, map.keys());
        touched.clear();
        const stored = new Map<string, Buffer>();
        let names = 0;
        for (const { changes, isWritten } of checkpoints) {
          for (const one of changes) make.call({ make }, one);
          log.note(map, touched);
          touched.clear();
          const written = new Map<string, Buffer>();
          const put = (bytes: Buffer): string => {
            written.set(String(++names), bytes);
            return String(names);
          };
          const lists = log.put(put, (each) => each.every((name) => stored.has(name)));
          const read = readMapLog(lists.map(([name]) => (written.get(name!) ?? stored.get(name!))!));
          expect([...read]).toEqual([...map]);
          if (isWritten) for (const [name, bytes] of written) stored.set(name, bytes);
        }
      }),
      { numRuns: 15 },
    );
  });

  it('writes what was touched, and holds no more than twice of all', () => {
    const { map, touched, add, make } = owner();
    for (let number = 0; number < 10_000; number++) add(`agent-${number}`);
    const log = new MapLog();
    log.note(map, map.keys());
    const stored = new Map<string, Buffer>();
    const put = (bytes: Buffer): string => {
      stored.set(String(stored.size), bytes);
      return String(stored.size - 1);
    };
    const keep = (names: readonly string[]): boolean => names.every((name) => stored.has(name));
    const whole = log.put(put, keep).length;
    for (let round = 0; round < 100; round++) {
      touched.clear();
      for (let of = 0; of < 300; of++)
        make({ what: 'set', key: `agent-${(round * 7_919 + of * 31) % 10_000}` });
      log.note(map, touched);
      const before = stored.size;
      expect(log.put(put, keep).length).toBeLessThan(3 * whole);
      expect(stored.size - before).toBeLessThan(whole / 4);
    }
  });
});
