import { createSocAlerting } from '@mortsafe/soc-alerting';
import { handedOver, openEmbedded } from '@mortsafe/soc-alerting/testing';
import type { Json } from '../api/generate/type-of.ts';

/** The description that the server itself gives of its API. */
export async function readDescription(): Promise<Json> {
  const soc = await createSocAlerting({
    findings: handedOver(),
    storage: { database: await openEmbedded() },
    publishControl: async () => {},
    publishPlatform: async () => {},
    server: { port: 0 },
    log: () => {},
  });
  try {
    const answer = await fetch(`http://127.0.0.1:${soc.port}/api/v1/openapi.json`);
    return (await answer.json()) as Json;
  } finally {
    await soc.stop();
  }
}
