// Additions of scripts to every page, which works without them. The order counts: what was heard first is done first.
//
// * The parts of a page (`data-part`) are brought up to date around the forms that somebody uses (`parts/`); `live.js` says when.
// * Keys lead to what `data-key` names (`keys.js`), and the outline is written in without leaving it (`outline/`).
// * Files are sent in pieces while the page stays, and go on where a lost network broke them off (`sending.js`).
// * Rooms and discussions that are open are tabs (`talk/`), and older messages come while somebody scrolls.
// * After a task was added, the focus is in the field for the next one.

import { dragOnBoards } from './board.js';
import { offerCopies } from './copy_buttons.js';
import { as } from './dom.js';
import { keepDrafts, keepNoLines } from './drafts.js';
import { completeFields } from './help/completing.js';
import { proposeNames, showPreviews } from './help/forms.js';
import { hearKeys } from './keys.js';
import { lockAtSignOut } from './locking.js';
import { hearClicks, showOpenTabs } from './menus.js';
import { nameOnes } from './private_names.js';
import { remember } from './parts/versions.js';
import { offerPushes } from './push.js';
import { keepPlaceOfPresses } from './list_return.js';
import { sendFiles } from './sending.js';
import { noteSeen } from './read_marks.js';
import { tellSignedIn } from './session.js';
import { bringMore } from './talk/paging.js';
import { showTabs } from './talk/tabs.js';
import { focusNamed } from './this_page.js';
import { keepNear, tellZone } from './times.js';

/** Shows a choice of colours at once. */
function showColours() {
  document.addEventListener('change', (event) => {
    const field = as(HTMLInputElement, event.target);
    if (field?.name !== 'theme') return;
    const { dataset } = document.documentElement;
    if (field.value === 'system') delete dataset.theme;
    else dataset.theme = field.value;
  });
}

/** Begins what every page does. */
export function beginPage() {
  // Before any script describes a field or puts a list below it.
  remember(document);
  showPreviews();
  tellZone();
  keepNear();
  showOpenTabs();
  hearClicks();
  proposeNames();
  addEventListener('hashchange', () => focusNamed(location.hash));
  focusNamed(location.hash);
  keepPlaceOfPresses();
  tellSignedIn();
  keepNoLines();
  // After it was asked whether lines may be lost.
  lockAtSignOut();
  nameOnes();
  keepDrafts();
  showTabs();
  bringMore();
  noteSeen();
  completeFields();
  sendFiles();
  dragOnBoards();
  showColours();
  offerCopies();
  offerPushes();
  hearKeys();
}
