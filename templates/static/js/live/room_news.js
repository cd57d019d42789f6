// Messages in a room come at once, as a small part of its page: where hundreds have it open, the whole page for each of them takes a server
// long. `reading.js` reads that a little later, which brings the rest.

import { all, copyOf, find } from '../dom.js';
import { holdPlace } from '../parts/place.js';
import { mixed } from '../parts/versions.js';
import { ask, pageIn, say, viewer } from '../this_page.js';
import { newsSince, saidHere } from './news.js';

const talk = find('#discussion[data-news]');
const part = find(':scope > [data-part="talk"]', talk);

/** Where the part is; nothing on a page that does not show the end of a room, or an empty one. */
export function newsAddress() {
  // Ids sort by time: a reply stands further up than what was said before it.
  const newest = [...saidHere()].sort().at(-1);
  return talk && part && newest ? `${talk.dataset.news}?after=${newest.replace(/^m-/, '')}` : '';
}

/**
 * Reads the messages since that do not stand here; nothing where the page has to be read as a whole.
 * @param {string} address
 */
export async function readNews(address) {
  const answer = await ask(address);
  const fresh = answer.status === 200 ? await pageIn(answer) : null;
  // Messages for somebody else never go into this page.
  if (!fresh || (fresh.body.dataset.viewer ?? '') !== (viewer ?? '')) return [];
  return all('[data-part="talk"] > .say', fresh).filter(({ id }) => !document.getElementById(id));
}

/**
 * Puts messages at the end of what was said, and says so.
 * @param {HTMLElement[]} messages
 */
export function addNews(messages) {
  if (!part) return;
  const known = saidHere();
  const settle = holdPlace();
  part.append(...messages.map((message) => copyOf(message)));
  settle();
  // It is not as it came any more, also where they have gone again before the page is read.
  mixed.add(part);
  say(newsSince(known));
}
