// How long a board of a thousand private titles takes in the system's Chromium, from when its bytes are there until all of it is readable:
// the real files, a page as the server writes it, and answers from memory. It takes Playwright from `e2e` (`npm ci` there first).

import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import { build } from 'esbuild';

import * as S from '../src/index.js';
import { makeWorld, me, shown } from './world.js';

/** @import { AddressInfo } from 'node:net' */

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));
const VIEWER = 'ana';
const TYPES = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', svg: 'image/svg+xml' };
const LANES = ['New', 'Help wanted', 'Started', 'In progress'];

/**
 * @param {ReturnType<typeof shown>} tasks
 * @param {{ slug: string, pid: string, realm: string }} of
 */
function page(tasks, { slug, pid, realm }) {
  const card = (/** @type {typeof tasks[number]} */ { id, number, row, rev, env, phase }) => `
<li class="card" id="t-${number}" data-card><div class="flex nowrap"><span data-sealed="state" data-object="${row}" data-phase="${phase}"><span class="phase">
<svg class="i" aria-hidden="true"><use href="/static/icons.svg#i-phase-new"/></svg><span data-sealed="phase" data-object="${row}" data-phase="${phase}">${LANES[phase]}</span></span></span></div>
<h3><a href="/p/${slug}/${id}" dir="auto"><span data-sealed data-object="${row}" data-field="title" data-rev="${rev}" data-env="${env}" dir="auto">[encrypted]</span></a> <span class="small mute">#${number}</span></h3>
<p class="flex small"><span class="mute">Nobody yet</span></p></li>`;
  const lanes = LANES.map((name, phase) => `<section class="lane"><h2>${name}</h2><ul class="stack sm">${tasks.filter((one) => one.phase === phase).map(card).join('')}</ul></section>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Board</title><link rel="stylesheet" href="/static/style.css">
<link rel="expect" href="#live-status" blocking="render"></head><body data-viewer="${VIEWER}" data-session="marker"><main>
<div class="stack" data-sealed="group" data-group="${slug}" data-pid="${pid}" data-name="${VIEWER}" data-realm="${realm}"><div data-place></div>
<template data-texts></template></div>
<script src="/static/sealed/group.js?v=1" type="module" async></script>
<div class="board"><div class="lanes">${lanes.join('')}</div></div><p class="sr" role="status" id="live-status"></p></main></body></html>`;
}

/**
 * The same page of an open pursuance: its titles stand there, and nothing is to be opened.
 * @param {string} html
 */
const opened = (html) =>
  html.replace(/<link rel="expect"[^>]*>/, '').replace(/<div class="stack" data-sealed="group"[^]*?<\/script>/, '').replace(/ data-(?:sealed|object|field|rev|env|phase)(?:="[^"]*")?/g, '');

/** Notes when the titles in view stand there and when all do, and when each is painted. */
const WATCH = `{
  window.read = new Promise((resolve) => {
    const painted = (then) => requestAnimationFrame(() => setTimeout(() => then(performance.now())));
    if (location.pathname === '/open') {
      document.addEventListener('DOMContentLoaded', () => painted((open) => resolve({ open })));
      return;
    }
    const at = new Map();
    const paints = [];
    const look = new MutationObserver((records) => {
      const now = performance.now();
      for (const { target } of records) if (target.dataset?.open !== undefined && !at.has(target)) at.set(target, now);
      // From here until the next picture: what was written by now is in it.
      painted((paint) => paints.push([now, paint]));
      if (document.querySelectorAll('[data-env][data-open]').length < TASKS) return;
      look.disconnect();
      const inView = (element) => {
        const { top, bottom } = element.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      };
      painted((last) => {
        const first = Math.max(...[...at.keys()].filter((element) => element.dataset.env && inView(element)).map((element) => at.get(element)));
        const seen = paints.find(([since]) => since >= first)?.[1] ?? last;
        resolve({ first, seen, written: now, painted: last });
      });
    });
    look.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-open'] });
  });
}`;

/**
 * @param {number} count of tasks
 * @param {number} rounds
 */
export async function measureBoard(count, rounds) {
  const { doors } = await makeWorld({ tasks: count });
  const tasks = shown(doors);
  const folder = mkdtempSync(join(tmpdir(), 'sealed-bench-'));
  spawnSync(process.execPath, [here('../build.mjs'), '--to', folder]);
  const setup = (await build({ entryPoints: [here('./unlock.js')], bundle: true, write: false, format: 'esm' })).outputFiles[0]?.text ?? '';
  let html = '';
  const server = createServer(async (request, response) => {
    const address = new URL(request.url ?? '/', 'http://localhost');
    const say = (/** @type {string} */ type, /** @type {string} */ body, /** @type {Record<string, string>} */ more = {}) => {
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', ...more });
      response.end(gzipSync(body, { level: 6 }));
    };
    const forEver = { 'cache-control': 'public, max-age=31536000, immutable' };
    const file = address.pathname.split('/').at(-1) ?? '';
    const type = TYPES[/** @type {keyof typeof TYPES} */ (file.split('.').at(-1) ?? '')] ?? 'text/plain';
    if (address.pathname.includes('/sealed/') && address.pathname.startsWith('/p/')) {
      let body = '';
      for await (const part of request) body += part;
      const answer = await doors.fetch(S.toHex(me.iid), `${address.pathname}${address.search}`, { method: request.method ?? 'GET', body });
      say('application/json', await answer.text());
    } else if (file === 'setup.js') say(TYPES.js, setup);
    else if (address.pathname === '/setup') say('text/html', `<body data-viewer="${VIEWER}" data-session="marker"><script src="/setup.js" type="module"></script>`);
    else if (address.pathname === '/open') say('text/html; charset=utf-8', opened(html), { 'cache-control': 'no-store' });
    else if (address.pathname === '/board') say('text/html; charset=utf-8', html, { 'cache-control': 'no-store' });
    else if (address.pathname.startsWith('/static/sealed/')) say(type, readFileSync(join(folder, file), 'utf8'), forEver);
    else if (address.pathname.startsWith('/static/')) say(type, readFileSync(here(`../../../templates/static/${file}`), 'utf8'), forEver);
    else response.writeHead(404).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const base = `http://localhost:${/** @type {AddressInfo} */ (server.address()).port}`;
  const { pid, slug } = doors;
  html = page(tasks, { slug, pid: S.toHex(pid), realm: base.slice('http://'.length) });
  const { chromium } = createRequire(here('../../../e2e/package.json'))('@playwright/test');
  const args = ['--disable-gpu', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: process.env.PURSUANCE_CHROMIUM ?? '/usr/bin/chromium', args });
  try {
    const context = await browser.newContext();
    const tab = await context.newPage();
    await tab.goto(`${base}/setup`);
    const { keys, rootKey } = me;
    const given = { edSeed: S.toHex(keys.edSeed), xSecret: S.toHex(keys.xSecret), created: keys.created, rootKey: S.toHex(rootKey) };
    await tab.waitForFunction('window.unlock');
    await tab.evaluate((/** @type {unknown} */ it) => /** @type {any} */ (window).unlock(it), given);
    await tab.addInitScript(WATCH.replace('TASKS', String(tasks.length)));
    /** @type {Record<'first' | 'seen' | 'written' | 'painted' | 'open', number[]>} */
    const found = { first: [], seen: [], written: [], painted: [], open: [] };
    const one = async (/** @type {string} */ path) => {
      await tab.goto(base + path, { waitUntil: 'commit' });
      /** @type {Partial<Record<keyof typeof found, number>>} */
      const read = await tab.evaluate('window.read');
      /** @type {number} */
      const bytes = await tab.evaluate("performance.getEntriesByType('navigation')[0].responseEnd");
      // The page goes on: that is not cut off, and not measured with the next one.
      await tab.evaluate('new Promise((resolve) => setTimeout(resolve, 500))');
      return Object.entries(read).map(([name, moment]) => /** @type {const} */ ([name, moment - bytes]));
    };
    // The first time, all of it has to be asked for.
    await one('/board');
    for (let round = 0; round < rounds; round += 1) {
      for (const path of ['/board', '/open']) {
        for (const [name, time] of await one(path)) found[/** @type {keyof typeof found} */ (name)].push(time);
      }
    }
    return found;
  } finally {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true });
  }
}
