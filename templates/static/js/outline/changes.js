// Changes to tasks of the outline: each is sent in its turn, and the page shows what came of it.

import { say, sentBy } from '../this_page.js';
import { settleAll } from './flow.js';
import { here, word } from './page.js';
import { tell } from './notices.js';
import { inOrder, post } from './posting.js';
import { show } from './renewal.js';

/**
 * A form that is sent, and what is said when its page says nothing.
 * @typedef {{ action: string, fields: URLSearchParams, said?: string }} Change
 */

/**
 * Sends a change and shows what came of it. `work` makes it of the page as it is then, or nothing.
 * @param {() => Change | null} work
 */
export function change(work) {
  return inOrder(async () => {
    const asked = work();
    if (!asked) return;
    asked.fields.set('back', here());
    const done = await post(asked.action, asked.fields);
    if (!done.isDone) {
      tell(done.status || done.isOver ? done.why : word('unreached'), { beside: !done.status });
      return;
    }
    if (!(await show(done)) && asked.said) say(asked.said);
    settleAll();
  });
}

/** A notice may have a button that takes back what was done. */
export function takeBackHere() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement && form.matches('.toast form'))) return;
    event.preventDefault();
    event.stopPropagation();
    change(() => ({ action: form.action, fields: sentBy(form, event.submitter) }));
  });
}
