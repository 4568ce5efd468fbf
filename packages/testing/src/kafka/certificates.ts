import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** One day: nothing outlives the test that made it. */
const DAYS = '1';

/** An authority of the test's own, and what it signed. */
export interface TestCertificates {
  authorityFile: string;
  /** Key and chain of the broker, for 127.0.0.1 and localhost. */
  serverFile: string;
  /** PEM of the authority. */
  authority: string;
  /** Signs a client: the broker knows it as `User:CN=<name>`. */
  client(name: string): Promise<{ key: string; cert: string; ca: string }>;
}

/** Makes certificates in a folder by the openssl command. */
export async function makeCertificates(folder: string): Promise<TestCertificates> {
  const openssl = (...args: string[]): Promise<unknown> => run('openssl', args, { cwd: folder });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await openssl(
    ...['req', '-x509', ...newKey, '-keyout', 'authority.key', '-out', 'authority.pem'],
    ...['-days', DAYS, '-subj', '/CN=mortsafe test authority'],
  );

  async function sign(name: string, subject: string, usage: string): Promise<{ key: string; cert: string }> {
    await openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', subject);
    await writeFile(join(folder, `${name}.ext`), usage);
    await openssl(
      ...['x509', '-req', '-in', `${name}.csr`, '-CA', 'authority.pem', '-CAkey', 'authority.key'],
      ...['-CAcreateserial', '-days', DAYS, '-extfile', `${name}.ext`, '-out', `${name}.pem`],
    );
    const read = (extension: string) => readFile(join(folder, `${name}.${extension}`), 'utf8');
    return { key: await read('key'), cert: await read('pem') };
  }

  const authority = await readFile(join(folder, 'authority.pem'), 'utf8');
  const server = await sign(
    'server',
    '/CN=localhost',
    'subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n',
  );
  const serverFile = join(folder, 'server-chain.pem');
  await writeFile(serverFile, `${server.key}${server.cert}${authority}`, { mode: 0o600 });
  return {
    authorityFile: join(folder, 'authority.pem'),
    serverFile,
    authority,
    client: async (name) => ({
      ...(await sign(`client-${name}`, `/CN=${name}`, 'extendedKeyUsage=clientAuth\n')),
      ca: authority,
    }),
  };
}
