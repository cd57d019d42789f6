// Made-up pages and doors of a private pursuance, over the made-up server that the tests of the module have (sealed/js/support).

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Page } from '@playwright/test';

const STATIC = new URL('../../templates/static/sealed/', import.meta.url);
const SOURCES = new URL('../../sealed/js/', import.meta.url);
const SCRIPT = 'text/javascript; charset=utf-8';
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self'",
  "form-action 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types pv',
].join('; ');

interface Keys {
  edSeed: Uint8Array;
  xSecret: Uint8Array;
  created: number;
}
interface Formats {
  newKeys(created: number, random: (length: number) => Uint8Array): Keys;
  makeCard(keys: Keys): object;
  encodeCard(card: object): Uint8Array;
  idOfKeys(keys: Keys): Uint8Array;
  sealIdBox(keys: Keys, rootKey: Uint8Array, random: (length: number) => Uint8Array): Uint8Array;
  decodeRevision(bytes: Uint8Array): { rev: number; oid: Uint8Array; fields: { field: string; rev: number }[] };
  decodeRel(bytes: Uint8Array): { phase: number; parent: Uint8Array; assignees: Uint8Array[]; waitsFor: Uint8Array[] };
  needFold(pid: Uint8Array, entries: Uint8Array[]): { epoch: number; members: Map<string, { role: number }> };
  writeEntries(state: object, keys: Keys, time: number, payloads: object[]): Uint8Array[];
  decodeCard(bytes: Uint8Array): { xKey: Uint8Array };
  sealSecret(pid: Uint8Array, epoch: number, secret: Uint8Array, member: { iid: Uint8Array; xKey: Uint8Array }, random: (length: number) => Uint8Array): Promise<Uint8Array>;
  encodeRecord(record: { kind: number; bytes: Uint8Array }): Uint8Array;
  decodeRecord(bytes: Uint8Array): { envelope?: Uint8Array };
  openPersonal(place: { iid: Uint8Array; kind: string; oid: Uint8Array }, rootKey: Uint8Array, bytes: Uint8Array): Uint8Array;
  decodePins(bytes: Uint8Array): { headSeq: number };
  fromBase64url(text: string): Uint8Array;
  fromHex(text: string): Uint8Array;
  toHex(bytes: Uint8Array): string;
  toBase64url(bytes: Uint8Array): string;
}
interface Stored {
  changed: number;
  revision: Uint8Array;
  fields: Map<string, { rev: number; bytes: Uint8Array }>;
}
interface Message {
  sender: string;
  unit: string;
  of: string;
  isEnd: boolean;
  bytes?: Uint8Array;
}
type Answer = Record<string, unknown>;
/** The parts of the made-up server that a spec uses. */
export interface Doors {
  pid: Uint8Array;
  slug: string;
  now: number;
  objects: Map<string, Stored>;
  messages: Map<string, Message>;
  boxes: Map<string, string>;
  entries: Uint8Array[];
  sent: { by: string; door: string; body: string }[];
  rowOf(oid: Uint8Array): string;
  lie: (door: string, answer: Answer, by: string) => Answer;
  copy(): object;
  restore(copy: object): void;
  fetch(by: string, path: string, init: RequestInit): Promise<Response>;
}

/** Loads a module of `sealed/js`, typed by the members that a spec uses. */
const load = async <T>(path: string) => (await import(new URL(path, SOURCES).href)) as T;
const S = await load<Formats>('src/index.js');
const { doorsWith } = await load<{ doorsWith: (formats: Formats, time: number) => new () => Doors }>('support/group_doors.js');
const GroupDoors = doorsWith(S, Date.now());

export const formats = S;

/** Somebody with an account whose keys this test knows. */
export interface Account {
  name: string;
  id: string;
  keys: Keys;
  rootKey: Uint8Array;
  card: Uint8Array;
  idbox: Uint8Array;
}

export const chance = (length: number) => crypto.getRandomValues(new Uint8Array(length));

function account(name: string): Account {
  const [keys, rootKey] = [S.newKeys(Date.now(), chance), chance(32)];
  const [card, idbox] = [S.encodeCard(S.makeCard(keys)), S.sealIdBox(keys, rootKey, chance)];
  return { name, id: S.toHex(S.idOfKeys(keys)), keys, rootKey, card, idbox };
}

