// Pictures of codes: what is drawn on one device is what the camera of another reads.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { squaresOf } from '../src/qr/drawing.js';
import { textIn } from '../src/qr/reading.js';
import * as S from '../src/index.js';
import { chance, person } from '../support/group.js';

/**
 * The picture as a camera sees it: `grain` is how far a point is from the drawn one, at most.
 * @param {{ size: number, path: string }} squares
 * @param {number} each points to a square
 * @param {number} [grain]
 */
function seen({ size, path }, each, grain = 0) {
  const width = size * each;
  const light = new Uint8Array(width * width).fill(255);
  for (const [, ...numbers] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    const [x = 0, y = 0, long = 0] = numbers.map(Number);
    for (let row = y * each; row < (y + 1) * each; row += 1) light.fill(0, row * width + x * each, row * width + (x + long) * each);
  }
  const noise = chance('camera')(light.length);
  const points = [...light].map((value, at) => (value === 0 ? grain : 255 - grain) + ((noise[at] ?? 0) % 2 === 0 ? grain : -grain));
  return { width, height: width, data: Uint8ClampedArray.from(points.flatMap((value) => [value, value, value, 255])) };
}

test('the code of a device is drawn, and a camera reads it', () => {
  const { text } = S.newPairing(chance('a new device'));
  const squares = squaresOf(text);
  // A white border of four squares, and nothing beside the runs of dark ones.
  assert.match(squares.path, /^(M\d+ \d+h(\d+)v1h-\2z)+$/);
  const places = [...squares.path.matchAll(/M(\d+) (\d+)/g)].flatMap(([, x, y]) => [Number(x), Number(y)]);
  assert.equal(Math.min(...places), 4);
  for (const each of [2, 3, 8]) assert.equal(textIn(seen(squares, each)), text);
  assert.equal(textIn(seen(squares, 6, 60)), text);
  assert.deepEqual(S.fromPairingCode(textIn(seen(squares, 4)) ?? ''), S.fromPairingCode(text));
});

test('a picture without a code, or with half of one, says nothing', () => {
  const { size, path } = squaresOf('pvs1.AAAA');
  assert.equal(textIn(seen({ size, path: '' }, 4)), undefined);
  assert.equal(textIn(seen({ size, path: path.slice(0, path.indexOf('z', path.length / 2) + 1) }, 4)), undefined);
  assert.equal(textIn({ width: 4, height: 4, data: new Uint8ClampedArray(64) }), undefined);
});

test('two people have the same picture, and nobody else has it', () => {
  const [ana, ben, eve] = ['ana', 'ben', 'eve'].map((name) => person(name).iid);
  assert.ok(ana && ben && eve);
  const code = S.safetyCode(ana, ben);
  assert.equal(S.safetyCode(ben, ana), code);
  assert.equal(code, `pvs1.${S.toBase64url(S.safetyHash(ana, ben))}`);
  assert.equal(textIn(seen(squaresOf(code), 4)), code);
  assert.notEqual(S.safetyCode(ana, eve), code);
  assert.ok(S.isSafetyCode(code) && !S.isSafetyCode('pvd1.AAAA'));
});
