// When all of the page is there. A script that is asynchronous begins before, beside the browser's own work: an element that stands before
// it is whole, and nothing behind it is certain to be.

/** @type {Promise<void>} */
export const parsed =
  typeof document === 'undefined' || document.readyState !== 'loading'
    ? Promise.resolve()
    : new Promise((resolve) => document.addEventListener('readystatechange', () => resolve(), { once: true }));
