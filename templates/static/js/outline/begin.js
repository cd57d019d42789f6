// The outline without leaving it: what is written, renamed, moved and chosen there is sent as the forms of the page send it, one
// after the other, and the page that answers brings this one up to date.
//
// * In a field for a new task, Enter adds it and stays, Tab and Shift+Tab change its level, Escape leaves. Several pasted lines go
//   to the preview of "Add several". What is refused, or finds no network or no session, waits above its field (`lines.js` keeps it):
//   Enter sends it again, a click or an arrow up takes it back.
// * F2 or the menu of a line renames in place; where somebody else was quicker, the page with both texts opens.
// * Alt and an arrow move a task, and so does dragging it with a mouse.

import { chooseBy, showBoxes } from '../choosing/boxes.js';
import { takeBackHere } from './changes.js';
import { dragTasks } from './dragging.js';
import { hearOutlineKeys } from './keys.js';
import { hearMoving } from './moving.js';
import { tell } from './notices.js';
import { word } from './page.js';
import { inOrder } from './posting.js';
import { hearRenaming } from './renaming.js';
import { hearCompositions, renew } from './renewal.js';
import { goOn, keepSending } from './sending.js';
import { watchSession } from './session.js';
import { hearAdding, hearWriting, tellKeys } from './writing.js';

/** Begins what an outline does. */
export function beginOutline() {
  watchSession(goOn);
  hearCompositions();
  takeBackHere();
  hearAdding();
  keepSending();
  hearWriting();
  hearRenaming();
  hearMoving();
  dragTasks();
  chooseBy((address) =>
    inOrder(async () => {
      if (!(await showBoxes(address, renew))) tell(word('unreached'), { beside: true });
    }),
  );
  tellKeys();
  hearOutlineKeys();
}
