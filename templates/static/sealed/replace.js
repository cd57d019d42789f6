// Made by sealed/js/build.mjs from src/page/group/views/replacing.js: do not edit.
export default (lent) => {
var { cat, compare, equal, fromCode, fromHex, fromUtf8, sized, toCode, toHex, utf8, OTYPE, SealedError, need, unreadable, derive, frame, hash, NONCE, OVERHEAD, open, seal, decode, SIGNATURE, needSignature, needSigned, publicKey, sign, list, u32, u64, u8, v16, v8, isSealable, x25519Public, decodeCard: decodeCard2, idOfCard, idOfKeys: idOfKeys2, alert, button, make, newId, bytesOf, maybeText, numberOf, textOf, Labelled, sessionOfPage, random, Trouble, needThat, orElse, toTrouble, openFormers, Group, Pinned, openedHere, ROLE, called, Input } = lent;
var KEYS = 73;
var CARD = KEYS + SIGNATURE;
var IDBOX = 2 + NONCE + KEYS + OVERHEAD;
var ROOTBOX = 2 + NONCE + 32 + OVERHEAD;
var newKeys = (created, random2) => ({ edSeed: random2(32), xSecret: random2(32), created });
var encodeKeys = (keys) => cat(u8(1), sized(keys.edSeed, 32), sized(keys.xSecret, 32), u64(keys.created));
function readKeys(reader) {
	reader.fixed();
	return { edSeed: reader.raw(32), xSecret: reader.raw(32), created: reader.u64() };
}
var decodeKeys = (bytes) => decode(bytes, readKeys);
var identityId = (edKey, xKey) => hash("iid", sized(edKey, 32), sized(xKey, 32));
var idOfKeys = (keys) => identityId(publicKey(keys.edSeed), x25519Public(keys.xSecret));
var encodeCard = (card) => cat(u8(1), sized(card.edKey, 32), sized(card.xKey, 32), u64(card.created), sized(card.signature, SIGNATURE));
function readCard(reader) {
	reader.fixed();
	return { edKey: reader.raw(32), xKey: reader.raw(32), created: reader.u64(), signature: reader.raw(SIGNATURE) };
}
var decodeCard = (bytes) => decode(bytes, readCard);
function checkedCard(bytes) {
	const card = decodeCard(bytes);
	needSigned(bytes, card.edKey, "card");
	need(isSealable(card.xKey), "bad-signature", "nothing can be sealed to this card");
	return card;
}
function makeCard(keys) {
	const open2 = { edKey: publicKey(keys.edSeed), xKey: x25519Public(keys.xSecret), created: keys.created };
	const body = cat(u8(1), open2.edKey, open2.xKey, u64(open2.created));
	return { ...open2, signature: sign(keys.edSeed, "card", body) };
}
var boxHead = () => cat(u8(1), u8(1));
var sealIdBox = (keys, rootKey, random2) => cat(boxHead(), seal(rootKey, frame("idbox", idOfKeys(keys)), encodeKeys(keys), random2));
function decodeIdBox(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		reader.fixed();
		sized(bytes, IDBOX);
		return { sealed: reader.rest() };
	});
}
var unsealIdBox = (bytes, rootKey, iid) => decodeKeys(open(rootKey, frame("idbox", sized(iid, 32)), decodeIdBox(bytes).sealed));
var openIdBox = (bytes, rootKey, iid) => needKeysOf(unsealIdBox(bytes, rootKey, iid), iid);
var sealFormer = (former, iid, rootKey, random2) => cat(boxHead(), seal(rootKey, frame("rootbox", sized(iid, 32)), sized(former, 32), random2));
function needKeysOf(keys, iid) {
	if (!equal(idOfKeys(keys), iid)) throw new SealedError("bad-author", "keys of another identity", "mismatch");
	return keys;
}

