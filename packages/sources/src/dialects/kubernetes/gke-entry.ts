import { at, numberAt, textAt } from '../sensors/json.ts';
import type { AuditedRequest } from './read-audit.ts';

const METHOD = /^io\.k8s\.(.+)\.(v[a-z0-9]+)\.([a-z]+)(?:\.([a-z]+))?\.([a-z]+)$/;
const RESOURCE = /^[^/]+\/[^/]+(?:\/namespaces\/([^/]+))?\/([^/]+)(?:\/([^/]+))?(?:\/[^/]+)?$/;

/** GKE has no events of the API server in its log, but entries of Cloud Logging that were made of them. */
export function readGkeEntry(entry: object): AuditedRequest | string {
  const payload = at(entry, 'protoPayload');
  const method = textAt(payload, 'methodName') ?? '';
  const [, , , resource, subresource, verb] = METHOD.exec(method) ?? [];
  if (resource === undefined || verb === undefined)
    return 'protoPayload.methodName is no method of Kubernetes';
  const user = textAt(payload, 'authenticationInfo', 'principalEmail');
  const id = textAt(entry, 'operation', 'id') ?? textAt(entry, 'insertId');
  if (user === undefined) return 'protoPayload.authenticationInfo.principalEmail is missing';
  if (id === undefined) return 'insertId is missing';
  const [, namespace, , name] = RESOURCE.exec(textAt(payload, 'resourceName') ?? '') ?? [];
  return {
    ...{ id, verb, stage: undefined, resource, subresource, namespace },
    user: { name: user, podName: undefined, podUid: undefined, impersonated: undefined },
    name: name ?? textAt(payload, 'response', 'metadata', 'name'),
    // Codes of gRPC: 0, or no status at all, is success.
    code: numberAt(payload, 'status', 'code') ? GRPC_FAILED : GRPC_OK,
    time: at(entry, 'timestamp'),
    request: at(payload, 'request'),
    response: at(payload, 'response'),
    query: new URLSearchParams(),
  };
}

const GRPC_OK = 200;
const GRPC_FAILED = 500;
