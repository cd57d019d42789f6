// The files that are on their way from this page: a line for each, at its edge.

import { as, copyOf, find, findAs, need } from '../dom.js';
import { say } from '../this_page.js';

/** Where they are shown; none where nobody may add a file. */
export const panel = find('#sending');

/**
 * Reads a text of the page about something; nothing where it has none.
 * @param {string} name
 */
export const word = (name) => panel?.getAttribute(`data-${name}`) ?? '';

/**
 * The line of a file: it says how far it has come, and why it does not go on.
 * @typedef {{ moved: (bytes: number) => void, says: (text: string) => void, refused: (text: string) => void, gone: () => void,
 *   asks: (take: (file: File) => boolean) => void }} Line
 */

/** @param {number} bytes */
function sizeOf(bytes) {
  const [unit, size] = bytes < 1_000_000 ? ['kilobyte', bytes / 1_000] : ['megabyte', bytes / 1_000_000];
  return new Intl.NumberFormat(document.documentElement.lang, { style: 'unit', unit, maximumFractionDigits: 1 }).format(size);
}

/**
 * Shows a file that is to be sent. `stop` is called when its sender gives it up.
 * @param {{ name: string, size: number }} file
 * @param {() => void} stop
 * @returns {Line}
 */
export function lineOf(file, stop) {
  const shown = need(panel);
  const list = need(find('ul', shown));
  const line = need(as(HTMLElement, copyOf(need(findAs(HTMLTemplateElement, 'template', shown)).content).firstElementChild));
  const said = need(find('.mute', line));
  const progress = need(findAs(HTMLProgressElement, 'progress', line));
  const button = need(findAs(HTMLButtonElement, 'button', line));
  const again = need(findAs(HTMLButtonElement, 'button[data-again]', line));
  need(find('bdi', line)).textContent = file.name;
  need(find('.sr', again)).textContent = `: ${file.name}`;
  need(find('.sr', button)).textContent = `: ${file.name}`;
  progress.setAttribute('aria-label', file.name);
  let isOver = false;
  const gone = () => {
    line.remove();
    shown.hidden = list.childElementCount === 0;
  };
  button.addEventListener('click', () => (isOver ? gone() : stop()));
  list.append(line);
  shown.hidden = false;
  return {
    moved(bytes) {
      progress.value = file.size > 0 ? bytes / file.size : 1;
      said.textContent = word('said').replace('{done}', sizeOf(bytes)).replace('{all}', sizeOf(file.size));
    },
    says(text) {
      said.textContent = text;
    },
    refused(text) {
      isOver = true;
      progress.remove();
      said.className = 'error';
      said.textContent = text;
      button.textContent = '×';
      button.setAttribute('aria-label', word('close'));
      say(`${file.name}: ${text}`);
    },
    gone,
    // Asks for the file again, of which a part has arrived: `take` says whether it is the one.
    asks(take) {
      said.textContent = word('again');
      again.hidden = false;
      again.addEventListener('click', () => {
        const field = document.createElement('input');
        field.type = 'file';
        field.addEventListener('change', () => {
          const chosen = field.files?.[0];
          if (chosen && !take(chosen)) said.textContent = word('another');
        });
        field.click();
      });
    },
  };
}