var Field = class extends Labelled {
	constructor(texts, { label, fill, isOpen = false, hint = "", values = {} }) {
		const input = make("input", {
			id: newId(),
			type: isOpen ? "text" : "password",
			autocomplete: fill,
			autocapitalize: "none",
			spellcheck: "false",
			maxlength: "1000",
			required: ""
		});
		const name = texts.of(label, values);
		const eye = isOpen || !texts.has("show") ? void 0 : button(texts.of("show"), "btn quiet");
		super(input, name, texts.of(hint), eye ? make("div", { class: "flex" }, input, eye) : input);
		this.texts = texts;
		this.eye = eye;
		this.name = name;
		eye?.setAttribute("aria-controls", input.id);
		eye?.addEventListener("click", () => this.show(this.input.type === "password"));
		this.show(false);
	}
	show(isShown) {
		if (!this.eye) return;
		this.input.type = isShown ? "text" : "password";
		this.eye.textContent = this.texts.of(isShown ? "hide" : "show");
		this.eye.append(make("span", { class: "sr", text: `: ${this.name}` }));
	}
	get value() {
		return this.input.value;
	}
	empty() {
		this.input.value = "";
		this.show(false);
	}
	refuse(text) {
		super.refuse(text);
		this.input.select();
	}
};
function nameForBrowser({ name }) {
	const input = make("input", { type: "text", autocomplete: "username", readonly: "", hidden: "" });
	input.value = name;
	return input;
}

async function keepOpen(part2, opened, choice, marker) {
	await part2.unlocked.keep(opened, choice, marker || sessionOfPage().marker);
	document.dispatchEvent(new CustomEvent("pursuance:unlocked"));
	navigator.storage?.persist?.().catch(() => void 0);
}

var notice = (text) => make("div", { class: "notice ok", role: "status", tabindex: "-1" }, make("p", { class: "grow", text }));

var asWritten = (typed) => typed.replace(/[\s-]/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
function twoOf(count) {
	const chosen = new Set();
	while (chosen.size < 2) chosen.add((random(1)[0] ?? 0) % count);
	return [...chosen].sort((a, b) => a - b);
}
var line = (term, description) => [make("dt", { text: term }), make("dd", {}, description)];
function showKit(part2, { name, code, next, save, isOptional = false, isPage = false }) {
	const { texts, place } = part2;
	const groups = code.split("-");
	const address = part2.data("base") || location.origin;
	const title = make(isPage ? "h1" : "h2", { text: texts.of("kit-title"), tabindex: "-1" });
	const list2 = make(
		"dl",
		{},
		...line(texts.of("kit-name"), make("span", { class: "secret", translate: "no", text: name })),
		...line(texts.of("kit-address"), make("span", { class: "secret", translate: "no", text: address })),
		...line(texts.of("kit-code"), make("span", { class: "secret code", translate: "no", text: groups.join(" ") }))
	);
	const print = button(texts.of("kit-print"), "btn primary");
	const prove = button(texts.of("kit-prove"));
	const row = make("div", { class: "flex" }, print, prove);
	const shown = make("div", { class: "stack" }, make("p", { text: texts.of("kit-about") }), list2, row);
	const section = make("section", { class: "card stack kit" }, title, shown);
	const done = () => {
		const said = notice(texts.of("kept"));
		const link = make("a", { class: "btn primary", href: next, text: texts.of("kit-done") });
		section.replaceChildren(title, said, make("div", { class: "flex" }, link));
		said.focus();
	};
	const back = () => {
		section.replaceChildren(title, shown);
		title.focus();
	};
	print.addEventListener("click", () => window.print());
	prove.addEventListener("click", () => {
		const { form, begin } = proof(part2, groups, { save, done, back });
		section.replaceChildren(title, form);
		begin();
	});
	if (isOptional && texts.has("kit-later")) row.append(make("a", { class: "btn quiet", href: next, text: texts.of("kit-later") }));
	place.replaceChildren(section);
	title.focus();
}
function proof(part2, groups, { save, done, back }) {
	const numbers = twoOf(groups.length);
	const asked = numbers.map((at) => new Field(part2.texts, { label: "group", values: { number: at + 1 }, fill: "off", isOpen: true }));
	const again = button(part2.texts.of("kit-back"));
	again.addEventListener("click", back);
	const { form } = part2.form({
		content: [make("p", { text: part2.texts.of("kit-which") }), ...asked.map(({ element }) => element)],
		button: "kit-check",
		beside: [again],
		fields: Object.fromEntries(asked.map((field, at) => [String(at), field])),
		act: async () => {
			const wrong = asked.findIndex(({ value }, at) => asWritten(value) !== groups[numbers[at] ?? 0]);
			if (wrong >= 0) throw new Trouble("kit-wrong", { field: String(wrong) });
			await save?.();
			done();
		}
	});
	return { form, begin: () => asked[0]?.input.focus() };
}

var pathOf = (path, otherwise = "/") => /^\/(?![/\\])/.test(path) ? path : otherwise;

var DEFAULT_PARAMETERS = { m: 65536, t: 3, p: 1 };
var LEAST = { m: 19456, t: 2 };
var MOST = { m: 262144, t: 10 };
var LEAST_LETTERS = 14;
function checkParameters(asked, seen) {
	const least = { m: Math.max(LEAST.m, seen?.m ?? 0), t: Math.max(LEAST.t, seen?.t ?? 0) };
	need(asked.m >= least.m && asked.t >= least.t && asked.p === 1, "weak-parameters");
	need(asked.m <= MOST.m && asked.t <= MOST.t, "weak-parameters", "more than a device can do");
}
function passphraseBytes(passphrase) {
	const normal = passphrase.normalize("NFKC");
	need([...normal].length >= LEAST_LETTERS, "weak-passphrase", `fewer than ${LEAST_LETTERS} letters`);
	return utf8(normal);
}
async function stretch(passphrase, salt, parameters, argon2) {
	checkParameters(parameters);
	return argon2(passphraseBytes(passphrase), salt, parameters);
}

var USERNAME = /^[a-z0-9_.-]{1,64}$/;
var REALM = /^[a-z0-9._:[\]-]{1,261}$/;
function nameParts({ realm, username }) {
	need(USERNAME.test(username), "bad-fields", "username");
	need(REALM.test(realm), "bad-fields", "realm");
	return [v16(utf8(realm)), v16(utf8(username))];
}
var accountSalt = (name, ksalt) => hash("kdf-salt", ...nameParts(name), sized(ksalt, 16)).slice(0, 16);
var masterKey = ({ m, t, p, ksalt, ...name }, passphrase, argon2) => stretch(passphrase, accountSalt(name, ksalt), { m, t, p }, argon2);
function accountKeys(master) {
	return { authKey: derive(master, "auth"), wrapKey: derive(master, "wrap") };
}
var authVerifier = (authKey) => hash("auth-verifier", sized(authKey, 32));

var LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
var GROUP = 4;
var recoveryCheck = (secret) => hash("rec-check", sized(secret, 32)).slice(0, 2);
function recoveryKeys(secret) {
	return { wrapKey: derive(secret, "recovery-wrap"), authKey: derive(secret, "recovery-auth") };
}
function toRecoveryText(secret) {
	const bits = Array.from(cat(u8(1), secret, recoveryCheck(secret)), (byte) => byte.toString(2).padStart(8, "0")).join("");
	const letters = (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five, 2)]).join("");
	return (letters.match(new RegExp(`.{${GROUP}}`, "g")) ?? []).join("-");
}

