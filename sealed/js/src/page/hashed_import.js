// Imports files by their hash: lists of words, pictures of codes, and the parts of `lazy_files.js`. The hash stands in the script that loads
// them, which the page names by its own.

import { make } from './elements.js';

/**
 * @template T
 * @param {string} name of the file beside this one
 * @param {string} hash nothing: it is not asked for
 * @returns {Promise<T>}
 */
export async function importByHash(name, hash) {
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
