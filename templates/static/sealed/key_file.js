// Made by sealed/js/build.mjs from src/page/group/key_file.js: do not edit.
export default (lent) => {
var { button, make, newId, ascii, cat, equal, fromBase64, sized, toHex, utf8, NONCE, OVERHEAD, open, seal, SealedError, need, needRead, derive, frame, hash, decode, SIGNATURE, needSigned, publicKey, sign, counted, str, u32, u64, u8, isSealable, x25519Public, idOfCard, idOfKeys: idOfKeys2, bytesOf, maybeText, textOf, Trouble, needThat, orElse, seqOf, canKeep, sessionOfPage, Labelled, browserLocalStore } = lent;
var KEYS = 73;
var CARD = KEYS + SIGNATURE;
var IDBOX = 2 + NONCE + KEYS + OVERHEAD;
var ROOTBOX = 2 + NONCE + 32 + OVERHEAD;
var encodeKeys = (keys) => cat(u8(1), sized(keys.edSeed, 32), sized(keys.xSecret, 32), u64(keys.created));
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
var boxHead = () => cat(u8(1), u8(1));
var sealIdBox = (keys, rootKey, random) => cat(boxHead(), seal(rootKey, frame("idbox", idOfKeys(keys)), encodeKeys(keys), random));

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

var MAGIC = ascii("PIDX");
var BEGIN = "-----BEGIN PURSUANCE IDENTITY-----";
var END = "-----END PURSUANCE IDENTITY-----";
var LEAST2 = NONCE + OVERHEAD + 1 + KEYS + 4;
var encodeExportHead = ({ m, t, p, salt }) => cat(MAGIC, u8(1), u8(1), u32(m), u32(t), u8(p), sized(salt, 16));
function decodeExport(bytes) {
	return decode(bytes, (reader) => {
		reader.magic(MAGIC);
		reader.fixed();
		reader.fixed();
		const head = { m: reader.u32(), t: reader.u32(), p: reader.u8(), salt: reader.raw(16) };
		needRead(reader.left >= LEAST2, "length", "export");
		return { head, sealed: reader.rest() };
	});
}
function readKept(reader) {
	return {
		pid: reader.raw(32),
		baseUrl: reader.str(),
		headSeq: reader.u64(),
		headHash: reader.raw(32),
		secrets: reader.counted(() => ({ epoch: reader.u32(), es: reader.raw(32) }))
	};
}
function decodeExported(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		return { keys: decodeKeys(reader.raw(KEYS)), handle: reader.str(), pursuances: reader.counted(() => readKept(reader)) };
	});
}
async function openExport(bytes, passphrase, argon2) {
	const { head, sealed } = decodeExport(bytes);
	const key = derive(await stretch(passphrase, head.salt, { m: head.m, t: head.t, p: head.p }, argon2), "export");
	return decodeExported(open(key, frame("export", encodeExportHead(head)), sealed));
}
function fromArmor(text) {
	const all = text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
	if (!all.startsWith(BEGIN) || !all.endsWith(END) || all.length < BEGIN.length + END.length) {
		throw new SealedError("bad-code", "no exported identity", "unknown-value");
	}
	return fromBase64(all.slice(BEGIN.length, -END.length).replace(/[\t\n\f\r ]/g, ""));
}

var rootOfFile = ({ edSeed }) => derive(edSeed, "file-root");

var ownKey = (id, iid) => `own/${id}/${toHex(iid)}`;
var aadOf = (pid, iid) => frame("device-secrets", pid, iid);
function sealSecrets(pid, { rootKey, iid }, secrets, random) {
	const each = [...secrets].map(([epoch, es]) => cat(u32(epoch), es));
	const text = cat(Uint8Array.of(each.length >> 8, each.length & 255), ...each);
	return seal(derive(rootKey, "device"), aadOf(pid, iid), text, random);
}

var orElseLater = (key, act) => act().catch(
	(error) => orElse(key, () => {
		throw error;
	})
);

