// Made by sealed/js/build.mjs from src/page/group/work.js: do not edit.
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

	var work_exports = {};
	__export(work_exports, {
		addTask: () => addTask,
		found: () => found,
		introduce: () => introduce,
		invite: () => invite,
		knock: () => knock,
		leave: () => leave,
		moveSeat: () => moveSeat,
		part: () => part,
		pressed: () => pressed,
		put: () => put,
		putNow: () => putNow,
		remove: () => remove,
		renew: () => renew,
		renewKey: () => renewKey,
		retag: () => retag,
		revoke: () => revoke,
		rotateNow: () => rotateNow,
		serve: () => serve,
		setRole: () => setRole,
		takeNewer: () => takeNewer,
		writePins: () => writePins
	});

	var { ascii, cat, compare, equal, fromCode, fromHex, isZero, sized, toCode, toHex, utf8, zeros } = lent;

	var { FIELD, RENEWED, needField } = lent;

	var { ROLE, epochsFor, membersOf, needHead } = lent;

	var { OTYPE, decodeEnvelope } = lent;

	var { SealedError, need, needRead, unreadable } = lent;

	var { decode } = lent;

	var { counted, list, str, u16, u32, u64, u8, v16, v32, v8 } = lent;

	var PHASE = Object.freeze({
		new: 0,
		helpWanted: 1,
		started: 2,
		inProgress: 3,
		readyForReview: 5,
		inReview: 6,
		done: 7,
		dropped: 8
	});
	var FLAG = Object.freeze({ needsNoReview: 1, archived: 2, inTrash: 4 });
	var encodeRel = (rel) => cat(
		u8(1),
		sized(rel.parent, 16),
		u8(rel.phase),
		list(rel.assignees.map((iid) => sized(iid, 32))),
		list(rel.reviewers.map((iid) => sized(iid, 32))),
		u16(rel.dueWeek),
		list(rel.waitsFor.map((oid) => sized(oid, 16))),
		u8(rel.flags)
	);
	function plainRel(flags = 0) {
		const rel = { parent: new Uint8Array(16), phase: 0, assignees: [], reviewers: [], dueWeek: 0, waitsFor: [], flags };
		return rel;
	}
	var MONDAY = Date.UTC(1970, 0, 5);
	var WEEK = 7 * 24 * 3600 * 1e3;

	var { PHASE: PHASE2 } = lent;

	var { derive, frame, hash, mac } = lent;

	var { SIGNATURE, publicKey, sign, signRaw } = lent;

	var inOrder = (fields) => [...fields].sort((a, b) => compare(ascii(a.field), ascii(b.field)));
	function encodeBody(revision) {
		const { pid, otype, oid, unit, rev, prev, epoch, gen, time, actor, headSeq, headHash } = revision;
		const fields = inOrder(revision.fields).map((one) => cat(v8(ascii(one.field)), u64(one.rev), sized(one.hash, 32)));
		return cat(
			...[u8(1), sized(pid, 32), u8(otype), sized(oid, 16), sized(unit, 16), u64(rev), sized(prev, 32)],
			...[u32(epoch), u32(gen), u64(time), sized(actor, 32), u64(headSeq), sized(headHash, 32), counted(fields)]
		);
	}
	function signRevision(revision, edSeed) {
		const body = encodeBody(revision);
		return cat(body, sign(edSeed, "rev", body));
	}

	var { REL, fieldHash, revisionHash } = lent;

	var { Trouble, needThat, orElse } = lent;

	var keyOfActs = ({ id, me }) => `act/${id}/${toHex(me.iid)}`;
	var keepAct = (group, act) => group.device.shelf.put([{ key: keyOfActs(group), value: act }]);
	async function remember(group, batches) {
		await keepAct(group, { at: group.device.now(), batches });
	}

	var { NONCE, OVERHEAD, open, pad, seal } = lent;

	var { HPKE_OVERHEAD, hpkeSeal, x25519Public } = lent;

	var PREV_BOX = NONCE + 32 + OVERHEAD;
	var SEALED_SECRET = 32 + HPKE_OVERHEAD;
	function epochKeys(pid, epoch, es) {
		const key = (label) => derive(es, `epoch/${label}`, sized(pid, 32), u32(epoch));
		const xSecret = key("x25519");
		return { content: contentKey(pid, epoch, es), tag: key("tag"), prev: key("prev"), xSecret, xKey: x25519Public(xSecret) };
	}
	var contentKey = (pid, epoch, es) => derive(es, "epoch/content", sized(pid, 32), u32(epoch));
	var commitment = (pid, epoch, es) => hash("epoch-commit", sized(pid, 32), u32(epoch), sized(es, 32));
	var sealPrevious = (pid, epoch, es, before, random) => seal(epochKeys(pid, epoch, es).prev, frame("prev", pid, u32(epoch)), sized(before, 32), random);
	var encodeSeal = ({ epoch, to, enc, ct }) => cat(u8(1), u8(1), u32(epoch), sized(to, 32), sized(enc, 32), v16(sized(ct, SEALED_SECRET)));
	var sealInfo = (pid, epoch) => frame("seal", sized(pid, 32), u32(epoch));
	var sealAad = (to, kc) => frame("seal-aad", sized(to, 32), sized(kc, 32));
	function sealSecret(pid, epoch, es, { iid, xKey }, random) {
		const kc = commitment(pid, epoch, es);
		return encodeSeal({ epoch, to: iid, ...hpkeSeal(xKey, sealInfo(pid, epoch), sealAad(iid, kc), es, random) });
	}

	var { PREV_BOX: PREV_BOX2, commitment: commitment2, epochKeys: epochKeys2 } = lent;

	var { needFold } = lent;

	var KEYS = 73;
	var CARD = KEYS + SIGNATURE;
	var IDBOX = 2 + NONCE + KEYS + OVERHEAD;
	var ROOTBOX = 2 + NONCE + 32 + OVERHEAD;
	var encodeCard = (card) => cat(u8(1), sized(card.edKey, 32), sized(card.xKey, 32), u64(card.created), sized(card.signature, SIGNATURE));
	function makeCard(keys) {
		const open2 = { edKey: publicKey(keys.edSeed), xKey: x25519Public(keys.xSecret), created: keys.created };
		const body = cat(u8(1), open2.edKey, open2.xKey, u64(open2.created));
		return { ...open2, signature: sign(keys.edSeed, "card", body) };
	}

	var { CARD: CARD2, idOfKeys } = lent;

	var TYPE = Object.freeze({
		genesis: 1,
		add: 2,
		leave: 3,
		remove: 4,
		epoch: 5,
		invite: 6,
		inviteRevoke: 7,
		join: 8,
		role: 9,
		rekey: 10,
		delegate: 11,
		delegateRevoke: 12,
		move: 13,
		checkpoint: 14,
		settings: 15,
		unitBump: 16
	});
	var MODE_COURIER = 1;
	var vCard = (card) => v16(sized(card, CARD2));
	var encodeGen = ({ unit, gen }) => cat(sized(unit, 16), u32(gen));
	function encodePayload(payload) {
		switch (payload.type) {
			case 1:
				return cat(u8(1), sized(payload.nonce, 16), u8(payload.history), vCard(payload.card));
			case 2:
				return cat(u8(payload.role), vCard(payload.card));
			case 3:
				return u32(0);
			case 4:
				return cat(sized(payload.iid, 32), u8(0));
			case 5:
				return encodeEpoch(payload);
			case 6: {
				const { id, key, role, maxUses, expires } = payload;
				return cat(sized(id, 16), sized(key, 32), u8(role), u16(maxUses), u64(expires), u8(MODE_COURIER));
			}
			case 7:
				return sized(payload.id, 16);
			case 8:
				return cat(sized(payload.id, 16), vCard(payload.card), sized(payload.signature, SIGNATURE));
			case 9:
				return cat(sized(payload.iid, 32), u8(payload.role));
			case 10:
				return cat(sized(payload.old, 32), vCard(payload.card), sized(payload.signature, SIGNATURE));
			case 11:
				return encodeDelegate(payload);
			case 12:
				return cat(sized(payload.did, 16), counted(payload.gens.map(encodeGen)));
			case 13:
				return cat(str(payload.baseUrl), u64(payload.effectiveSeq));
			case 14:
				return cat(u64(payload.objects), sized(payload.root, 32));
			case 15:
				return cat(u8(1), u8(payload.history), u32(payload.floor), v32(new Uint8Array(0)));
			case 16:
				return encodeGen(payload);
		}
	}
	function encodeEpoch({ epoch, kc, epk, prevBox }) {
		const box = prevBox ? cat(u8(1), sized(prevBox, PREV_BOX2)) : u8(0);
		return cat(u32(epoch), sized(kc, 32), sized(epk, 32), box);
	}
	function encodeDelegate({ did, root, pid, epoch, epk, rights, writeKey, cardHead }) {
		const who = [sized(did, 16), sized(root, 16), sized(pid, 32), u32(epoch), sized(epk, 32)];
		return cat(...who, u8(rights), sized(writeKey, 32), sized(cardHead, 32));
	}

	var { TYPE: TYPE2, decodePayload } = lent;

	var MOST_ENTRY = 65536;
	var encodeBody2 = ({ pid, seq, prev, time, actor, type, payload }) => cat(u8(1), sized(pid, 32), u64(seq), sized(prev, 32), u64(time), sized(actor, 32), u8(type), v32(payload));
	function signEntry(entry, edSeed) {
		const body = encodeBody2(entry);
		const bytes = cat(body, sign(edSeed, "log", body));
		needRead(bytes.length <= MOST_ENTRY, "too-large", "entry");
		return bytes;
	}

	var { decodeEntry, entryHash, pursuanceId } = lent;

	function foundLog(founder, history, time, random) {
		const card = encodeCard(makeCard(founder));
		const payload = encodePayload({ type: 1, nonce: random(16), history, card });
		const pid = pursuanceId(payload);
		const head = { pid, seq: 0, prev: zeros(32), time, actor: idOfKeys(founder), type: 1 };
		return { pid, entry: signEntry({ ...head, payload }, founder.edSeed) };
	}
	function writeEntries({ pid, next, head }, keys, time, payloads) {
		const actor = idOfKeys(keys);
		let prev = head;
		return payloads.map((payload, at) => {
			const entry = { pid, seq: next + at, prev, time, actor, type: payload.type, payload: encodePayload(payload) };
			const bytes = signEntry(entry, keys.edSeed);
			prev = entryHash(bytes);
			return bytes;
		});
	}
	function rotate(state, keys, time, { before = [], es: old }, random) {
		return rotateAfter(state, writeEntries(state, keys, time, before), keys, time, old, random);
	}
	function rotateAfter(state, before, keys, time, old, random) {
		const es = sized(random(32), 32);
		const epoch = state.epoch + 1;
		const hasPrev = epoch > 1 && state.history === 1;
		if (hasPrev && !old) throw new SealedError("bad-epoch", "the secret of the epoch before is not known");
		const prevBox = hasPrev && old ? sealPrevious(state.pid, epoch, es, old, random) : null;
		const kc = commitment2(state.pid, epoch, es);
		const payload = (
			{ type: 5, epoch, kc, epk: epochKeys2(state.pid, epoch, es).xKey, prevBox }
		);
		const last = before.at(-1);
		const after = { ...state, next: state.next + before.length, head: last ? entryHash(last) : state.head };
		const entries = [...before, ...writeEntries(after, keys, time, [payload])];
		const folded = needFold(state, entries);
		return { es, entries, seals: sealAll(folded, es, random), state: folded };
	}
	var sealAll = ({ pid, epoch, members }, es, random) => [...members.values()].map(({ iid, card }) => sealSecret(pid, epoch, es, { iid, xKey: card.xKey }, random));

	function cameBy({ raw }) {
		const found2 = /* @__PURE__ */ new Map();
		for (const entry of raw.map(decodeEntry)) {
			if (entry.type !== TYPE2.join) continue;
			const payload = decodePayload(entry.type, entry.payload);
			if (payload.type === TYPE2.join) found2.set(toHex(entry.actor), toHex(payload.id));
		}
		return found2;
	}

	var { MOST_OBJECTS, SLUG, TRIES, GroupServer, newerOf } = lent;

	async function takeNewer(group, error) {
		if (!(error instanceof Trouble) || !/^problem-(stale-log|stale-epoch|stale-revision)$/.test(error.key)) return false;
		const newer = newerOf(error.records);
		if (newer.entries.length > 0) {
			const known = newer.entries.findIndex((bytes) => equal(entryHash(bytes), group.state.head));
			await group.takeEntries(newer.entries.slice(known + 1));
		}
		if (error.key !== "problem-stale-revision") await group.syncLog();
		await group.takeObjects(newer);
		if (error.key === "problem-stale-revision") await group.syncObjects();
		if (!group.isReadable) await group.syncSeals();
		return !group.lies.isFrozen;
	}

	var [ENTRY, SEAL, REVISION, FIELD2, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
	var record = (kind, body) => cat(u8(kind), v32(body));
	var entryRecord = (bytes) => record(ENTRY, bytes);
	var sealRecord = (bytes) => record(SEAL, bytes);
	var revisionRecord = (bytes) => record(REVISION, bytes);
	var noteRecord = (id, note) => record(NOTE, cat(sized(id, 16), note));
	var fieldRecord = ({ otype, oid, unit, field, rev, bytes }) => record(FIELD2, cat(u8(otype), sized(oid, 16), sized(unit, 16), v8(ascii(field)), u64(rev), v32(bytes)));

	var LATE = 72 * 36e5;
	async function append(group, make) {
		for (let tries = 0; tries < TRIES; tries += 1) {
			needThat(!group.lies.isFrozen, "frozen");
			needThat(group.isMember, "no-member");
			const batch = orElse("not-allowed", make);
			if (!batch) return;
			const { entries, seals = [], notes = [], es } = batch;
			orElse("not-allowed", () => needFold(group.state, entries));
			try {
				await group.server.send("log", [...entries.map(entryRecord), ...seals.map(sealRecord), ...notes]);
			} catch (error) {
				if (!await takeNewer(group, error)) throw error;
				continue;
			}
			await group.takeEntries(entries);
			if (es) await group.learnOwn(es);
			return;
		}
		throw new Trouble("too-busy");
	}
	var entriesOf = ({ state, me, device }, ...payloads) => writeEntries(state, me.keys, device.now(), payloads);
	function rotation({ state, me, device, keyring }, before) {
		const es = keyring.secrets.get(state.epoch);
		const made = rotate(state, me.keys, device.now(), es ? { before, es } : { before }, device.random);
		return { entries: made.entries, seals: made.seals, es: made.es };
	}
	async function rotateNow(group) {
		await append(group, () => group.state.isPending && group.role >= ROLE.writer ? rotation(group, []) : void 0);
	}
	var renewKey = async (group) => group.alone(() => append(group, () => rotation(group, [])));
	async function moveSeat(group) {
		await append(group, () => group.isUnderFormer ? rekeying(group) : void 0);
	}
	function rekeying({ state, me, own: [now], device, keyring }) {
		const signature = sign(now.keys.edSeed, "rekey", state.pid, me.iid);
		const payload = (
			{ type: 10, old: me.iid, card: now.card, signature }
		);
		const first = writeEntries(state, me.keys, device.now(), [payload]);
		const es = keyring.secrets.get(state.epoch);
		const made = rotateAfter(state, first, now.keys, device.now(), es, device.random);
		return { entries: made.entries, seals: made.seals, es: made.es };
	}
	async function revoke(group, id, remove2 = []) {
		const isOpen = () => group.state.invites.get(id)?.isOpen === true;
		await group.alone(
			() => append(group, () => {
				const end = isOpen() ? [
					{ type: 7, id: fromHex(id) }
				] : [];
				const gone = removals(group, remove2);
				if (gone.length > 0) return rotation(group, [...end, ...gone]);
				return end.length > 0 ? { entries: entriesOf(group, ...end) } : void 0;
			})
		);
	}
	var removals = ({ state }, members) => members.flatMap((id) => {
		const member = state.members.get(id);
		return member ? [
			{ type: 4, iid: member.iid }
		] : [];
	});
	async function part(group, make) {
		await group.alone(
			() => append(group, () => {
				const gone = make();
				return gone.length > 0 ? rotation(group, gone) : void 0;
			})
		);
	}
	var remove = async (group, members) => part(group, () => removals(group, members));
	var leave = async (group) => group.alone(() => append(group, () => ({ entries: entriesOf(group, { type: 3 }) })));
	async function setRole(group, member, role) {
		await group.alone(
			() => append(group, () => {
				const found2 = group.state.members.get(member);
				if (!found2 || found2.role === role) return void 0;
				return { entries: entriesOf(group, { type: 9, iid: found2.iid, role }) };
			})
		);
	}
	async function carry(group, isAsked = false) {
		if (group.lies.isFrozen || !group.isMember) return 0;
		const now = group.device.now();
		const invites = group.waiting.length > 0 ? cameBy(group) : /* @__PURE__ */ new Map();
		const seals = group.waiting.flatMap((id) => {
			const member = group.state.members.get(id);
			const invited = group.state.invites.get(invites.get(id) ?? "");
			if (!member || !isAsked && invited && now > invited.expires + LATE) return [];
			return owed(group, member.iid).map((epoch) => sealFor(group, epoch, member));
		});
		const ready = seals.filter((one) => one !== void 0);
		for (let at = 0; at < ready.length; at += MOST_SEALS) await sendSeals(group, ready.slice(at, at + MOST_SEALS));
		group.waiting = [];
		return ready.length;
	}
	var MOST_SEALS = 500;
	function owed({ state, keyring }, iid) {
		const may = epochsFor(state, iid).map(({ epoch }) => epoch);
		return may.filter((epoch) => epoch === state.epoch || keyring.broken.has(epoch + 1));
	}
	function sealFor({ pid, keyring, device }, epoch, { iid, card }) {
		const es = keyring.secrets.get(epoch);
		return es && sealSecret(pid, epoch, es, { iid, xKey: card.xKey }, device.random);
	}
	async function sendSeals(group, seals) {
		try {
			await group.server.send("seals", seals.map(sealRecord));
		} catch (error) {
			if (!(error instanceof Trouble) || error.key !== "problem-enough-seals") throw error;
			if (seals.length > 1) for (const one of seals) await sendSeals(group, [one]);
		}
	}
	async function endExpired(group) {
		const now = group.device.now();
		const isOver = () => [...group.state.invites.values()].filter(({ isOpen, expires }) => isOpen && expires < now);
		if (group.role < ROLE.moderator || isOver().length === 0) return;
		await append(group, () => {
			const ends = isOver().map(({ id }) => (
				{ type: 7, id }
			));
			return ends.length > 0 ? { entries: entriesOf(group, ...ends) } : void 0;
		});
	}

	var { keyOf, relOf, sameSet } = lent;

	var isSame = (a, b) => a && b ? equal(a, b) : !a && !b;
	function isSamePart(a, b) {
		if (Array.isArray(a) && Array.isArray(b)) return sameSet(a, b);
		return a instanceof Uint8Array && b instanceof Uint8Array ? equal(a, b) : a === b;
	}
	async function merged(group, change, base, theirs, choose) {
		if (!theirs || base?.rev === theirs.rev) return change;
		let isLeft = false;
		const ask = async (conflict) => {
			const answer = await choose(conflict, change);
			isLeft ||= answer === "nothing";
			return answer === "mine";
		};
		const fields = {};
		for (const [field, mine] of Object.entries(change.fields ?? {})) {
			const [was, is] = [group.textOf(base, field), group.textOf(theirs, field) ?? null];
			if (isSame(is, mine)) continue;
			const isTaken = isSame(was, is) || await ask({ field, theirs: is, mine });
			if (isTaken) fields[field] = mine;
		}
		const [relWas, relIs] = [base ? relOf(base) : plainRel(), relOf(theirs)];
		const rel = {};
		for (
			const part2 of
			Object.keys(change.rel ?? {})
		) {
			const mine = change.rel?.[part2];
			if (mine === void 0 || isSamePart(relIs[part2], mine)) continue;
			const isOfDay = part2 === "dueWeek" && "due" in (change.fields ?? {});
			const isTaken = isOfDay ? "due" in fields : isSamePart(relWas[part2], relIs[part2]) || await ask({ field: part2, theirs: null, mine: null });
			if (isTaken) Object.assign(rel, { [part2]: mine });
		}
		return isLeft ? { ...change, fields: {}, rel: {} } : { ...change, fields, rel };
	}

	function isOpenTask(object) {
		if (object.otype !== OTYPE.task) return false;
		const { phase, flags } = relOf(object);
		return phase !== PHASE2.done && phase !== PHASE2.dropped && (flags & 6) === 0 && !isZero(object.oid);
	}
	function isUnderNewest({ state }, object, unit) {
		return object.epoch === state.epoch && genOf(object) === (state.gens.get(toHex(unit)) ?? 0);
	}
	function genOf({ bytes }) {
		const at = 1 + 32 + 1 + 16 + 16 + 8 + 32 + 4;
		return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);
	}

	var TAG = 16;
	var STEP = 4;
	var BLANK = /[\t-\r ]+/g;
	var normalSkill = (name) => name.normalize("NFKC").toLowerCase().normalize("NFKC").replace(BLANK, " ").replace(/^ | $/g, "");
	var skillTag = (tagKey, name) => mac(tagKey, frame("tag", v16(utf8(normalSkill(name))))).slice(0, TAG);
	function padTags(tags, random) {
		const more = (STEP - tags.length % STEP) % STEP;
		return [...tags, ...Array.from({ length: more }, () => random(TAG))].sort(compare);
	}

	var LEVELS = ["do", "learning", "mentor"];
	function tagsOf(group, object) {
		const key = group.keyring.tagKey(group.state.epoch);
		const none = /* @__PURE__ */ new Map();
		if (!key) return void 0;
		if (!object.fields.has("skills")) return none;
		try {
			const bytes = group.textOf(object, "skills");
			if (!bytes) return void 0;
			const skills = object.otype === OTYPE.profile ? FIELD.levels.decode(bytes) : FIELD.skills.decode(bytes).map((name) => ({ name, level: -1 }));
			return new Map(skills.map(({ name, level }) => [toHex(skillTag(key, name)), LEVELS[level] ?? ""]));
		} catch (error) {
			if (!(error instanceof SealedError)) throw error;
			return none;
		}
	}
	function messageOf({ device }, { otype, oid, rev }, tags) {
		const about = { object: toHex(oid), rev };
		if (otype !== OTYPE.profile) return { kind: "task", ...about, tags: [...tags.keys()].sort().map((tag) => ({ tag })) };
		const filled = padTags([...tags.keys()].map(fromHex), device.random).map(toHex);
		const some = () => LEVELS[(device.random(1)[0] ?? 0) % LEVELS.length];
		return { kind: "profile", ...about, tags: filled.map((tag) => ({ tag, level: tags.get(tag) ?? some() })) };
	}
	async function sendTags(group, objects) {
		const { epoch } = group.state;
		const made = objects.flatMap((object) => {
			const tags = tagsOf(group, object);
			return tags ? [{ key: keyOf(object.otype, object.oid), tags, message: messageOf(group, object, tags) }] : [];
		});
		if (made.length === 0) return;
		await group.server.ask("POST", `${group.server.base}/tags`, { epoch, objects: made.map(({ message }) => message) });
		const known = await group.tags.all();
		const { odd } = group.tags;
		const before = odd.size;
		for (const { key, message } of made) {
			odd.delete(key);
			known.set(key, { key, epoch, tags: new Map(message.tags.map((one) => [one.tag, "level" in one ? String(one.level) : ""])) });
		}
		if (odd.size < before) await group.tags.keep();
	}
	async function tagWritten(group, objects) {
		const isNew = ({ otype, fields, rev }) => (otype === OTYPE.task || otype === OTYPE.profile) && fields.get("skills")?.rev === rev;
		try {
			await sendTags(group, objects.filter(isNew));
		} catch (error) {
			if (!(error instanceof Trouble)) throw error;
		}
	}

	var textField = (text) => text === "" ? null : utf8(text);
	function taskFields({ title, desc, skills, due: due2, size, urgency }) {
		const fields = {};
		if (title !== void 0) fields.title = textField(title);
		if (desc !== void 0) fields.desc = textField(desc);
		if (skills) fields.skills = skills.length > 0 ? FIELD.skills.encode(skills) : null;
		if (due2 !== void 0) fields.due = due2 > 0 ? FIELD.due.encode(due2) : null;
		if (size !== void 0) fields.size = FIELD.size.encode(size);
		if (urgency !== void 0) fields.urgency = urgency > 0 ? FIELD.urgency.encode(urgency) : null;
		return fields;
	}
	function newTask({ device }, typed, rel) {
		const oid = device.random(16);
		return { otype: OTYPE.task, oid, unit: oid, fields: taskFields(typed), rel };
	}

	var needChoice = async ({ field }) => {
		throw new Trouble("conflict", { field });
	};
	function revise(group, change, base) {
		const { otype, oid, unit } = change;
		const { state, me, device } = group;
		const rev = (base?.rev ?? 0) + 1;
		const under = { epoch: state.epoch, gen: state.gens.get(toHex(unit)) ?? 0 };
		const fields = /* @__PURE__ */ new Map();
		const changed = [];
		const set = (field, bytes2) => {
			fields.set(field, { rev, bytes: bytes2 });
			changed.push({ otype, oid, unit, field, rev, bytes: bytes2 });
		};
		for (const [field, text] of textsAfter(group, change, base)) {
			needField(otype, field);
			const held = base?.fields.get(field);
			const isKept = text === void 0 && held !== void 0;
			if (isKept) fields.set(field, held);
			else if (text) set(field, group.keyring.seal({ otype, oid, unit, field, rev }, under, text, device.random));
		}
		const before = base ? relOf(base) : plainRel();
		const rel = { ...before, ...change.rel };
		const former = base?.fields.get(REL);
		const bytes = encodeRel({ ...rel, ...ofNow(group, rel) });
		if (former && equal(former.bytes, bytes)) fields.set(REL, former);
		else set(REL, bytes);
		const list2 = [...fields].map(([field, held]) => ({ field, rev: held.rev, hash: fieldHash(held.bytes) }));
		const head = { headSeq: state.next - 1, headHash: state.head };
		const body = { pid: group.pid, otype, oid, unit, rev, prev: base?.hash ?? new Uint8Array(32), ...under };
		const revision = signRevision({ ...body, time: device.now(), actor: me.iid, ...head, fields: list2 }, me.keys.edSeed);
		const { epoch } = under;
		const object = { otype, oid, unit, rev, hash: revisionHash(revision), bytes: revision, epoch, actor: me.iid };
		const kept = { ...object, headSeq: head.headSeq, fields, seen: device.now() };
		return { object: kept, records: [revisionRecord(revision), ...changed.map(fieldRecord)] };
	}
	function textsAfter(group, { fields = {}, isRenewal = false, unit }, base) {
		const texts = /* @__PURE__ */ new Map();
		const isOld = base !== void 0 && !isUnderNewest(group, base, unit);
		for (const field of base?.fields.keys() ?? []) {
			if (field === REL || field === RENEWED.field) continue;
			const text = isOld ? group.textOf(base, field) : void 0;
			needThat(!isOld || text !== void 0, "unreadable");
			texts.set(field, text);
		}
		for (const [field, text] of Object.entries(fields)) texts.set(field, text);
		if (isRenewal) texts.set(RENEWED.field, utf8(RENEWED.text));
		return texts;
	}
	var ofNow = ({ state }, { assignees, reviewers }) => ({
		assignees: membersOf(state, assignees),
		reviewers: membersOf(state, reviewers)
	});
	var isEmpty = ({ fields = {}, rel = {}, isRenewal }) => !isRenewal && Object.keys(fields).length === 0 && Object.keys(rel).length === 0;
	function isRenewed(group, { otype, oid, unit, isRenewal = false }) {
		const object = group.objects.get(otype, oid);
		return isRenewal && object !== void 0 && isUnderNewest(group, object, unit);
	}
	async function put(group, changes, choose = needChoice) {
		return group.alone(async () => {
			const done = [];
			const objects = await putNow(group, changes, { choose, done: (batch) => done.push(batch) });
			await remember(group, done);
			return objects;
		});
	}
	async function putNow(group, asked, { choose = needChoice, done, undo, suggests } = {}) {
		needThat(asked.length <= MOST_OBJECTS, "too-many");
		const bases = asked.map(({ otype, oid }) => group.objects.get(otype, oid));
		let changes = asked;
		for (let tries = 0; tries < TRIES; tries += 1) {
			group.needWriting();
			if (group.state.isPending && group.role >= 1) await rotateNow(group);
			const left = changes.filter((change) => !isEmpty(change) && !isRenewed(group, change));
			if (left.length === 0) return asked.flatMap(({ otype, oid }) => group.objects.get(otype, oid) ?? []);
			for (const { otype, oid } of left) needThat(!group.lies.has("rollback", keyOf(otype, oid)), "frozen");
			const before = left.map(({ otype, oid }) => group.objects.get(otype, oid));
			const made = left.map((change, at) => revise(group, change, before[at]));
			let event = 0;
			try {
				const answer = await group.server.send("put", made.flatMap(({ records }) => records), { ...undo !== void 0 && { undo }, ...suggests && { suggests } });
				event = Number(answer.undo ?? 0);
			} catch (error) {
				if (!await takeNewer(group, error)) throw error;
				changes = await Promise.all(
					asked.map((change, at) => merged(group, change, bases[at], group.objects.get(change.otype, change.oid), choose))
				);
				continue;
			}
			if (suggests) return [];
			await group.objects.keep(made.map(({ object }) => object));
			await tagWritten(group, made.map(({ object }) => object).filter(({ fields }) => !fields.has(RENEWED.field)));
			if (event > 0) done?.({ event, steps: made.map(({ object: { oid, rev, hash: hash2 } }, at) => ({ oid, before: before[at], after: { rev, hash: hash2 } })) });
			return asked.flatMap(({ otype, oid }) => group.objects.get(otype, oid) ?? []);
		}
		throw new Trouble("too-busy");
	}
	var addTask = async (group, typed, rel) => put(group, [newTask(group, typed, rel)]);

	var { allOf } = lent;

	function isDue(group, object) {
		if (isUnderNewest(group, object, object.unit)) return false;
		const isReadable = (bytes) => group.keyring.secrets.has(decodeEnvelope(bytes).epoch);
		if (![...object.fields].every(([field, { bytes }]) => field === REL || isReadable(bytes))) return false;
		const { otype, oid } = object;
		if (otype === OTYPE.pursuance) return group.role === ROLE.admin;
		if (otype === OTYPE.profile) return equal(oid, group.me.iid.slice(0, 16));
		if (otype === OTYPE.room) return group.role >= ROLE.moderator;
		return isOpenTask(object) && opens(group, object);
	}
	function opens(group, object) {
		try {
			for (const field of object.fields.keys()) if (field !== REL && field !== RENEWED.field) group.textOf(object, field);
			return true;
		} catch (error) {
			if (error instanceof SealedError) return false;
			throw error;
		}
	}
	var due = (group) => [...group.objects.all.values()].filter((object) => isDue(group, object));
	async function renew(group) {
		return group.alone(async () => {
			if (group.role < ROLE.writer || group.lies.isFrozen || !group.isReadable) return 0;
			const left = due(group);
			const batch = left.slice(0, MOST_OBJECTS);
			if (batch.length === 0) return 0;
			await putNow(
				group,
				batch.map(({ otype, oid, unit }) => ({ otype, oid, unit, isRenewal: true }))
			);
			return left.length - batch.length;
		});
	}
	async function serve(group) {
		await group.alone(async () => {
			if (group.lies.isFrozen || !group.isReadable) return;
			await moveSeat(group);
			if (group.state.isPending && group.role >= ROLE.writer) await rotateNow(group);
			await carry(group);
			await endExpired(group);
		});
	}
	async function introduce(group, name) {
		const oid = group.me.iid.slice(0, 16);
		const former = () => formerProfile(group);
		const isDone = () => name === "" && !former() || group.role < ROLE.writer || !group.isReadable || group.objects.get(OTYPE.profile, oid) !== void 0;
		if (isDone()) return;
		await group.alone(async () => {
			if (isDone()) return;
			const before = former();
			const fields = before ? saidIn(group, before) : { name: textField(name) };
			if (Object.keys(fields).length === 0) return;
			try {
				await putNow(group, [{ otype: OTYPE.profile, oid, unit: new Uint8Array(16), fields }]);
			} catch (error) {
				if (!(error instanceof Trouble) || error.key !== "problem-pursuance-closed") throw error;
			}
		});
	}
	function formerProfile({ state, me, objects }) {
		const [, ...formers] = allOf(state, toHex(me.iid));
		for (const id of formers) {
			const profile = objects.get(OTYPE.profile, fromHex(id).slice(0, 16));
			if (profile && toHex(profile.actor) === id) return profile;
		}
		return void 0;
	}
	function saidIn(group, object) {
		const fields = {};
		for (const field of object.fields.keys()) {
			const text = field === REL || field === RENEWED.field ? void 0 : group.textOf(object, field);
			if (text) fields[field] = text;
		}
		return fields;
	}

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

	var { textOf } = lent;

	var { Group } = lent;

	async function found(device, me, { name, mission, history }) {
		const time = device.now();
		const { pid, entry } = foundLog(me.keys, history, time, device.random);
		const group = new Group(device, { slug: "new", pid: toHex(pid) }, me);
		const first = rotate(needFold(pid, [entry]), me.keys, time, {}, device.random);
		const entries = [entry, ...first.entries];
		group.state = first.state;
		group.raw = entries;
		group.since = group.state.next - 1;
		group.keyring.learn(group.state.epoch, first.es);
		const fields = { name: textField(name), mission: textField(mission) };
		const change = { otype: OTYPE.pursuance, oid: new Uint8Array(16), unit: new Uint8Array(16), fields };
		const { object, records } = revise(group, change, void 0);
		const sent = [...entries.map(entryRecord), ...first.seals.map(sealRecord), ...records];
		group.slug = await sendFounding(device.ask, toHex(pid), sent);
		group.server = new GroupServer(device.ask, group.slug);
		await group.keepLog();
		await group.keepOwn();
		await group.objects.keep([object]);
		return group;
	}
	async function sendFounding(ask, pid, records) {
		const slug = textOf(await ask("POST", `/sealed/${pid}/log`, { records }), "pursuance");
		needThat(SLUG.test(slug), "failed");
		return slug;
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
			const notes = await readLog(group, showInvite(fragment, device.now()));
			sealed ??= notes.find((note2) => equal(note2.id, id))?.note;
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
	async function readLog(group, shown) {
		const first = await group.server.log(group.state.next - 1, shown);
		let page = first;
		let entries = [];
		while (page.entries.length > 0) {
			entries = await group.takeEntries([...entries, ...page.entries]);
			if (group.lies.isFrozen) break;
			page = await group.server.log(page.next, shown);
		}
		if (entries.length > 0) group.lies.raise("invalid", "", [`${group.state.next}: epoch-missing`]);
		return first.notes;
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

	var KINDS = ["search", "draft", "pins"];
	var MOST = 65536;
	var HEAD = cat(u8(1), u8(1));
	var personalKey = (rootKey) => derive(rootKey, "personal");
	function personalAad({ iid, kind, oid }) {
		if (!KINDS.includes(kind)) throw new SealedError("bad-fields", "a kind of box");
		return frame("pbox", sized(iid, 32), v8(ascii(kind)), sized(oid, 16));
	}
	function sealPersonal(place, rootKey, text, random) {
		const sealed = seal(personalKey(rootKey), personalAad(place), pad(text), random);
		need(sealed.length + HEAD.length <= MOST, "too-large", "box");
		return cat(HEAD, sealed);
	}
	var encodePins = (pins) => cat(u8(1), sized(pins.pid, 32), u64(pins.headSeq), sized(pins.headHash, 32), u32(pins.epoch));

	var { DOOR } = lent;

	async function putBox({ me: { iid, rootKey }, random, ask }, kind, oid, text) {
		const sealed = sealPersonal({ iid, kind, oid }, rootKey, text, random);
		await ask("POST", DOOR, { kind, oid: toHex(oid), sealed });
	}

	var { unlessLost } = lent;

	async function writePins(pinned) {
		if (!pinned.isBehind) return;
		const { state, pid } = pinned.group;
		const headSeq = state.next - 1;
		pinned.isRefused = !await unlessLost(async () => {
			await pinned.ask();
			if (headSeq <= (pinned.pins?.headSeq ?? -1)) return;
			const pins = { pid, headSeq, headHash: state.head, epoch: state.epoch };
			await putBox(pinned.boxes, "pins", pinned.place.oid, encodePins(pins));
			pinned.pins = pins;
			await pinned.keep();
		});
	}

	var ZERO = new Uint8Array(16);
	var MEMBERS = {
		remove: (group, { iid = "" }) => remove(group, iid.split(" ")),
		leave: (group) => leave(group),
		role: (group, { iid = "", role = "" }) => setRole(group, iid, Number(role)),
		revoke: (group, { invite: invite2 = "", iid = "" }) => revoke(group, invite2, iid === "" ? [] : iid.split(" ")),
		"renew-key": (group) => renewKey(group),
		"let-in": (group) => group.alone(() => letIn(group))
	};
	async function letIn(group) {
		await group.syncSeals();
		await carry(group, true);
	}
	var people = ({ me }, text) => text === "" ? [] : text === "me" ? [me.iid] : text.split(" ").map(fromHex);
	function changedList(list2, add, drop) {
		const kept = list2.filter((one) => !drop.split(" ").includes(toHex(one)));
		const there = new Set(kept.map(toHex));
		const more = add.split(" ").filter((one) => one !== "" && !there.has(one));
		return [...kept, ...more.map(fromHex)];
	}
	var tasksOf = (group, rows) => inTurn(rows.split(" ").filter((row) => row !== ""), (row) => group.task(row));
	async function inTurn(all, act) {
		const found2 = [];
		for (const one of all) found2.push(await act(one));
		return found2;
	}
	async function withTasks(group, said) {
		const found2 = { ...said };
		for (const key of ["parent", "addWaits", "dropWaits"]) {
			if (said[key]) found2[key] = (await tasksOf(group, said[key])).map(toHex).join(" ");
		}
		return found2;
	}
	function relFor(group, object, said) {
		const { phase, assign, review, parent, week, addWaits, dropWaits, addFlags, dropFlags } = said;
		const before = relOf(object);
		const rel = {};
		if (phase !== void 0) rel.phase = Number(phase);
		if (assign !== void 0) rel.assignees = people(group, assign);
		if (review !== void 0) rel.reviewers = people(group, review);
		if (parent !== void 0) rel.parent = parent === "" ? ZERO : fromHex(parent);
		if (week !== void 0) rel.dueWeek = Number(week);
		if (addWaits !== void 0 || dropWaits !== void 0) rel.waitsFor = changedList(before.waitsFor, addWaits ?? "", dropWaits ?? "");
		if (addFlags !== void 0 || dropFlags !== void 0) {
			rel.flags = (before.flags | Number(addFlags ?? "0")) & ~Number(dropFlags ?? "0");
		}
		return rel;
	}
	async function pressed(group, said) {
		const act = MEMBERS[said.do ?? ""];
		if (act) {
			await act(group, said);
			return [];
		}
		const oids = await tasksOf(group, said.object ?? "");
		const named = await withTasks(group, said);
		const changes = oids.map((oid) => {
			const object = group.objects.get(OTYPE.task, oid);
			if (!object) throw new Trouble("unknown-object");
			return { otype: OTYPE.task, oid, unit: oid, rel: relFor(group, object, named) };
		});
		needThat(changes.length > 0, "failed");
		return put(group, changes);
	}

	function isTagged({ state }, object) {
		if (!object.fields.has("skills")) return false;
		const { otype, oid, actor } = object;
		return otype === OTYPE.profile ? equal(oid, actor.slice(0, 16)) && state.members.has(toHex(actor)) : isOpenTask(object);
	}
	function fits({ tags }, made, isProfile) {
		const size = isProfile ? Math.ceil(made.size / STEP) * STEP : made.size;
		return tags.size === size && [...made].every(([tag, level]) => tags.get(tag) === level);
	}
	var mayMend = ({ me, role }, { otype, actor }) => otype === OTYPE.profile ? equal(actor, me.iid) : role === ROLE.admin;
	async function compare2(group) {
		const known = await group.tags.all();
		const due2 = [];
		const odd = /* @__PURE__ */ new Set();
		let isMended = false;
		for (const { otype, oid } of [...group.objects.all.values()]) {
			await group.pause();
			const object = group.objects.get(otype, oid);
			if (!object || !isTagged(group, object)) continue;
			const made = tagsOf(group, object);
			if (!made) continue;
			const key = keyOf(otype, oid);
			const there = known.get(key);
			if (there?.epoch !== group.state.epoch) {
				if (made.size > 0 || there?.epoch) due2.push(object);
			} else if (made.size > 0 && !fits(there, made, otype === OTYPE.profile)) {
				odd.add(key);
				if (!mayMend(group, object)) continue;
				if (group.tags.mended.has(key)) isMended = true;
				else due2.push(object);
			}
		}
		due2.sort((a, b) => b.otype - a.otype);
		return { due: due2, odd, isMended };
	}
	async function retag(group) {
		const { tags } = group;
		const isFollowed = await group.alone(async () => {
			if (group.role < ROLE.writer || group.lies.isFrozen || !group.isReadable || !group.isWhole) return false;
			await tags.sync(group.server);
			return true;
		});
		const now = tags.standOf(group);
		if (!isFollowed || tags.compared === now) return 0;
		const { due: due2, odd, isMended } = await compare2(group);
		return group.alone(async () => {
			tags.odd = odd;
			if (due2.length === 0) {
				tags.compared = now;
				await tags.keep(isMended ? "" : now);
			}
			const batch = due2.slice(0, MOST_OBJECTS);
			for (const { otype, oid } of batch) if (odd.has(keyOf(otype, oid))) tags.mended.add(keyOf(otype, oid));
			await sendTags(group, batch);
			return due2.length - batch.length;
		});
	}
	return __toCommonJS(work_exports);
})();
return parts;
};
