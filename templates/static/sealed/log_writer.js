// Made by sealed/js/build.mjs from src/page/group/log_writer.js: do not edit.
export default (lent) => {
var { ascii, cat, equal, fromHex, sized, toCode, toHex, utf8, zeros, NONCE, OVERHEAD, pad, seal, SealedError, need, needRead, derive, frame, hash, counted, str, u16, u32, u64, u8, v16, v32, v8, x25519Public, PREV_BOX: PREV_BOX2, commitment: commitment2, epochKeys: epochKeys2, SIGNATURE, publicKey, sign, CARD: CARD2, idOfKeys, TYPE, decodePayload, decodeEntry, entryHash, pursuanceId, needFold, OTYPE, decodeEnvelope, RENEWED, ROLE, epochsFor, REL, Trouble, needThat, orElse, MOST_OBJECTS, TRIES, isOpenTask, isUnderNewest, allOf, DOOR, unlessLost } = lent;
var hpkeSeal = async (...given) => (await lent.sealing()).hpkeSeal(...given);

var PREV_BOX = NONCE + 32 + OVERHEAD;
var SEALED_SECRET = 32 + OVERHEAD;
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
async function sealSecret(pid, epoch, es, { iid, xKey }, random) {
	const kc = commitment(pid, epoch, es);
	return encodeSeal({ epoch, to: iid, ...await hpkeSeal(xKey, sealInfo(pid, epoch), sealAad(iid, kc), es, random) });
}

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

var MOST_ENTRY = 65536;
var encodeBody = ({ pid, seq, prev, time, actor, type, payload }) => cat(u8(1), sized(pid, 32), u64(seq), sized(prev, 32), u64(time), sized(actor, 32), u8(type), v32(payload));
function signEntry(entry, edSeed) {
	const body = encodeBody(entry);
	const bytes = cat(body, sign(edSeed, "log", body));
	needRead(bytes.length <= MOST_ENTRY, "too-large", "entry");
	return bytes;
}

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
async function rotate(state, keys, time, { before = [], es: old }, random) {
	return rotateAfter(state, writeEntries(state, keys, time, before), keys, time, old, random);
}
async function rotateAfter(state, before, keys, time, old, random) {
	const es = sized(random(32), 32);
	const epoch = state.epoch + 1;
	const hasPrev = epoch > 1 && state.history === 1;
	const boxOf = () => old ? sealPrevious(state.pid, epoch, es, old, random) : sized(random(PREV_BOX2), PREV_BOX2);
	const prevBox = hasPrev ? boxOf() : null;
	const kc = commitment2(state.pid, epoch, es);
	const payload = (
		{ type: 5, epoch, kc, epk: epochKeys2(state.pid, epoch, es).xKey, prevBox }
	);
	const last = before.at(-1);
	const after = { ...state, next: state.next + before.length, head: last ? entryHash(last) : state.head };
	const entries = [...before, ...writeEntries(after, keys, time, [payload])];
	const folded = needFold(state, entries);
	return { es, entries, seals: await sealAll(folded, es, random), state: folded };
}
var sealAll = async ({ pid, epoch, members }, es, random) => Promise.all([...members.values()].map(async ({ iid, card }) => sealSecret(pid, epoch, es, { iid, xKey: card.xKey }, random)));

var firstEntry = async (...given) => foundLog(...given);
var entriesBehind = async (...given) => writeEntries(...given);

var putNow = async (...given) => (await lent.objectWriter()).putNow(...given);

var MARK = "i1";
var inviteId = (key) => hash("invite/id", key).slice(0, 16);
function inviteKeys(seed) {
	const signSeed = derive(seed, "invite/sign");
	const key = publicKey(signSeed);
	return { signSeed, key, wrapKey: derive(seed, "invite/wrap"), id: inviteId(key) };
}
var encodeFragment = ({ pid, seed, headSeq, headHash }) => cat(u8(1), sized(pid, 32), sized(seed, 32), u64(headSeq), sized(headHash, 32));
var toFragment = (fragment) => toCode(MARK, encodeFragment(fragment));
var encodeNoteText = ({ role, name, mission, purpose }) => cat(u8(role), str(name), str(mission), str(purpose));
var noteAad = (pid, id) => frame("invite-note", sized(pid, 32), sized(id, 16));
function sealNote(pid, seed, note, random) {
	const { id, wrapKey } = inviteKeys(seed);
	return encodeNote({ sealed: seal(wrapKey, noteAad(pid, id), encodeNoteText(note), random) });
}
var encodeNote = ({ sealed }) => cat(u8(1), sealed);

var orElseLater = (key, act) => act().catch(
	(error) => orElse(key, () => {
		throw error;
	})
);

function cameBy({ raw }, makers) {
	const found = new Map();
	for (const { type, payload, actor, time } of raw.map(decodeEntry)) {
		const said = decodePayload(type, payload);
		if (said.type === TYPE.join) found.set(toHex(actor), toHex(said.id));
		if (said.type === TYPE.invite) makers?.set(toHex(said.id), { by: toHex(actor), time });
	}
	return found;
}

var takeNewer = async (...given) => (await lent.objectWriter()).takeNewer(...given);

var [ENTRY, SEAL, REVISION, FIELD2, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
var record = (kind, body) => cat(u8(kind), v32(body));
var entryRecord = (bytes) => record(ENTRY, bytes);
var sealRecord = (bytes) => record(SEAL, bytes);
var noteRecord = (id, note) => record(NOTE, cat(sized(id, 16), note));

var LATE = 72 * 36e5;
async function append(group, make) {
	for (let tries = 0; tries < TRIES; tries += 1) {
		needThat(!group.lies.isFrozen, "frozen");
		needThat(group.isMember, "no-member");
		const { state } = group;
		const batch = await orElseLater("not-allowed", async () => make());
		if (!batch) return;
		const { entries, seals = [], notes = [], es } = batch;
		orElse("not-allowed", () => needFold(state, entries));
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
async function rotation({ state, me, device, keyring }, before = []) {
	const es = keyring.secrets.get(state.epoch);
	const made = await rotate(state, me.keys, device.now(), es ? { before, es } : { before }, device.random);
	return { entries: made.entries, seals: made.seals, es: made.es };
}
async function rotateNow(group) {
	await append(group, () => group.isRotationDue ? rotation(group) : void 0);
}
var renewKey = async (group) => group.alone(() => append(group, () => rotation(group)));
async function moveSeat(group) {
	await append(group, () => group.isUnderFormer ? rekeying(group) : void 0);
}
async function rekeying({ state, me, own: [now], device, keyring }) {
	const signature = sign(now.keys.edSeed, "rekey", state.pid, me.iid);
	const payload = (
		{ type: 10, old: me.iid, card: now.card, signature }
	);
	const first = writeEntries(state, me.keys, device.now(), [payload]);
	const es = keyring.secrets.get(state.epoch);
	const made = await rotateAfter(state, first, now.keys, device.now(), es, device.random);
	return { entries: made.entries, seals: made.seals, es: made.es };
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
			const found = group.state.members.get(member);
			if (!found || found.role === role) return void 0;
			return { entries: entriesOf(group, { type: 9, iid: found.iid, role }) };
		})
	);
}
async function carry(group, asked = "") {
	if (group.lies.isFrozen || !group.isMember) return 0;
	const now = group.device.now();
	const invites = group.waiting.length > 0 ? cameBy(group) : new Map();
	group.late = group.waiting.filter((id) => id !== asked && now > (group.state.invites.get(invites.get(id) ?? "")?.expires ?? now) + LATE);
	const seals = group.waiting.flatMap((id) => {
		const member = group.state.members.get(id);
		if (!member || group.late.includes(id)) return [];
		return owed(group, member.iid).map((epoch) => sealFor(group, epoch, member));
	});
	const ready = (await Promise.all(seals)).filter((one) => one !== void 0);
	for (let at = 0; at < ready.length; at += MOST_SEALS) await sendSeals(group, ready.slice(at, at + MOST_SEALS));
	group.waiting = group.late;
	return ready.length;
}
var letIn = async (group, id) => group.alone(async () => {
	await group.syncSeals();
	await carry(group, id);
});
var MOST_SEALS = 500;
function owed({ state, keyring }, iid) {
	const may = epochsFor(state, iid).map(({ epoch }) => epoch);
	return may.filter((epoch) => epoch === state.epoch || keyring.broken.has(epoch + 1) || !keyring.secrets.has(epoch + 1));
}
async function sealFor({ pid, keyring, device }, epoch, { iid, card }) {
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

var textField = (text) => text === "" ? null : utf8(text);

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
		if (group.state.isPending) await rotateNow(group);
		await carry(group);
		await endExpired(group);
		await rotateNow(group);
	});
}
async function serveAll(group, name, rest) {
	await serve(group);
	await introduce(group, name);
	for (let left = 1; left > 0; ) {
		left = await renew(group);
		await rest(left);
	}
}
async function introduce(group, name) {
	const oid = group.me.iid.slice(0, 16);
	const former = () => formerProfile(group);
	const isDone = () => group.role < ROLE.writer || !group.isReadable || group.objects.get(OTYPE.profile, oid) !== void 0;
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

var rootOfFile = ({ edSeed }) => derive(edSeed, "file-root");
var isOfFile = ({ rootKey, keys }) => equal(rootKey, rootOfFile(keys));
async function putBox({ me, random, ask }, kind, oid, text) {
	needThat(!isOfFile(me), "file-root");
	const sealed = text && sealPersonal({ iid: me.iid, kind, oid }, me.rootKey, text, random);
	await ask("POST", DOOR, { kind, oid: toHex(oid), sealed });
}

async function writePins(pinned) {
	const { state, pid } = pinned.group;
	const headSeq = state.next - 1;
	pinned.isRefused = !await unlessLost(async () => {
		await pinned.ask();
		if (headSeq <= (pinned.pins?.headSeq ?? -1)) return;
		const pins = { pid, headSeq, headHash: state.head, epoch: state.epoch };
		if (!isOfFile(pinned.boxes.me)) await putBox(pinned.boxes, "pins", pinned.place.oid, encodePins(pins));
		pinned.pins = pins;
		await pinned.keep();
	});
}
return {
	carry,
	entriesBehind,
	firstEntry,
	introduce,
	invite,
	leave,
	letIn,
	moveSeat,
	part,
	remove,
	renewKey,
	revoke,
	rotate,
	rotateNow,
	sealAll,
	serveAll,
	setRole,
	writePins
};
};