export const people = new Map(['ana', 'ben', 'cem'].map((name) => [name, account(name)]));

/** How far the box of somebody says that they saw the log; -1 without one. */
export function pinnedBy(name: string): number {
  const { id = '', rootKey = new Uint8Array(0) } = people.get(name) ?? {};
  const oid = site.doors.pid.slice(0, 16);
  const sealed = site.doors.boxes.get(`${id} pins ${S.toHex(oid)}`);
  if (sealed === undefined) return -1;
  return S.decodePins(S.openPersonal({ iid: S.fromHex(id), kind: 'pins', oid }, rootKey, S.fromBase64url(sealed))).headSeq;
}

/** The kept state, and the contents of pages. */
export const site = { doors: new GroupDoors(), origin: '', host: '', board: undefined as string | undefined, rows: '', isClosed: false, renewal: 'off' };

export function clear() {
  site.doors = new GroupDoors();
  site.board = undefined;
  site.rows = '';
  site.isClosed = false;
  site.renewal = 'off';
}

const LIES = ['invalid', 'fork', 'rollback', 'withheld', 'substituted', 'excluded', 'changed'];
/** A text for each key: the key itself, with its values behind it. */
const VALUES: Record<string, string> = { added: 'title', 'invited-as': 'role', people: 'count', 'invited-for': 'purpose', remove: 'name', 'remove-now': 'name', compare: 'name', 'at-the-door': 'count', 'invites-ended': 'count', 'revoke-and-remove': 'count', 'revoke-about': 'names', 'revoke-and-remove-now': 'count', 'talk-retract-now': 'words' };
const KEYS = [
  'passphrase unlock unlock-file unlock-passphrase file file-of file-none file-wrong file-other removed ended ended-with keep-legend keep-hours keep-signout keep-page working slow failed lost show hide problem-wrong-key',
  'sealed-locked sealed-waiting sealed-no-key sealed-damaged sealed-doubtful really changed-here waiting-for-key at-the-door not-confirmed key-changed odd-time renewing given-back given-back-but older older-about',
  'evidence evidence-save frozen no-member conflict too-busy unreadable unknown-object',
  'size-0 size-1 size-2 urgency-0 urgency-1 phase-0 phase-1 phase-2 phase-3 phase-5 phase-6 phase-7 phase-8',
  'depend move move-top no-match more-match',
  'talk-say talk-say-send talk-edit talk-edit-send talk-remove talk-remove-send talk-retract-now talk-cancel talk-edited talk-closed talk-unsigned talk-find talk-find-words talk-find-hint found-none',
  'new-task new-task-lines too-long add added no-title save saved mine theirs theirs-own take-mine take-theirs take-theirs-own conflict-own somebody-new skills-hint',
  'field-title field-desc field-skills field-due field-size field-urgency field-name field-mission',
  'name mission mission-hint display display-hint history history-1 history-2 found no-name',
  'no-link bad-link bad-log ended bad-note invited-for invited-as people member-already after-joining enter',
  'role-0 role-1 role-2 role-3 you waits-at-the-door rekeyed compare compare-about compare-picture compare-same compare-differs scan scan-stop scan-hold scan-other scan-refused manage set-role remove remove-about remove-about-invites remove-now',
  'waits-late let-in let-in-about let-in-now renew renew-about renew-then renew-now renewed renewed-then renewed-due renewed-off without-key invites-ended make-anew revoke-about revoke-and-remove-now late-at-the-door',
  'purpose purpose-hint role uses uses-1 uses-5 uses-25 uses-any days days-1 days-7 days-30 days-never invite invited link link-hint copy copied',
  'place-who place-begin place-about place-link place-link-hint place-answer place-answer-hint place-check place-bad place-other place-member place-compare place-then place-now place-done',
  'take-place take-place-code take-place-code-hint take-place-bad take-place-own take-place-answer take-place-answer-hint take-place-number',
  'invitation came-by no-invites revoke revoke-and-remove head-words pid-words skills-0 skills-1 skills-2',
]
  .join(' ')
  .split(' ')
  .concat(LIES.map((kind) => `lie-${kind}`));
