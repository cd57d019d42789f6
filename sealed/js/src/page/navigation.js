// Where a page may lead.

/**
 * A path of this server.
 * @param {string} path
 * @param {string} [otherwise]
 */
export const pathOf = (path, otherwise = '/') => (/^\/(?![/\\])/.test(path) ? path : otherwise);

/**
 * Goes on as the page says (`data-then`): `stay` (what is said stands there), `reload`, or a path of this server.
 * @param {string} then
 */
export function goTo(then) {
  if (then === 'stay') return;
  // For the page that comes (`group/views/undo.js`): the heading under which something was pressed, or that there is none.
  sessionStorage.pressed = document.activeElement?.closest('section')?.getAttribute('aria-labelledby');
  if (then === 'reload') location.reload();
  else location.assign(pathOf(then));
}
