// Made by sealed/js/build.mjs from src/page/group/views/entering.js: do not edit.
export default (lent) => {
var { cat, equal, fromCode, sized, toHex, alert, button, make, Trouble, needThat, orElse, toTrouble, forgetFragment, NONCE, OVERHEAD, open, needRead, derive, frame, hash, decode, SIGNATURE, publicKey, sign, signRaw, counted, str, u16, u32, u64, u8, v16, v32, needFold, needHead, PREV_BOX: PREV_BOX2, CARD: CARD2, idOfKeys, entryHash, Group, TRIES, openedHere } = lent;
// src/invite.js
var MARK = "i1";
var MOST_NOTE = 65536;
var LEAST = NONCE + OVERHEAD + 7;
function inviteKeys(seed) {
	const signSeed = derive(seed, "invite/sign");
	const key = publicKey(signSeed);
	return { signSeed, key, wrapKey: derive(seed, "invite/wrap"), id: hash("invite/id", key).slice(0, 16) };
}
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
var decodeNoteText = (bytes) => decode(bytes, (reader) => ({ role: reader.upTo(1), name: reader.str(), mission: reader.str(), purpose: reader.str() }));
var noteAad = (pid, id) => frame("invite-note", sized(pid, 32), sized(id, 16));
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

// src/epoch.js
var PREV_BOX = NONCE + 32 + OVERHEAD;
var SEALED_SECRET = 32 + OVERHEAD;

// src/identity.js
var KEYS = 73;
var CARD = KEYS + SIGNATURE;
var IDBOX = 2 + NONCE + KEYS + OVERHEAD;
var ROOTBOX = 2 + NONCE + 32 + OVERHEAD;

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

// src/page/group/records.js
var [ENTRY, SEAL, REVISION, FIELD, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
var record = (kind, body) => cat(u8(kind), v32(body));
var entryRecord = (bytes) => record(ENTRY, bytes);

// src/page/group/inviting.js
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
		const { state, me, device } = group;
		const entries = writeEntries(state, me.keys, device.now(), [joinPayload(fragment, me.card)]);
		orElse("ended", () => needFold(state, entries));
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

// src/page/group/views/arriving.js
var pathOf = (slug) => `/p/${encodeURIComponent(slug)}`;
var deviceOf = ({ device: { ask, random, now } }, shelf) => ({ ask, random, now, shelf });

// src/page/group/views/entering.js
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
return {
	beginEnter
};
};
