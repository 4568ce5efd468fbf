import type { DoorProblem } from '@mortsafe/sources/kafka';
import kafkajs, { type Admin } from 'kafkajs';

const SETTING = 'max.message.bytes';
/** A checkpoint is cut into pieces a little smaller than this; nothing else that is written is larger. */
const WRITTEN_BYTES_MAX = 1_000_000;
const WANTED_BYTES = 1_048_588;

/**
 * Looks whether topics take messages as large as they are written.
 *
 * @throws kafkajs's error where the brokers cannot be asked.
 */
export async function checkSizes(
  admin: Pick<Admin, 'describeConfigs'>,
  topics: readonly string[],
): Promise<DoorProblem[]> {
  if (topics.length === 0) return [];
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: topics.map((name) => ({
      type: kafkajs.ConfigResourceTypes.TOPIC,
      name,
      configNames: [SETTING],
    })),
  });
  return resources.flatMap(({ resourceName: topic, configEntries }) => {
    const bytes = Number(configEntries.find(({ configName }) => configName === SETTING)?.configValue);
    if (!(bytes < WRITTEN_BYTES_MAX)) return [];
    const problem = `${topic} takes messages of ${bytes} bytes at most, too few for what is written there: kafka-configs.sh --alter --topic ${topic} --add-config ${SETTING}=${WANTED_BYTES}`;
    return [{ topic, fatal: true, problem }];
  });
}
