// A card of a board is dragged to another lane, which does what its menu does.

import { all, closest, find, findAs } from './dom.js';

/**
 * Lets cards be dragged to another lane: where the menu of the card leads there, its entry is used.
 * @param {HTMLElement} board
 */
function dragCards(board) {
  let dragged = '';
  /** @type {HTMLElement | null} */
  let over = null;
  /**
   * The entry of the menu of the card that leads to a lane. A part that is brought up to date has other elements.
   * @param {HTMLElement | null} lane
   */
  const entry = (lane) => (lane ? find(`[data-to="${lane.dataset.lane}"]`, document.getElementById(dragged)) : null);
  const leave = () => {
    over?.classList.remove('over');
    over = null;
  };
  board.addEventListener('pointerdown', ({ target, pointerType }) => {
    const card = closest(target, '[data-card]');
    // A finger scrolls.
    if (card) card.draggable = pointerType === 'mouse' && !closest(target, '.menu') && card.querySelector('[data-to]') !== null;
  });
  board.addEventListener('dragstart', (event) => {
    const card = closest(event.target, '[data-card]');
    dragged = card?.draggable ? card.id : '';
    if (!card || !dragged || !event.dataTransfer) return;
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', findAs(HTMLAnchorElement, 'h3 a', card)?.href ?? '');
  });
  board.addEventListener('dragover', (event) => {
    const lane = closest(event.target, '[data-lane]');
    if (lane !== over) leave();
    if (!lane || !entry(lane)) return;
    event.preventDefault();
    over = lane;
    lane.classList.add('over');
  });
  board.addEventListener('drop', (event) => {
    const button = entry(closest(event.target, '[data-lane]'));
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  board.addEventListener('dragend', () => {
    dragged = '';
    leave();
  });
}

/** Lets the cards of the boards of a page be dragged. */
export function dragOnBoards() {
  all('[data-board]').forEach(dragCards);
}
