// The picture of a code, for cameras. What draws it is loaded where one is shown, and not before.

import { importByHash } from './hashed_import.js';

/** @typedef {typeof import('../qr/drawing.js')} Drawing */

/** Written into the bundle when it is made, as those of the lists of words are. */
const HASH = typeof QR_HASH === 'string' ? QR_HASH : '';

const SVG = 'http://www.w3.org/2000/svg';

/** @type {Promise<Drawing> | undefined} */
let loading;

function load() {
  loading ??= importByHash('./qr.js', HASH);
  // A file that was not there may be there the next time.
  loading.catch(() => (loading = undefined));
  return loading;
}

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...Node} children
 */
function shape(tag, attributes, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * A place for the picture of a code, black on white whatever the colours of the page. It stays empty where it cannot be drawn: the text
 * stands beside it.
 * @param {string} code
 * @param {string} label what it is, for those who do not see it
 */
export function pictureOf(code, label) {
  const place = document.createElement('div');
  load().then(
    ({ squaresOf }) => {
      const { size, path } = squaresOf(code);
      const ground = shape('rect', { width: size, height: size, fill: '#fff' });
      const squares = shape('path', { d: path, fill: '#000' });
      const attributes = { class: 'qr', viewBox: `0 0 ${size} ${size}`, role: 'img', 'aria-label': label, 'shape-rendering': 'crispEdges' };
      place.append(shape('svg', attributes, ground, squares));
    },
    () => {},
  );
  return place;
}
