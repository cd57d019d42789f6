// A file that the browser saves. Nothing of it goes over the network.

import { make } from './elements.js';

/** So long a browser may take until it has begun. */
const SOON = 1000;

/**
 * @param {string} name
 * @param {string} type
 * @param {string} text
 */
export function saveFile(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  make('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), SOON);
}
