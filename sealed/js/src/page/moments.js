// A time of which people are told the minute.

import { dateIn, here, words } from './times.js';

/** @import { Place } from './times.js' */

/**
 * "4 Dec, 19:33"; of another year the day alone.
 * @param {number} ms
 * @param {number} [now]
 * @param {Place} [place]
 */
export function momentOf(ms, now = Date.now(), { lang, zone, hours } = here()) {
  const { date, year } = dateIn(ms, now, lang, zone);
  if (year !== '') return `${date} ${year}`;
  /** @type {Intl.DateTimeFormatOptions} */
  const clock = hours === '12' ? { hour: 'numeric', hourCycle: 'h12' } : { hour: '2-digit', hourCycle: 'h23' };
  return `${date}, ${words(ms, lang, { ...clock, minute: '2-digit', timeZone: zone })}`;
}
