import { PbfReader } from 'pbf';

/** The least that reading OTLP takes: reads all that is in a request, and makes an object of each record. */
export function countLogRecords(bytes: Buffer): number {
  let count = 0;
  const pbf = new PbfReader(bytes);
  pbf.readFields((tag) => {
    if (tag !== 1) return;
    inside(pbf, (group) => {
      if (group !== 2) return;
      inside(pbf, (scope) => {
        if (scope !== 2) return;
        const record: Record<string, unknown> = {};
        inside(pbf, (field) => {
          if (field === 6) {
            const { key, value } = keyValue(pbf);
            record[key] = value;
          } else if (field === 12) record.name = pbf.readString();
        });
        if (record.name !== undefined) count++;
      });
    });
  }, undefined);
  return count;
}

const inside = (pbf: PbfReader, read: (tag: number) => void): void => {
  pbf.readMessage((tag) => read(tag), undefined);
};

function keyValue(pbf: PbfReader): { key: string; value: unknown } {
  const pair = { key: '', value: undefined as unknown };
  inside(pbf, (tag) => {
    if (tag === 1) pair.key = pbf.readString();
    else if (tag === 2) pair.value = anyValue(pbf);
  });
  return pair;
}

function anyValue(pbf: PbfReader): unknown {
  let value: unknown;
  inside(pbf, (tag) => {
    if (tag === 1) value = pbf.readString();
    else if (tag === 2) value = pbf.readBoolean();
    else if (tag === 3) value = pbf.readVarint(true);
    else if (tag === 4) value = pbf.readDouble();
    else if (tag === 5) {
      const list: unknown[] = [];
      inside(pbf, () => list.push(anyValue(pbf)));
      value = list;
    }
  });
  return value;
}
