import { createServer, type Socket } from 'node:net';
import { freePorts } from '@mortsafe/testing';

export type SmtpManner = 'takes' | 'busy' | 'refuses' | 'hangs';

/** A mail server of a test's own, which says yes, not now, or no to every recipient. */
export interface StubSmtp {
  port: number;
  manner: SmtpManner;
  /** Mails as they came, headers and all, and to whom. */
  mails: { to: string[]; content: string }[];
  /** Every command that was given, to see whether somebody slipped one in. */
  commands: string[];
  close(): Promise<void>;
}

export async function stubSmtp(): Promise<StubSmtp> {
  const stub: Omit<StubSmtp, 'port' | 'close'> = { manner: 'takes', mails: [], commands: [] };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.setEncoding('utf8').on('error', () => {}));
    if (stub.manner === 'hangs') return;
    socket.write('220 stub ready\r\n');
    let buffered = '';
    let to: string[] = [];
    let inMail = false;
    const answer = (command: string): string => {
      stub.commands.push(command);
      if (/^EHLO/i.test(command)) return '250 stub\r\n';
      if (/^RCPT/i.test(command)) {
        if (stub.manner === 'busy') return '451 later, secret\r\n';
        if (stub.manner === 'refuses') return '550 no, secret\r\n';
        to.push(command.slice(8));
      }
      if (/^DATA/i.test(command)) {
        inMail = true;
        return '354 go on\r\n';
      }
      return /^QUIT/i.test(command) ? '221 bye\r\n' : '250 fine\r\n';
    };
    socket.on('data', (chunk) => {
      buffered += String(chunk);
      for (;;) {
        const end = inMail ? '\r\n.\r\n' : '\r\n';
        const at = buffered.indexOf(end);
        if (at < 0) return;
        const text = buffered.slice(0, at);
        buffered = buffered.slice(at + end.length);
        if (inMail) {
          stub.mails.push({ to, content: text });
          [inMail, to] = [false, []];
          socket.write('250 taken\r\n');
        } else socket.write(answer(text));
      }
    });
  });
  const [port = 0] = await freePorts(1);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return Object.assign(stub, {
    port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  });
}