const texts = `<template data-texts>${KEYS.map((key) => `<p data-text="${key}">${key}${VALUES[key] ? ` {${VALUES[key]}}` : ''}</p>`).join('')}</template>`;

const cookieOf = (request: IncomingMessage) => /who=(\w+)/.exec(request.headers.cookie ?? '')?.[1] ?? '';

/** The tasks as the server shows them. */
function board(): string {
  const rows = [...site.doors.objects].filter(([key]) => key.startsWith('1/'));
  return rows
    .map(([, { revision, fields }]) => {
      const { rev, oid } = S.decodeRevision(revision);
      const [title, rel] = [fields.get('title'), fields.get('rel')];
      const id = site.doors.rowOf(oid);
      const { phase, assignees } = S.decodeRel(rel?.bytes ?? new Uint8Array(0));
      const shown = title ? `data-rev="${title.rev}" data-env="${S.toBase64url(title.bytes)}"` : '';
      return `<li data-sealed="state" data-object="${id}" data-rev="${rev}" data-phase="${phase}" data-assignees="${assignees.map(S.toHex).join(' ')}">
        <a href="/p/${site.doors.slug}/t/${id}"><span data-sealed data-object="${id}" ${shown}>[sealed]</span></a>
        <span data-sealed="phase" data-object="${id}" data-phase="${phase}">?</span></li>`;
    })
    .join('');
}

/** The messages about a task, as the server lists them. */
function said(row: string): string {
  const shown = [...site.doors.messages].filter(([, { of, unit }]) => of === '' && site.doors.rowOf(S.fromHex(unit)) === row);
  return shown
    .map(([oid, { sender, bytes, isEnd }]) => {
      if (isEnd) return '';
      const object = site.doors.rowOf(S.fromHex(oid));
      const { envelope = new Uint8Array(0) } = bytes ? S.decodeRecord(bytes) : {};
      const env = S.toBase64url(envelope);
      const text = bytes ? `<span data-sealed data-object="${object}" data-field="desc" data-rev="1" data-env="${env}">[sealed]</span>` : '<p>gone</p><p data-reason></p>';
      const press = (word: string) => `<button type="button" data-sealed="say" data-do="${word}" data-object="${object}" data-confirm="really" data-writes disabled>${word}</button>`;
      return `<article data-message="${object}" data-by="${sender}"${bytes ? '' : ' data-gone'}><p><b data-iid="${sender}">@</b><span data-edited></span></p>${text}
        ${bytes ? ['edit', 'retract', 'remove'].map(press).join('') : ''}</article>`;
    })
    .join('');
}

function content(address: URL, name: string): string {
  const { doors } = site;
  const realm = `data-realm="${site.host}" data-name="${name}"`;
  const part = (word: string, more = '') => `<div class="card stack" data-sealed="${word}" ${realm} ${more}><div data-place></div>${texts}</div>`;
  const group = part('group', `data-group="${doors.slug}" data-pid="${S.toHex(doors.pid)}" data-display="${name.toUpperCase()}" data-renew="${site.renewal}"`);
  const [, kind, named, page, id] = address.pathname.split('/');
  if (kind === 'found') return part('found');
  if (kind === 'me') return part('replace', 'data-of="place"');
  if (kind === 'i') return part('enter', `data-group="${doors.slug}"`);
  if (kind !== 'p' || named !== doors.slug) return '<p>Nothing here.</p>';
  if (page === 'members') return site.rows + group + ['members', 'invite', 'invites', 'head', 'replace'].map((word) => part(word, `data-base="https://elsewhere.example"${site.isClosed ? ' data-closed' : ''}`)).join('');
  if (page === 'profile') return group + part('profile');
  if (page === 't') {
    const press = (what: string, more: string) => `<button data-sealed="press" data-writes disabled data-do="${what}" data-object="${id}" ${more}>${what}</button>`;
    const due = `<p id="due"><span data-sealed data-object="${id}" data-field="due"></span></p>`;
    const talk = `<section id="discussion" aria-labelledby="talk"><h2 id="talk">Discussion</h2><div data-part="talk">${said(id ?? '')}</div>${part('talk', `data-object="${id}" data-may="yes"`)}</section>`;
    return `${group}${due}${talk}${['edit-task', 'depend', 'move'].map((word) => part(word, `data-object="${id}"`)).join('')}${press('take', '')}${press('finish', 'data-then="stay"')}
      <form id="theirs" method="post" action="/theirs"><button>hand on</button></form><button form="theirs">close</button>`;
  }
  const heading = `<h2 data-sealed data-object="${'0'.repeat(32)}" data-otype="0" data-field="name">[sealed]</h2>`;
  return `${heading}${group}${part('new-task', 'data-phase="8"')}<ul id="board">${site.board ?? board()}</ul>
    <p id="names">${[...people.values()].map((one) => `<span data-iid="${one.id}">@${one.name}</span>`).join(' ')}</p>`;
}

