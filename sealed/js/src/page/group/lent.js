// Parts that this script lends to the files that it loads (`lazy_files.js`): they have no copy of them, and there is one of each class.
//
// `build.mjs` reads the imports: a file that is loaded besides takes exactly these from here.

import { NONCE, OVERHEAD, chacha20poly1305, isPadded, open, pad, seal, unpad } from '../../aead.js';
import { ascii, cat, compare, equal, fromBase64, fromCode, fromHex, fromUtf8, isZero, plain, sized, toBase64, toBase64url, toCode, toHex, utf8, zeros } from '../../bytes.js';
import { KIND } from '../../chat.js';
import { OTYPE, decodeEnvelope, readFieldName, readOtype } from '../../envelope.js';
import { PREV_BOX, commitment, decodeSeal, epochKeys } from '../../epoch.js';
import { SealedError, need, needRead, unreadable } from '../../error.js';
import { FIELD, MOST_SKILLS, RENEWED, needField, needPlace } from '../../fields.js';
import { derive, expander, frame, hash, mac } from '../../frame.js';
import { CARD, decodeCard, idOfCard, idOfKeys } from '../../identity.js';
import { decodeEntry, entryHash, pursuanceId } from '../../log/entry.js';
import { needFold } from '../../log/fold.js';
import { TYPE, decodePayload } from '../../log/payload.js';
import { UNLIMITED, isLastAdmin } from '../../log/rules.js';
import { ROLE, actorKey, emptyState, epochsFor, heirOf, membersOf, needHead, roleOf } from '../../log/state.js';
import { openPersonal } from '../../pbox.js';
import { Reader, decode } from '../../reader.js';
import { FLAG, PHASE, decodeRel } from '../../rel.js';
import { REL, checkedRevision, decodeRevision, fieldHash, needHeld, revisionHash } from '../../revision.js';
import { SIGNATURE, needSignature, needSigned, noteGood, publicKey, sign, signRaw } from '../../sign.js';
import { counted, list, needRising, str, u16, u32, u64, u8, v16, v32, v8 } from '../../writer.js';
import { PRIME, canonical, inverted, isSealable, scalarOf, x25519Public } from '../../x25519.js';
import { random } from '../device.js';
import { bytesOf, maybeText, numberOf, recordsOf, textOf } from '../doors.js';
import { alert, button, make, newId, taskIn } from '../elements.js';
import { openFormers } from '../former_keys.js';
import { goTo } from '../navigation.js';
import { importByHash } from '../hashed_import.js';
import { Progress, Sending, hear } from '../sending.js';
import { Labelled } from '../labelled.js';
import { dateIn, dayOf, here, words, writable } from '../times.js';
import { Trouble, needThat, orElse, toTrouble } from '../trouble.js';
import { canKeep, sessionOfPage } from '../unlocked.js';
import { WITHIN, lastAct } from './last_act.js';
import { DOOR, Boxes } from './boxes.js';
import { called } from './display_name.js';
import { Filling } from './filling.js';
import { foldSlowly } from './following.js';
import { forgetFragment } from './fragment.js';
import { Group } from './group.js';
import { Input } from './inputs.js';
import { isOpenTask, isUnderNewest } from './newest_key.js';
import { keyOf, relOf, sameSet } from './objects.js';
import { Pinned, seqOf, unlessLost } from './pinned.js';
import { sorted } from './records.js';
import { allOf } from './replaced_keys.js';
import { browserLocalStore } from './local_store.js';
import { MOST_OBJECTS, SLUG, TRIES, GroupServer, newerOf } from './server.js';
import { follow, leaveAtSignOut, openedHere } from './session.js';
import { Watch } from './watch.js';
import { mayWrite, takeAnchor } from './views/writing.js';

export const lent = {
  NONCE,
  OVERHEAD,
  chacha20poly1305,
  isPadded,
  open,
  pad,
  seal,
  unpad,
  ascii,
  cat,
  compare,
  equal,
  fromBase64,
  fromCode,
  fromHex,
  fromUtf8,
  plain,
  isZero,
  sized,
  toBase64,
  toBase64url,
  toCode,
  toHex,
  utf8,
  zeros,
  KIND,
  OTYPE,
  decodeEnvelope,
  readFieldName,
  readOtype,
  PREV_BOX,
  commitment,
  decodeSeal,
  epochKeys,
  SealedError,
  need,
  needRead,
  unreadable,
  FIELD,
  MOST_SKILLS,
  RENEWED,
  needField,
  needPlace,
  derive,
  expander,
  frame,
  hash,
  mac,
  CARD,
  decodeCard,
  idOfCard,
  idOfKeys,
  decodeEntry,
  entryHash,
  pursuanceId,
  needFold,
  TYPE,
  decodePayload,
  UNLIMITED,
  isLastAdmin,
  ROLE,
  actorKey,
  emptyState,
  epochsFor,
  heirOf,
  membersOf,
  needHead,
  roleOf,
  openPersonal,
  Reader,
  decode,
  FLAG,
  PHASE,
  decodeRel,
  REL,
  checkedRevision,
  decodeRevision,
  fieldHash,
  needHeld,
  revisionHash,
  SIGNATURE,
  needSignature,
  needSigned,
  noteGood,
  publicKey,
  sign,
  signRaw,
  counted,
  list,
  needRising,
  str,
  u16,
  u32,
  u64,
  u8,
  v16,
  v32,
  v8,
  PRIME,
  canonical,
  inverted,
  isSealable,
  scalarOf,
  x25519Public,
  random,
  bytesOf,
  maybeText,
  numberOf,
  recordsOf,
  textOf,
  alert,
  button,
  make,
  newId,
  taskIn,
  openFormers,
  goTo,
  importByHash,
  Progress,
  Sending,
  hear,
  Labelled,
  dateIn,
  dayOf,
  here,
  words,
  writable,
  Trouble,
  needThat,
  orElse,
  toTrouble,
  canKeep,
  sessionOfPage,
  WITHIN,
  lastAct,
  DOOR,
  Boxes,
  called,
  Filling,
  foldSlowly,
  forgetFragment,
  Group,
  Input,
  isOpenTask,
  isUnderNewest,
  keyOf,
  relOf,
  sameSet,
  Pinned,
  seqOf,
  unlessLost,
  sorted,
  allOf,
  browserLocalStore,
  MOST_OBJECTS,
  SLUG,
  TRIES,
  GroupServer,
  newerOf,
  follow,
  leaveAtSignOut,
  openedHere,
  Watch,
  mayWrite,
  takeAnchor,
};
