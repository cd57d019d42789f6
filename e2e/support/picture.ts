// The picture of a code: its squares, read as a camera would, and a camera that sees one.

import { readFileSync } from 'node:fs';

import type { Locator, Page } from '@playwright/test';

interface Reading {
  textIn(picture: { width: number; height: number; data: Uint8ClampedArray }): string | undefined;
}
interface Drawing {
  squaresOf(text: string): { size: number; path: string };
}

const STATIC = new URL('../../templates/static/sealed/', import.meta.url);
/** A file that browsers load: beside it nothing says that it is a module. */
const load = async <T>(name: string) => (await import(`data:text/javascript;base64,${readFileSync(new URL(name, STATIC)).toString('base64')}`)) as T;
const { textIn } = await load<Reading>('scan.js');
const { squaresOf } = await load<Drawing>('qr.js');

/** Points to a square. */
const EACH = 4;

/** Reads the text of a picture on a page. */
export async function textOf(picture: Locator): Promise<string | undefined> {
  const [size = 0] = ((await picture.getAttribute('viewBox')) ?? '').split(' ').slice(2).map(Number);
  const path = (await picture.locator('path').getAttribute('d')) ?? '';
  const width = size * EACH;
  const data = new Uint8ClampedArray(4 * width * width).fill(255);
  for (const [, ...numbers] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    const [x = 0, y = 0, long = 0] = numbers.map(Number);
    for (let row = y * EACH; row < (y + 1) * EACH; row += 1) {
      for (let at = x * EACH; at < (x + long) * EACH; at += 1) data.fill(0, 4 * (row * width + at), 4 * (row * width + at) + 3);
    }
  }
  return textIn({ width, height: width, data });
}

/** Gives a page a camera that sees the picture of a text. */
export async function sees(page: Page, text: string): Promise<void> {
  await page.evaluate(
    ({ size, path, each }) => {
      navigator.mediaDevices.getUserMedia = () => {
        const canvas = document.createElement('canvas');
        canvas.width = size * each;
        canvas.height = size * each;
        const context = canvas.getContext('2d');
        context?.scale(each, each);
        const draw = () => {
          if (!context) return;
          context.fillStyle = '#fff';
          context.fillRect(0, 0, size, size);
          context.fillStyle = '#000';
          context.fill(new Path2D(path));
        };
        draw();
        // A stream goes on where something is drawn.
        setInterval(draw, 50);
        const stream = canvas.captureStream();
        Object.assign(globalThis, { camera: stream });
        return Promise.resolve(stream);
      };
    },
    { ...squaresOf(text), each: 2 * EACH },
  );
}

/** Whether the camera that it was given runs. */
export const isSeeing = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const { camera } = globalThis as { camera?: MediaStream };
    return camera?.getTracks().some((track) => track.readyState === 'live') ?? false;
  });