var WRAPPED = NONCE + 32 + OVERHEAD;
function encodeSlotHead(head) {
	const begin = cat(u8(1), u8(head.kind));
	switch (head.kind) {
		case 1:
			return cat(begin, u32(head.m), u32(head.t), u8(head.p), sized(head.ksalt, 16));
		case 2:
			return begin;
		case 3:
			return cat(begin, v8(head.credential));
	}
}
var encodeSlot = (slot) => cat(encodeSlotHead(slot.head), sized(slot.sealed, WRAPPED));
function decodeSlot(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		const head = readHead(reader.u8(), reader);
		return { head, sealed: reader.raw(WRAPPED) };
	});
}
function readHead(kind, reader) {
	if (kind === 1) return { kind, m: reader.u32(), t: reader.u32(), p: reader.u8(), ksalt: reader.raw(16) };
	if (kind === 2) return { kind };
	if (kind === 3) return { kind, credential: reader.v8() };
	throw unreadable("unknown-value", `slot ${kind}`);
}
var slotAad = (head, name) => frame("slot", ...nameParts(name), encodeSlotHead(head));
var sealSlot = (head, name, slotKey, rootKey, random2) => encodeSlot({ head, sealed: seal(slotKey, slotAad(head, name), sized(rootKey, 32), random2) });
function openSlot(bytes, name, slotKey) {
	const { head, sealed } = decodeSlot(bytes);
	return open(slotKey, slotAad(head, name), sealed);
}

