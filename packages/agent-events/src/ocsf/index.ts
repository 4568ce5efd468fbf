export {
  type OcsfAttack,
  type OcsfDetectionFinding,
  type OcsfEvidence,
  type OcsfFindingInfo,
  type OcsfMetadata,
  type OcsfObservable,
  type OcsfResource,
  type OcsfVersion,
  ocsfVersions,
} from './detection-finding.ts';
export { type OcsfOptions, ocsfDetectionFinding } from './ocsf-detection-finding.ts';
