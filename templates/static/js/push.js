// Notices are pushed to this browser, once somebody has switched that on (`worker.js` shows them).

import { allAs, fieldOf, find, findAs, need } from './dom.js';
import { worker } from './trusted_types.js';

/**
 * The bytes of a text in base64url, as `subscribe` takes them in every browser.
 * @param {string} text
 */
function bytesOf(text) {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

/**
 * Asks the push service of this browser where it takes messages, and how they are encrypted.
 * @param {string} key
 */
async function subscription(key) {
  await navigator.serviceWorker.register(worker());
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that was made for another key is of no use.
  const before = await pushManager.getSubscription();
  await before?.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
}

/**
 * Offers to have notices pushed to this browser, where it can do that.
 * @param {HTMLFormElement} form
 */
function offerPush(form) {
  const says = need(find('[role="status"]', form));
  const button = need(findAs(HTMLButtonElement, 'button', form));
  /** @param {'unable' | 'denied' | 'failed'} what */
  const tell = (what) => {
    says.textContent = form.dataset[what] ?? '';
  };
  /** @param {string} name */
  const field = (name) => need(fieldOf(form, name));
  if (!('serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window)) return tell('unable');
  if (Notification.permission === 'denied') return tell('denied');
  says.textContent = '';
  button.hidden = false;
  form.addEventListener('submit', async (event) => {
    // The form has the browser's answer: now it goes to the server.
    if (field('endpoint').value) return;
    event.preventDefault();
    button.disabled = true;
    try {
      if ((await Notification.requestPermission()) !== 'granted') return tell('denied');
      const { endpoint, keys } = (await subscription(form.dataset.push ?? '')).toJSON();
      field('p256dh').value = keys?.p256dh ?? '';
      field('auth').value = keys?.auth ?? '';
      field('endpoint').value = endpoint ?? '';
      form.requestSubmit();
    } catch {
      tell('failed');
    } finally {
      button.disabled = false;
    }
    return undefined;
  });
  return undefined;
}

/** Offers to have notices pushed, where a page asks for that. */
export function offerPushes() {
  allAs(HTMLFormElement, '[data-push]').forEach(offerPush);
}
