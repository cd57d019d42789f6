// Made by sealed/js/build.mjs from src/page/group/views/founding.js: do not edit.
export default (lent) => {
var { cat, sized, toHex, utf8, zeros, SealedError, needRead, needThat, button, make, newId, Input, OTYPE, NONCE, OVERHEAD, seal, derive, frame, hash, SIGNATURE, publicKey, sign, counted, str, u16, u32, u64, u8, v16, v32, needFold, x25519Public, PREV_BOX: PREV_BOX2, commitment: commitment2, epochKeys: epochKeys2, CARD: CARD2, idOfKeys, entryHash, pursuanceId, textOf, Group, SLUG, GroupServer, openedHere } = lent;
// src/page/group/choice.js
var Choice = class {
	constructor(texts, label, options, value) {
		const id = newId();
		this.select = make("select", { id });
		for (const [one, key] of options) this.select.append(make("option", { value: String(one), text: texts.of(key) }));
		if (value !== void 0) this.select.value = value;
		this.element = make("div", { class: "field" }, make("label", { for: id, text: texts.of(label) }), this.select);
	}
	get value() {
		return this.select.value;
	}
};

var introduce = async (...given) => (await lent.duty()).introduce(...given);

// src/invite.js
var LEAST = NONCE + OVERHEAD + 7;

var hpkeSeal = async (...given) => (await lent.sealing()).hpkeSeal(...given);

// src/epoch.js
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

// src/identity.js
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

// src/log/payload.js
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

// src/log/entry.js
var MOST_ENTRY = 65536;
var encodeBody = ({ pid, seq, prev, time, actor, type, payload }) => cat(u8(1), sized(pid, 32), u64(seq), sized(prev, 32), u64(time), sized(actor, 32), u8(type), v32(payload));
function signEntry(entry, edSeed) {
	const body = encodeBody(entry);
	const bytes = cat(body, sign(edSeed, "log", body));
	needRead(bytes.length <= MOST_ENTRY, "too-large", "entry");
	return bytes;
}

// src/log/write.js
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

var begun = async (...given) => (await lent.work()).begun(...given);

// src/page/group/records.js
var [ENTRY, SEAL, REVISION, FIELD, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
var record = (kind, body) => cat(u8(kind), v32(body));
var entryRecord = (bytes) => record(ENTRY, bytes);
var sealRecord = (bytes) => record(SEAL, bytes);

// src/page/group/typed.js
var textField = (text) => text === "" ? null : utf8(text);

// src/page/group/inviting.js
async function found(device, me, { name, mission, history }) {
	const time = device.now();
	const { pid, entry } = foundLog(me.keys, history, time, device.random);
	const group = new Group(device, { slug: "new", pid: toHex(pid) }, me);
	const first = await rotate(needFold(pid, [entry]), me.keys, time, {}, device.random);
	const entries = [entry, ...first.entries];
	group.state = first.state;
	group.raw = entries;
	group.since = group.state.next - 1;
	group.keyring.learn(group.state.epoch, first.es);
	const fields = { name: textField(name), mission: textField(mission) };
	const change = { otype: OTYPE.pursuance, oid: new Uint8Array(16), unit: new Uint8Array(16), fields };
	const { object, records } = await begun(group, change);
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

// src/page/group/views/arriving.js
var pathOf = (slug) => `/p/${encodeURIComponent(slug)}`;
var deviceOf = ({ device: { ask, random, now } }, shelf) => ({ ask, random, now, shelf });

// src/page/group/views/founding.js
async function beginFound(part, shelf) {
	const opened = await openedHere(part);
	if (!opened) return;
	const { texts } = part;
	const name = new Input(texts, { label: "name", isRequired: true });
	const mission = new Input(texts, { label: "mission", kind: "text", hint: "mission-hint" });
	const called = new Input(texts, { label: "display", value: part.data("display") || part.name, hint: "display-hint", isRequired: true });
	const history = new Choice(texts, "history", [
		[1, "history-1"],
		[2, "history-2"]
	]);
	const { form, sending } = part.form({
		content: [name.element, mission.element, called.element, history.element],
		button: "found",
		fields: { name, display: called },
		act: async () => {
			needThat(isText(name.value), "no-name", { field: "name" });
			needThat(isText(called.value), "no-name", { field: "display" });
			const typed = { name: name.value, mission: mission.value, history: Number(history.value) };
			const group = await found(deviceOf(part, shelf), opened, typed);
			await introduce(group, called.value).catch(() => void 0);
			sending.stay();
			location.assign(part.path(pathOf(group.slug)));
		}
	});
	part.place.replaceChildren(form);
}
function isText(text) {
	try {
		return utf8(text).length > 0;
	} catch (error) {
		if (error instanceof SealedError) return false;
		throw error;
	}
}
return {
	beginFound
};
};
