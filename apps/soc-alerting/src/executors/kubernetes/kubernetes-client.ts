import { readFile } from 'node:fs/promises';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Where the API server is, and as whom we speak to it. Default: as a pod does, by its service account. */
export interface KubernetesAccess {
  /** `https://10.0.0.1:443`. Default: from `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`. */
  server?: string;
  /** Read again for each request: such tokens are renewed. */
  tokenFile?: string;
  caFile?: string;
}

/** The status, and nothing of the body; or that nobody answered, for a reason without a secret. */
export type KubernetesAnswer = { status: number } | { failed: string };

export type KubernetesClient = (
  method: 'DELETE' | 'GET' | 'PATCH',
  path: string,
  body: object | undefined,
  signal: AbortSignal,
) => Promise<KubernetesAnswer>;

const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** @throws {Error} Nobody says where the API server is, or it would be reached without TLS from elsewhere. */
export function kubernetesClient(
  access: KubernetesAccess,
  env: NodeJS.ProcessEnv = process.env,
): KubernetesClient {
  const { tokenFile = `${ACCOUNT}/token`, caFile = access.server ? undefined : `${ACCOUNT}/ca.crt` } = access;
  const server = new URL(access.server ?? serverOf(env));
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(server.hostname);
  if (server.protocol !== 'https:' && !isHere)
    throw new Error('executor kubernetes: the server is not https');

  return async (method, path, body, signal) => {
    try {
      const token = (await readFile(tokenFile, 'utf8')).trim();
      const ca = caFile === undefined ? undefined : await readFile(caFile);
      const text = body === undefined ? '' : JSON.stringify(body);
      const headers = {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(text && {
          'content-type': 'application/merge-patch+json',
          'content-length': Buffer.byteLength(text),
        }),
      };
      return await new Promise((resolve, reject) => {
        const send = server.protocol === 'https:' ? requestHttps : requestHttp;
        const request = send(
          new URL(path, server),
          { method, headers, signal, ...(ca && { ca }) },
          (response) => {
            response.resume();
            resolve({ status: response.statusCode ?? 0 });
          },
        );
        request.once('error', reject);
        request.end(text);
      });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
      return { failed: `the API server cannot be asked (${code})` };
    }
  };
}

function serverOf({
  KUBERNETES_SERVICE_HOST: host,
  KUBERNETES_SERVICE_PORT: port = '443',
}: NodeJS.ProcessEnv): string {
  if (!host) throw new Error('executor kubernetes: this is no pod: say where the server is');
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
