// Made by sealed/js/build.mjs from src/page/group/sealing.js: do not edit.
export default (lent) => {
var { OVERHEAD, chacha20poly1305, open, ascii, cat, fromHex, sized, zeros, SealedError, need, expander, frame, mac, canonical, isSealable, x25519Public, u16, u8 } = lent;
async function refuseSeals(group, until) {
	const { epoch } = group.state;
	if (group.lies.isFrozen || !group.isMember || group.isReadable || until <= group.refused) return;
	try {
		await group.server.send("seals", [], { unopened: { epoch, until } });
		group.refused = until;
	} catch {
	}
}

var byLibrary = async (...given) => (await lent.ladder()).byLibrary(...given);

var PKCS8 = fromHex("302e020100300506032b656e04220420");
var ALGORITHM = "X25519";
async function byBrowser(secret, other) {
	const { subtle } = crypto;
	const [mine, theirs] = await Promise.all([
		subtle.importKey("pkcs8", cat(PKCS8, secret), ALGORITHM, false, ["deriveBits"]),
		subtle.importKey("raw", canonical(other), ALGORITHM, false, [])
	]);
	return new Uint8Array(await subtle.deriveBits({ name: ALGORITHM, public: theirs }, mine, 256));
}
async function sharedSecret(secret, other, first = byBrowser) {
	need(isSealable(sized(other, 32)), "does-not-open", "a key of small order");
	const found = await first(sized(secret, 32), other).catch(() => void 0);
	return found ?? byLibrary(secret, other);
}

var VERSION = ascii("HPKE-v1");
var KEM = cat(ascii("KEM"), u16(32));
var SUITE = cat(ascii("HPKE"), u16(32), u16(1), u16(3));
var EMPTY = zeros(0);
var NO_SALT = zeros(32);
var extractLabeled = (suite, salt, label, key) => mac(salt, cat(VERSION, suite, ascii(label), key));
var expandLabeled = (suite, key, label, info, length) => expander(key)(cat(u16(length), VERSION, suite, ascii(label), info)).slice(0, length);
function schedule(common, both, info) {
	const kem = expandLabeled(KEM, extractLabeled(KEM, NO_SALT, "eae_prk", common), "shared_secret", both, 32);
	const ids = [extractLabeled(SUITE, NO_SALT, "psk_id_hash", EMPTY), extractLabeled(SUITE, NO_SALT, "info_hash", info)];
	const context = cat(u8(0), ...ids);
	const secret = extractLabeled(SUITE, kem, "secret", EMPTY);
	return {
		key: expandLabeled(SUITE, secret, "key", context, 32),
		nonce: expandLabeled(SUITE, secret, "base_nonce", context, 12)
	};
}
async function hpkeSeal(to, info, aad, text, random) {
	const secret = sized(random(32), 32);
	const enc = x25519Public(secret);
	const { key, nonce } = schedule(await sharedSecret(secret, to), cat(enc, to), info);
	return { enc, ct: new Uint8Array(chacha20poly1305(key, nonce, aad).encrypt(text)) };
}
async function hpkeOpen(secret, enc, info, aad, ct) {
	if (ct.length < OVERHEAD) throw new SealedError("does-not-open", "shorter than an empty text");
	const { key, nonce } = schedule(await sharedSecret(secret, enc), cat(enc, x25519Public(secret)), info);
	try {
		return new Uint8Array(chacha20poly1305(key, nonce, aad).decrypt(ct));
	} catch {
		throw new SealedError("does-not-open");
	}
}
return {
	hpkeOpen,
	hpkeSeal,
	refuseSeals
};
};
