import { describe, expect, it } from 'vitest';
import { notificationOf } from '../../testing/notifications.ts';
import { type StubSmtp, stubSmtp } from '../../testing/stub-smtp.ts';
import { channelContract, type Receiver } from '../channel.contract.ts';
import { emailChannel } from './email-channel.ts';
import { emailText } from './email-text.ts';

const to = ['soc@example.org', 'ada@example.org'];
const make = (port: number) =>
  emailChannel({ host: '127.0.0.1', port, tls: 'none', from: 'mortsafe@example.org', to, timeoutMs: 5_000 });

channelContract<Receiver & { smtp: StubSmtp }>('email', {
  async receiver() {
    const smtp = await stubSmtp();
    return {
      smtp,
      async behave(how) {
        if (how === 'gone') await smtp.close();
        else smtp.manner = how;
      },
      received: () => smtp.mails.map(({ content }) => content),
      close: () => smtp.close(),
    };
  },
  make: ({ smtp }) => make(smtp.port),
  secrets: () => ['secret'],
  bytesMax: 120_000,
  expectHarmless(arrived) {
    const [head = ''] = arrived.split('\r\n\r\n');
    expect(
      head
        .match(/^(to|cc|bcc|from|subject|message-id):/gim)
        ?.map((name) => name.toLowerCase())
        .sort(),
    ).toEqual(['from:', 'message-id:', 'subject:', 'to:']);
    expect(htmlIn(arrived)).not.toMatch(/<(script|img|a href="(?!http:\/\/127))|:\/\/evil|evil\.example/i);
  },
});

/** The part that a mail program shows, as it stood before it was packed for the way. */
function htmlIn(mail: string): string {
  const part = mail.split(/^----_NmP.*$/m).find((one) => one.includes('text/html')) ?? '';
  const [head = '', ...body] = part.split('\r\n\r\n');
  const packed = body.join('\r\n\r\n');
  if (/base64/i.test(head)) return Buffer.from(packed, 'base64').toString();
  const bytes = packed
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  const html = Buffer.from(bytes, 'latin1').toString();
  if (!html.includes('</html>')) throw new Error('there is no HTML in it');
  return html;
}

describe('a mail', () => {
  it('goes to everybody, in a thread with the others of its group', async () => {
    const smtp = await stubSmtp();
    await make(smtp.port).deliver(notificationOf(), new AbortController().signal);
    await smtp.close();
    expect(smtp.mails[0]?.to).toEqual(to.map((address) => `<${address}>`));
    expect(smtp.mails[0]?.content).toMatch(/^References: <grp-1@/m);
    expect(smtp.commands.filter((command) => /^MAIL/.test(command))).toHaveLength(1);
  });

  it('says in its subject what happened, who did it and where', () => {
    expect(emailText(notificationOf()).subject).toMatch(
      /^\[mortsafe\] CRITICAL: Killed agent worker-3 is back · brought/,
    );
  });

  it('offers commands as they are to be pasted', () => {
    const { text, html } = emailText(notificationOf());
    expect(text).toContain('     mortsafe kill planner --fleet checkout\n');
    expect(html).toContain('mortsafe kill planner --fleet checkout</code>');
  });
});
