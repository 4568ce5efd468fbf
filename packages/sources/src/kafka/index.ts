export { type BrokerClock, createBrokerClock } from './broker-clock.ts';
export { checkDoors, type DoorProblem } from './check-doors.ts';
export {
  type Checkpointed,
  type CheckpointWriter,
  type CheckpointWriterOptions,
  type Committed,
  isRefusedToAnybody,
  openCheckpointWriter,
} from './checkpoint-writer.ts';
export { createKafka } from './create-kafka.ts';
export {
  type DecodeDoor,
  type DoorFormat,
  type DoorTopic,
  defaultDoorTopics,
  doorDecoder,
  type FromDoor,
} from './door-topics.ts';
export type { KafkaNotice, SayKafka } from './kafka-notices.ts';
export {
  type KafkaDelivery,
  type KafkaReader,
  type KafkaReaderOptions,
  kafkaReader,
  type ReaderStep,
  type TopicOffset,
  type TopicPartition,
} from './kafka-reader.ts';
export {
  type KafkaSettings,
  kafkaSettingsSchema,
  type ParsedKafkaSettings,
  parseKafkaSettings,
} from './kafka-settings.ts';
export {
  type KafkaMessage,
  type KafkaWriter,
  type KafkaWriterOptions,
  openKafkaWriter,
} from './kafka-writer.ts';
export type { PartitionProgress } from './owned-partitions.ts';
export { REJECTED_TOPIC, rejectedMessage } from './rejected-message.ts';
