// Made by sealed/js/build.mjs from src/page/group/views/suggested.js: do not edit.
export default (lent) => {
var { cat, equal, fromHex, fromUtf8, isZero, plain, sized, toHex, utf8, zeros, OTYPE, SealedError, need, button, make, goTo, Sending, hear, Trouble, needThat, Input, FIELD, RENEWED, str, u64, u8, v32, FLAG: FLAG2, decodeRel, derive, frame, hash, heirOf, REL, checkedRevision, decodeRevision, fieldHash, needHeld, recordsOf, textOf, keyOf, relOf, sameSet, sorted, KIND, TRIES, newerOf, open, seal } = lent;
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
var MONDAY = Date.UTC(1970, 0, 5);
var WEEK = 6048e5;
var weekOf = (ms) => Math.max(0, Math.floor((ms - MONDAY) / WEEK));

var keyOfActs = ({ id, me }) => `act/${id}/${toHex(me.iid)}`;
var keepAct = (group, act) => group.device.localStore.put([{ key: keyOfActs(group), value: act }]);
async function remember(group, batches) {
	await keepAct(group, { at: group.device.now(), batches });
}

var isSame = (a, b) => a && b ? equal(a, b) : !a && !b;
function isSamePart(a, b) {
	if (Array.isArray(a) && Array.isArray(b)) return sameSet(a, b);
	return a instanceof Uint8Array && b instanceof Uint8Array ? equal(a, b) : a === b;
}

var takeNewer = async (...given) => (await lent.objectWriter()).takeNewer(...given);

var [ENTRY, SEAL, REVISION, FIELD2, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
var record = (kind, body) => cat(u8(kind), v32(body));
var messageRecord = ({ unit, oid, seq, bytes }) => record(MESSAGE, cat(sized(unit, 16), sized(oid, 16), u64(seq), v32(bytes)));

var TYPED = { skills: FIELD.skills, due: FIELD.due, size: FIELD.size, urgency: FIELD.urgency };
async function readSuggestions(group) {
	return group.alone(async () => {
		const all = await suggestionsAt(group.server);
		await group.syncObjects();
		return all.map((one) => ({ ...one, shown: readable(() => opened(group, one.records)), about: readable(() => taskOf(one.records)) }));
	});
}
async function suggestionsAt({ ask, base }) {
	const { suggestions } = await ask("GET", `${base}/suggestions`);
	const all = Array.isArray(suggestions) ? suggestions : [];
	return all.map((one) => {
		const { id, by, records, may_decide: mayDecide, own } = (
			Object(one)
		);
		needThat(typeof id === "string", "failed");
		return { id, by: typeof by === "string" ? by : "", records: recordsOf({ records }), mayDecide: mayDecide === true, isOwn: own === true };
	});
}
function readable(read) {
	try {
		return read();
	} catch (error) {
		if (error instanceof SealedError) return void 0;
		throw error;
	}
}
function taskOf(records) {
	const [bytes] = sorted(records).revisions;
	return bytes && decodeRevision(bytes).oid;
}
function opened(group, records) {
	const { revisions, fields } = sorted(records);
	const [bytes] = revisions;
	need(bytes !== void 0 && revisions.length === 1, "bad-fields", "not one revision");
	const revision = checkedRevision(group.state, bytes);
	const { oid, actor: by, rev } = revision;
	need(revision.otype === OTYPE.task && rev > 1, "bad-fields", "no change of a task");
	const object = group.objects.get(OTYPE.task, oid);
	const isVoid = !object || !equal(revision.prev, object.hash) || !isUnderKeyOfNow(group, revision) || isAway(group, object);
	const written = new Map(fields.filter((one) => one.rev === rev && equal(one.oid, oid)).map((one) => [one.field, one]));
	needWritten(revision, object, written, isVoid);
	return { oid, by, isVoid, differences: differencesOf(group, revision, object, written) };
}
var isUnderKeyOfNow = ({ state }, { epoch, gen, unit }) => epoch === state.epoch && gen === (state.gens.get(toHex(unit)) ?? 0);
function isAway({ objects }, object) {
	const seen = new Set();
	for (let at = (
		object
	); at && !seen.has(at); at = objects.get(OTYPE.task, relOf(at).parent)) {
		if ((relOf(at).flags & (FLAG2.archived | FLAG2.inTrash)) !== 0) return true;
		seen.add(at);
	}
	return false;
}
function needWritten(revision, object, written, isVoid) {
	for (const { field, rev, hash: hash2 } of revision.fields) {
		const found = written.get(field);
		if (rev === revision.rev) need(found !== void 0 && equal(fieldHash(found.bytes), hash2), "bad-fields", field);
	}
	if (isVoid || !object) return;
	const held = new Map(
		revision.fields.flatMap(({ field }) => {
			const one = (
				written.get(field) ?? object.fields.get(field)
			);
			return one ? [
				[field, one]
			] : [];
		})
	);
	needHeld(revision, held);
	const rel = written.get(REL);
	if (!rel) return;
	const [before, after] = [relOf(object), decodeRel(rel.bytes)];
	for (
		const part of
		Object.keys(before)
	) {
		need(part === "dueWeek" || isSamePart(before[part], after[part]), "bad-fields", `another ${part}`);
	}
}
function differencesOf({ keyring }, revision, object, written) {
	const { otype, oid, unit, rev } = revision;
	const signed = new Set(revision.fields.map(({ field }) => field));
	const names = new Set([...written.keys(), ...[...object?.fields.keys() ?? []].filter((field) => !signed.has(field))]);
	const differences2 = [];
	const textOf2 = (one, field) => {
		const held = one?.fields.get(field);
		return held && keyring.open({ otype, oid, unit, field, rev: held.rev }, held.bytes);
	};
	for (const field of names) {
		if (field === REL || field === RENEWED.field) continue;
		const one = written.get(field);
		const after = one && keyring.open({ otype, oid, unit, field, rev }, one.bytes);
		need(!one || after !== void 0, "bad-epoch", "no key");
		if (after) (TYPED[field] ?? FIELD.text).decode(after);
		const before = textOf2(object, field);
		if (!isSame(before, after)) differences2.push({ field, before, after });
	}
	const day = differences2.find(({ field }) => field === "due");
	if (object) needWeek(object, written.get(REL), day ? day.after : textOf2(object, "due"), day !== void 0);
	return differences2;
}
function needWeek(object, rel, day, isOther) {
	const before = relOf(object).dueWeek;
	const after = rel ? decodeRel(rel.bytes).dueWeek : before;
	if (!isOther && after === before) return;
	need(after === (day ? weekOf(FIELD.due.decode(day)) : 0), "bad-fields", "another week");
}
async function apply(group, { id, records }) {
	return group.alone(async () => {
		group.needWriting();
		try {
			await group.server.send("put", records, { suggestion: id });
		} catch (error) {
			if (error instanceof Trouble && await takeNewer(group, error)) throw new Trouble("suggested-void");
			throw error;
		}
		await group.syncObjects();
		await remember(group, []);
	});
}
var end = async (group, { id }) => group.alone(() => group.server.send("put", [], { suggestion: id }));

function followed(group, links, { shut, closed }, ends) {
	let last;
	for (const { oid, seq, hash: hash2, prev } of links) {
		const isNext = last?.seq === seq - 1;
		const isFirst = seq === 1 && prev !== void 0 && !equal(prev, zeros(32));
		const isOther = isNext && last && prev && !isZero(last.hash) && !equal(prev, last.hash);
		if (isOther || isFirst) group.lies.raise("substituted", `chat/${oid}`, ["another one stood before it"]);
		let before = (last?.seq ?? seq - 1) + 1;
		while (before < seq && shut.has(before)) before += 1;
		const isWhole = before >= seq;
		const known = hash2 ?? ends.get(oid)?.hash;
		if (group.isWhole && (!isWhole || !known && closed === 0)) group.lies.raise("withheld", `chat/${oid}`, [`${seq}`]);
		last = known && { seq, hash: known };
	}
	return last;
}

var rotateNow = async (...given) => (await lent.logWriter()).rotateNow(...given);

function speaksFor(rekeyed, id, former) {
	let at = former;
	for (const { old, iid, by } of rekeyed) {
		if (at === id) break;
		if (old === at && by === old) at = iid;
	}
	return at === id;
}

async function opened2(group, all) {
	const read = [];
	const shut = new Set();
	let closed = 0;
	const ahead = [];
	const others = new Map();
	for (const kept of all) {
		if (!kept.bytes) continue;
		await group.pause();
		const oid = toHex(kept.oid);
		try {
			const found = group.keyring.message(group.state, kept, kept.bytes);
			if (found && found.message.senderSeq !== kept.seq) group.lies.raise("substituted", keyOf(OTYPE.chat, kept.oid), ["its number"]);
			else if (found) read.push({ kept, oid, ...found });
			else {
				shut.add(kept.seq);
				closed += 1;
			}
		} catch (error) {
			if (!(error instanceof SealedError)) throw error;
			shut.add(kept.seq);
			const signed = error.reason === "does-not-fold" && group.keyring.signed(kept, kept.bytes);
			if (signed) {
				const head = `${signed.headSeq} ${toHex(signed.headHash)}`;
				others.set(head, [...others.get(head) ?? [], [heirOf(group.state, toHex(signed.sender)), oid]]);
			} else if (error.reason === "stale-log") {
				closed += 1;
				ahead.push([keyOf(OTYPE.chat, kept.oid), `${kept.seq}`]);
			} else group.lies.raise("substituted", keyOf(OTYPE.chat, kept.oid), [error.message]);
		}
	}
	noteForks(group, others);
	return { read, shut, closed, ahead };
}
function noteForks({ lies, me }, others) {
	for (const [head, named] of others) {
		const who = new Set(named.map(([id]) => id));
		if (who.size < 2 && !who.has(toHex(me.iid))) continue;
		for (const [, oid = ""] of named) lies.raise("fork", "", [`${OTYPE.chat}/${oid}`, ...head.split(" ")]);
	}
}
function endsIn({ rekeyed }, read, senders) {
	const ends = new Map();
	for (const { message } of read.values()) {
		const { said, sender } = message;
		if (said.kind !== KIND.retract && said.kind !== KIND.removal) continue;
		const reason = said.kind === KIND.removal ? said.reason : "";
		for (const { oid, hash: hash2 } of said.meant) {
			const id = toHex(oid);
			const [subject, of, its] = [said.meant[0]?.oid ?? oid, senders.get(id), read.get(id)?.message.said];
			const isTheirs = said.kind === KIND.removal || of === void 0 || speaksFor(rekeyed, toHex(sender), of);
			const isOf = !its || equal(oid, subject) || its.kind === KIND.edit && equal(its.meant, subject);
			if (isTheirs && isOf) ends.set(id, { by: sender, hash: hash2, reason });
		}
	}
	return ends;
}
async function readTalk(group, unit) {
	const all = (await group.messages.of(unit)).sort((a, b) => a.seq - b.seq);
	let found = await opened2(group, all);
	if (found.ahead.length > 0) {
		await group.syncLog();
		found = await opened2(group, all);
	}
	await group.noteBehind(`chat/${toHex(unit)}`, found.ahead);
	const { read, shut, closed } = found;
	const senders = new Map(read.map(({ oid, message }) => [oid, toHex(message.sender)]));
	for (const { oid, sender } of all) if (sender) senders.set(toHex(oid), sender);
	const byOid = new Map(read.map((one) => [one.oid, one]));
	const ends = endsIn(group, byOid, senders);
	const chains = new Map();
	for (const kept of all) {
		const oid = toHex(kept.oid);
		const [sender, found2] = [senders.get(oid), byOid.get(oid)];
		if (sender === void 0) continue;
		const link = { oid, seq: kept.seq, hash: found2?.hash ?? kept.hash, prev: found2?.message.prev };
		const links = chains.get(sender);
		if (links) links.push(link);
		else chains.set(sender, [link]);
	}
	const me = toHex(group.me.iid);
	let own = { seq: 0, hash: zeros(32) };
	for (const [sender, links] of chains) {
		const last = followed(group, links, { shut, closed }, ends);
		if (sender === me && last) own = last;
	}
	const over = read.filter(({ oid }) => ends.has(oid));
	await group.messages.forget(over.map(({ kept, message, hash: hash2 }) => ({ ...kept, sender: toHex(message.sender), hash: hash2 })));
	const hashes = new Map(all.map(({ oid, hash: hash2 }) => [toHex(oid), byOid.get(toHex(oid))?.hash ?? hash2 ?? zeros(32)]));
	return { said: saidIn(group, read, ends), ends, hashes, senders, closed, own };
}
function saidIn({ rekeyed }, read, ends) {
	const said = new Map();
	for (const { kept, oid, message, hash: hash2 } of read) {
		if (message.said.kind !== KIND.text && message.said.kind !== KIND.reply || ends.has(oid)) continue;
		const { sender, time } = message;
		said.set(oid, { id: oid, oid: kept.oid, sender, time, text: plain(message.said.text), all: [{ oid: kept.oid, hash: hash2 }] });
	}
	for (const { kept, oid, message, hash: hash2 } of read) {
		if (message.said.kind !== KIND.edit || ends.has(oid)) continue;
		const meant = said.get(toHex(message.said.meant));
		if (!meant || !speaksFor(rekeyed, toHex(message.sender), toHex(meant.sender))) continue;
		meant.text = plain(message.said.text);
		meant.all.push({ oid: kept.oid, hash: hash2 });
	}
	return said;
}
function wordsOf(talk, saying, demanded) {
	if (saying.does === "say") return { said: { kind: KIND.text, text: saying.text } };
	const [spoken, hash2] = [talk.said.get(saying.of), talk.hashes.get(saying.of)];
	needThat(hash2 !== void 0 && (spoken !== void 0 || saying.does !== "edit"), "unknown-object");
	const oid = fromHex(saying.of);
	if (saying.does === "edit") return { said: { kind: KIND.edit, meant: oid, text: saying.text }, edits: oid };
	const named = new Map([{ oid, hash: hash2 }, ...demanded, ...spoken?.all ?? []].map((one) => [toHex(one.oid), one]));
	const meant = [...named.values()].slice(0, MOST_WORDINGS);
	const ends = meant.map((one) => one.oid);
	if (saying.does === "retract") return { said: { kind: KIND.retract, meant }, ends };
	return { said: { kind: KIND.removal, meant, reason: saying.text }, ends };
}
function demandedIn({ lies, me, rekeyed }, { senders, hashes }, { of, seq, error, shown }) {
	const author = senders.get(of) ?? shown.get(of);
	return newerOf(error instanceof Trouble ? error.records : []).messages.flatMap(({ oid, seq: its }) => {
		const id = toHex(oid);
		const sender = senders.get(id) ?? author;
		if (sender === toHex(me.iid) && its >= seq) return [];
		const isOfAuthor = sender === author || sender !== void 0 && author !== void 0 && speaksFor(rekeyed, sender, author);
		const isTheirs = isOfAuthor && !shown.has(id);
		if (!isTheirs) lies.raise("changed", `message/${id}`);
		return isTheirs ? [{ oid, hash: hashes.get(id) ?? zeros(32) }] : [];
	});
}
var MOST_WORDINGS = 21;
var say = (group, unit, saying, { shown = new Map(), beside = {} } = {}) => group.alone(() => sayNow(group, unit, saying, { shown, beside }));
function nextOf({ device, keyring, me, state }, { own }, place, said) {
	const seq = own.seq + 1;
	const under = { epoch: state.epoch, gen: state.gens.get(toHex(place.unit)) ?? 0 };
	const head = { headSeq: state.next - 1, headHash: state.head, time: device.now() };
	const message = { sender: me.iid, senderSeq: seq, prev: own.hash, ...head, said };
	return { ...place, seq, bytes: keyring.sealMessage(place, under, message, me.keys.edSeed, device.random) };
}
async function sayNow(group, unit, saying, { shown, beside }) {
	const { device, server } = group;
	let demanded = [];
	for (let tries = 0; tries < TRIES; tries += 1) {
		group.needWriting();
		if (group.state.isPending && group.role >= 1) await rotateNow(group);
		const talk = await readTalk(group, unit);
		needThat(!group.lies.isFrozen, "frozen");
		const { said, edits, ends } = wordsOf(talk, saying, demanded);
		const sent = nextOf(group, talk, { unit, oid: device.random(16) }, said);
		const [id, seq] = [toHex(sent.oid), sent.seq];
		try {
			await server.send("put", [messageRecord(sent)], {
				...beside,
				...edits && { edits: { [id]: toHex(edits) } },
				...ends && { ends: { [id]: ends.map(toHex) } }
			});
		} catch (error) {
			if (!await takeNewer(group, error)) throw error;
			const more = ends && "of" in saying ? demandedIn(group, await readTalk(group, unit), { of: saying.of, seq, error, shown }) : [];
			if (more.length > 0) demanded = more;
			continue;
		}
		await group.messages.take([sent]);
		return;
	}
	throw new Trouble("too-busy");
}

var BASE = "/base";
var isRecord = (value) => typeof value === "object" && value !== null;
var Kept = class {
	constructor({ device, me, own }, named) {
		this.localStore = device.localStore;
		this.random = device.random;
		const placeOf = ({ iid, rootKey }) => ({ ...named(iid), secret: derive(rootKey, "device") });
		this.now = placeOf(me);
		this.formers = own.filter((one) => one !== me).map(placeOf);
		this.former = void 0;
	}
	async put(text, base) {
		const { key, secret, aad } = this.now;
		const value = text === void 0 ? null : seal(secret, aad, utf8(text), this.random);
		const former = this.former ? [{ key: this.former, value: null }] : [];
		await this.localStore.put([{ key, value }, ...base === void 0 ? [] : [{ key: `${key}${BASE}`, value: base }], ...former]);
		this.former = void 0;
	}
	async read() {
		for (const place of [this.now, ...this.formers]) {
			const kept = await this.localStore.get(place.key);
			if (!(kept instanceof Uint8Array)) continue;
			if (place !== this.now) this.former = place.key;
			const value = this.#open(place, kept);
			return value && { value, base: await this.localStore.get(`${place.key}${BASE}`) };
		}
		return void 0;
	}
	#open({ secret, aad }, kept) {
		try {
			const value = JSON.parse(fromUtf8(open(secret, aad, kept)));
			return isRecord(value) ? value : void 0;
		} catch (error) {
			if (error instanceof SealedError || error instanceof SyntaxError) return void 0;
			throw error;
		}
	}
};

var SOON = 300;
var Typed = class {
	constructor(group, form) {
		const { id, pid } = group;
		this.kept = new Kept(group, (iid) => ({ key: `typed/${id}/${toHex(iid)}/${form}`, aad: frame("device-typed", pid, iid, str(form)) }));
		this.isNew = false;
		this.seen = {};
		this.mine = {};
	}
	async get() {
		const read = await this.kept.read();
		const values = Object.fromEntries(Object.entries(read?.value ?? {}).map(([field, value]) => [field, String(value)]));
		this.seen = values;
		return read && { values, base: (
			read.base ?? void 0
		) };
	}
	hear(target, values, base = () => void 0) {
		this.mine = this.seen;
		this.keep = async (isLeaving = false) => {
			clearTimeout(this.timer);
			const [now, before, { timer }] = [values(), this.mine, this];
			if (!isLeaving) await this.get();
			const isBegun = Object.keys(this.seen).length > 0;
			const kept = { ...this.seen };
			for (const field of Object.keys({ ...before, ...now })) {
				const value = now[field];
				if (value === before[field]) continue;
				if (value === void 0) delete kept[field];
				else kept[field] = value;
			}
			await this.#put(kept, isBegun ? void 0 : base());
			this.mine = now;
			if (timer === this.timer) this.isNew = false;
		};
		target.addEventListener("input", () => this.changed());
		const keepNew = (isLeaving) => {
			if (this.isNew) void this.keep?.(isLeaving);
		};
		addEventListener("focusout", () => keepNew(false));
		addEventListener("pagehide", () => keepNew(true));
		addEventListener("focus", () => void this.get());
	}
	changed() {
		this.isNew = true;
		clearTimeout(this.timer);
		this.timer = setTimeout(() => void this.keep?.(), SOON);
	}
	async forget() {
		clearTimeout(this.timer);
		this.isNew = false;
		await this.get();
		const left = Object.fromEntries(Object.entries(this.seen).filter(([field, value]) => value !== this.mine[field]));
		this.mine = {};
		await this.#put(left);
	}
	async #put(kept, base) {
		this.seen = kept;
		const isLeft = Object.keys(kept).length > 0;
		await this.kept.put(isLeft ? JSON.stringify(kept) : void 0, isLeft ? base : null);
	}
};
async function keepLine(group, form, { input }) {
	const typed = new Typed(group, form);
	const kept = await typed.get();
	typed.hear(input, () => (
		input.value.trim() === "" ? {} : { text: input.value }
	));
	if (input.value !== "") {
		typed.mine = {};
		typed.changed();
	} else input.value = kept?.values.text ?? "";
	return typed;
}

