// The formats of private pursuances in a real browser: every vector, on one module that is made as the files are that browsers load.
//
// The page may run no WebAssembly; the worker for Argon2 may, by its own response, or takes the slow way.

import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

import { expect, test } from '@playwright/test';

const SEALED = new URL('../../sealed/', import.meta.url);
const MADE = new URL('../../templates/static/sealed/', import.meta.url);
const POLICY = "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'";
const SCRIPT = 'text/javascript; charset=utf-8';

interface Served {
  type: string;
  policy: string;
  body: string | URL;
}

/** The files of the server. The module of the formats, which stands where the tests import the sources, joins them before the tests. */
const FILES: Record<string, Served> = {
  '/': { type: 'text/html', policy: POLICY, body: '<!doctype html><title>Vectors</title><body><script type="module" src="/vectors/page.js"></script>' },
  ...Object.fromEntries(
    ['vectors', 'vectors-more', 'vectors-random'].map((name) => [
      `/${name}.json`,
      { type: 'application/json', policy: POLICY, body: new URL(`tests/${name}.json`, SEALED) },
    ]),
  ),
  '/argon2.js': { type: SCRIPT, policy: "script-src 'self' 'wasm-unsafe-eval'", body: new URL('argon2.js', MADE) },
  '/without.js': { type: SCRIPT, policy: "script-src 'self'", body: new URL('argon2.js', MADE) },
  '/argon2_slow.js': { type: SCRIPT, policy: "script-src 'self'", body: new URL('argon2_slow.js', MADE) },
  ...Object.fromEntries(
    ['all', 'check', 'edges', 'log', 'more', 'page', 'random', 'read', 'shared'].map((name) => [
      `/vectors/${name}.js`,
      { type: SCRIPT, policy: POLICY, body: new URL(`js/vectors/${name}.js`, SEALED) },
    ]),
  ),
};

interface Said {
  results: { name: string; error: string | null }[];
  steps: number;
  hasWebAssembly: boolean;
}

let server: Server;
let origin: string;

test.beforeAll(async () => {
  const body = execFileSync(process.execPath, [fileURLToPath(new URL('js/build.mjs', SEALED)), '--formats'], { encoding: 'utf8' });
  FILES['/src/index.js'] = { type: SCRIPT, policy: POLICY, body };
  server = createServer((request, response) => {
    const file = FILES[(request.url ?? '').replace(/\?.*/, '')];
    if (!file) {
      response.writeHead(404).end();
      return;
    }
    const body = typeof file.body === 'string' ? file.body : readFileSync(file.body, 'utf8');
    response.writeHead(200, { 'content-type': file.type, 'content-security-policy': file.policy }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

test.afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

for (const { what, address, isSlow } of [
  { what: 'with WebAssembly in the worker alone', address: '/', isSlow: false },
  { what: 'without WebAssembly, slowly and with progress', address: '/?worker=/without.js', isSlow: true },
]) {
  test(`every vector holds in the browser, ${what}${isSlow ? ' @turns' : ''}`, async ({ page }) => {
    const refused: string[] = [];
    page.on('pageerror', (error) => refused.push(String(error)));
    await page.goto(origin + address);
    await expect(page.locator('body')).toContainText('results', { timeout: 120_000 });
    const said = JSON.parse((await page.locator('body').textContent()) ?? '') as Said;
    expect(said.results.filter(({ error }) => error)).toEqual([]);
    expect(said.results.length).toBeGreaterThan(40);
    expect(said.hasWebAssembly).toBe(false);
    expect(said.steps > 0).toBe(isSlow);
    expect(refused).toEqual([]);
  });
}
