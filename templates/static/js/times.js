// Times of a page by the clock and in the zone of whoever reads it.

import { allAs } from './dom.js';

/** Keeps "3 hours ago" true while the page is open, by the clock of the server that wrote it. */
export function keepNear() {
  const { lang, dataset } = document.documentElement;
  const ahead = Number(dataset.minute) * 60_000 - Date.now();
  const words = new Intl.RelativeTimeFormat(lang);
  setInterval(() => {
    for (const time of allAs(HTMLTimeElement, 'time[data-near]')) {
      const minutes = Math.trunc((Date.parse(time.dateTime) - Date.now() - ahead) / 60_000);
      const hours = Math.trunc(minutes / 60);
      if (minutes) time.textContent = hours ? words.format(hours, 'hour') : words.format(minutes, 'minute');
    }
  }, 60_000);
}

/** Pages tell the time of the browser from the next one on, unless the person chose a zone. */
export function tellZone() {
  const name = document.documentElement.dataset.zoneCookie;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (!name || !timeZone) return;
  const secure = location.protocol === 'https:' ? ';secure' : '';
  document.cookie = `${name}=${timeZone};path=/;max-age=31536000;samesite=lax${secure}`;
}
