// Made by sealed/js/build.mjs from src/page/group/healing.js: do not edit.
export default (lent) => {
"use strict";
var parts = (() => {
  var __defProp = Object.defineProperty;
  var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
  var __getOwnPropNames = Object.getOwnPropertyNames;
  var __hasOwnProp = Object.prototype.hasOwnProperty;
  var __export = (target, all) => {
    for (var name in all)
      __defProp(target, name, { get: all[name], enumerable: true });
  };
  var __copyProps = (to, from, except, desc) => {
    if (from && typeof from === "object" || typeof from === "function") {
      for (let key of __getOwnPropNames(from))
        if (!__hasOwnProp.call(to, key) && key !== except)
          __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
    }
    return to;
  };
  var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

  var healing_exports = {};
  __export(healing_exports, {
    giveBack: () => giveBack
  });

  var { ascii, cat, equal, fromCode, fromHex, fromUtf8, isZero, sized, toCode, toHex, utf8, zeros } = lent;

  var { decodeEntry } = lent;

  var { TYPE } = lent;

  var { ROLE, emptyState, needHead } = lent;

  var { foundLog, needFold, rotate } = lent;

  var { sealSecret } = lent;

  var { Trouble, needThat, orElse, toTrouble } = lent;

  var { foldSlowly } = lent;

  var { entryRecord, fieldRecord, messageRecord, noteRecord, revisionRecord, sealRecord, sorted } = lent;

  var AT_ONCE = 100;
  var OPENING = /* @__PURE__ */ new Set([TYPE.remove, TYPE.rekey]);
  async function giveBack(group) {
    const { there, state, raw } = group;
    const given = { entries: 0, objects: 0, missing: 0 };
    const first = state.next - raw.length;
    if (!there || there.length < first || there.length >= state.next) return given;
    const folded = await foldSlowly(group.pid, emptyState(group.pid), there, group.pause, () => void 0);
    if (folded.refusal) return given;
    let at = folded.state;
    for (const batch of batches(raw.slice(there.length - first))) {
      const after = needFold(at.next === 0 ? group.pid : at, batch);
      const seals = after.epoch > at.epoch ? sealsOf(group, after) : [];
      if (!seals || !await isTaken(group, "log", [...batch.map(entryRecord), ...seals.map(sealRecord)])) {
        given.missing += state.next - at.next;
        return given;
      }
      given.entries += batch.length;
      at = after;
    }
    group.there = void 0;
    group.lies.heal("rollback");
    group.forgetCursors();
    await giveObjects(group, given);
    return given;
  }
  function batches(entries) {
    const found = [];
    let batch = [];
    let isOpen = false;
    for (const bytes of entries) {
      const { type } = decodeEntry(bytes);
      batch.push(bytes);
      isOpen = OPENING.has(type) || isOpen && type !== TYPE.epoch;
      if (isOpen || type !== TYPE.epoch && batch.length < AT_ONCE) continue;
      found.push(batch);
      batch = [];
    }
    return batch.length > 0 ? [...found, batch] : found;
  }
  function sealsOf({ pid, keyring, device }, { epoch, members }) {
    const es = keyring.secrets.get(epoch);
    return es && [...members.values()].map(({ iid, card }) => sealSecret(pid, epoch, es, { iid, xKey: card.xKey }, device.random));
  }
  async function isTaken(group, door, records) {
    try {
      await group.server.send(door, records);
      return true;
    } catch (error) {
      if (!(error instanceof Trouble) || !error.key.startsWith("problem-")) throw error;
      return false;
    }
  }
  async function giveObjects(group, given) {
    await group.objects.load();
    const shown = /* @__PURE__ */ new Map();
    for (let after = 0; ; ) {
      const page = await group.server.objects(after);
      if (page.count === 0) break;
      for (const { otype, oid, rev } of page.fields) {
        const key = `${otype}/${toHex(oid)}`;
        shown.set(key, Math.max(shown.get(key) ?? 0, rev));
      }
      after = page.next;
    }
    for (const [key, object] of group.objects.all) {
      if (newestField(object) <= (shown.get(key) ?? 0)) continue;
      if (await isTaken(group, "put", recordsOf(object))) given.objects += 1;
      else given.missing += 1;
      group.lies.heal("rollback", key);
    }
  }
  var newestField = ({ fields }) => Math.max(...[...fields.values()].map(({ rev }) => rev));
  function recordsOf({ otype, oid, unit, bytes, fields }) {
    const all = [...fields].map(([field, held]) => fieldRecord({ otype, oid, unit, field, ...held }));
    return [revisionRecord(bytes), ...all];
  }
  return __toCommonJS(healing_exports);
})();
return parts;
};