const FILES = ['group', 'unlock', 'object_writer', 'log_writer', 'sealing', 'ladder', 'key_file', 'people', 'founding', 'entering', 'forms', 'incident', 'talk', 'search', 'several', 'bulk', 'undo', 'suggested', 'replace', 'argon2', 'words', 'qr', 'scan'].map((name) => [`/static/sealed/${name}.js`, new URL(`${name}.js`, STATIC)] as const);
const SCRIPTS = new Map<string, URL>(FILES);
const integrity = () => `sha384-${createHash('sha384').update(readFileSync(new URL('group.js', STATIC), 'utf8')).digest('base64')}`;

async function answer(request: IncomingMessage, response: ServerResponse) {
  const address = new URL(request.url ?? '/', site.origin);
  let body = '';
  for await (const part of request) body += String(part);
  const name = cookieOf(request);
  const script = SCRIPTS.get(address.pathname);
  if (script) {
    response.writeHead(200, { 'content-type': SCRIPT, 'content-security-policy': POLICY }).end(readFileSync(script));
  } else if (/\/sealed\/|^\/sealed\//.test(address.pathname)) {
    const { method = 'GET' } = request;
    const headers = new Headers({ 'pursuance-invite': String(request.headers['pursuance-invite'] ?? '') });
    const init = { method, headers, ...(method === 'POST' && { body }) };
    const given = await site.doors.fetch(people.get(name)?.id ?? '', address.pathname + address.search, init);
    response.writeHead(given.status, { 'content-type': 'application/json' }).end(await given.text());
  } else {
    const viewer = name && ` data-viewer="${name}" data-session="marker"`;
    const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
      <script type="module" src="/static/sealed/group.js" integrity="${integrity()}"></script>
      <body${viewer}><main><h1>A page</h1>${content(address, name)}</main></body></html>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': POLICY, 'referrer-policy': 'no-referrer' }).end(html);
  }
}

let server: Server;

export async function open() {
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  site.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  site.origin = `http://${site.host}`;
}

export async function close() {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

/** Signs somebody in, with their keys open as after the passphrase. */
export async function signIn(page: Page, name: string) {
  const found = people.get(name);
  if (!found) throw new Error(name);
  await page.context().addCookies([{ name: 'who', value: name, url: site.origin }]);
  await page.goto(`${site.origin}/nothing`);
  await openKeys(page, found);
}

/** Puts somebody's keys where they lie while they are open. */
export async function openKeys(page: Page, found: Account) {
  const { name } = found;
  const of = (bytes: Uint8Array) => [...bytes];
  const given = { name, realm: site.host, rootKey: of(found.rootKey), card: of(found.card), idbox: of(found.idbox) };
  await page.evaluate(async ({ name: username, realm, rootKey, card, idbox }) => {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, Uint8Array.from(rootKey)));
    const record = { marker: 'marker', realm, username, until: Infinity, key, nonce, sealed, card: Uint8Array.from(card), idbox: Uint8Array.from(idbox) };
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.open('pursuance-unlocked', 1);
      request.addEventListener('upgradeneeded', () => request.result.createObjectStore('kept'));
      request.addEventListener('error', () => reject(new Error('no database')));
      request.addEventListener('success', () => {
        const transaction = request.result.transaction('kept', 'readwrite');
        transaction.objectStore('kept').put(record, 'root');
        transaction.addEventListener('complete', () => {
          request.result.close();
          resolve();
        });
      });
    });
  }, given);
}
