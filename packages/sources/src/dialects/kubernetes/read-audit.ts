import { at, isObject, listAt, numberAt, textAt } from '../sensors/json.ts';
import { readGkeEntry } from './gke-entry.ts';
import type { KubernetesUser } from './principal.ts';

/** One request to the API server, however its log was wrapped. */
export interface AuditedRequest {
  id: string;
  stage: string | undefined;
  verb: string;
  user: KubernetesUser;
  resource: string;
  subresource: string | undefined;
  namespace: string | undefined;
  name: string | undefined;
  /** HTTP status of the answer. */
  code: number | undefined;
  time: unknown;
  /** As sent and as answered, where the audit policy says to keep them. */
  request: unknown;
  response: unknown;
  query: URLSearchParams;
}

export const isAudit = (record: object): boolean => at(record, 'auditID') !== undefined || isGkeEntry(record);

export const isGkeEntry = (record: object): boolean =>
  textAt(record, 'protoPayload', 'serviceName') === 'k8s.io' ||
  (textAt(record, 'protoPayload', 'methodName') ?? '').startsWith('io.k8s.');

export const auditTime = (record: object): unknown =>
  at(record, 'stageTimestamp') ?? at(record, 'requestReceivedTimestamp') ?? at(record, 'timestamp');

const POD = 'authentication.kubernetes.io/pod-';

/** @returns Why it cannot be read, where it cannot. */
export function readAudit(record: object): AuditedRequest | string {
  if (isGkeEntry(record)) return readGkeEntry(record);
  const [id, verb, user] = [
    textAt(record, 'auditID'),
    textAt(record, 'verb'),
    textAt(record, 'user', 'username'),
  ];
  if (id === undefined) return 'auditID is missing';
  if (verb === undefined) return 'verb is missing';
  if (user === undefined) return 'user.username is missing';
  const extra = at(record, 'user', 'extra');
  const reference = at(record, 'objectRef');
  return {
    ...{ id, verb, stage: textAt(record, 'stage') },
    user: {
      name: user,
      podName: firstText(extra, `${POD}name`),
      podUid: firstText(extra, `${POD}uid`),
      impersonated: textAt(record, 'impersonatedUser', 'username'),
    },
    resource: textAt(reference, 'resource') ?? '',
    subresource: textAt(reference, 'subresource'),
    namespace: textAt(reference, 'namespace'),
    name: textAt(reference, 'name') ?? textAt(record, 'responseObject', 'metadata', 'name'),
    code: numberAt(record, 'responseStatus', 'code'),
    time: auditTime(record),
    request: at(record, 'requestObject'),
    response: at(record, 'responseObject'),
    query: queryOf(textAt(record, 'requestURI')),
  };
}

/** Extra fields of a user are lists. */
const firstText = (extra: unknown, name: string): string | undefined => {
  const [first] = listAt(extra, name);
  return typeof first === 'string' && first !== '' ? first : undefined;
};

/** What follows the question mark. */
const queryOf = (uri = ''): URLSearchParams => new URLSearchParams(uri.split('?', 2)[1] ?? '');

/** The object as it stands after the request, as far as the log has it. */
export const objectOf = ({ response, request }: AuditedRequest): unknown =>
  isObject(at(response, 'metadata')) ? response : request;

/** `patch deployments/scale`, and on whose behalf it is said to be. */
export function wordsOf({ verb, resource, subresource, user }: AuditedRequest): string {
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  return `${verb} ${what}${user.impersonated === undefined ? '' : ` as ${user.impersonated}`}`;
}
