import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { notificationFullOf, notificationOf } from '../../testing/notifications.ts';
import { stubServer } from '../../testing/stub-server.ts';
import { httpChannelContract } from '../http-channel.contract.ts';
import { webhookBody, webhookChannel } from './webhook-channel.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
// The id of a Standard Webhook is in its headers; the body names the incident.
httpChannelContract('webhook', {
  make: (base) => webhookChannel({ url: `${base}/hook/very-secret-path`, secret }),
  secrets: [secret, 'very-secret-path'],
  bytesMax: 20_000 + 100,
  textOf: ({ headers, body }) => `${headers['webhook-id']}\n${body}`,
  expectHarmless: (arrived) => expect(() => JSON.parse(arrived.slice(arrived.indexOf('\n')))).not.toThrow(),
});

describe('the webhook channel', () => {
  async function sent(notification = notificationOf()) {
    const stub = await stubServer();
    await webhookChannel({ url: stub.url, secret }).deliver(notification, new AbortController().signal);
    await stub.close();
    const [request] = stub.received;
    if (!request) throw new Error('nothing was sent');
    return request;
  }

  it('signs what it sends, so that the receiver can check it', async () => {
    const { body, headers } = await sent();
    expect(new Webhook(secret).verify(body, headers)).toMatchObject({
      type: 'incident.opened',
      timestamp: '2026-11-21T12:00:00.000Z',
      data: { severity: 'critical', title: 'Killed agent worker-3 is back' },
    });
    expect(() => new Webhook(secret).verify(`${body} `, headers)).toThrow();
  });

  it('calls later messages updates', async () => {
    const { body } = await sent(notificationOf(undefined, { changes: ['rule:masked-failure'] }));
    expect(JSON.parse(body).type).toBe('incident.updated');
  });

  it('stays under 20 kB, whatever agents write', () => {
    for (const text of ['x'.repeat(256), '\u001b'.repeat(256), '結'.repeat(256)]) {
      const body = webhookBody(notificationFullOf(text));
      expect(Buffer.byteLength(body)).toBeLessThan(20_000);
      expect(JSON.parse(body).data.incident).toMatch(/^inc-/);
    }
  });

  it('refuses a secret that is none, and does not repeat it', () => {
    expect(() => webhookChannel({ url: '', secret: 'whsec_c2hvcnQ=' })).toThrow('24 to 64 bytes');
    expect(() => webhookChannel({ url: '', secret: 'whsec_c2hvcnQ=' })).not.toThrow('c2hvcnQ');
  });
});
