// Times as the pages of the server write them: in their language, their zone and by their clock, to the minute.

/** @typedef {{ lang: string, zone: string, hours: string }} Place where a page tells times: its zone, and `12` where hours go by noon */

/** @returns {Place} */
export function here() {
  const told = document.querySelector('[data-zone]');
  const { zone = 'UTC', hours = '' } = told instanceof HTMLElement ? told.dataset : {};
  return { lang: document.documentElement.lang || 'en', zone, hours };
}

const LAST = Date.UTC(9999, 11, 31);

/**
 * A signed time may lie beyond all days that can be written: then the last of them stands for it.
 * @param {number} ms
 */
export const writable = (ms) => Math.min(ms, LAST);

/**
 * The parts of a time in words; short ones end without a dot.
 * @param {number} ms
 * @param {string} lang
 * @param {Intl.DateTimeFormatOptions} how
 */
export const words = (ms, lang, how) => new Intl.DateTimeFormat(lang, how).format(writable(ms)).replace(/\.$/, '');

/**
 * "4 Dec", and in another year "4 Dec 2027".
 * @param {number} ms
 * @param {number} now
 * @param {string} lang
 * @param {string} zone
 */
export function dateIn(ms, now, lang, zone) {
  const year = words(ms, 'en', { year: 'numeric', timeZone: zone });
  // The day stands before the month in English, too, and its months have three letters.
  const isEnglish = lang === 'en';
  const date = words(ms, isEnglish ? 'en-001' : lang, { day: 'numeric', month: 'short', timeZone: zone });
  const isOther = year !== words(now, 'en', { year: 'numeric', timeZone: zone });
  return { date: isEnglish ? date.replace('Sept', 'Sep') : date, year: isOther ? year : '' };
}

/**
 * A day that somebody chose, which is the same everywhere: "Fri 4 Dec", or "4 Dec 2027".
 * @param {number} ms
 * @param {number} [now]
 * @param {Pick<Place, 'lang'>} [place]
 */
export function dayOf(ms, now = Date.now(), { lang } = here()) {
  const { date, year } = dateIn(ms, now, lang, 'UTC');
  return year === '' ? `${words(ms, lang, { weekday: 'short', timeZone: 'UTC' })} ${date}` : `${date} ${year}`;
}
