// A mail server of the test: it takes whatever comes, and keeps it as it came.

import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

import { HASHED } from './account.ts';
import { until } from './wait.ts';
import type { Visitor } from './visitor.ts';

/** `raw` are its bytes, each as one letter; `text` is what people read of it: headers and parts. */
export interface Mail {
  to: string;
  raw: string;
  text: string;
}

export class PostOffice {
  readonly mails: Mail[] = [];
  readonly #open = new Set<Socket>();

  private constructor(
    readonly server: Server,
    readonly port: number,
  ) {}

  static async start(): Promise<PostOffice> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const post = new PostOffice(server, (server.address() as AddressInfo).port);
    server.on('connection', (socket: Socket) => post.#hear(socket));
    return post;
  }

  async stop(): Promise<void> {
    this.server.close();
    for (const socket of this.#open) socket.destroy();
    await once(this.server, 'close');
  }

  /** The setting by which an instance finds it. */
  get url(): string {
    return `smtp://127.0.0.1:${this.port}?tls=none`;
  }

  /** Mails to an address, the oldest first. */
  to(address: string): Mail[] {
    return this.mails.filter(({ to }) => to === address);
  }

  /** RFC 5321: as much of it as one client needs. */
  #hear(socket: Socket): void {
    this.#open.add(socket);
    socket.on('close', () => this.#open.delete(socket));
    // A client that hangs up has nothing more to say.
    socket.on('error', () => socket.destroy());
    const says = (line: string) => socket.write(`${line}\r\n`);
    let [rest, to] = ['', ''];
    let lines: string[] | undefined;
    says('220 post of the test');
    socket.setEncoding('latin1').on('data', (piece: string) => {
      const whole = (rest + piece).split('\r\n');
      rest = whole.pop() ?? '';
      for (const line of whole) {
        if (lines && line !== '.') {
          lines.push(line.replace(/^\./, ''));
        } else if (lines) {
          const raw = lines.join('\r\n');
          this.mails.push({ to, raw, text: decoded(raw) });
          lines = undefined;
          says('250 taken');
        } else if (/^EHLO /i.test(line)) {
          says('250-post of the test\r\n250 8BITMIME');
        } else if (/^DATA$/i.test(line)) {
          lines = [];
          says('354 go on');
        } else if (/^QUIT$/i.test(line)) {
          socket.end('221 bye\r\n');
        } else {
          to = /^RCPT TO:<(.*?)>/i.exec(line)?.[1] ?? to;
          says('250 well');
        }
      }
    });
  }
}

/** The headers (RFC 2047) and parts (RFC 2045) of a mail as they were written. */
function decoded(raw: string): string {
  const words = (_all: string, how: string, word: string) => bytesOf(how, word.replaceAll('_', ' ')).toString('utf8');
  const [before = ''] = raw.split('\r\n\r\n', 1);
  const heads = before.replace(/\?=\s+=\?/g, '?==?').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, words);
  const parts = raw.matchAll(/^Content-Transfer-Encoding: (\S+)\r\n(?:\S.*\r\n)*\r\n([^]*?)(?=\r\n--|(?![^]))/gim);
  return [heads, ...[...parts].map(([, how = '', body = '']) => bytesOf(how, body).toString('utf8'))].join('\n');
}

/** Decodes letters that every mail server lets through. */
function bytesOf(how: string, text: string): Buffer {
  if (/^b/i.test(how)) return Buffer.from(text, 'base64');
  const letter = (_all: string, code: string) => String.fromCharCode(Number.parseInt(code, 16));
  return Buffer.from(/^q/i.test(how) ? text.replace(/=\r\n/g, '').replace(/=([0-9a-f]{2})/gi, letter) : text, 'latin1');
}

/** Has everything sent to somebody at once, by the ways that their pages show: an address, the link that comes to it, and what is sent. */
export async function getsMail(visitor: Visitor, post: PostOffice, address: string): Promise<void> {
  const { page } = visitor;
  await visitor.opens('/inbox/settings');
  await page.getByLabel('Your mail address').fill(address);
  await page.getByLabel('Passphrase', { exact: true }).fill(visitor.passphrase);
  await visitor.presses('Send me a link');
  // The browser hashes the passphrase first.
  await page.locator('.flash').filter({ hasText: 'A link is on its way.' }).waitFor(HASHED);
  const code = await until(`a link came to ${address}`, async (saw) => {
    const mail = post.to(address).at(-1)?.text ?? '';
    saw(mail);
    return /\/mail\/confirm\?code=[\w%-]+/.exec(mail)?.[0];
  });
  await visitor.opens(code);
  await visitor.presses('Send me mail there');
  await visitor.isTold('From now on mail is sent to you.');
  const kinds = page.locator('form').filter({ has: page.locator('select[name^="mail."]') });
  for (const choice of await kinds.locator('select[name^="mail."]').all()) await choice.selectOption('now');
  const loaded = page.waitForEvent('load');
  await kinds.getByRole('button').click();
  await loaded;
}
