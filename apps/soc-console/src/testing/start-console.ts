import { createSocAlerting, type SocAlerting, type SocAlertingOptions } from '@mortsafe/soc-alerting';
import { type HandedOver, handedOver, openEmbedded } from '@mortsafe/soc-alerting/testing';
import { buildConsole } from '../build/build-console.ts';

/** Holds the role `admin` everywhere, and is called `alice`. */
export const ALICE_TOKEN = 'control-token-of-alice';
export const BOB_TOKEN = 'control-token-of-bob-0';
/** Holds the role `viewer` everywhere. */
export const VERA_TOKEN = 'control-token-of-vera';

export interface StartedConsole {
  soc: SocAlerting;
  /** Gives findings, acts, states of orders and timelines to the application. */
  source: HandedOver;
  /** What people ordered, as the detector would read it. */
  published: unknown[];
  /** Lets a browser in, once, as `alice`; as an onlooker, where the server has no `localPerson`. */
  link(): string;
  /** Lets a browser in, once, as whoever holds the token. */
  linkAs(token: string): Promise<string>;
  /** Asks the API as `alice`, who may do everything. */
  api(path: string, body?: unknown): Promise<unknown>;
  stop(): Promise<void>;
}

/** The application with the built console, on an embedded database in memory, told by the test what was found. */
export async function startConsole(options: Partial<SocAlertingOptions> = {}): Promise<StartedConsole> {
  const folder = await buildConsole();
  const source = handedOver();
  const published: unknown[] = [];
  const soc = await createSocAlerting({
    findings: source,
    storage: { database: await openEmbedded() },
    publishControl: async (event) => void published.push(event),
    publishPlatform: async () => {},
    controlTokens: [
      { token: ALICE_TOKEN, person: 'alice' },
      { token: BOB_TOKEN, person: 'bob' },
      { token: VERA_TOKEN, person: 'vera', role: 'viewer' },
    ],
    log: () => {},
    ...options,
    server: { port: 0, consoleFolder: folder, localPerson: 'alice', ...options.server },
  });
  const api = async (path: string, body?: unknown, token = ALICE_TOKEN): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${soc.port}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const linkAs = async (token: string) => ((await api('/links', {}, token)) as { link: string }).link;
  return { soc, source, published, link: () => soc.viewLink(), linkAs, api, stop: () => soc.stop() };
}
