// Shows a message that this server pushes to the browser; a click leads to its page. It keeps nothing,
// and answers no request of a page.

'use strict';

// The types of workers do not know of which kind this one is.
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

/** The newest worker is the one that is wanted. */
worker.addEventListener('install', () => worker.skipWaiting());

worker.addEventListener('push', (event) => {
  let said;
  try {
    if (!event.data) return;
    said = event.data.json();
  } catch {
    // The browser says by itself that something came.
    return;
  }
  const { title, body, tag, lang, url } = said;
  // A newer message about the same thing takes the place of an older one, and is heard all the same.
  const shown = { body, tag, lang, renotify: Boolean(tag), icon: '/static/icon.svg', data: { url } };
  event.waitUntil(worker.registration.showNotification(title, shown));
});

/**
 * Brings up the page, where it is open already, or opens it.
 * @param {string} address
 */
async function bringUp(address) {
  const { href, origin } = new URL(address, worker.location.origin);
  if (origin !== worker.location.origin) return undefined;
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const there = pages.find((page) => page.url === href);
  return there ? there.focus() : worker.clients.openWindow(href);
}

worker.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(bringUp(event.notification.data.url));
});
