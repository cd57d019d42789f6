// Made by sealed/js/build.mjs from src/page/views/unlock.js: do not edit.
export default (lent) => {
var { button, make, newId, Labelled, canKeep, sessionOfPage, cat, equal, sized, utf8, SealedError, need, unreadable, derive, frame, hash, u32, u64, u8, v16, v8, NONCE, OVERHEAD, open, decode, SIGNATURE, needSigned, publicKey, sign, isSealable, x25519Public, idOfCard, openFormers, bytesOf, maybeText, numberOf, textOf, needThat, orElse } = lent;
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

function choiceOfKeeping(part) {
	const id = newId();
	const select = make("select", { id });
	for (const value of canKeep() ? ["hours", "signout", "page"] : ["page"]) {
		select.append(make("option", { value, text: part.texts.of(`keep-${value}`) }));
	}
	const element = make("div", { class: "field" }, make("label", { for: id, text: part.texts.of("keep-legend") }), select);
	const chosen = () => (
		select.value
	);
	return { element, chosen };
}
async function keepOpen(part, opened, choice, marker) {
	await part.unlocked.keep(opened, choice, marker || sessionOfPage().marker);
	document.dispatchEvent(new CustomEvent("pursuance:unlocked"));
	navigator.storage?.persist?.().catch(() => void 0);
}

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

var KEYS = 73;
var CARD = KEYS + SIGNATURE;
var IDBOX = 2 + NONCE + KEYS + OVERHEAD;
var ROOTBOX = 2 + NONCE + 32 + OVERHEAD;
function readKeys(reader) {
	reader.fixed();
	return { edSeed: reader.raw(32), xSecret: reader.raw(32), created: reader.u64() };
}
var decodeKeys = (bytes) => decode(bytes, readKeys);
var identityId = (edKey, xKey) => hash("iid", sized(edKey, 32), sized(xKey, 32));
var idOfKeys = (keys) => identityId(publicKey(keys.edSeed), x25519Public(keys.xSecret));
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
function needKeysOf(keys, iid) {
	if (!equal(idOfKeys(keys), iid)) throw new SealedError("bad-author", "keys of another identity", "mismatch");
	return keys;
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
function openSlot(bytes, name, slotKey) {
	const { head, sealed } = decodeSlot(bytes);
	return open(slotKey, slotAad(head, name), sealed);
}

var WRONG = "problem-wrong-key";
async function readStretching(device, name, answer) {
	const parameters = { m: numberOf(answer, "m"), t: numberOf(answer, "t"), p: numberOf(answer, "p") };
	orElse("weak-parameters", () => checkParameters(parameters));
	const seen = await device.pins.of(name);
	orElse("changed-parameters", () => checkParameters(parameters, seen));
	const ksalt = bytesOf(answer, "ksalt");
	needThat(ksalt.length === 16, "failed");
	return { ...parameters, ksalt };
}
async function loginKeys(device, name, stretching, passphrase) {
	orElse(WRONG, () => passphraseBytes(passphrase));
	return accountKeys(await masterKey({ ...name, ...stretching }, passphrase, device.argon2));
}
function openIdentity(answer, name, rootKey) {
	const [card, idbox] = [bytesOf(answer, "card"), bytesOf(answer, "idbox")];
	const formerBoxes = formerIn(answer);
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
function nameOf(device, answer) {
	needThat(textOf(answer, "realm") === device.realm, "wrong-realm");
	return { realm: device.realm, username: textOf(answer, "name") };
}
function openFirst(answer, name, { m, t, p, ksalt }, wrapKey, otherwise) {
	const slot = bytesOf(answer, "slot");
	orElse("bad-keys", () => {
		const { head } = decodeSlot(slot);
		const isThat = head.kind === 1 && head.m === m && head.t === t && head.p === p && equal(head.ksalt, ksalt);
		needThat(isThat, "bad-keys");
	});
	return orElse(otherwise, () => openSlot(slot, name, wrapKey));
}
async function openOwn(device, username, passphrase) {
	const answer = await device.ask("GET", "/api/v1/account/keys");
	const name = nameOf(device, answer);
	needThat(name.username === username, "bad-keys");
	const stretching = await readStretching(device, name, answer);
	const { authKey, wrapKey } = await loginKeys(device, name, stretching, passphrase);
	const rootKey = openFirst(answer, name, stretching, wrapKey, WRONG);
	const opened = openIdentity(answer, name, rootKey);
	await device.pins.note(name, stretching);
	return { opened, authKey, marker: maybeText(answer, "marker") };
}

var beginUnlockByFile = async (...given) => (await lent.keyFile()).beginUnlockByFile(...given);

async function beginUnlock(part) {
	if (!part.isHere() || await part.unlocked.of(sessionOfPage())) return;
	const secret = new Field(part.texts, { label: "passphrase", fill: "current-password" });
	const { element, chosen } = choiceOfKeeping(part);
	const byFile = button(part.texts.of("unlock-file"), "btn quiet");
	const { form, sending } = part.form({
		content: [nameForBrowser(part), secret.element, element],
		button: "unlock",
		beside: part.texts.has("unlock-file") ? [byFile] : [],
		fields: { "problem-wrong-key": secret },
		act: async () => {
			const { opened, marker } = await openOwn(part.device, part.name, secret.value);
			secret.empty();
			part.place.replaceChildren();
			await keepOpen(part, opened, chosen(), marker);
		}
	});
	byFile.addEventListener("click", () => void sending.send(async () => beginUnlockByFile(part, () => beginUnlock(part))));
	part.place.replaceChildren(form);
}
return {
	beginUnlock
};
};
