// What this script lends to the files that it loads besides (`besides.js`): they have no copy of it, and there is one of each class.
//
// `build.mjs` reads the imports: a file that is loaded besides takes exactly these from here.

import { accountKeys, authVerifier, masterKey, nameParts } from '../../account.js';
import { NONCE, OVERHEAD, isPadded, open, pad, seal, unpad } from '../../aead.js';
import { ascii, cat, equal, fromCode, fromHex, fromUtf8, isZero, sized, toCode, toHex, utf8, zeros } from '../../bytes.js';
import { KIND } from '../../chat.js';
import { OTYPE } from '../../envelope.js';
import { sealSecret } from '../../epoch.js';
import { SealedError, need, needRead } from '../../error.js';
import { derive, frame, hash } from '../../frame.js';
import { FIELD, MOST_SKILLS, RENEWED } from '../../fields.js';
import { decodeCard, encodeCard, idOfCard, idOfKeys, makeCard, newKeys, sealFormer, sealIdBox } from '../../identity.js';
import { DEFAULT_PARAMETERS, passphraseBytes } from '../../kdf.js';
import { decodeEntry } from '../../log/entry.js';
import { TYPE, decodePayload } from '../../log/payload.js';
import { UNLIMITED } from '../../log/rules.js';
import { ROLE, emptyState, needHead } from '../../log/state.js';
import { foundLog, needFold, rotate } from '../../log/write.js';
import { decodeSearch, encodeSearch, openPersonal, sealPersonal } from '../../pbox.js';
import { Reader, decode } from '../../reader.js';
import { FLAG, PHASE, decodeRel, weekOf } from '../../rel.js';
import { REL, checkedRevision, decodeRevision, fieldHash, needHeld } from '../../revision.js';
import { SIGNATURE, needSignature, noteGood, publicKey, sign, signRaw } from '../../sign.js';
import { normalSkill } from '../../tags.js';
import { decodeSlot, openSlot, sealSlot } from '../../slot.js';
import { list, str, u32, u64, u8, v16, v8 } from '../../writer.js';
import { random } from '../device.js';
import { bytesOf, maybeText, textOf } from '../doors.js';
import { alert, button, fold, make, newId, notice } from '../elements.js';
import { loadList } from '../lists.js';
import { Progress, Sending, hear } from '../sending.js';
import { nameOf, openIdentity, openOwn } from '../opening.js';
import { dayOf, momentOf, writable } from '../times.js';
import { Trouble, needThat, orElse, toTrouble } from '../trouble.js';
import { WITHIN, keepAct, lastAct, remember } from './acts.js';
import { Boxes } from './boxes.js';
import { MOST_OBJECTS, isOpenTask, isUnderNewest, put, putNow, revise, taskFields, textField } from './changes.js';
import { introduce } from './duties.js';
import { foldSlowly } from './following.js';
import { forgetFragment } from './fragment.js';
import { Group } from './group.js';
import { Choice, Input } from './inputs.js';
import { TRIES, append, cameBy, entriesOf, moveSeat, remove, revoke, rotateNow, setRole } from './membership.js';
import { isSame, isSamePart } from './merging.js';
import { Filling } from './filling.js';
import { keyOf, relOf, sameSet } from './objects.js';
import { Pinned } from './pinned.js';
import { pressed } from './pressing.js';
import { entryRecord, fieldRecord, messageRecord, noteRecord, revisionRecord, sealRecord, sorted } from './records.js';
import { speaksFor } from './seats.js';
import { newerOf, sendFounding } from './server.js';
import { follow, leaveAtSignOut, openedHere } from './session.js';
import { goTo, mayWrite, takeAnchor, tell } from './views/writing.js';
import { Watch } from './watch.js';

export const lent = {
  accountKeys,
  authVerifier,
  masterKey,
  nameParts,
  NONCE,
  OVERHEAD,
  isPadded,
  open,
  pad,
  seal,
  unpad,
  ascii,
  cat,
  equal,
  fromCode,
  fromHex,
  fromUtf8,
  isZero,
  sized,
  toCode,
  toHex,
  utf8,
  zeros,
  KIND,
  OTYPE,
  sealSecret,
  SealedError,
  need,
  needRead,
  derive,
  frame,
  hash,
  FIELD,
  MOST_SKILLS,
  RENEWED,
  decodeCard,
  encodeCard,
  idOfCard,
  idOfKeys,
  makeCard,
  newKeys,
  sealFormer,
  sealIdBox,
  DEFAULT_PARAMETERS,
  passphraseBytes,
  decodeEntry,
  TYPE,
  decodePayload,
  UNLIMITED,
  ROLE,
  emptyState,
  needHead,
  foundLog,
  needFold,
  rotate,
  decodeSearch,
  encodeSearch,
  openPersonal,
  sealPersonal,
  Reader,
  decode,
  FLAG,
  PHASE,
  decodeRel,
  weekOf,
  REL,
  checkedRevision,
  decodeRevision,
  fieldHash,
  needHeld,
  SIGNATURE,
  needSignature,
  noteGood,
  publicKey,
  sign,
  signRaw,
  normalSkill,
  decodeSlot,
  openSlot,
  sealSlot,
  list,
  str,
  u32,
  u64,
  u8,
  v16,
  v8,
  random,
  bytesOf,
  maybeText,
  textOf,
  alert,
  button,
  fold,
  make,
  newId,
  notice,
  loadList,
  Progress,
  Sending,
  hear,
  nameOf,
  openIdentity,
  openOwn,
  dayOf,
  momentOf,
  writable,
  Trouble,
  needThat,
  orElse,
  toTrouble,
  WITHIN,
  keepAct,
  lastAct,
  remember,
  Boxes,
  MOST_OBJECTS,
  isOpenTask,
  isSame,
  isSamePart,
  isUnderNewest,
  put,
  putNow,
  revise,
  taskFields,
  textField,
  introduce,
  foldSlowly,
  forgetFragment,
  Group,
  Choice,
  Input,
  TRIES,
  append,
  cameBy,
  entriesOf,
  moveSeat,
  remove,
  revoke,
  rotateNow,
  setRole,
  Filling,
  keyOf,
  relOf,
  sameSet,
  Pinned,
  pressed,
  entryRecord,
  fieldRecord,
  messageRecord,
  noteRecord,
  revisionRecord,
  sealRecord,
  speaksFor,
  newerOf,
  sorted,
  sendFounding,
  follow,
  leaveAtSignOut,
  openedHere,
  goTo,
  mayWrite,
  takeAnchor,
  tell,
  Watch,
};