var WRAPPED = NONCE + 32 + OVERHEAD;

function nameOf(device, answer) {
	needThat(textOf(answer, "realm") === device.realm, "wrong-realm");
	return { realm: device.realm, username: textOf(answer, "name") };
}

async function takeSeen(device, localStore, owner, pursuances) {
	for (const { pid, headSeq, headHash, secrets } of pursuances) {
		const id = toHex(pid);
		const epochs = secrets.map(({ epoch }) => epoch);
		const pins = { at: 0, pins: { pid, headSeq, headHash, epoch: Math.max(0, ...epochs) } };
		await localStore.put([{ key: `pins/${id}/${toHex(owner.iid)}`, value: pins }], (mine, former) => seqOf(mine) > seqOf(former));
		const own = { sealsAfter: 0, secrets: sealSecrets(pid, owner, secrets.map(({ epoch, es }) => [epoch, es]), device.random) };
		await localStore.put([{ key: ownKey(id, owner.iid), value: own }], () => false);
	}
}
async function openFile(device, localStore, text, passphrase, ask) {
	const bytes = orElse("file-none", () => fromArmor(text));
	const { keys, pursuances } = await orElseLater("file-wrong", () => openExport(bytes, passphrase, device.argon2));
	const iid = idOfKeys2(keys);
	const answer = await ask(keys);
	const name = nameOf(device, answer);
	const card = bytesOf(answer, "card");
	orElse("bad-keys", () => needThat(equal(idOfCard(checkedCard(card)), iid), "bad-keys"));
	const rootKey = rootOfFile(keys);
	const opened = { name, rootKey, keys, iid, card, idbox: sealIdBox(keys, rootKey, device.random), formerBoxes: [], former: [] };
	await takeSeen(device, localStore, opened, pursuances);
	return { opened, marker: maybeText(answer, "marker") };
}
var openOwnByFile = (device, localStore, text, passphrase) => openFile(device, localStore, text, passphrase, async (keys) => {
	const answer = await device.ask("GET", "/api/v1/account/keys");
	if (!equal(idOfCard(checkedCard(bytesOf(answer, "card"))), idOfKeys2(keys))) throw new Trouble("file-other");
	return answer;
});

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

var MOST2 = 8 * 1024 * 1024;
function formOfFile(part, { label, button: button2, open: open2, then, beside }) {
	const { texts } = part;
	const file = new Labelled(make("input", { id: newId(), type: "file", required: "" }), texts.of("file"));
	const secret = new Field(texts, { label, fill: "off" });
	const { element, chosen } = choiceOfKeeping(part);
	const made = part.form({
		content: [file.element, secret.element, element],
		button: button2,
		beside,
		fields: { "file-none": file, "file-other": file, "problem-wrong-key": file, "file-wrong": secret },
		act: async () => {
			const [one] = file.input.files ?? [];
			needThat(one !== void 0 && one.size <= MOST2, "file-none");
			const { opened, marker } = await open2(part.device, browserLocalStore(), await one.text(), secret.value);
			secret.empty();
			await then(opened, chosen(), marker);
		}
	});
	return { ...made, first: file.input };
}

async function beginUnlockByFile(part, byPassphrase) {
	const { texts, place } = part;
	const back = button(texts.of("unlock-passphrase"), "btn quiet");
	back.addEventListener("click", async () => {
		await byPassphrase();
		const first2 = place.querySelector("input:not([hidden])");
		if (first2 instanceof HTMLElement) first2.focus();
	});
	const { form, first } = formOfFile(part, {
		label: "file-of",
		button: "unlock",
		beside: [back],
		open: openOwnByFile,
		then: async (opened, chosen, marker) => {
			place.replaceChildren();
			await keepOpen(part, opened, chosen, marker);
		}
	});
	place.replaceChildren(form);
	first.focus();
}
return {
	beginUnlockByFile
};
};
