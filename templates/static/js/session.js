// The session: the tabs of a browser tell each other, and a page takes over the token of a newer session of its person.

import { allAs, findAs } from './dom.js';
import { viewer } from './this_page.js';

const TOKEN = 'input[name="csrf"]';

/**
 * The token of the forms of a page.
 * @param {Document} [page]
 */
export const tokenOf = (page = document) => findAs(HTMLInputElement, TOKEN, page)?.value ?? '';

/**
 * Takes the token of another page of the same person, which may be of a newer session. Whether it is one.
 * @param {Document} fresh
 */
export function takeToken(fresh) {
  const token = tokenOf(fresh);
  if (!viewer || fresh.body.dataset.viewer !== viewer || !token) return false;
  for (const field of allAs(HTMLInputElement, TOKEN)) field.value = token;
  return true;
}

/** Tells the other tabs that somebody is signed in: pages whose session had ended go on. */
export function tellSignedIn() {
  if (!viewer || !('BroadcastChannel' in window)) return;
  const channel = new BroadcastChannel('signed in');
  channel.postMessage(viewer);
  channel.close();
}

/**
 * Calls back when another tab tells that the person of this page is signed in.
 * @param {() => void} act
 */
export function hearSignedIn(act) {
  if (!viewer || !('BroadcastChannel' in window)) return;
  const open = () => {
    const channel = new BroadcastChannel('signed in');
    channel.addEventListener('message', ({ data }) => {
      if (data === viewer) act();
    });
    return channel;
  };
  let channel = open();
  // Each page that is loaded tells it: one that is kept for "Back" would be dropped for hearing that.
  addEventListener('pagehide', () => channel.close());
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) channel = open();
  });
}

/** The channel by which a tab tells the others that its person has signed out, where the browser has one. */
export function signedOut() {
  return 'BroadcastChannel' in window ? new BroadcastChannel('signed out') : null;
}
