export { type CreateTopicsOptions, createMissingTopics, wantedTopics } from './create-topics.ts';
export type { DetectStepOptions } from './detect-step.ts';
export {
  checkTopics,
  type DetectorStep,
  detectorSteps,
  type KafkaDetectorOptions,
  runKafkaDetector,
} from './kafka-detector.ts';
export { lookHowFar } from './look-how-far.ts';
export { type ReadToEndOptions, readToEnd } from './read-to-end.ts';
export { rideOut } from './ride-out.ts';
export type { RouteStepOptions } from './route-step.ts';
export { defaultGroupNames, defaultTopicNames, type GroupNames, type TopicNames } from './topics.ts';
