import kafkajs, { type Admin } from 'kafkajs';

/** Why a topic cannot be a door, or had better not be as it is, and what to type. */
export interface DoorProblem {
  topic: string;
  fatal: boolean;
  problem: string;
}

const TIMESTAMP = 'message.timestamp.type';
const COMPRESSION = 'compression.type';

/**
 * Looks whether topics are fit to be doors: they exist, and give every record the broker's own time.
 *
 * @throws kafkajs's error where the brokers cannot be asked.
 */
export async function checkDoors(
  admin: Pick<Admin, 'listTopics' | 'describeConfigs'>,
  topics: readonly string[],
): Promise<DoorProblem[]> {
  const existing = new Set(await admin.listTopics());
  const missing = topics.filter((topic) => !existing.has(topic));
  const problems: DoorProblem[] = missing.map((topic) => ({
    topic,
    fatal: true,
    problem: `there is no topic ${topic}, or it may not be read: kafka-topics.sh --create --topic ${topic} --config ${TIMESTAMP}=LogAppendTime`,
  }));
  const present = topics.filter((topic) => existing.has(topic));
  if (present.length === 0) return problems;
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: present.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: [TIMESTAMP, COMPRESSION],
    })),
  });
  for (const { resourceName: topic, configEntries } of resources) {
    const settingOf = (name: string) =>
      configEntries.find(({ configName }) => configName === name)?.configValue;
    if (settingOf(TIMESTAMP) !== 'LogAppendTime') {
      const problem = `${topic} keeps the time that its producers claim: ${alter(topic, `${TIMESTAMP}=LogAppendTime`)}`;
      problems.push({ topic, fatal: true, problem });
    }
    if (settingOf(COMPRESSION) === 'lz4') {
      const problem = `${topic} is packed with lz4, which is not read here: ${alter(topic, `${COMPRESSION}=uncompressed`)}`;
      problems.push({ topic, fatal: true, problem });
    } else if (settingOf(COMPRESSION) === 'producer') {
      const problem = `${topic} keeps what its producers packed: what is packed with lz4, or to more than 64 MiB, is rejected unread. ${alter(topic, `${COMPRESSION}=uncompressed`)}`;
      problems.push({ topic, fatal: false, problem });
    }
  }
  return problems;
}

const alter = (topic: string, setting: string): string =>
  `kafka-configs.sh --alter --topic ${topic} --add-config ${setting}`;
