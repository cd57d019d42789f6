// Lists of words, and what draws and reads pictures of codes, loaded where they are shown. Their hash stands in the script that loads them,
// which the page names by its own.

import { make } from './elements.js';

/**
 * @template T
 * @param {string} name of the file beside this one
 * @param {string} hash nothing: it is not asked for
 * @returns {Promise<T>}
 */
export async function loadList(name, hash) {
  const address = new URL(name, import.meta.url).href;
  if (hash !== '') await check(address, hash);
  return import(address);
}

/**
 * Loads it by its hash: `import` itself has no place for one, and takes what was loaded.
 * @param {string} address
 * @param {string} integrity
 */
const check = (address, integrity) =>
  new Promise((resolve, reject) => {
    const link = make('link', { rel: 'modulepreload', href: address, integrity });
    link.addEventListener('load', resolve);
    link.addEventListener('error', reject);
    document.head.append(link);
  });
