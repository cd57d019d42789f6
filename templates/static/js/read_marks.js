// Marks a discussion as read for a reader who sees its end, or sees words on top of a task that are all that is new in it. The message of the
// button "Mark as read" goes out then, by a small request.

import { all, as, find, findAs } from './dom.js';
import { sentBy } from './this_page.js';

/** A reader who only passes by has read nothing; and several messages at once are one request. */
const LOOK_MS = 2_000;

/** Says how far a discussion is read, where the page has one. */
export function noteSeen() {
  const end = find('[data-talk-end]');
  if (!end || !('IntersectionObserver' in window)) return;
  /**
   * Ends in sight: that of the page, and that of words on top of the page that are all that is unread.
   * @type {Set<Element>}
   */
  const inSight = new Set();
  let timer = 0;
  /** The message up to which it was said. */
  let told = '';

  async function tell() {
    timer = 0;
    const form = findAs(HTMLFormElement, 'form[data-reads]');
    if (!form || !inSight.size || document.visibilityState !== 'visible') return;
    const fields = sentBy(form);
    const message = fields.get('message') ?? '';
    // More may have been said since those words.
    const isSeen = [...inSight].some((one) => one === end || one.getAttribute('data-told') === message);
    if (!isSeen || message === told) return;
    fields.set('quiet', 'yes');
    const answer = await fetch(form.action, { method: 'POST', body: fields });
    if (!answer.ok) return;
    told = message;
    // Its button would say what is said. The line stays where it is until the page changes.
    form.hidden = true;
  }
  const soon = () => {
    timer ||= setTimeout(() => tell().catch(() => {}), LOOK_MS);
  };

  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) inSight.add(target);
      else inSight.delete(target);
    }
    soon();
  });
  for (const seen of [end, ...all('[data-told]')]) observer.observe(seen);
  document.addEventListener('visibilitychange', soon);
  // Something was said meanwhile.
  const talk = as(HTMLElement, end.parentElement);
  if (talk) new MutationObserver(soon).observe(talk, { childList: true, subtree: true });
}
