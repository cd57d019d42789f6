// Made by sealed/js/build.mjs from src/page/group/views/entering.js: do not edit.
export default (lent) => {
var { cat, equal, fromCode, sized, toHex, alert, button, make, goTo, Trouble, needThat, orElse, toTrouble, forgetFragment, NONCE, OVERHEAD, open, needRead, derive, frame, hash, decode, publicKey, sign, signRaw, str, u64, u8, v16, v32, needFold, needHead, Group, TRIES, openedHere } = lent;
var MARK = "i1";
var MOST_NOTE = 65536;
var LEAST = () => NONCE + OVERHEAD + 7;
var inviteId = (key) => hash("invite/id", key).slice(0, 16);
function inviteKeys(seed) {
	const signSeed = derive(seed, "invite/sign");
	const key = publicKey(signSeed);
	return { signSeed, key, wrapKey: derive(seed, "invite/wrap"), id: inviteId(key) };
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
		needRead(reader.left >= LEAST(), "length", "note");
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

var entriesBehind = async (...given) => (await lent.logWriter()).entriesBehind(...given);

var [ENTRY, SEAL, REVISION, FIELD, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
var record = (kind, body) => cat(u8(kind), v32(body));
var entryRecord = (bytes) => record(ENTRY, bytes);

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
		const entries = await entriesBehind(state, me.keys, device.now(), [joinPayload(fragment, me.card)]);
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

var pathOf = (slug) => `/p/${encodeURIComponent(slug)}`;
var deviceOf = ({ device: { ask, random, now } }, localStore) => ({ ask, random, now, localStore });

var FRESH = 5 * 6e4;
async function beginEnter(part, localStore, text) {
	const { texts, place } = part;
	const say = (key) => place.replaceChildren(alert(texts.of(key)));
	if (text === "") {
		say("no-link");
		return;
	}
	if (part.name === "") return;
	const isWrong = Math.abs(Date.now() - Number(part.data("now"))) > FRESH;
	const opened = await openedHere(part);
	if (!opened) return;
	part.progress.begin();
	place.replaceChildren(part.progress.element);
	try {
		const door = await knock(deviceOf(part, localStore), opened, part.data("group"), text);
		showDoor(part, door, opened);
	} catch (error) {
		const trouble = toTrouble(error);
		if (trouble.key === "problem-not-found") say(isWrong ? "wrong-clock" : "ended");
		else say(texts.has(trouble.key) ? trouble.key : "failed");
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
	const { form, send, sending } = part.form({
		content: [make("p", { class: "small mute", text: texts.of("after-joining") })],
		button: "enter",
		fields: {},
		act: async () => {
			const slug = await join().catch((error) => {
				if (!(error instanceof Trouble) || !["ended", "problem-not-found"].includes(error.key)) throw error;
				part.place.replaceChildren(alert(texts.of("ended")));
			});
			if (slug === void 0) return;
			forgetFragment(location.pathname);
			sending.stay();
			goTo(pathOf(slug));
		}
	});
	send.textContent = texts.of("enter", { name: note.name });
	part.place.replaceChildren(make("div", { class: "stack sm" }, ...about), form);
	title.focus();
}
return {
	beginEnter
};
};
