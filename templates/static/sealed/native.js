// Made by sealed/js/build.mjs from src/page/group/native.js: do not edit.
export default (lent) => {
var { fromHex, toHex, utf8, SealedError, frame, NONCE, OVERHEAD, SIGNATURE, noteGood, sign, decodeCard, idOfCard, decodePayload, decodeEntry, decodeRevision } = lent;
var KEYS = 73;
var CARD = KEYS + SIGNATURE;
var IDBOX = 2 + NONCE + KEYS + OVERHEAD;
var ROOTBOX = 2 + NONCE + 32 + OVERHEAD;

var ALGORITHM = "Ed25519";
var KEY = "ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c";
var R = "d9d87e5230ccd94e998e33c3f1c6581bad88169d1df3f71b160bf479f95c843e";
var GOOD = `${R}83d0dc37c12809d7ed5040924fafa67129dbdd18163560ac997b941a86c3f204`;
var BAD = [
	`${R}70a4d294db8b1b2fc4ed37352ea9858629dbdd18163560ac997b941a86c3f214`,
	"1dd960b291c53514fece1341fc0dcd8a648b3934c2c533666f737a654ff1e1bfc7fde82a0f3272c3e7c915361b935763d8b7ea539db39dae4a631da58d45e601"
];
var whole = (bytes) => new Uint8Array(bytes);
var imported = (key) => crypto.subtle.importKey("raw", whole(key), ALGORITHM, false, ["verify"]);
var verified = (key, message, signature) => crypto.subtle.verify(ALGORITHM, key, whole(signature), whole(message));
async function isRight() {
	try {
		const key = await imported(fromHex(KEY));
		const says = (signature) => verified(key, utf8("a message"), fromHex(signature));
		return await says(GOOD) && !(await Promise.all(BAD.map(says))).includes(true);
	} catch {
		return false;
	}
}
var right;
async function verifyAhead(all) {
	right ??= isRight();
	if (!await right) return;
	const keys = new Map();
	const one = async ({ key, label, bytes }) => {
		const id = toHex(key);
		const known = keys.get(id) ?? imported(key);
		keys.set(id, known);
		const end = bytes.length - SIGNATURE;
		const [message, signature] = [frame(label, bytes.slice(0, end)), bytes.slice(end)];
		if (await verified(await known, message, signature)) noteGood(key, message, signature);
	};
	await Promise.allSettled(all.map(one));
}
function readable(read) {
	try {
		return read();
	} catch (error) {
		if (error instanceof SealedError) return [];
		throw error;
	}
}
async function revisionsAhead(state, revisions) {
	const signed = (bytes) => {
		const card = state.cards.get(toHex(decodeRevision(bytes).actor));
		return card ? [{ key: card.edKey, label: "rev", bytes }] : [];
	};
	await verifyAhead(revisions.flatMap((bytes) => readable(() => signed(bytes))));
}
async function entriesAhead(state, entries) {
	const keys = new Map([...state.cards].map(([id, card]) => [id, card.edKey]));
	const signed = (bytes) => {
		const { type, payload, actor } = decodeEntry(bytes);
		const said = decodePayload(type, payload);
		const found = [];
		if ("card" in said) {
			const card = decodeCard(said.card);
			keys.set(toHex(idOfCard(card)), card.edKey);
			found.push({ key: card.edKey, label: "card", bytes: said.card });
		}
		const key = keys.get(toHex(actor));
		return key ? [...found, { key, label: "log", bytes }] : found;
	};
	await verifyAhead(entries.flatMap((bytes) => readable(() => signed(bytes))));
}
return {
	entriesAhead,
	revisionsAhead
};
};