var WRONG = "problem-wrong-key";
async function readStretching(device, name, answer2) {
	const parameters = { m: numberOf(answer2, "m"), t: numberOf(answer2, "t"), p: numberOf(answer2, "p") };
	orElse("weak-parameters", () => checkParameters(parameters));
	const seen = await device.pins.of(name);
	orElse("changed-parameters", () => checkParameters(parameters, seen));
	const ksalt = bytesOf(answer2, "ksalt");
	needThat(ksalt.length === 16, "failed");
	return { ...parameters, ksalt };
}
async function loginKeys(device, name, stretching, passphrase) {
	orElse(WRONG, () => passphraseBytes(passphrase));
	return accountKeys(await masterKey({ ...name, ...stretching }, passphrase, device.argon2));
}
function openIdentity(answer2, name, rootKey) {
	const [card, idbox] = [bytesOf(answer2, "card"), bytesOf(answer2, "idbox")];
	const formerBoxes = formerIn(answer2);
	return orElse("bad-keys", () => {
		const iid = idOfCard(checkedCard(card));
		const keys = openIdBox(idbox, rootKey, iid);
		return { name, rootKey, keys, iid, card, idbox, formerBoxes, former: openFormers(formerBoxes, rootKey) };
	});
}
function formerIn({ former }) {
	const all = Array.isArray(former) ? former : [];
	return all.map((one) => {
		const box = Object(one);
		return { card: bytesOf(box, "card"), idbox: bytesOf(box, "idbox"), rootbox: bytesOf(box, "rootbox") };
	});
}
function nameOf(device, answer2) {
	needThat(textOf(answer2, "realm") === device.realm, "wrong-realm");
	return { realm: device.realm, username: textOf(answer2, "name") };
}
function openFirst(answer2, name, { m, t, p, ksalt }, wrapKey, otherwise) {
	const slot = bytesOf(answer2, "slot");
	orElse("bad-keys", () => {
		const { head } = decodeSlot(slot);
		const isThat = head.kind === 1 && head.m === m && head.t === t && head.p === p && equal(head.ksalt, ksalt);
		needThat(isThat, "bad-keys");
	});
	return orElse(otherwise, () => openSlot(slot, name, wrapKey));
}
async function openOwn(device, username, passphrase) {
	const answer2 = await device.ask("GET", "/api/v1/account/keys");
	const name = nameOf(device, answer2);
	needThat(name.username === username, "bad-keys");
	const stretching = await readStretching(device, name, answer2);
	const { authKey, wrapKey } = await loginKeys(device, name, stretching, passphrase);
	const rootKey = openFirst(answer2, name, stretching, wrapKey, WRONG);
	const opened = openIdentity(answer2, name, rootKey);
	await device.pins.note(name, stretching);
	return { opened, authKey, marker: maybeText(answer2, "marker") };
}

async function passphraseSlot(device, name, passphrase, rootKey) {
	const seen = await device.pins.of(name);
	const parameters = {
		m: Math.max(DEFAULT_PARAMETERS.m, seen?.m ?? 0),
		t: Math.max(DEFAULT_PARAMETERS.t, seen?.t ?? 0),
		p: DEFAULT_PARAMETERS.p
	};
	const stretching = { ...parameters, ksalt: device.random(16) };
	const { authKey, wrapKey } = accountKeys(await masterKey({ ...name, ...stretching }, passphrase, device.argon2));
	const slot = sealSlot({ kind: 1, ...stretching }, name, wrapKey, rootKey, device.random);
	return { slot, verifier: authVerifier(authKey), noted: () => device.pins.note(name, parameters) };
}
function recoverySlot(device, name, rootKey) {
	const secret = device.random(32);
	const { wrapKey, authKey } = recoveryKeys(secret);
	return {
		code: toRecoveryText(secret),
		slot: sealSlot({ kind: 2 }, name, wrapKey, rootKey, device.random),
		verifier: authVerifier(authKey)
	};
}
async function newIdentity(device, name, passphrase) {
	const [keys, rootKey] = [newKeys(device.now(), device.random), device.random(32)];
	const [card, idbox] = [encodeCard(makeCard(keys)), sealIdBox(keys, rootKey, device.random)];
	const first = await passphraseSlot(device, name, passphrase, rootKey);
	const recovery = recoverySlot(device, name, rootKey);
	const opened = { name, rootKey, keys, iid: idOfKeys2(keys), card, idbox, formerBoxes: [], former: [] };
	const sent = {
		verifier: first.verifier,
		slot: first.slot,
		recovery_slot: recovery.slot,
		recovery_verifier: recovery.verifier,
		idbox,
		card
	};
	return { opened, sent, code: recovery.code, noted: first.noted };
}
async function newKeysFor(device, username, passphrase) {
	const { opened: before, authKey } = await openOwn(device, username, passphrase);
	const { opened: made, sent, code, noted } = await newIdentity(device, { realm: device.realm, username }, passphrase);
	const rootbox = sealFormer(before.rootKey, before.iid, made.rootKey, device.random);
	const formerBoxes = [{ card: before.card, idbox: before.idbox, rootbox }, ...before.formerBoxes];
	const opened = { ...made, formerBoxes, former: [before, ...before.former] };
	const save = async () => {
		try {
			await device.ask("POST", "/api/v1/account/replacement", { auth_key: authKey, ...sent, rootbox });
		} catch (error) {
			if (!await isOfNow(device, made.card)) throw error;
		}
		await noted();
	};
	return { opened, code, save };
}
async function isOfNow(device, card) {
	try {
		return equal(bytesOf(await device.ask("GET", "/api/v1/account/keys"), "card"), card);
	} catch (error) {
		if (error instanceof Trouble) return false;
		throw error;
	}
}

