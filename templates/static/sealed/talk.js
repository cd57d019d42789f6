// Made by sealed/js/build.mjs from src/page/group/views/saying.js: do not edit.
export default (lent) => {
var { cat, equal, fromHex, fromUtf8, isZero, plain, sized, toHex, utf8, zeros, alert, button, make, newId, goTo, Sending, hear, Trouble, needThat, toTrouble, called, open, seal, SealedError, derive, frame, hash, Input, KIND, OTYPE, heirOf, keyOf, relOf, list, u64, u8, v32, MOST_OBJECTS, TRIES, newerOf, dateIn, here, words, FLAG: FLAG2, PHASE: PHASE2, Labelled, isOpenTask } = lent;
var NOTHING = { does: "say", of: "", text: "", beside: "" };
var BASE = "/base";
var isRecord = (value) => typeof value === "object" && value !== null;
var doesOf = (word) => word === "edit" || word === "remove" ? word : "say";
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
var Drafts = class {
	constructor(group, unit, kind = "draft") {
		const { id, pid } = group;
		this.kept = new Kept(group, (iid) => ({ key: `${kind}/${id}/${toHex(iid)}/${toHex(unit)}`, aad: frame(`device-${kind}`, pid, iid, unit) }));
	}
	async keep(draft) {
		const isEmpty = draft.text === "" && draft.beside === "";
		await this.kept.put(isEmpty ? void 0 : JSON.stringify(draft));
	}
	async get() {
		const read = await this.kept.read();
		if (!read) return NOTHING;
		const { does, of, text, beside } = read.value;
		return { does: doesOf(String(does)), of: String(of), text: String(text), beside: String(beside) };
	}
};
var SOON = 300;
var Typing = class {
	constructor(drafts) {
		this.drafts = drafts;
		this.draft = NOTHING;
		this.isNew = false;
		const keepNew = () => {
			if (this.isNew) void this.keep();
		};
		addEventListener("focusout", keepNew);
		addEventListener("pagehide", keepNew);
	}
	typed(text) {
		this.draft = { ...this.draft, text };
		this.isNew = true;
		clearTimeout(this.timer);
		this.timer = setTimeout(() => void this.keep(), SOON);
	}
	keep() {
		clearTimeout(this.timer);
		this.isNew = false;
		return this.drafts.keep(this.draft);
	}
};

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

var takeNewer = async (...given) => (await lent.objectWriter()).takeNewer(...given);

var [ENTRY, SEAL, REVISION, FIELD, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
var record = (kind, body) => cat(u8(kind), v32(body));
var messageRecord = ({ unit, oid, seq, bytes }) => record(MESSAGE, cat(sized(unit, 16), sized(oid, 16), u64(seq), v32(bytes)));

function speaksFor(rekeyed, id, former) {
	let at = former;
	for (const { old, iid, by } of rekeyed) {
		if (at === id) break;
		if (old === at && by === old) at = iid;
	}
	return at === id;
}

async function opened(group, all) {
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
	let found = await opened(group, all);
	if (found.ahead.length > 0) {
		await group.syncLog();
		found = await opened(group, all);
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
async function oncePut(group, place, text) {
	const talk = await readTalk(group, place.unit);
	needThat(!group.lies.isFrozen, "frozen");
	return talk.hashes.has(toHex(place.oid)) ? [] : [nextOf(group, talk, place, { kind: KIND.text, text })];
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

var PART = /^(?:\p{M}|[\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\uff9e\uff9f])$/u;
var WORD = /^[\p{Alphabetic}\p{N}]$/u;
var PAIR = /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9fe\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9d\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]$/u;
var MARKED = /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\uaa7f]$/u;
var SYLLABLE = /^[\uac00-\ud7a3]$/u;
var LEFT_OUT = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0640\u064b-\u065f\u0670\u180b-\u180d\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u{e0100}-\u{e01ef}]/gu;
var PLAIN = { đ: "d", ð: "d", ħ: "h", ł: "l", ø: "o", ŧ: "t", æ: "ae", œ: "oe" };
var LETTER_MOST = 18;
var TOKEN_MOST = 40;
var PHRASE_MOST = 40;
var segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(void 0, { granularity: "grapheme" }) : void 0;
var lettersOf = (text) => segmenter ? [...segmenter.segment(text)].map(({ segment }) => segment) : text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];
function classOf(letter) {
	const points = [...letter];
	const one = points.find((point) => WORD.test(point) && !PART.test(point));
	if (one !== void 0) return PAIR.test(one) ? "pair" : "word";
	return points.every((point) => PART.test(point)) ? "part" : "gap";
}
function fold(letter) {
	if (letter.length === 1 && letter < "") return letter.toLowerCase();
	const plain2 = [...letter.normalize("NFKD").replace(LEFT_OUT, "")];
	const small2 = plain2.flatMap((one) => [...one.toUpperCase()]).map((one) => one.toLowerCase());
	const kept = [...small2.join("").normalize("NFC")].filter((one) => WORD.test(one) || /\p{M}/u.test(one));
	return kept.slice(0, LETTER_MOST).map((one) => PLAIN[one] ?? one).join("");
}
function tokensOf(text) {
	const tokens = [];
	let run = [];
	let of = "gap";
	const end = () => {
		const letters = run;
		run = [];
		if (letters.length === 0) return;
		if (of === "word") {
			const word = [...letters.map(fold).join("")].slice(0, TOKEN_MOST).join("");
			if (word !== "") tokens.push({ text: word, kind: "word" });
			return;
		}
		const folded = letters.map(fold);
		folded.forEach((one, at) => {
			const next = folded[at + 1];
			if (next === void 0) tokens.push({ text: one, kind: letters.length === 1 ? "alone" : "last" });
			else tokens.push({ text: one + next, kind: "pair" });
		});
	};
	for (const letter of lettersOf(text)) {
		const next = classOf(letter);
		if (next === "part") {
			if (run.length > 0) run.push((run.pop() ?? "") + letter);
			continue;
		}
		if (next !== of || next === "gap") end();
		of = next;
		if (next !== "gap") run.push(letter);
	}
	end();
	return tokens;
}
function isBeginning({ text, kind }) {
	const [first = ""] = text;
	if (kind === "word") return [...text].length > 2 || SYLLABLE.test(first);
	return kind === "pair" ? MARKED.test(first) : true;
}
function phraseOf(text) {
	const all = tokensOf(text);
	if (all.at(-1)?.kind === "last") all.pop();
	const words2 = all.filter((token) => token.text !== "");
	const kept = words2.slice(0, PHRASE_MOST);
	const last = kept.at(-1);
	return last && { words: kept.map((token) => token.text), isOpen: words2.length <= PHRASE_MOST && isBeginning(last) };
}
var lineOf = (words2) => ` ${words2.join(" ")} `;
var soughtOf = ({ words: words2, isOpen }) => isOpen ? lineOf(words2).slice(0, -1) : lineOf(words2);
var SIMPLE = /^[\0-\x7f\u00a0-\u00ac\u00ae-\u00bb\u00bf-\u013e\u0141-\u0148\u014a-\u02af\u0386-\u03ce\u0400-\u0481\u048a-\u052f\u2010-\u2027]*$/;
var ASCII = /^[\0-\x7f]*$/;
var LETTERS = /[0-9A-Z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u0373\u0386\u0388-\u03f5\u03f7-\u0481\u048a-\u052f]+/g;
function simpleWords(text) {
	if (ASCII.test(text)) return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map((word) => word.slice(0, TOKEN_MOST));
	const plain2 = text.normalize("NFKD").replace(LEFT_OUT, "").toUpperCase();
	return (plain2.match(LETTERS) ?? []).map((word) => small(word).slice(0, TOKEN_MOST));
}
var small = (word) => word.toLowerCase().replace(/ς/g, "σ").replace(/[đðħłøŧæœ]/g, (one) => PLAIN[one] ?? one);
var wordsOf2 = (text) => SIMPLE.test(text) ? simpleWords(text) : text.split(/\p{White_Space}+/u).flatMap((part) => SIMPLE.test(part) ? simpleWords(part) : cutWords(part));
var cutWords = (text) => tokensOf(text).map((token) => token.text);
var sought = (text) => lineOf(wordsOf2(text));

function momentOf(ms, now = Date.now(), { lang, zone, hours } = here()) {
	const { date, year } = dateIn(ms, now, lang, zone);
	if (year !== "") return `${date} ${year}`;
	const clock = hours === "12" ? { hour: "numeric", hourCycle: "h12" } : { hour: "2-digit", hourCycle: "h23" };
	return `${date}, ${words(ms, lang, { ...clock, minute: "2-digit", timeZone: zone })}`;
}

function fold2(summary, ...children) {
	const sign = document.querySelector("details.why > summary > .i");
	if (sign) summary.prepend(sign.cloneNode(true));
	return make("details", { class: "why" }, summary, ...children);
}

var MOST = 50;
var PIECES = /["“”„«»][^"“”„«»]*|[^\s"“”„«»]+/gu;
function foundIn(said, typed) {
	const phrases = (typed.match(PIECES) ?? []).flatMap((piece) => phraseOf(piece) ?? []).map(soughtOf);
	if (phrases.length === 0) return [];
	const has = ({ text }) => {
		const words2 = sought(text);
		return phrases.every((phrase) => words2.includes(phrase));
	};
	return [...said].filter(has).sort((a, b) => b.time - a.time);
}
var Finding = class {
	constructor(part, group) {
		this.part = part;
		this.group = group;
		this.said = new Map();
		this.line = new Input(part.texts, { label: "talk-find-words", hint: "talk-find-hint" });
		this.line.input.setAttribute("type", "search");
		this.line.input.setAttribute("dir", "auto");
		this.line.input.addEventListener("input", () => this.#show());
		this.status = make("p", { class: "small mute", role: "status" });
		this.list = make("ul", { class: "rows small" });
		const box = make("div", { class: "stack sm", role: "search" }, this.line.element, this.status, this.list);
		this.details = fold2(make("summary", { text: part.texts.of("talk-find") }), box);
		this.details.hidden = true;
		part.place.before(this.details);
	}
	take(said) {
		if (this.group.lies.isFrozen) return this.details.remove();
		this.said = said;
		this.details.hidden = said.size === 0;
		if (this.line.value !== "") this.#show();
	}
	#show() {
		const { texts } = this.part;
		const typed = this.line.value;
		const found = foundIn(this.said.values(), typed);
		const key = found.length === 0 ? "found-none" : found.length > MOST ? "found-most" : "found";
		this.status.textContent = typed === "" ? "" : texts.of(key, { count: found.length, most: MOST });
		const shown = this.#shown();
		this.list.replaceChildren(...found.slice(0, MOST).map((one) => this.#row(one, shown)));
	}
	#shown() {
		const shown = new Map();
		for (const one of document.querySelectorAll("[data-message]")) {
			const called2 = one instanceof HTMLElement ? this.group.names.rows.get(one.dataset.message ?? "") : void 0;
			if (called2 && one.id !== "") shown.set(called2.oid, one.id);
		}
		return shown;
	}
	#row({ id, sender, text, time }, shown) {
		const about = `${this.group.nameOf(sender) ?? ""} · ${momentOf(time)}`;
		const at = shown.get(id);
		const head = at ? make("a", { href: `#${at}`, text: about }) : make("span", { class: "mute", text: about });
		return make("li", {}, make("div", { class: "grow" }, head, make("p", { dir: "auto", text })));
	}
};

var MOST2 = 1e4;
var mayTalk = (group) => !group.lies.isFrozen && group.isMember && group.isReadable;
async function beginTalk(part, session) {
	const group = await session.ready;
	const unit = await group.task(part.data("object"));
	showTruth(part, session, group, unit);
	if (!mayTalk(group) || part.data("may") === "") return;
	const form = new TalkForm(part, group, unit);
	group.lies.hear(() => {
		if (group.lies.isFrozen) part.place.replaceChildren();
	});
	hearButtons(part, group, form);
	form.show(await form.drafts.get());
}
function leftOf(draft, sent) {
	const isOfAnother = sent.does === "retract" && (draft.does === "say" || draft.of !== sent.of);
	return isOfAnother ? draft : { ...NOTHING, text: draft.beside };
}
var beginningOf = (text = "–") => text.trim().replace(/\s+/g, " ").replace(/^(.{39}\S?).{2,}/u, "$1…");
function shownOn({ names }) {
	const shown = new Map();
	for (const one of document.querySelectorAll("[data-message]")) {
		const { message = "", by = "" } = one instanceof HTMLElement ? one.dataset : {};
		const called2 = names.rows.get(message);
		if (called2) shown.set(called2.oid, by);
	}
	return shown;
}
var TalkForm = class extends Typing {
	constructor(part, group, unit) {
		super(new Drafts(group, unit));
		this.part = part;
		this.group = group;
		this.unit = unit;
	}
	show(draft) {
		this.draft = draft;
		const { part } = this;
		const { does, of } = draft;
		const line = new Input(part.texts, { label: `talk-${does}`, hint: `talk-${does}-hint`, kind: "text", value: draft.text, isRequired: true });
		line.input.maxLength = MOST2;
		line.input.dir = "auto";
		line.input.addEventListener("input", () => this.typed(line.input.value));
		const cancel = button(part.texts.of("talk-cancel"), "btn quiet");
		cancel.addEventListener("click", () => this.turn({ ...NOTHING, text: this.draft.beside }));
		const act = async () => {
			const text = line.value;
			needThat(text !== "", "no-title", { field: "text" });
			await this.send(does === "say" ? { does, text } : { does, of, text });
		};
		const beside = does === "say" ? [] : [cancel];
		const { form, send } = part.form({ content: [line.element], button: `talk-${does}-send`, fields: { text: line }, act, beside });
		if (does === "say") {
			send.className = "btn";
			line.input.setAttribute("placeholder", " ");
		}
		part.place.replaceChildren(form);
		if (does === "remove") void this.name(line.element, of);
		return line;
	}
	async name(line, of) {
		const { said, senders } = await this.group.alone(() => readTalk(this.group, this.unit));
		const who = called(this.group, senders.get(of) ?? "", this.part.texts);
		line.before(make("p", { dir: "auto", text: this.part.texts.of("talk-removes", { who, words: beginningOf(said.get(of)?.text) }) }));
	}
	turn(draft) {
		const { input } = this.show(draft);
		void this.keep();
		input.focus();
	}
	begin(does, of, text) {
		const { draft } = this;
		if (draft.does === does && draft.of === of) this.turn(draft);
		else this.turn({ does, of, text, beside: draft.does === "say" ? draft.text : draft.beside });
	}
	async send(saying) {
		await say(this.group, this.unit, saying, { shown: shownOn(this.group) });
		this.draft = leftOf(this.draft, saying);
		await this.keep();
		goTo(this.part.data("then") || "reload");
	}
};
function hearButtons(part, group, form) {
	const asked = new WeakSet();
	const line = make("div", {});
	part.element.append(line);
	const sending = new Sending({ texts: part.texts, progress: part.progress, busy: part.element, before: line });
	const root = part.element.closest("#discussion");
	root?.addEventListener("click", async (event) => {
		const pressed = event.target instanceof Element ? event.target.closest('[data-sealed="say"]') : null;
		if (!(pressed instanceof HTMLElement) || pressed.hasAttribute("disabled")) return;
		const { do: word = "", object = "" } = pressed.dataset;
		const beside = pressed.closest("[data-message]");
		const isBeside = beside instanceof HTMLElement && beside.dataset.message === object;
		const of = isBeside && group.names.rows.get(object)?.oid || "";
		if (word === "retract" && asked.has(pressed)) {
			await sending.send(() => form.send({ does: "retract", of }));
		} else {
			await sending.send(async () => {
				const { said, hashes } = await group.alone(() => readTalk(group, form.unit));
				const spoken = said.get(of);
				if (word === "retract") {
					asked.add(pressed);
					pressed.textContent = part.texts.of("talk-retract-now", { words: beginningOf(spoken?.text) });
					return;
				}
				needThat(word === "edit" ? spoken !== void 0 : hashes.has(of), "unknown-object");
				form.begin(doesOf(word), of, word === "edit" ? spoken?.text ?? "" : "");
			});
		}
	});
}
var WITH_MESSAGES = ["talk", "cards", "changes"].map((name) => `[data-part="${name}"]`).join();
function showTruth(part, session, group, unit) {
	const watch = new MutationObserver(() => void look());
	const note = make("p", { class: "small mute", role: "status" });
	part.element.prepend(note);
	const finding = new Finding(part, group);
	const look = async () => {
		const talk = await group.alone(() => readTalk(group, unit));
		watch.disconnect();
		const text = talk.closed > 0 && group.isReadable ? part.texts.of("talk-closed", { count: talk.closed }) : "";
		if (note.textContent !== text) note.textContent = text;
		finding.take(talk.said);
		for (const root of document.querySelectorAll(WITH_MESSAGES)) {
			for (const one of root.querySelectorAll("[data-message]")) {
				if (one instanceof HTMLElement && !holds(part, group, unit, talk, one)) mark(part, session, group, one);
			}
			watch.observe(root, { childList: true, subtree: true });
		}
	};
	session.hear(() => void look());
}
function holds(part, group, unit, { said, ends, closed }, element) {
	const called2 = group.names.rows.get(element.dataset.message ?? "");
	const oid = called2?.oid;
	const isGone = element.dataset.gone !== void 0;
	const text = element.querySelector('[data-sealed=""]');
	if (!isGone && !(text instanceof HTMLElement && text.dataset.object === element.dataset.message)) return false;
	if (oid === void 0) return true;
	if (called2?.unit !== toHex(unit)) return false;
	const [spoken, end] = [said.get(oid), ends.get(oid)];
	if (end) {
		const why = element.querySelector("[data-reason]");
		if (why && why.textContent !== end.reason) why.textContent = end.reason;
		return true;
	}
	if (isGone) return !group.isWhole || closed > 0;
	if (!spoken) return true;
	if (spoken.all.length > 1 && text instanceof HTMLElement && text.textContent !== spoken.text) {
		text.textContent = spoken.text;
		text.dataset.open = text.dataset.env ?? "";
	}
	const edited = element.querySelector("[data-edited]");
	if (spoken.all.length > 1 && edited && edited.textContent === "") edited.textContent = `· ${part.texts.of("talk-edited")}`;
	return element.dataset.by === toHex(spoken.sender);
}
function mark(part, { filling }, group, element) {
	group.lies.raise("changed", `message/${element.dataset.message}`);
	if (element.querySelector('[data-lie="changed"]')) return;
	const line = element.querySelector("p") ?? element;
	const text = element.dataset.gone === void 0 ? filling.texts.of("changed-here") : part.texts.of("talk-unsigned");
	line.append(make("span", { class: "sealed-lie", role: "alert", "data-lie": "changed", text }));
}

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

var put = async (...given) => (await lent.objectWriter()).put(...given);

var FATES = { finish: PHASE2.done, drop: PHASE2.dropped };
var MOST_BELOW = MOST_OBJECTS - 2;
var BECOMES = { "hand-in": PHASE2.readyForReview, accept: PHASE2.done, finish: PHASE2.done, "send-back": PHASE2.inProgress };
function openBelow({ objects }, top) {
	const parts = new Map();
	for (const object of objects.all.values()) {
		if (object.otype !== OTYPE.task) continue;
		const { parent, flags } = relOf(object);
		if (flags & (FLAG2.archived | FLAG2.inTrash)) continue;
		const above = toHex(parent);
		const beside = parts.get(above);
		if (beside) beside.push(object);
		else parts.set(above, [object]);
	}
	const found = new Set();
	const walk = (oid) => {
		for (const part of parts.get(toHex(oid)) ?? []) {
			if (found.has(part) || equal(part.oid, top)) continue;
			found.add(part);
			walk(part.oid);
		}
	};
	walk(top);
	return [...found].filter(isOpenTask);
}
async function decide(group, oid, phase, { id, text }, fate = "") {
	const task = group.objects.get(OTYPE.task, oid);
	const rel = task && relOf(task).phase === phase ? {} : { phase };
	const along = async () => text === "" ? [] : oncePut(group, { unit: oid, oid: fromHex(id) }, text);
	const become = FATES[fate];
	const below = become === void 0 ? [] : openBelow(group, oid);
	needThat(below.length <= MOST_BELOW, "fate-most");
	const change = (one, of) => ({ otype: OTYPE.task, oid: one, unit: one, rel: of });
	const changes = [change(oid, rel), ...below.map((part) => change(part.oid, { phase: become ?? phase }))];
	return put(group, changes, void 0, along, below.length > 0 ? { subtasks: fate } : void 0);
}
function workerOf(group, oid) {
	const task = group.objects.get(OTYPE.task, oid);
	const [iid] = task ? relOf(task).assignees : [];
	return (iid && group.nameOf(iid)) ?? "";
}
async function beginVerdict(part, session) {
	const group = await session.ready;
	if (!mayTalk(group)) return;
	const { element, place, texts } = part;
	const oid = await group.task(part.data("object"));
	const typing = new Typing(new Drafts(group, oid, part.data("kind") === "hand-in" ? "hand-in" : "verdict"));
	const kept = await typing.drafts.get();
	const isSaid = kept.of !== "" && (await group.messages.of(oid)).some((one) => toHex(one.oid) === kept.of);
	if (!isSaid) typing.draft = kept;
	const who = workerOf(group, oid);
	const line = new Input(texts, { label: "word", hint: "word-hint", kind: "text", value: typing.draft.text });
	const label = line.element.querySelector("label");
	if (label && who !== "" && texts.has("word-to")) label.textContent = texts.of("word-to", { who });
	line.input.maxLength = MOST2;
	line.input.dir = "auto";
	line.input.addEventListener("input", () => {
		typing.draft = NOTHING;
		typing.typed(line.input.value);
	});
	const select = make("select", { id: newId() });
	for (const one of ["", ...Object.keys(FATES)]) select.append(make("option", { value: one, text: texts.of(`fate-${one}`) || "–" }));
	const fate = new Labelled(select, texts.of("fate"));
	const ends = element.querySelector('[data-do="accept"], [data-do="finish"]') !== null;
	const asks = () => {
		const count = ends ? openBelow(group, oid).length : 0;
		fate.element.querySelector("label")?.replaceChildren(texts.of("fate", { count }));
		fate.element.hidden = count === 0;
		return count > 0;
	};
	asks();
	const says = part.data("kind") !== "finish";
	place.replaceChildren(...says ? [line.element] : [], fate.element, part.progress.element);
	const fields = { "problem-comment-needed": line, "fate-needed": fate };
	const sending = new Sending({ texts, progress: part.progress, busy: element, before: part.progress.element, fields });
	group.lies.hear(() => {
		if (group.lies.isFrozen) place.replaceChildren();
	});
	element.addEventListener("click", (event) => {
		const pressed = event.target instanceof Element ? event.target.closest("[data-do]") : null;
		const phase = pressed instanceof HTMLElement ? BECOMES[pressed.dataset.do ?? ""] : void 0;
		if (!pressed || pressed.hasAttribute("disabled") || phase === void 0) return;
		event.stopPropagation();
		void sending.send(async () => {
			needThat(!group.lies.isFrozen, "frozen");
			const isFated = phase === PHASE2.done && asks();
			needThat(!isFated || select.value !== "", "fate-needed");
			const text = says ? line.value : "";
			if (typing.draft.of === "") typing.draft = { ...NOTHING, text: line.input.value, of: toHex(group.device.random(16)) };
			const sent = typing.draft;
			await typing.keep().catch(console.error);
			await decide(group, oid, phase, { id: sent.of, text }, isFated ? select.value : "").catch(async (error) => {
				if (toTrouble(error).key === "problem-open-subtasks") await group.syncObjects();
				asks();
				throw error;
			});
			if (typing.draft === sent) {
				typing.draft = NOTHING;
				line.input.value = "";
			}
			await typing.keep().catch(console.error);
			sending.stay();
			session.show();
			goTo("reload");
		});
	});
}
return {
	beginTalk,
	beginVerdict
};
};
