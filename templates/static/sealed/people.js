// Made by sealed/js/build.mjs from src/page/group/views/people.js: do not edit.
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

  var people_exports = {};
  __export(people_exports, {
    beginEnter: () => beginEnter,
    beginFound: () => beginFound,
    beginHead: () => beginHead,
    beginInvite: () => beginInvite,
    beginInvites: () => beginInvites,
    beginMembers: () => beginMembers,
    beginProfile: () => beginProfile
  });

  var { ascii, cat, equal, fromCode, fromHex, fromUtf8, isZero, sized, toCode, toHex, utf8, zeros } = lent;

  var { alert, button, fold, make, newId, notice } = lent;

  var { Trouble, needThat, orElse, toTrouble } = lent;

  var { introduce } = lent;

  var { forgetFragment } = lent;

  var { Choice, Input } = lent;

  var { OTYPE } = lent;

  var { SealedError, need, needRead } = lent;

  var { NONCE, OVERHEAD, isPadded, open, pad, seal, unpad } = lent;

  var { derive, frame, hash } = lent;

  var { Reader, decode } = lent;

  var { SIGNATURE, needSignature, noteGood, publicKey, sign, signRaw } = lent;

  var { list, str, u32, u64, u8, v16, v8 } = lent;

  var MARK = "i1";
  var MOST_NOTE = 65536;
  var LEAST = NONCE + OVERHEAD + 7;
  function inviteKeys(seed) {
    const signSeed = derive(seed, "invite/sign");
    const key = publicKey(signSeed);
    return { signSeed, key, wrapKey: derive(seed, "invite/wrap"), id: hash("invite/id", key).slice(0, 16) };
  }
  var encodeFragment = ({ pid, seed, headSeq, headHash }) => cat(u8(1), sized(pid, 32), sized(seed, 32), u64(headSeq), sized(headHash, 32));
  var toFragment = (fragment) => toCode(MARK, encodeFragment(fragment));
  function fromFragment(text) {
    return decode(fromCode(MARK, text), (reader) => {
      reader.fixed();
      return { pid: reader.raw(32), seed: reader.raw(32), headSeq: reader.u64(), headHash: reader.raw(32) };
    });
  }
  var joinMessage = (pid, id, card) => frame("join", sized(pid, 32), sized(id, 16), v16(card));
  function joinPayload({ pid, seed }, card) {
    const { signSeed, id } = inviteKeys(seed);
    return { type: (
      8
    ), id, card, signature: signRaw(signSeed, joinMessage(pid, id, card)) };
  }
  var encodeNoteText = ({ role, name, mission, purpose }) => cat(u8(role), str(name), str(mission), str(purpose));
  var decodeNoteText = (bytes) => decode(bytes, (reader) => ({ role: reader.upTo(1), name: reader.str(), mission: reader.str(), purpose: reader.str() }));
  var noteAad = (pid, id) => frame("invite-note", sized(pid, 32), sized(id, 16));
  function sealNote(pid, seed, note, random) {
    const { id, wrapKey } = inviteKeys(seed);
    return encodeNote({ sealed: seal(wrapKey, noteAad(pid, id), encodeNoteText(note), random) });
  }
  var encodeNote = ({ sealed }) => cat(u8(1), sealed);
  function decodeNote(bytes) {
    needRead(bytes.length <= MOST_NOTE, "too-large", "note");
    return decode(bytes, (reader) => {
      reader.fixed();
      needRead(reader.left >= LEAST, "length", "note");
      return { sealed: reader.rest() };
    });
  }
  function openNote(pid, seed, bytes) {
    const { id, wrapKey } = inviteKeys(seed);
    return decodeNoteText(open(wrapKey, noteAad(pid, id), decodeNote(bytes).sealed));
  }
  function showInvite({ pid, seed }, time) {
    const { signSeed, id } = inviteKeys(seed);
    return cat(id, u64(time), sign(signSeed, "invite-read", sized(pid, 32), id, u64(time)));
  }

  var { ROLE, emptyState, needHead } = lent;

  var { foundLog, needFold, rotate } = lent;

  var { MOST_OBJECTS, isOpenTask, isUnderNewest, put, putNow, revise, taskFields, textField } = lent;

  var { Group } = lent;

  var { TRIES, append, cameBy, entriesOf, moveSeat, remove, revoke, rotateNow, setRole } = lent;

  var { entryRecord, fieldRecord, messageRecord, noteRecord, revisionRecord, sealRecord, sorted } = lent;

  var { newerOf, sendFounding } = lent;

  async function found(device, me, { name, mission, history }) {
    const time = device.now();
    const { pid, entry } = foundLog(me.keys, history, time, device.random);
    const group = new Group(device, { slug: "new", pid: toHex(pid) }, me);
    const first = rotate(needFold(pid, [entry]), me.keys, time, {}, device.random);
    const entries = [entry, ...first.entries];
    group.takeFounding(entries, first.es);
    const fields = { name: textField(name), mission: textField(mission) };
    const change = { otype: OTYPE.pursuance, oid: new Uint8Array(16), unit: new Uint8Array(16), fields };
    const { object, records } = revise(group, change, void 0);
    const sent = [...entries.map(entryRecord), ...first.seals.map(sealRecord), ...records];
    const slug = await sendFounding(device.ask, toHex(pid), sent);
    return group.founded(slug, object);
  }
  async function invite(group, { role, maxUses, expires, purpose }, { name, mission }) {
    const seed = group.device.random(32);
    const { id, key } = inviteKeys(seed);
    const note = sealNote(group.pid, seed, { role, name, mission, purpose }, group.device.random);
    const payload = (
      { type: 6, id, key, role, maxUses, expires }
    );
    await group.alone(() => append(group, () => ({ entries: entriesOf(group, payload), notes: [noteRecord(id, note)] })));
    const head = { headSeq: group.state.next - 1, headHash: group.state.head };
    return { id: toHex(id), fragment: toFragment({ pid: group.pid, seed, ...head }) };
  }
  async function knock(device, me, slug, text) {
    const fragment = orElse("bad-link", () => fromFragment(text));
    const { id } = inviteKeys(fragment.seed);
    const group = new Group(device, { slug, pid: toHex(fragment.pid) }, me);
    let sealed;
    const read = async () => {
      const page = await group.readLog(showInvite(fragment, device.now()));
      sealed ??= page.find((note2) => equal(note2.id, id))?.note;
    };
    await read();
    needThat(!group.lies.isFrozen, "bad-log");
    orElse("bad-log", () => needHead(group.state, fragment.headSeq, fragment.headHash));
    const asked = group.state.invites.get(toHex(id));
    needThat(asked?.isOpen === true, "ended");
    const note = sealed && orElse("bad-note", () => openNote(fragment.pid, fragment.seed, sealed ?? new Uint8Array(0)));
    needThat(note !== void 0, "bad-note");
    const join = () => enter(group, fragment, read);
    return { group, note: { ...note, role: asked.role }, join };
  }
  async function enter(group, fragment, again) {
    for (let tries = 0; tries < TRIES; tries += 1) {
      if (group.isMember) return group.slug;
      const entries = entriesOf(group, joinPayload(fragment, group.me.card));
      orElse("ended", () => needFold(group.state, entries));
      try {
        const answer = await group.server.send("log", entries.map(entryRecord));
        await group.takeEntries(entries);
        return typeof answer.pursuance === "string" ? answer.pursuance : group.slug;
      } catch (error) {
        if (!(error instanceof Trouble) || error.key !== "problem-stale-log") throw error;
        await again();
        needThat(!group.lies.isFrozen, "bad-log");
      }
    }
    throw new Trouble("too-busy");
  }
  function isText(text) {
    try {
      return utf8(text).length > 0;
    } catch (error) {
      if (error instanceof SealedError) return false;
      throw error;
    }
  }

  var { follow, leaveAtSignOut, openedHere } = lent;

  var pathOf = (slug) => `/p/${encodeURIComponent(slug)}`;
  var deviceOf = ({ device: { ask, random, now } }, shelf) => ({ ask, random, now, shelf });
  async function beginFound(part, shelf) {
    const opened = await openedHere(part);
    if (!opened) return;
    const { texts } = part;
    const name = new Input(texts, { label: "name", isRequired: true });
    const mission = new Input(texts, { label: "mission", kind: "text", hint: "mission-hint" });
    const called2 = new Input(texts, { label: "display", value: part.data("display") || part.name, hint: "display-hint", isRequired: true });
    const history = new Choice(texts, "history", [
      [1, "history-1"],
      [2, "history-2"]
    ]);
    const { form, sending } = part.form({
      content: [name.element, mission.element, called2.element, history.element],
      button: "found",
      fields: { name, display: called2 },
      act: async () => {
        needThat(isText(name.value), "no-name", { field: "name" });
        needThat(isText(called2.value), "no-name", { field: "display" });
        const typed = { name: name.value, mission: mission.value, history: Number(history.value) };
        const group = await found(deviceOf(part, shelf), opened, typed);
        await introduce(group, called2.value).catch(() => void 0);
        sending.stay();
        location.assign(part.path(pathOf(group.slug)));
      }
    });
    part.place.replaceChildren(form);
  }
  async function beginEnter(part, shelf, text) {
    const { texts, place } = part;
    const say = (key) => place.replaceChildren(alert(texts.of(key)));
    if (text === "") {
      say("no-link");
      return;
    }
    if (part.name === "") {
      say("sign-in-first");
      return;
    }
    const opened = await openedHere(part);
    if (!opened) return;
    part.progress.begin();
    place.replaceChildren(part.progress.element);
    try {
      const door = await knock(deviceOf(part, shelf), opened, part.data("group"), text);
      showDoor(part, door, opened);
    } catch (error) {
      const trouble = toTrouble(error);
      say(trouble.key === "problem-not-found" ? "ended" : texts.has(trouble.key) ? trouble.key : "failed");
    } finally {
      part.progress.end();
    }
  }
  function showDoor(part, { note, join, group }, opened) {
    const { texts } = part;
    const title = make("h2", { text: note.name, tabindex: "-1" });
    const about = [title, make("p", { text: note.mission })];
    if (note.purpose !== "") about.push(make("p", { text: texts.of("invited-for", { purpose: note.purpose }) }));
    about.push(make("p", { text: texts.of("invited-as", { role: texts.of(`role-${note.role}`) }) }));
    about.push(make("p", { class: "small", text: texts.of("people", { count: group.state.members.size }) }));
    if (group.state.members.has(toHex(opened.iid))) about.push(make("p", { text: texts.of("member-already") }));
    const { form, sending } = part.form({
      content: [make("p", { class: "small mute", text: texts.of("after-joining") })],
      button: "enter",
      fields: {},
      act: async () => {
        const slug = await join();
        forgetFragment(location.pathname);
        sending.stay();
        location.assign(part.path(pathOf(slug)));
      }
    });
    part.place.replaceChildren(make("div", { class: "stack sm" }, ...about), form);
    title.focus();
  }

  var { UNLIMITED } = lent;

  var BITS = 11n;
  var COUNT = 8;
  var DIGITS = 60;
  var MARK2 = "pvs1";
  var toInteger = (bytes) => bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
  function wordIndices(x) {
    const bits = toInteger(sized(x, 32).slice(0, COUNT * Number(BITS) / 8));
    return Array.from({ length: COUNT }, (_, at) => Number(bits >> BITS * BigInt(COUNT - 1 - at) & 0x7ffn));
  }
  var safetyHash = (iid, other) => hash("safety", list(equal(iid, other) ? [sized(iid, 32)] : [sized(iid, 32), sized(other, 32)]));
  var safetyNumber = (iid, other) => (toInteger(safetyHash(iid, other)) % 10n ** BigInt(DIGITS)).toString().padStart(DIGITS, "0");
  var safetyCode = (iid, other) => toCode(MARK2, safetyHash(iid, other));
  var isSafetyCode = (text) => text.startsWith(`${MARK2}.`);

  var { Progress, Sending, hear } = lent;

  var { dayOf, momentOf, writable } = lent;

  var { keyOf, relOf, sameSet } = lent;

  var { loadList } = lent;

  var HASH = true ? "sha384-1Tdx8HBW78sSYA6Gq2efbmek3yOhAQzBTcHlHILoG0Ktk6ksuV1hp4iXrA8ONyS2" : "";
  var loading;
  async function wordsOf() {
    loading ??= loadList("./words.js", HASH);
    return (await loading).toWords;
  }

  var HASH2 = true ? "sha384-dYT1FtPHW+zoX3OHfNfDCwgb0QP1HrAa8RV3SsXc/qk7C5qHnRNTtHXmpCaI5qoF" : "";
  var SVG = "http://www.w3.org/2000/svg";
  var loading2;
  function load() {
    loading2 ??= loadList("./qr.js", HASH2);
    loading2.catch(() => loading2 = void 0);
    return loading2;
  }
  function shape(tag, attributes, ...children) {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.append(...children);
    return element;
  }
  function pictureOf(code, label) {
    const place = document.createElement("div");
    load().then(
      ({ squaresOf }) => {
        const { size, path } = squaresOf(code);
        const ground = shape("rect", { width: size, height: size, fill: "#fff" });
        const squares = shape("path", { d: path, fill: "#000" });
        const attributes = { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" };
        place.append(shape("svg", attributes, ground, squares));
      },
      () => {
      }
    );
    return place;
  }

  var HASH3 = true ? "sha384-I1z8aN3GJjxfm9j+s/GTwlI5pnbjaxH7KUXWfETpQEo0O2OF/pDgzVjA4dtJSShk" : "";
  var EVERY = 100;
  var ASKED = { video: { facingMode: "environment", width: { ideal: 1280 } } };
  var pause = () => new Promise((resolve) => setTimeout(resolve, EVERY));
  var canScan = () => "mediaDevices" in navigator;
  var isLeft = (video) => document.hidden || !video.isConnected || video.closest("details:not([open])") !== null;
  var Scanner = class {
    #running;
    constructor(texts, take) {
      this.texts = texts;
      this.take = take;
      this.press = button(texts.of("scan"));
      this.said = make("p", { class: "small mute", role: "status" });
      this.place = make("div", { class: "stack sm" });
      this.element = make("div", { class: "stack sm" }, make("div", { class: "flex" }, this.press), this.said, this.place);
      this.press.addEventListener("click", () => {
        if (this.#running) this.#running.abort();
        else void this.#scan();
      });
    }
    async #scan() {
      const running = new AbortController();
      this.#running = running;
      let stream;
      const stop = () => stream?.getTracks().forEach((track) => track.stop());
      running.signal.addEventListener("abort", stop);
      addEventListener("pagehide", () => running.abort(), { signal: running.signal });
      this.press.textContent = this.texts.of("scan-stop");
      this.said.textContent = this.texts.of("scan-hold");
      const video = make("video", { class: "qr", playsinline: "", "aria-hidden": "true" });
      video.muted = true;
      this.place.replaceChildren(video);
      let end = "";
      try {
        const { textIn } = await loadList("./scan.js", HASH3);
        stream = await navigator.mediaDevices.getUserMedia(ASKED);
        video.srcObject = stream;
        if (!running.signal.aborted && !isLeft(video)) await video.play();
        const found2 = await this.#look(video, running.signal, textIn);
        if (found2) this.place.append(found2);
      } catch {
        end = running.signal.aborted ? "" : this.texts.of("scan-refused");
      } finally {
        running.abort();
        stop();
        this.#running = void 0;
        video.remove();
        this.said.textContent = end;
        this.press.textContent = this.texts.of("scan");
      }
    }
    async #look(video, ending, textIn) {
      const canvas = make("canvas");
      const context = canvas.getContext("2d", { willReadFrequently: true });
      while (context && !ending.aborted && !isLeft(video)) {
        const { videoWidth: width, videoHeight: height } = video;
        if (width > 0 && height > 0) {
          Object.assign(canvas, { width, height });
          context.drawImage(video, 0, 0);
          const text = textIn(context.getImageData(0, 0, width, height));
          const found2 = text === void 0 ? void 0 : this.take(text);
          if (found2) return found2;
          if (text !== void 0) this.said.textContent = this.texts.of("scan-other");
        }
        await pause();
      }
      return void 0;
    }
  };

  var GROUPS = /.{5}/g;
  function comparing({ texts }, group, iid, name) {
    const place = make("div", { class: "stack sm" });
    const details = fold(make("summary", { text: texts.of("compare", { name }) }), place);
    details.addEventListener("toggle", () => place.replaceChildren(...details.open ? content() : []));
    return details;
    function content() {
      const code = safetyCode(group.me.iid, iid);
      const number = safetyNumber(group.me.iid, iid).match(GROUPS)?.join(" ") ?? "";
      const about = make("p", { text: texts.of("compare-about", { name }) });
      const read = make("p", { class: "secret code", translate: "no", text: number });
      const scanner = new Scanner(texts, (text) => {
        if (!isSafetyCode(text)) return void 0;
        return text === code ? notice(texts.of("compare-same", { name })) : alert(texts.of("compare-differs", { name }));
      });
      const picture = pictureOf(code, texts.of("compare-picture", { name }));
      return [about, read, picture, ...canScan() ? [scanner.element] : []];
    }
  }

  var { FIELD, MOST_SKILLS, RENEWED } = lent;

  var { normalSkill } = lent;

  var { goTo, mayWrite, takeAnchor, tell } = lent;

  var BY_WEIGHT = [2, 0, 1];
  var LEVELS = [0, 1, 2];
  function skillsOf(group, iid) {
    const profile = group.objects.get(OTYPE.profile, iid.slice(0, 16));
    if (!profile || !equal(profile.actor, iid)) return [];
    try {
      const bytes = group.textOf(profile, "skills");
      return bytes ? FIELD.levels.decode(bytes) : [];
    } catch (error) {
      if (!(error instanceof SealedError)) throw error;
      return [];
    }
  }
  var inWords = (texts, skills) => skills.map(({ name, level }) => level === 0 ? name : texts.of(`can-${level}`, { skill: name })).join(", ");
  var namesOf = (skills, of) => skills.filter(({ level }) => level === of).map(({ name }) => name).join(", ");
  function skillsIn(typed) {
    const found2 = /* @__PURE__ */ new Map();
    for (const level of BY_WEIGHT) {
      for (const name of (typed[level] ?? "").split(",").map((one) => one.trim()).filter((one) => one !== "")) {
        const key = normalSkill(name);
        if (!found2.has(key)) found2.set(key, { name, level });
      }
    }
    return [...found2.values()].sort((a, b) => a.level - b.level);
  }
  async function beginProfile(part, session) {
    const group = await session.ready;
    if (!mayWrite(part, group)) return;
    const { texts } = part;
    const oid = group.me.iid.slice(0, 16);
    const show = () => {
      const profile = group.objects.get(OTYPE.profile, oid);
      const held = group.textOf(profile, "name");
      const name = new Input(texts, { label: "field-name", value: held ? fromUtf8(held) : part.name, isRequired: true });
      const skills = skillsOf(group, group.me.iid);
      const levels = LEVELS.map((level) => new Input(texts, { label: `skills-${level}`, kind: "list", value: namesOf(skills, level), hint: `skills-${level}-hint` }));
      const before = [name, ...levels].map(({ value }) => value);
      const [first] = levels;
      const act = async () => {
        needThat(name.value !== "", "no-title", { field: "name" });
        const typed = skillsIn(levels.map(({ value }) => value));
        needThat(typed.length <= MOST_SKILLS, "too-many-skills", { field: "skills" });
        const now = [name, ...levels].map(({ value }) => value);
        const fields = {};
        if (now[0] !== before[0] || !group.objects.get(OTYPE.profile, oid)) fields.name = textField(name.value);
        if (now.slice(1).join("\n") !== before.slice(1).join("\n")) fields.skills = typed.length > 0 ? FIELD.levels.encode(typed) : null;
        tell(group, await put(group, [{ otype: OTYPE.profile, oid, unit: new Uint8Array(16), fields }]));
        show();
        const said = notice(texts.of("saved"));
        part.place.append(said);
        said.focus();
        session.show();
        void session.filling.fill(document, group);
      };
      const content = [name.element, ...levels.map(({ element }) => element), make("p", { class: "small mute", text: texts.of("skills-server") })];
      const { form } = part.form({ content, button: "save", fields: { name, ...first && { skills: first } }, act });
      part.place.replaceChildren(form);
    };
    show();
  }

  var NEVER = Number.MAX_SAFE_INTEGER;
  var DAY = 864e5;
  var ROLES = [0, 1, 2, 3].map((role) => [role, `role-${role}`]);
  var called = (group, id) => group.nameOf(fromHex(id)) ?? `${id.slice(0, 8)}…`;
  async function beginMembers(part, session) {
    await session.ready;
    const list2 = make("ul", { class: "rows" });
    const sending = sendingOf(part, list2);
    part.place.replaceChildren(list2, part.progress.element);
    let shown = "";
    session.hear((group) => {
      const now = stateOf(group);
      if (now === shown) return;
      shown = now;
      list2.replaceChildren(...[...group.state.members.values()].map((member) => row(part, session, group, member, sending)));
    });
  }
  var mayGo = (group, role) => group.role === ROLE.admin || group.role === ROLE.moderator && role < ROLE.moderator;
  var isClosed = ({ element }) => element.dataset.closed !== void 0;
  function stateOf(group) {
    const names = [...group.state.members.values()].map(({ iid }) => {
      const profile = keyOf(OTYPE.profile, iid.slice(0, 16));
      return [called(group, toHex(iid)), group.objects.all.get(profile)?.rev, group.tags.odd.has(profile)].join(" ");
    });
    return [toHex(group.state.head), group.lies.isFrozen, group.waiting.join(" "), ...names].join("\n");
  }
  function sendingOf(part, busy) {
    const end = part.element.appendChild(make("div", {}));
    return new Sending({ texts: part.texts, progress: part.progress, busy, before: end });
  }
  function row(part, session, group, { iid, role }, sending) {
    const { texts } = part;
    const id = toHex(iid);
    const name = called(group, id);
    const isMe = id === toHex(group.me.iid);
    const head = make("p", {}, make("strong", { text: name }), make("span", { class: "mute", text: ` ${texts.of(`role-${role}`)}` }));
    if (isMe) head.append(make("span", { class: "mute", text: ` ${texts.of("you")}` }));
    const item = make("div", { class: "grow stack sm" }, head);
    const says = (holds, key, values = {}) => {
      if (holds) item.append(make("p", { class: "small", text: texts.of(key, values) }));
    };
    const skills = skillsOf(group, iid);
    says(skills.length > 0, "can", { skills: inWords(texts, skills) });
    says(group.tags.odd.has(keyOf(OTYPE.profile, iid.slice(0, 16))), "tags-differ");
    says(group.waiting.includes(id), "waits-at-the-door");
    const rekey = group.rekeyed.findLast((one) => one.iid === id);
    says(rekey !== void 0, "rekeyed", { by: rekey ? called(group, rekey.by) : "" });
    const line = make("li", { "data-of": id }, item);
    if (!isMe) line.append(comparing(part, group, iid, name));
    const managing = [];
    const may = !group.lies.isFrozen && !isClosed(part);
    if (may && group.role === ROLE.admin) managing.push(roleForm(part, session, group, id, role, name, sending));
    if (may && !isMe && mayGo(group, role)) managing.push(removeForm(part, session, group, id, name, sending));
    if (managing.length > 0) {
      const summary = make("summary", { text: texts.of("manage") });
      summary.append(make("span", { class: "sr", text: `: ${name}` }));
      line.append(fold(summary, make("div", { class: "stack" }, ...managing)));
    }
    return line;
  }
  function roleForm(part, session, group, id, role, name, sending) {
    const choice = new Choice(part.texts, "role", ROLES, String(role));
    const set = button(part.texts.of("set-role"));
    for (const one of [choice.element.querySelector("label"), set]) one?.append(make("span", { class: "sr", text: `: ${name}` }));
    set.dataset.writes = "";
    set.addEventListener(
      "click",
      () => void sending.send(async () => {
        await setRole(group, id, Number(choice.value));
        session.show();
      })
    );
    return make("div", { class: "flex ends" }, choice.element, set);
  }
  function removeForm(part, session, group, id, name, sending) {
    const press = button(part.texts.of("remove", { name }), "btn danger");
    press.dataset.writes = "";
    const about = make("p", { class: "small" });
    let isAsked = false;
    press.addEventListener("click", () => {
      if (!isAsked) {
        isAsked = true;
        const open2 = openInvites(group).length;
        about.textContent = part.texts.of(open2 > 0 ? "remove-about-invites" : "remove-about", { name, count: open2 });
        press.textContent = part.texts.of("remove-now", { name });
        return;
      }
      void sending.send(async () => {
        await remove(group, [id]);
        session.show();
      });
    });
    return make("div", { class: "stack sm" }, about, make("div", { class: "flex" }, press));
  }
  var told = () => document.dispatchEvent(new CustomEvent("pursuance:told"));
  var openInvites = ({ state }) => [...state.invites].filter(([, { isOpen, maxUses, used, expires }]) => isOpen && (maxUses === UNLIMITED || used < maxUses) && (expires === NEVER || expires > Date.now()));
  async function beginHead(part, session) {
    await session.ready;
    let shown = "";
    session.hear(async (group) => {
      const now = toHex(group.state.head);
      if (now === shown) return;
      const toWords = await wordsOf();
      shown = now;
      const line = (key, x) => {
        const words = toWords(wordIndices(x)).join(" ");
        const label = make("span", { class: "mute", text: `${part.texts.of(key)} ` });
        return make("p", {}, label, make("span", { class: "secret", lang: "en", translate: "no", text: words }));
      };
      part.place.replaceChildren(line("head-words", group.state.head), line("pid-words", group.pid));
    });
  }
  async function beginInvite(part, session) {
    const group = await session.ready;
    if (group.lies.isFrozen || group.role < ROLE.moderator || !group.isReadable) return;
    const { texts } = part;
    const purpose = new Input(texts, { label: "purpose", hint: "purpose-hint" });
    const role = new Choice(texts, "role", [
      [1, "role-1"],
      [0, "role-0"]
    ]);
    const uses = new Choice(texts, "uses", [
      [1, "uses-1"],
      [5, "uses-5"],
      [25, "uses-25"],
      [UNLIMITED, "uses-any"]
    ]);
    const lengths = [
      [1, "days-1"],
      [7, "days-7"],
      [30, "days-30"],
      [0, "days-never"]
    ];
    const days = new Choice(texts, "days", lengths, "7");
    const made = make("div", { class: "stack", "aria-live": "polite" });
    const { form } = part.form({
      content: [purpose.element, role.element, uses.element, days.element],
      button: "invite",
      fields: { purpose },
      act: async () => {
        const expires = days.value === "0" ? NEVER : group.device.now() + Number(days.value) * DAY;
        const typed = { role: Number(role.value), maxUses: Number(uses.value), expires, purpose: purpose.value };
        const { id, fragment } = await invite(group, typed, shownOf(group));
        made.replaceChildren(link(part, `${part.data("base") || location.origin}/i/${id}#${fragment}`));
        session.show();
        told();
      }
    });
    group.lies.hear(() => {
      if (group.lies.isFrozen) form.remove();
    });
    part.place.replaceChildren(form, made);
  }
  function shownOf(group) {
    const object = group.objects.get(OTYPE.pursuance, new Uint8Array(16));
    const text = (field) => {
      const bytes = group.textOf(object, field);
      return bytes ? fromUtf8(bytes) : "";
    };
    return { name: text("name"), mission: text("mission") };
  }
  function link(part, address) {
    const { texts } = part;
    const field = new Input(texts, { label: "link", hint: "link-hint", value: address });
    field.input.removeAttribute("maxlength");
    field.input.readOnly = true;
    field.input.value = address;
    const copy = button(texts.of("copy"), "btn primary");
    const said = make("p", { class: "small mute", role: "status" });
    copy.addEventListener("click", async () => {
      field.input.select();
      try {
        await navigator.clipboard.writeText(address);
        said.textContent = texts.of("copied");
      } catch {
      }
    });
    return make("div", { class: "stack" }, notice(texts.of("invited")), field.element, make("div", { class: "flex" }, copy, said));
  }
  async function beginInvites(part, session) {
    await session.ready;
    const list2 = make("ul", { class: "rows" });
    const sending = sendingOf(part, list2);
    part.place.replaceChildren(list2, part.progress.element);
    let shown = "";
    session.hear((group) => {
      const open2 = openInvites(group);
      const now = [stateOf(group), ...open2.map(([id]) => id)].join("\n");
      if (now === shown) return;
      shown = now;
      const came = cameBy(group);
      const rows = open2.map(([id, one]) => {
        const by = [...came].filter(([iid, from]) => from === id && group.state.members.has(iid)).map(([iid]) => iid);
        const uses = one.maxUses === UNLIMITED ? part.texts.of("uses-any") : String(one.maxUses);
        const until = one.expires === NEVER ? part.texts.of("days-never") : momentOf(one.expires);
        const values = { role: part.texts.of(`role-${one.role}`), used: one.used, uses, until };
        const about = make("p", { id: newId(), text: part.texts.of("invitation", values) });
        const item = make("div", { class: "grow stack sm" }, about);
        const names = by.map((iid) => called(group, iid)).join(", ");
        if (by.length > 0) item.append(make("p", { class: "small", text: part.texts.of("came-by", { names }) }));
        const row2 = make("li", { "data-invite": id }, item);
        if (group.role >= ROLE.moderator && !group.lies.isFrozen) row2.append(revokeForm(part, session, group, id, by, about.id, sending));
        return row2;
      });
      list2.replaceChildren(...rows.length > 0 ? rows : [make("li", { class: "mute", text: part.texts.of("no-invites") })]);
    });
  }
  function revokeForm(part, session, group, id, by, about, sending) {
    const press = (key, gone) => {
      const one = button(part.texts.of(key, { count: gone.length }));
      one.dataset.writes = "";
      one.setAttribute("aria-describedby", about);
      one.addEventListener(
        "click",
        () => void sending.send(async () => {
          needThat(!group.lies.isFrozen, "frozen");
          await revoke(group, id, gone);
          session.show();
          told();
        })
      );
      return one;
    };
    const mayRemove = (iid) => iid !== toHex(group.me.iid) && mayGo(group, group.state.members.get(iid)?.role ?? 0);
    const removable = isClosed(part) ? [] : by.filter(mayRemove);
    return make("div", { class: "flex" }, press("revoke", []), ...removable.length > 0 ? [press("revoke-and-remove", removable)] : []);
  }
  return __toCommonJS(people_exports);
})();
return parts;
};
