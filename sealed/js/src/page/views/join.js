// A new account: the page's form loses its plain passphrase, and what is typed in the module's own never leaves the device.

import { make } from '../elements.js';
import { nameForBrowser } from '../field.js';
import { keepOpen } from '../keeping.js';
import { showKit } from '../recovery_kit.js';
import { pathOf } from '../navigation.js';
import { makeAccount } from '../account_keys.js';
import { NewPassphrase } from '../new_passphrase.js';
import { toUsername } from '../opening.js';
import { Sending, hear } from '../sending.js';
import { needThat } from '../trouble.js';

/** @import { Part } from '../part.js' */

/** Secrets that let somebody in, by their names on the page. */
const KEYS = ['invite', 'request', 'setup'];

/** @param {ParentNode} form */
const inputs = (form) => [...form.querySelectorAll('input')];

/**
 * A field that the server made, as one that something can be wrong with.
 * @param {HTMLInputElement} input
 */
function refusable(input) {
  const error = make('p', { class: 'error', id: `${input.id}-wrong`, role: 'alert' });
  return {
    /** @param {string} text */
    refuse(text) {
      error.textContent = text;
      input.after(error);
      input.setAttribute('aria-invalid', 'true');
      input.setAttribute('aria-errormessage', error.id);
      input.focus();
    },
    clearError() {
      error.remove();
      input.removeAttribute('aria-invalid');
      input.removeAttribute('aria-errormessage');
    },
  };
}

/**
 * The other questions of the page: the name of a new server, who may come in, a sentence about it, and who runs it.
 * @param {HTMLFormElement} form
 */
function alsoAsked(form) {
  /** @type {Record<string, string>} */
  const asked = {};
  // By their ids: the form has no names of them any more.
  for (const id of ['server', 'about', 'run-by']) {
    const field = form.querySelector(`#${id}`);
    if (field instanceof HTMLInputElement && field.value.trim() !== '') asked[id.replace('-', '_')] = field.value;
  }
  const door = inputs(form).find(({ type, checked, name }) => type === 'radio' && name === 'door' && checked);
  if (door) asked.door = door.value;
  return asked;
}

/** @param {Part} part */
export function beginJoin(part) {
  const form = part.element;
  if (!(form instanceof HTMLFormElement)) return;
  // First of all: from now on nothing of it can be sent as it is.
  for (const plain of form.querySelectorAll('[data-sealed-secret]')) plain.remove();
  form.removeAttribute('action');
  for (const input of inputs(form)) if (input.type !== 'radio') input.removeAttribute('name');
  const send = form.querySelector('button:not([type="button"])');
  if (!part.isHere()) {
    send?.remove();
    return;
  }
  const nameField = form.querySelector('#name');
  const typed = nameField instanceof HTMLInputElement ? nameField : undefined;
  const serverField = form.querySelector('#server');
  const server = serverField instanceof HTMLInputElement ? refusable(serverField) : undefined;
  const passphrase = new NewPassphrase(part);
  const about = part.texts.has('about') ? [make('p', { text: part.texts.of('about') })] : [];
  part.place.replaceChildren(...about, ...(typed ? [] : [nameForBrowser(part)]), ...passphrase.content, part.progress.element);
  void passphrase.words.offer();
  const name = typed && refusable(typed);
  const sending = new Sending({
    texts: part.texts,
    progress: part.progress,
    busy: form,
    before: send?.parentElement ?? part.place,
    fields: { ...passphrase.fields, ...(server && { server }), ...(name && { name, 'problem-name-taken': name }) },
  });
  const act = async () => {
    const username = typed ? toUsername(typed.value) : part.name;
    if (typed) typed.value = username;
    needThat(username !== '', 'problem-invalid-input', { field: 'name' });
    const door = Object.fromEntries(KEYS.map((key) => [key, part.data(key)]).filter(([, value]) => value !== ''));
    const made = await makeAccount(part.device, username, passphrase.value, { ...door, ...alsoAsked(form) });
    await keepOpen(part, made.opened, 'hours', made.marker);
    passphrase.empty();
    const next = pathOf(made.came, pathOf(part.data('next')));
    // The page has done its work, and what it says of it is over: there stands what is to be kept, alone.
    form.parentElement?.replaceChildren(part.place);
    document.title = document.title.replace(/^.*(?= · )/, part.texts.of('kit-title'));
    showKit(part, { name: made.opened.name.username, code: made.code, next, isOptional: true, isPage: true });
  };
  hear(form, () => void sending.send(act));
}