var introduce = async (...given) => (await lent.logWriter()).introduce(...given);

var moveSeat = async (...given) => (await lent.logWriter()).moveSeat(...given);
var part = async (...given) => (await lent.logWriter()).part(...given);

var [ASKED, ANSWER] = ["pvk1", "pvk2"];
var toPlaceAsked = ({ pid, old, admin }) => toCode(ASKED, cat(u8(1), sized(pid, 32), sized(old, 32), sized(admin, 32)));
function fromPlaceAsked(text) {
	return decode(fromCode(ASKED, text), (reader) => {
		reader.fixed();
		return { pid: reader.raw(32), old: reader.raw(32), admin: reader.raw(32) };
	});
}
function answerPlace({ pid, old }, keys) {
	const signature = sign(keys.edSeed, "rekey", pid, old);
	return toCode(ANSWER, cat(u8(1), sized(pid, 32), sized(old, 32), encodeCard(makeCard(keys)), signature));
}
function fromPlaceAnswer(text) {
	const answer2 = decode(fromCode(ANSWER, text), (reader) => {
		reader.fixed();
		const [pid, old] = [reader.raw(32), reader.raw(32)];
		return { pid, old, card: encodeCard(readCard(reader)), signature: reader.raw(SIGNATURE) };
	});
	const card = checkedCard(answer2.card);
	needSignature(answer2.signature, card.edKey, "rekey", answer2.pid, answer2.old);
	return { ...answer2, iid: idOfCard(card) };
}

var toInteger = (bytes) => bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
var safetyHash = (iid, other) => hash("safety", list(equal(iid, other) ? [sized(iid, 32)] : [sized(iid, 32), sized(other, 32)]));
var safetyNumber = (iid, other) => (toInteger(safetyHash(iid, other)) % 10n ** 60n).toString().padStart(60, "0");

var Choice = class {
	constructor(texts, label, options, value) {
		const id = newId();
		this.input = make("select", { id });
		for (const [one, key] of options) this.input.append(make("option", { value: String(one), text: texts.of(key) }));
		if (value !== void 0) this.input.value = value;
		this.element = make("div", { class: "field" }, make("label", { for: id, text: texts.of(label) }), this.input);
	}
	get value() {
		return this.input.value;
	}
};

function copyable(texts, { label, hint }, value, kind) {
	const field = new Input(texts, { label, hint });
	field.input.removeAttribute("maxlength");
	field.input.readOnly = true;
	field.input.value = value;
	const copy = button(texts.of("copy"), kind);
	const said = make("p", { class: "small mute", role: "status" });
	copy.addEventListener("click", async () => {
		field.input.select();
		try {
			await navigator.clipboard.writeText(value);
			said.textContent = texts.of("copied");
		} catch {
		}
	});
	return [field.element, make("div", { class: "flex" }, copy, said)];
}

