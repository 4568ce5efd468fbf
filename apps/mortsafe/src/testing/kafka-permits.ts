import { readFileSync } from 'node:fs';
import kafkajs, { type AclEntry, type Kafka } from 'kafkajs';

const PAGE = new URL('../../../../docs/kafka-permits.md', import.meta.url);
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

const operations: Readonly<Record<string, number>> = {
  Read: AclOperationTypes.READ,
  Write: AclOperationTypes.WRITE,
  Describe: AclOperationTypes.DESCRIBE,
  DescribeConfigs: AclOperationTypes.DESCRIBE_CONFIGS,
};
const resources: Readonly<Record<string, number>> = {
  '--topic': AclResourceTypes.TOPIC,
  '--group': AclResourceTypes.GROUP,
  '--transactional-id': AclResourceTypes.TRANSACTIONAL_ID,
};

/** The recipe of the page, line by line, as the broker takes it. */
export function recipe(): AclEntry[] {
  const lines = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('kafka-acls.sh'));
  return lines.flatMap((line) => permitsOf(line.split(/\s+/).slice(1)));
}

function permitsOf(words: readonly string[]): AclEntry[] {
  const given = new Map<string, string[]>();
  for (let at = 0; at < words.length; at++) {
    const name = words[at] ?? '';
    if (name === '--add') continue;
    const value = words[++at] ?? '';
    const options = [
      '--allow-principal',
      '--operation',
      '--resource-pattern-type',
      ...Object.keys(resources),
    ];
    if (!options.includes(name)) throw new Error(`the recipe has ${name}, which this test does not know`);
    given.set(name, [...(given.get(name) ?? []), value]);
  }
  const [principal = ''] = given.get('--allow-principal') ?? [];
  const [pattern = 'literal'] = given.get('--resource-pattern-type') ?? [];
  return Object.entries(resources).flatMap(([option, resourceType]) =>
    (given.get(option) ?? []).flatMap((resourceName) =>
      (given.get('--operation') ?? []).map((operation) => ({
        ...{ principal, host: '*', resourceType, resourceName, operation: known(operations, operation) },
        permissionType: AclPermissionTypes.ALLOW,
        resourcePatternType:
          pattern === 'prefixed' ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
      })),
    ),
  );
}

function known(words: Readonly<Record<string, number>>, word: string): number {
  const found = words[word];
  if (found === undefined) throw new Error(`the recipe has ${word}, which this test does not know`);
  return found;
}

/** The table of the page: by `principal topic`, what it may do there, as `read`, `write`, `read, write` or `–`. */
export function table(): Map<string, string> {
  const rows = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const [header = [], , ...body] = rows;
  return new Map(
    body.flatMap(([topic = '', ...cells]) =>
      cells.map((cell, index) => [`${header[index + 1]} ${topic.replaceAll('`', '')}`, cell] as const),
    ),
  );
}

const TRY_MS_MAX = 15_000;

/** Tries to write to a topic and to read it, and says what went, in the words of the table. */
export async function whatGoes(kafka: Kafka, topic: string, groupId: string): Promise<string> {
  const [wrote, read] = await Promise.all([tryWriting(kafka, topic), tryReading(kafka, topic, groupId)]);
  return [read && 'read', wrote && 'write'].filter(Boolean).join(', ') || '–';
}

async function tryWriting(kafka: Kafka, topic: string): Promise<boolean> {
  const producer = kafka.producer({ retry: { retries: 2 } });
  await producer.connect();
  try {
    await producer.send({ topic, messages: [{ key: 'try', value: 'try' }] });
    return true;
  } catch (error) {
    return refusal(error);
  } finally {
    await producer.disconnect();
  }
}

async function tryReading(kafka: Kafka, topic: string, groupId: string): Promise<boolean> {
  const consumer = kafka.consumer({ groupId, retry: { retries: 2, restartOnFailure: async () => false } });
  await consumer.connect();
  const crashed = new Promise<never>((_, reject) => {
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    setTimeout(() => reject(new Error(`${topic}: nothing is read and nothing refused`)), TRY_MS_MAX).unref();
  });
  crashed.catch(() => {});
  try {
    await consumer.subscribe({ topic, fromBeginning: true });
    const read = new Promise<boolean>((resolve, reject) => {
      consumer.run({ eachMessage: async () => resolve(true) }).catch(reject);
    });
    return await Promise.race([read, crashed]);
  } catch (error) {
    return refusal(error);
  } finally {
    await consumer.disconnect();
  }
}

/** @throws What is no refusal. */
function refusal(error: unknown): false {
  const told =
    error instanceof Error ? `${error.name} ${error.message} ${'type' in error ? error.type : ''}` : '';
  if (/AUTHORIZATION_FAILED|not authorized|authorization failed/i.test(told)) return false;
  throw error;
}
