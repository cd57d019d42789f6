// News of a discussion for people who do not see the page: who said something at its end, and nothing else of it.

import { all, find } from '../dom.js';

/** A name that is longer is not read to its end. */
const NAME_MAX = 40;

const messages = () => all('#discussion > [data-part="talk"] > .say');

/** The messages that stand on the page. */
export const saidHere = () => new Set(messages().map(({ id }) => id));

/**
 * Returns the news at the end of the discussion since these stood there; empty where there are none.
 * @param {Set<string>} known
 */
export function newsSince(known) {
  const { said = '', more = '' } = find('#discussion')?.dataset ?? {};
  const shown = messages();
  const news = shown.slice(shown.findLastIndex(({ id }) => known.has(id)) + 1);
  if (news.length > 1) return more.replace('{count}', String(news.length));
  const who = find('.small b', news[0] ?? null)?.textContent ?? '';
  return news.length === 1 ? said.replace('{who}', () => who.trim().slice(0, NAME_MAX)) : '';
}