var GROUPS = /.{5}/g;
var oneOf = (group, id) => called(group, id) ?? `${id.slice(0, 8)}…`;
var bare = (text) => text.replace(/\s/g, "");
var numberOf2 = (iid, other) => make("p", { class: "secret code", translate: "no", text: safetyNumber(iid, other).match(GROUPS)?.join(" ") ?? "" });
async function beginGiving(part2, session) {
	const group = await session.ready;
	if (group.lies.isFrozen || group.role < ROLE.admin || !group.isReadable) return;
	const who = new Choice(part2.texts, "place-who", []);
	const { form } = part2.form({
		content: [who.element],
		button: "place-begin",
		fields: {},
		act: async () => {
			if (who.value !== "") ask(part2, session, group, who.value);
		}
	});
	let shown = "";
	session.hear(() => {
		const others = [...group.state.members.keys()].filter((id) => id !== toHex(group.me.iid));
		const now = others.map((id) => `${id} ${oneOf(group, id)}`).join("\n");
		if (now === shown) return;
		shown = now;
		const before = who.value;
		who.input.replaceChildren(...others.map((id) => make("option", { value: id, text: oneOf(group, id) })));
		if (others.includes(before)) who.input.value = before;
	});
	group.lies.hear(() => {
		if (group.lies.isFrozen) part2.place.replaceChildren();
	});
	part2.place.replaceChildren(form);
}
function ask(part2, session, group, id) {
	const { texts } = part2;
	const name = called(group, id, texts);
	const code = toPlaceAsked({ pid: group.pid, old: fromHex(id), admin: group.me.iid });
	const address = `${location.origin}${pathOf(part2.data("here"), "/me/key")}#${code}`;
	const typed = new Input(texts, { label: "place-answer", hint: "place-answer-hint", kind: "text", isRequired: true });
	const about = make("p", { text: texts.of("place-about", { name }) });
	const { form } = part2.form({
		content: [about, ...copyable(texts, { label: "place-link", hint: "place-link-hint" }, address), typed.element],
		button: "place-check",
		fields: { "place-bad": typed, "place-other": typed, "place-member": typed },
		act: async () => compare2(part2, session, group, name, answerTo(group, id, typed.value))
	});
	part2.place.replaceChildren(form);
	typed.input.focus();
}
function answerTo({ pid, state }, id, typed) {
	const answer2 = orElse("place-bad", () => fromPlaceAnswer(bare(typed)));
	needThat(equal(answer2.pid, pid) && toHex(answer2.old) === id, "place-other");
	needThat(!state.members.has(toHex(answer2.iid)), "place-member");
	return answer2;
}
async function replaceKey(group, { old, card, signature }) {
	const payload = (
		{ type: 10, old, card, signature }
	);
	await part(group, () => group.state.members.has(toHex(old)) ? [payload] : []);
}
function compare2(part2, session, group, name, answer2) {
	const { texts } = part2;
	const { form, send } = part2.form({
		content: [make("p", { text: texts.of("place-compare", { name }) }), numberOf2(group.me.iid, answer2.iid), make("p", { text: texts.of("place-then", { name }) })],
		button: "place-now",
		fields: {},
		act: async () => {
			await replaceKey(group, answer2);
			const said = notice(texts.of("place-done", { name }));
			part2.place.replaceChildren(said);
			said.focus();
			session.show();
		}
	});
	send.dataset.writes = "";
	part2.place.replaceChildren(form);
}
function beginTaking(part2) {
	if (!part2.isHere() || part2.name === "") return;
	const field = new Input(part2.texts, { label: "take-place-code", hint: "take-place-code-hint", isRequired: true });
	field.input.maxLength = 1e3;
	const here = location.hash.slice(1);
	if (here.startsWith("pvk1.")) field.input.value = here;
	const { form } = part2.form({
		content: [field.element],
		button: "take-place",
		fields: { "take-place-bad": field },
		act: async () => {
			const text = bare(field.value);
			const asked = orElse("take-place-bad", () => fromPlaceAsked(text.slice(text.indexOf("#") + 1)));
			part2.place.replaceChildren();
			answer(part2, asked).catch((error) => part2.place.replaceChildren(alert(part2.texts.about(toTrouble(error)))));
		}
	});
	part2.place.replaceChildren(form);
}
async function answer(part2, asked) {
	const { texts } = part2;
	const opened = await openedHere(part2);
	if (!opened) return;
	needThat(!equal(opened.iid, asked.old), "take-place-own");
	const text = answerPlace(asked, opened.keys);
	const about = make("p", { text: texts.of("take-place-number") });
	part2.place.replaceChildren(
		...copyable(texts, { label: "take-place-answer", hint: "take-place-answer-hint" }, text),
		about,
		numberOf2(opened.iid, asked.admin)
	);
}

