// Buttons that copy a text that is given away, like the link of an invitation. Where the browser has no clipboard for this page, there is no
// button, and the text is marked by hand.

import { allAs, as, find } from './dom.js';

/**
 * Lets a button copy what it names, and say so.
 * @param {HTMLButtonElement} button
 */
function offerCopy(button) {
  const source = find(`#${button.dataset.copy}`);
  const said = find('[role="status"]', button.parentElement);
  if (!source || !said) return;
  button.hidden = false;
  // The browser passes over what is hidden.
  if (button.autofocus) button.focus();
  button.addEventListener('click', async () => {
    const field = as(HTMLInputElement, source);
    said.textContent = '';
    try {
      await navigator.clipboard.writeText(field ? field.value : source.innerText.trim());
      said.textContent = button.dataset.copied ?? '';
    } catch {
      // The browser does not allow it: the text is marked, so that it can be copied by hand.
      if (field) field.select();
      else getSelection()?.selectAllChildren(source);
    }
  });
}

/** Shows the buttons that copy. */
export function offerCopies() {
  if (!('clipboard' in navigator)) return;
  for (const button of allAs(HTMLButtonElement, 'button[data-copy]')) offerCopy(button);
}