async function beginSuggested(part, session) {
	const group = await session.ready;
	if (group.lies.isFrozen || !group.isMember || !group.isReadable) return;
	const all = await readSuggestions(group);
	const list2 = make("div", { class: "stack" });
	if (all.length === 0) list2.append(make("p", { class: "mute", text: part.texts.of("nothing-suggested") }));
	list2.append(...all.map((one) => card(part, session, group, one)));
	part.place.replaceChildren(list2);
	group.lies.hear(() => {
		if (group.lies.isFrozen) part.place.replaceChildren();
	});
}
function card(part, session, group, one) {
	const { texts } = part;
	const { shown } = one;
	const box = make("article", { class: "card stack sm" });
	if (shown) box.append(...about(part, session, group, one, shown), differences(session, part, shown.differences));
	else box.append(make("p", { class: "notice", text: texts.of("suggested-bad") }));
	if (shown?.isVoid) box.append(make("p", { class: "notice", text: texts.of("suggested-void") }));
	const buttons = make("div", { class: "flex" });
	box.append(buttons);
	const sending = new Sending({ texts, progress: part.progress, busy: box, before: buttons });
	const press = (key, act, kind = "btn") => {
		const made = button(texts.of(key), kind);
		made.dataset.writes = "";
		made.addEventListener(
			"click",
			() => sending.send(async () => {
				await act();
				goTo("reload");
			})
		);
		buttons.append(made);
	};
	const { about: task } = one;
	if (one.mayDecide && task && !shown?.isVoid) {
		const why = new Input(texts, { label: "suggested-why" });
		buttons.before(why.element);
		const typed = keepLine(group, `decline/${one.id}`, why);
		if (shown) press("suggested-apply", () => apply(group, one), "btn primary");
		press("suggested-decline", async () => {
			needThat(why.value !== "", "suggested-no-why");
			await say(group, task, { does: "say", text: why.value }, { beside: { suggestion: one.id } });
			await (await typed).forget();
		});
	}
	if (one.mayDecide && (!shown || shown.isVoid)) press("suggested-put-away", () => end(group, one));
	if (one.isOwn) press("withdraw", () => end(group, one));
	return box;
}
function about({ texts }, session, group, { isOwn, by: account }, { oid, by }) {
	const number = group.names.tasks.get(toHex(oid))?.number ?? 0;
	const title = group.textOf(group.objects.get(OTYPE.task, oid), "title");
	const link = make("a", { href: `/p/${group.slug}/t/${number}`, dir: "auto", text: `#${number} ${title ? words(session, "title", title) : ""}` });
	const name = group.nameOf(by) ?? texts.of(account ? "by-account" : "somebody-new", { name: account });
	const said = isOwn ? texts.of("suggested-by-you") : texts.of("suggested-by", { name });
	return [make("h2", {}, link), make("p", { class: "small mute", dir: "auto", text: said })];
}
function words({ filling }, field, bytes) {
	try {
		return bytes ? filling.textOf(OTYPE.task, field, bytes) : "–";
	} catch (error) {
		if (error instanceof SealedError) return filling.texts.of("sealed-damaged");
		throw error;
	}
}
function differences(session, { texts }, all) {
	const list2 = make("dl", { class: "facts" });
	for (const { field, before, after } of all) {
		const was = make("p", { class: "mute" }, make("span", { class: "small", text: `${texts.of("former")}: ` }), make("del", { dir: "auto", text: words(session, field, before) }));
		const is = make("p", {}, make("span", { class: "small", text: `${texts.of("newer")}: ` }), make("ins", { dir: "auto", text: words(session, field, after) }));
		list2.append(make("dt", { text: texts.of(`field-${field}`) }), make("dd", {}, was, is));
	}
	return list2;
}
return {
	beginSuggested
};
};