var HEX = /^[0-9a-f]{64}$/;
async function placesOf(ask2) {
	const [keys, { pursuances }] = [await ask2("GET", "/api/v1/account/keys"), await ask2("GET", "/api/v1/account/pursuances")];
	const iid = toHex(orElse("failed", () => idOfCard(decodeCard2(bytesOf(keys, "card")))));
	needThat(Array.isArray(pursuances), "failed");
	const places = pursuances.map((one) => {
		const place = Object(one);
		const found = { slug: textOf(place, "slug"), pid: textOf(place, "pid"), iid: textOf(place, "iid") };
		needThat(HEX.test(found.pid) && HEX.test(found.iid), "failed");
		return found;
	});
	return { iid, places, left: places.filter((place) => place.iid !== iid) };
}
async function goOver(device, place, opened, begins = () => void 0) {
	needThat([opened, ...opened.former].some(({ iid }) => toHex(iid) === place.iid), "replace-gone");
	const group = new Group(device, place, opened);
	await group.load();
	const pinned = new Pinned(group);
	const known = await pinned.read();
	await group.alone(async () => {
		await group.syncLog();
		pinned.check(known);
		needThat(!group.lies.isFrozen, "frozen");
		await group.syncSeals();
		begins(nameOf2(group));
		needThat(group.isMember, "no-member");
		needThat(group.isReadable, "waiting-for-key");
		await moveSeat(group);
	});
	await introduce(group, "");
}
function nameOf2(group) {
	const bytes = group.textOf(group.objects.get(OTYPE.pursuance, new Uint8Array(16)), "name");
	return bytes ? fromUtf8(bytes) : group.slug;
}
async function beginReplace(part2, localStore, session) {
	if (session) await beginGiving(part2, session);
	else if (part2.data("of") === "place") beginTaking(part2);
	else await beginOwn(part2, localStore);
}
async function beginOwn(part2, localStore) {
	if (!part2.isHere() || part2.name === "") return;
	const { iid, places, left } = await placesOf(part2.device.ask);
	const kept = await part2.unlocked.of({ viewer: part2.name, marker: document.body.dataset.session ?? "" });
	if (kept && toHex(kept.iid) !== iid) await part2.unlocked.lock();
	if (left.length === 0) {
		part2.place.replaceChildren(formOf(part2));
		return;
	}
	const said = make("p", { role: "status", text: part2.texts.of("replace-left", { count: left.length, number: places.length }) });
	part2.element.prepend(said);
	const opened = await openedHere(part2);
	if (opened) await goOn(part2, localStore, left, opened, said);
}
async function goOn(part2, localStore, left, opened, said) {
	const { texts, device } = part2;
	const { ask: ask2, random: random2, now } = device;
	const missed = [];
	for (const place of left) {
		let name = place.slug;
		try {
			await goOver({ ask: ask2, random: random2, now, localStore }, place, opened, (known) => {
				name = known;
				said.textContent = texts.of("replace-going", { name });
			});
		} catch (error) {
			if (!(error instanceof Trouble)) console.error(error);
			missed.push(alert(`${name}: ${texts.about(toTrouble(error))}`));
		}
	}
	said.remove();
	const done = notice(texts.of(missed.length > 0 ? "replace-but" : "replace-done"));
	part2.place.replaceChildren(...missed, done, formOf(part2));
}
function formOf(part2) {
	const secret = new Field(part2.texts, { label: "passphrase", fill: "current-password" });
	const { form } = part2.form({
		content: [nameForBrowser(part2), secret.element],
		button: "replace",
		fields: { "problem-wrong-key": secret },
		act: async () => {
			const { opened, code, save } = await newKeysFor(part2.device, part2.name, secret.value);
			secret.empty();
			const here = pathOf(part2.data("here"), "/me/key");
			const count = async () => {
				await save();
				await keepOpen(part2, opened, "hours", "");
				location.assign(here);
			};
			showKit(part2, { name: part2.name, code, save: count, next: here });
		}
	});
	return form;
}
return {
	beginReplace,
	goOver,
	placesOf
};
};
