// A preview of an offer while it is written, and the short name of a new pursuance, proposed from its name.

import { allAs, all, as, copyOf } from '../dom.js';
import { ask, pageIn, sentBy } from '../this_page.js';

/**
 * Shows beside a form what would be sent, as it stands in the form now.
 * @param {HTMLElement} aside
 */
function preview(aside) {
  const form = as(HTMLFormElement, document.getElementById(aside.dataset.preview ?? ''));
  if (!form) return;
  let asked = 0;
  form.addEventListener('change', async () => {
    const turn = ++asked;
    const body = sentBy(form);
    body.set('preview', 'yes');
    const answer = await ask(form.action, body).catch(() => null);
    if (!answer?.ok || turn !== asked) return;
    const next = (await pageIn(answer)).getElementById(aside.id);
    if (next) aside.replaceChildren(...copyOf(next).childNodes);
  });
}

/**
 * Proposes a short name as long as nobody has written one.
 * @param {HTMLInputElement} field
 */
function propose(field) {
  const name = as(HTMLInputElement, document.getElementById(field.dataset.from ?? ''));
  let proposed = field.value;
  name?.addEventListener('input', () => {
    if (field.value !== proposed) return;
    const plain = name.value.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    proposed = plain.replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 30).replace(/-+$/, '');
    field.value = proposed;
  });
}

/** Shows the previews that a page has room for. */
export function showPreviews() {
  all('[data-preview]').forEach(preview);
}

/** Proposes the names that follow from others. */
export function proposeNames() {
  allAs(HTMLInputElement, '[data-from]').forEach(propose);
}
