// A push service of the test, and the keys of one browser: what the server sends is kept, and read as the browser reads it.

import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { expect } from '@playwright/test';

import type { Visitor } from './visitor.ts';

/** A message as the worker of the pages gets it. */
export interface Pushed {
  title: string;
  body: string;
  url: string;
  tag: string;
  lang: string;
}

/** A browser's own description (`PushSubscription.toJSON`). */
export interface Subscription {
  endpoint: string;
  keys: { p256dh: string; auth: string };
}

export class PushService {
  #keys = createECDH('prime256v1');
  #secret = randomBytes(16);
  #bodies: Buffer[] = [];

  private constructor(
    readonly server: Server,
    readonly port: number,
  ) {
    this.#keys.generateKeys();
  }

  static async start(): Promise<PushService> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const service = new PushService(server, (server.address() as AddressInfo).port);
    server.on('request', (request, response) => {
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        service.#bodies.push(joined(pieces.map(bytes)));
        response.writeHead(201).end();
      });
    });
    return service;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  get subscription(): Subscription {
    const keys = { p256dh: this.#keys.getPublicKey('base64url'), auth: this.#secret.toString('base64url') };
    return { endpoint: `http://localhost:${this.port}/browser`, keys };
  }

  /** Messages in the order in which they came. */
  told(): Pushed[] {
    return this.#bodies.map((body) => this.#read(body));
  }

  /** RFC 8291 §4. */
  #read(body: Buffer): Pushed {
    const [salt, sender, record] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)].map(bytes);
    if (!salt || !sender || !record) throw new Error('no message');
    const own = bytes(this.#keys.getPublicKey());
    const info = bytes(joined([text('WebPush: info\0'), own, sender]));
    const shared = derived(bytes(this.#keys.computeSecret(sender)), bytes(this.#secret), info, 32);
    const key = derived(shared, salt, text('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derived(shared, salt, text('Content-Encoding: nonce\0'), 12);
    const cipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(record.subarray(-16));
    const message = joined([cipher.update(record.subarray(0, -16)), cipher.final()].map(bytes));
    // Behind the message: the sign of the last record, and zeros.
    return JSON.parse(message.subarray(0, message.lastIndexOf(2)).toString('utf8')) as Pushed;
  }
}

/** Has notices shown in somebody's browser, by the way that their pages show. */
export async function subscribes(visitor: Visitor, service: PushService): Promise<void> {
  const { page } = visitor;
  await page.context().grantPermissions(['notifications'], { origin: visitor.home.baseUrl });
  await page.addInitScript((said) => {
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async (options) => {
      const key = options?.applicationServerKey;
      if (!(key instanceof Uint8Array) || key.length !== 65) throw new Error('That is no key of a sender.');
      return { toJSON: () => said } as unknown as PushSubscription;
    };
  }, service.subscription);
  await visitor.opens('/inbox/settings');
  const part = page.getByRole('region', { name: 'On this device' });
  await expect(part).not.toContainText('This needs JavaScript');
  await part.getByRole('button', { name: 'Show notices in this browser' }).click();
  await visitor.isTold('From now on notices are shown in this browser.');
  await expect(part.getByRole('listitem')).toContainText('This browser');
}

function derived(secret: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, salt, info, length));
}

/** Bytes as the types of this Node.js take them. */
function bytes(buffer: Buffer): Uint8Array {
  return Uint8Array.from(buffer);
}

function text(words: string): Uint8Array {
  return new TextEncoder().encode(words);
}

function joined(pieces: Uint8Array[]): Buffer {
  return Buffer.concat(pieces);
}
