// Made by sealed/js/build.mjs from src/index.js: do not edit.
var __defProp = Object.defineProperty;
var __export = (target, all2) => {
	for (var name in all2)
		__defProp(target, name, { get: all2[name], enumerable: true });
};

var OF_SERVERS = (
	[
		"bad-signature",
		"bad-author",
		"bad-epoch",
		"bad-padding",
		"bad-length",
		"bad-number",
		"bad-fields",
		"does-not-fold",
		"seals-incomplete",
		"too-many",
		"too-large",
		"signature-needed",
		"clear-text-refused",
		"stale-log",
		"stale-revision",
		"stale-epoch",
		"enough-seals"
	]
);
var OF_DEVICES = (
	["does-not-open", "bad-code", "weak-passphrase", "weak-parameters", "no-argon2"]
);
var REASONS = (
	[].concat(OF_SERVERS, OF_DEVICES)
);
var UNREADABLE = (
	{
		truncated: "bad-length",
		"trailing-bytes": "bad-length",
		length: "bad-length",
		"unknown-version": "bad-fields",
		"number-too-great": "bad-number",
		"not-utf-8": "bad-fields",
		"not-in-order": "bad-fields",
		padding: "bad-padding",
		"too-large": "too-large",
		"too-many": "too-many",
		"unknown-value": "bad-fields"
	}
);
var SealedError = class extends Error {
	constructor(reason, detail = "", why = reason) {
		super(detail ? `${reason}: ${detail}` : reason);
		this.name = "SealedError";
		this.reason = reason;
		this.detail = detail;
		this.why = why;
	}
};
function need(holds, reason, detail) {
	if (!holds) throw new SealedError(reason, detail);
}
var unreadable = (why, detail) => new SealedError(UNREADABLE[why], detail, why);
function needRead(holds, why, detail) {
	if (!holds) throw unreadable(why, detail);
}

var ENCODER = new TextEncoder();
var DECODER = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
function cat(...parts2) {
	const whole = new Uint8Array(parts2.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts2) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
function compare(a, b) {
	const shorter = Math.min(a.length, b.length);
	for (let at = 0; at < shorter; at += 1) {
		const difference = (a[at] ?? 0) - (b[at] ?? 0);
		if (difference !== 0) return difference;
	}
	return a.length - b.length;
}
var equal = (a, b) => compare(a, b) === 0;
var isZero = (bytes) => bytes.every((byte) => byte === 0);
var zeros = (length) => new Uint8Array(length);
function sized(bytes, length) {
	needRead(bytes.length === length, "length", `${bytes.length} bytes in place of ${length}`);
	return bytes;
}
var DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
function toHex(bytes) {
	let text = "";
	for (const byte of bytes) text += DIGITS[byte];
	return text;
}
function fromHex(text) {
	need(/^(?:[0-9a-f]{2})*$/.test(text), "bad-code", "no hexadecimal digits");
	const bytes = new Uint8Array(text.length / 2);
	for (let at = 0; at < bytes.length; at += 1) bytes[at] = digit(text, 2 * at) << 4 | digit(text, 2 * at + 1);
	return bytes;
}
function digit(text, at) {
	const code = text.charCodeAt(at);
	return code < 58 ? code - 48 : code - 87;
}
function needCode(holds, detail) {
	if (!holds) throw new SealedError("bad-code", detail, "unknown-value");
}
function toBase64(bytes) {
	let text = "";
	for (const byte of bytes) text += String.fromCharCode(byte);
	return btoa(text);
}
function fromBase64(text) {
	needCode(text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text), "no base64");
	const letters = atob(text);
	const end = text.slice(-4);
	needCode(btoa(atob(end)) === end, "bits over in base64");
	const bytes = new Uint8Array(letters.length);
	for (let at = 0; at < bytes.length; at += 1) bytes[at] = letters.charCodeAt(at);
	return bytes;
}
var toBase64url = (bytes) => toBase64(bytes).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
var nativeBase64 = Reflect.get(Uint8Array, "fromBase64");
function fromBase64url(text) {
	needCode(text.length % 4 !== 1 && /^[A-Za-z0-9_-]*$/.test(text), "no base64url");
	const whole = text + "=".repeat((4 - text.length % 4) % 4);
	if (!nativeBase64) return fromBase64(whole.replace(/-/g, "+").replace(/_/g, "/"));
	try {
		return nativeBase64(whole, { alphabet: "base64url", lastChunkHandling: "strict" });
	} catch {
		throw new SealedError("bad-code", "bits over in base64", "unknown-value");
	}
}
var toCode = (mark, bytes) => `${mark}.${toBase64url(bytes)}`;
function fromCode(mark, text) {
	if (!text.startsWith(`${mark}.`)) throw new SealedError("bad-code", `does not begin with ${mark}.`, "unknown-version");
	return fromBase64url(text.slice(mark.length + 1));
}
function utf8(text) {
	const bytes = ENCODER.encode(text);
	need(!bytes.includes(239) || DECODER.decode(bytes) === text, "bad-fields", "half a letter");
	return bytes;
}
function fromUtf8(bytes) {
	try {
		return DECODER.decode(bytes);
	} catch {
		throw unreadable("not-utf-8");
	}
}
var plain = (text) => text.replace(/[\u202a-\u202e\u2066-\u2069]|(?![\n\t])\p{Cc}/gu, "");
var ascii = (text) => ENCODER.encode(text);

// node_modules/@noble/hashes/utils.js
function isBytes(a) {
	return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var atitle = (title) => title ? `"${title}" ` : "";
function anumber(n, title = "") {
	if (typeof n !== "number")
		throw new TypeError(atitle(title) + "expected number, got " + typeof n);
	if (!Number.isSafeInteger(n) || n < 0)
		throw new RangeError(atitle(title) + "expected integer >= 0, got " + n);
	return n;
}
function abytes(value, length, title = "") {
	if (isBytes(value) && (length === void 0 || value.length === length))
		return value;
	if (length !== void 0)
		anumber(length, "length");
	const bytes = isBytes(value);
	const ofLen = length !== void 0 ? ` of length ${length}` : "";
	const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
	const message = atitle(title) + "expected Uint8Array" + ofLen + ", got " + got;
	if (!bytes)
		throw new TypeError(message);
	throw new RangeError(message);
}
function ahash(h) {
	if (typeof h !== "function" || typeof h.create !== "function")
		throw new TypeError("expected hash wrapped by utils.createHasher");
	anumber(h.outputLen);
	anumber(h.blockLen);
	if (h.outputLen < 1 || h.blockLen < 1)
		throw new Error("hash blockLen / outputLen must be >= 1");
}
var aobject = (value, label) => {
	if (value === null || typeof value !== "object" || Array.isArray(value))
		throw new TypeError((label === "object" ? "" : `"${label}" `) + "expected object, got type=" + typeof value);
};
var aopts = (value, label) => {
	aobject(value, label);
	const proto = Object.getPrototypeOf(value);
	if (proto !== Object.prototype && proto !== null)
		throw new TypeError(`"${label}" expected plain object`);
	if (Object.hasOwn(value, "__proto__"))
		throw new TypeError(`"${label}.__proto__" is not allowed`);
};
function aexists(instance, checkFinished = true) {
	if (instance.destroyed)
		throw new Error("hash was destroyed");
	if (checkFinished && instance.finished)
		throw new Error("digest() was already called");
}
function aoutput(out, instance) {
	abytes(out, void 0, "output");
	const min = instance.outputLen;
	if (!(out.length >= min)) {
		throw new RangeError('"output" expected length >= ' + min);
	}
}
function clean(...arrays) {
	for (let i = 0; i < arrays.length; i++) {
		arrays[i].fill(0);
	}
}
function createView(arr) {
	return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
}
function rotr(word, shift) {
	return word << 32 - shift | word >>> shift;
}
var hasHexBuiltin = (() => (
	typeof Uint8Array.from([]).toHex === "function" && typeof Uint8Array.fromHex === "function"
))();
var hexes = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0"));
function bytesToHex(bytes) {
	abytes(bytes);
	if (hasHexBuiltin)
		return bytes.toHex();
	let hex = "";
	for (let i = 0; i < bytes.length; i++) {
		hex += hexes[bytes[i]];
	}
	return hex;
}
function asciiToBase16(ch) {
	return ch >= 48 && ch <= 57 ? ch - 48 : ch >= 65 && ch <= 70 ? ch - (65 - 10) : ch >= 97 && ch <= 102 ? ch - (97 - 10) : void 0;
}
function hexToBytes(hex) {
	if (typeof hex !== "string")
		throw new TypeError("hex string expected, got " + typeof hex);
	if (hasHexBuiltin) {
		try {
			return Uint8Array.fromHex(hex);
		} catch (error) {
			if (error instanceof SyntaxError)
				throw new RangeError(error.message);
			throw error;
		}
	}
	const hl = hex.length;
	const al = hl / 2;
	if (hl % 2)
		throw new RangeError("hex string expected, got unpadded hex of length " + hl);
	const array = new Uint8Array(al);
	for (let ai = 0, hi = 0; ai < al; ai++, hi += 2) {
		const n1 = asciiToBase16(hex.charCodeAt(hi));
		const n2 = asciiToBase16(hex.charCodeAt(hi + 1));
		if (n1 === void 0 || n2 === void 0) {
			const char = hex[hi] + hex[hi + 1];
			throw new RangeError('hex string expected, got non-hex character "' + char + '" at index ' + hi);
		}
		array[ai] = n1 * 16 + n2;
	}
	return array;
}
function checkOpts(defaults, opts, title = "opts") {
	aopts(defaults, "defaults");
	if (opts !== void 0)
		aopts(opts, title);
	const merged = Object.assign(Object.create(null), defaults, opts);
	return merged;
}
function createHasher(hashCons, info = {}) {
	if (typeof hashCons !== "function")
		throw new TypeError('"hashCons" expected function, got type=' + typeof hashCons);
	info = checkOpts({}, info, "info");
	const hashC = (msg, opts) => hashCons(opts).update(msg).digest();
	const tmp = hashCons(void 0);
	hashC.outputLen = tmp.outputLen;
	hashC.blockLen = tmp.blockLen;
	hashC.canXOF = tmp.canXOF;
	hashC.create = (opts) => hashCons(opts);
	Object.assign(hashC, info);
	return Object.freeze(hashC);
}
function randomBytes(bytesLength = 32) {
	anumber(bytesLength, "bytesLength");
	const cr = typeof globalThis === "object" ? globalThis.crypto : null;
	if (typeof cr?.getRandomValues !== "function")
		throw new Error("crypto.getRandomValues must be defined");
	if (bytesLength > 65536)
		throw new RangeError(`"bytesLength" expected <= 65536, got ${bytesLength}`);
	return cr.getRandomValues(new Uint8Array(bytesLength));
}
var oidNist = (suffix) => ({
	oid: Uint8Array.from([6, 9, 96, 134, 72, 1, 101, 3, 4, 2, suffix])
});

// node_modules/@noble/hashes/hmac.js
var _HMAC = class {
	oHash;
	iHash;
	blockLen;
	outputLen;
	canXOF = false;
	finished = false;
	destroyed = false;
	constructor(hash2, key) {
		ahash(hash2);
		abytes(key, void 0, "key");
		this.iHash = hash2.create();
		if (typeof this.iHash.update !== "function")
			throw new Error("expected Hash instance");
		this.blockLen = this.iHash.blockLen;
		this.outputLen = this.iHash.outputLen;
		const blockLen = this.blockLen;
		const pad2 = new Uint8Array(blockLen);
		pad2.set(key.length > blockLen ? hash2.create().update(key).digest() : key);
		for (let i = 0; i < pad2.length; i++)
			pad2[i] ^= 54;
		this.iHash.update(pad2);
		this.oHash = hash2.create();
		for (let i = 0; i < pad2.length; i++)
			pad2[i] ^= 54 ^ 92;
		this.oHash.update(pad2);
		clean(pad2);
	}
	update(buf) {
		aexists(this);
		this.iHash.update(buf);
		return this;
	}
	digestInto(out) {
		aexists(this);
		aoutput(out, this);
		this.finished = true;
		const buf = out.subarray(0, this.outputLen);
		this.iHash.digestInto(buf);
		this.oHash.update(buf);
		this.oHash.digestInto(buf);
		this.destroy();
	}
	digest() {
		const out = new Uint8Array(this.oHash.outputLen);
		this.digestInto(out);
		return out;
	}
	_cloneInto(to) {
		to ||= Object.create(Object.getPrototypeOf(this), {});
		const { oHash, iHash, finished, destroyed, blockLen, outputLen, canXOF } = this;
		to = to;
		to.finished = finished;
		to.destroyed = destroyed;
		to.blockLen = blockLen;
		to.outputLen = outputLen;
		to.canXOF = canXOF;
		to.oHash = oHash._cloneInto(to.oHash);
		to.iHash = iHash._cloneInto(to.iHash);
		return to;
	}
	clone() {
		return this._cloneInto();
	}
	destroy() {
		this.destroyed = true;
		this.oHash.destroy();
		this.iHash.destroy();
	}
};
var hmac = (() => {
	const hmac_ = ((hash2, key, message) => new _HMAC(hash2, key).update(message).digest());
	hmac_.create = (hash2, key) => new _HMAC(hash2, key);
	return hmac_;
})();

// node_modules/@noble/hashes/_u64.js
var U32_MASK64 = (() => BigInt(2 ** 32 - 1))();
var _32n = BigInt(32);
function fromBig(n, le = false) {
	if (le)
		return { h: Number(n & U32_MASK64), l: Number(n >> _32n & U32_MASK64) };
	return { h: Number(n >> _32n & U32_MASK64) | 0, l: Number(n & U32_MASK64) | 0 };
}
function split(lst, le = false) {
	const len = lst.length;
	let Ah = new Uint32Array(len);
	let Al = new Uint32Array(len);
	for (let i = 0; i < len; i++) {
		const { h, l } = fromBig(lst[i], le);
		[Ah[i], Al[i]] = [h, l];
	}
	return [Ah, Al];
}
var fromNumH = (n) => n / 2 ** 32 | 0;
var fromNumL = (n) => n >>> 0;
function setU64FromNum(view, byteOffset, n, isLE2) {
	const h = fromNumH(n);
	const l = fromNumL(n);
	view.setUint32(byteOffset, isLE2 ? l : h, isLE2);
	view.setUint32(byteOffset + 4, isLE2 ? h : l, isLE2);
}
var shrSH = (h, _l, s) => h >>> s;
var shrSL = (h, l, s) => h << 32 - s | l >>> s;
var rotrSH = (h, l, s) => h >>> s | l << 32 - s;
var rotrSL = (h, l, s) => h << 32 - s | l >>> s;
var rotrBH = (h, l, s) => h << 64 - s | l >>> s - 32;
var rotrBL = (h, l, s) => h >>> s - 32 | l << 64 - s;
function add(Ah, Al, Bh, Bl) {
	const l = (Al >>> 0) + (Bl >>> 0);
	return { h: Ah + Bh + (l / 2 ** 32 | 0) | 0, l: l | 0 };
}
var add3L = (Al, Bl, Cl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0);
var add3H = (low, Ah, Bh, Ch) => Ah + Bh + Ch + (low / 2 ** 32 | 0) | 0;
var add4L = (Al, Bl, Cl, Dl) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0);
var add4H = (low, Ah, Bh, Ch, Dh) => Ah + Bh + Ch + Dh + (low / 2 ** 32 | 0) | 0;
var add5L = (Al, Bl, Cl, Dl, El) => (Al >>> 0) + (Bl >>> 0) + (Cl >>> 0) + (Dl >>> 0) + (El >>> 0);
var add5H = (low, Ah, Bh, Ch, Dh, Eh) => Ah + Bh + Ch + Dh + Eh + (low / 2 ** 32 | 0) | 0;

// node_modules/@noble/hashes/_md.js
function Chi(a, b, c) {
	return a & b ^ ~a & c;
}
function Maj(a, b, c) {
	return a & b ^ a & c ^ b & c;
}
var HashMD = class {
	blockLen;
	outputLen;
	canXOF = false;
	padOffset;
	isLE;
	buffer;
	view;
	finished = false;
	length = 0;
	pos = 0;
	destroyed = false;
	constructor(blockLen, outputLen, padOffset, isLE2) {
		this.blockLen = blockLen;
		this.outputLen = outputLen;
		this.padOffset = padOffset;
		this.isLE = isLE2;
		this.buffer = new Uint8Array(blockLen);
		this.view = createView(this.buffer);
	}
	update(data) {
		aexists(this);
		abytes(data);
		const { view, buffer, blockLen } = this;
		const len = data.length;
		let processed = false;
		for (let pos = 0; pos < len; ) {
			const take = Math.min(blockLen - this.pos, len - pos);
			if (take === blockLen) {
				const dataView = createView(data);
				for (; blockLen <= len - pos; pos += blockLen)
					this.process(dataView, pos);
				processed = true;
				continue;
			}
			buffer.set(pos === 0 && take === len ? data : data.subarray(pos, pos + take), this.pos);
			this.pos += take;
			pos += take;
			if (this.pos === blockLen) {
				this.process(view, 0);
				this.pos = 0;
				processed = true;
			}
		}
		this.length += data.length;
		if (processed)
			this.roundClean();
		return this;
	}
	digestInto(out) {
		aexists(this);
		aoutput(out, this);
		this.finished = true;
		const { buffer, view, blockLen, isLE: isLE2 } = this;
		let { pos } = this;
		buffer[pos++] = 128;
		buffer.fill(0, pos);
		if (this.padOffset > blockLen - pos) {
			this.process(view, 0);
			buffer.fill(0);
		}
		setU64FromNum(view, blockLen - 8, this.length * 8, isLE2);
		this.process(view, 0);
		this.roundClean();
		const oview = out === buffer ? view : createView(out);
		const len = this.outputLen;
		const outLen = len / 4;
		const state = this.get();
		if (len % 4 || outLen > state.length)
			throw new Error("invalid outputLen");
		for (let i = 0; i < outLen; i++)
			oview.setUint32(4 * i, state[i], isLE2);
	}
	digest() {
		const { buffer, outputLen } = this;
		this.digestInto(buffer);
		const res = buffer.slice(0, outputLen);
		this.destroy();
		return res;
	}
	_cloneIntoMeta(to) {
		const { buffer, length, finished, destroyed, pos } = this;
		to.destroyed = destroyed;
		to.finished = finished;
		to.length = length;
		to.pos = pos;
		if (pos)
			to.buffer.set(buffer);
		return to;
	}
	clone() {
		return this._cloneInto();
	}
};
var SHA256_IV = Uint32Array.from([
	1779033703,
	3144134277,
	1013904242,
	2773480762,
	1359893119,
	2600822924,
	528734635,
	1541459225
]);
var SHA512_IV = Uint32Array.from([
	1779033703,
	4089235720,
	3144134277,
	2227873595,
	1013904242,
	4271175723,
	2773480762,
	1595750129,
	1359893119,
	2917565137,
	2600822924,
	725511199,
	528734635,
	4215389547,
	1541459225,
	327033209
]);

// node_modules/@noble/hashes/sha2.js
var SHA256_K = Uint32Array.from([
	1116352408,
	1899447441,
	3049323471,
	3921009573,
	961987163,
	1508970993,
	2453635748,
	2870763221,
	3624381080,
	310598401,
	607225278,
	1426881987,
	1925078388,
	2162078206,
	2614888103,
	3248222580,
	3835390401,
	4022224774,
	264347078,
	604807628,
	770255983,
	1249150122,
	1555081692,
	1996064986,
	2554220882,
	2821834349,
	2952996808,
	3210313671,
	3336571891,
	3584528711,
	113926993,
	338241895,
	666307205,
	773529912,
	1294757372,
	1396182291,
	1695183700,
	1986661051,
	2177026350,
	2456956037,
	2730485921,
	2820302411,
	3259730800,
	3345764771,
	3516065817,
	3600352804,
	4094571909,
	275423344,
	430227734,
	506948616,
	659060556,
	883997877,
	958139571,
	1322822218,
	1537002063,
	1747873779,
	1955562222,
	2024104815,
	2227730452,
	2361852424,
	2428436474,
	2756734187,
	3204031479,
	3329325298
]);
var SHA256_W = new Uint32Array(64);
var SHA2_32B = class extends HashMD {
	A = 0;
	B = 0;
	C = 0;
	D = 0;
	E = 0;
	F = 0;
	G = 0;
	H = 0;
	constructor(outputLen, IV) {
		super(64, outputLen, 8, false);
		this.A = IV[0] | 0;
		this.B = IV[1] | 0;
		this.C = IV[2] | 0;
		this.D = IV[3] | 0;
		this.E = IV[4] | 0;
		this.F = IV[5] | 0;
		this.G = IV[6] | 0;
		this.H = IV[7] | 0;
	}
	get() {
		const { A, B, C, D, E, F, G: G2, H } = this;
		return [A, B, C, D, E, F, G2, H];
	}
	set(A, B, C, D, E, F, G2, H) {
		this.A = A | 0;
		this.B = B | 0;
		this.C = C | 0;
		this.D = D | 0;
		this.E = E | 0;
		this.F = F | 0;
		this.G = G2 | 0;
		this.H = H | 0;
	}
	_cloneInto(to) {
		(to ||= new this.constructor()).set(...this.get());
		return this._cloneIntoMeta(to);
	}
	process(view, offset) {
		for (let i = 0; i < 16; i++, offset += 4)
			SHA256_W[i] = view.getUint32(offset, false);
		for (let i = 16; i < 64; i++) {
			const W15 = SHA256_W[i - 15];
			const W2 = SHA256_W[i - 2];
			const s0 = rotr(W15, 7) ^ rotr(W15, 18) ^ W15 >>> 3;
			const s1 = rotr(W2, 17) ^ rotr(W2, 19) ^ W2 >>> 10;
			SHA256_W[i] = s1 + SHA256_W[i - 7] + s0 + SHA256_W[i - 16] | 0;
		}
		let { A, B, C, D, E, F, G: G2, H } = this;
		for (let i = 0; i < 64; i++) {
			const sigma1 = rotr(E, 6) ^ rotr(E, 11) ^ rotr(E, 25);
			const T1 = H + sigma1 + Chi(E, F, G2) + SHA256_K[i] + SHA256_W[i] | 0;
			const sigma0 = rotr(A, 2) ^ rotr(A, 13) ^ rotr(A, 22);
			const T2 = sigma0 + Maj(A, B, C) | 0;
			H = G2;
			G2 = F;
			F = E;
			E = D + T1 | 0;
			D = C;
			C = B;
			B = A;
			A = T1 + T2 | 0;
		}
		A = A + this.A | 0;
		B = B + this.B | 0;
		C = C + this.C | 0;
		D = D + this.D | 0;
		E = E + this.E | 0;
		F = F + this.F | 0;
		G2 = G2 + this.G | 0;
		H = H + this.H | 0;
		this.set(A, B, C, D, E, F, G2, H);
	}
	roundClean() {
		clean(SHA256_W);
	}
	destroy() {
		this.destroyed = true;
		this.set(0, 0, 0, 0, 0, 0, 0, 0);
		clean(this.buffer);
	}
};
var _SHA256 = class extends SHA2_32B {
	constructor() {
		super(32, SHA256_IV);
	}
};
var K512 = (() => split([
	"0x428a2f98d728ae22",
	"0x7137449123ef65cd",
	"0xb5c0fbcfec4d3b2f",
	"0xe9b5dba58189dbbc",
	"0x3956c25bf348b538",
	"0x59f111f1b605d019",
	"0x923f82a4af194f9b",
	"0xab1c5ed5da6d8118",
	"0xd807aa98a3030242",
	"0x12835b0145706fbe",
	"0x243185be4ee4b28c",
	"0x550c7dc3d5ffb4e2",
	"0x72be5d74f27b896f",
	"0x80deb1fe3b1696b1",
	"0x9bdc06a725c71235",
	"0xc19bf174cf692694",
	"0xe49b69c19ef14ad2",
	"0xefbe4786384f25e3",
	"0x0fc19dc68b8cd5b5",
	"0x240ca1cc77ac9c65",
	"0x2de92c6f592b0275",
	"0x4a7484aa6ea6e483",
	"0x5cb0a9dcbd41fbd4",
	"0x76f988da831153b5",
	"0x983e5152ee66dfab",
	"0xa831c66d2db43210",
	"0xb00327c898fb213f",
	"0xbf597fc7beef0ee4",
	"0xc6e00bf33da88fc2",
	"0xd5a79147930aa725",
	"0x06ca6351e003826f",
	"0x142929670a0e6e70",
	"0x27b70a8546d22ffc",
	"0x2e1b21385c26c926",
	"0x4d2c6dfc5ac42aed",
	"0x53380d139d95b3df",
	"0x650a73548baf63de",
	"0x766a0abb3c77b2a8",
	"0x81c2c92e47edaee6",
	"0x92722c851482353b",
	"0xa2bfe8a14cf10364",
	"0xa81a664bbc423001",
	"0xc24b8b70d0f89791",
	"0xc76c51a30654be30",
	"0xd192e819d6ef5218",
	"0xd69906245565a910",
	"0xf40e35855771202a",
	"0x106aa07032bbd1b8",
	"0x19a4c116b8d2d0c8",
	"0x1e376c085141ab53",
	"0x2748774cdf8eeb99",
	"0x34b0bcb5e19b48a8",
	"0x391c0cb3c5c95a63",
	"0x4ed8aa4ae3418acb",
	"0x5b9cca4f7763e373",
	"0x682e6ff3d6b2b8a3",
	"0x748f82ee5defb2fc",
	"0x78a5636f43172f60",
	"0x84c87814a1f0ab72",
	"0x8cc702081a6439ec",
	"0x90befffa23631e28",
	"0xa4506cebde82bde9",
	"0xbef9a3f7b2c67915",
	"0xc67178f2e372532b",
	"0xca273eceea26619c",
	"0xd186b8c721c0c207",
	"0xeada7dd6cde0eb1e",
	"0xf57d4f7fee6ed178",
	"0x06f067aa72176fba",
	"0x0a637dc5a2c898a6",
	"0x113f9804bef90dae",
	"0x1b710b35131c471b",
	"0x28db77f523047d84",
	"0x32caab7b40c72493",
	"0x3c9ebe0a15c9bebc",
	"0x431d67c49c100d4c",
	"0x4cc5d4becb3e42b6",
	"0x597f299cfc657e2a",
	"0x5fcb6fab3ad6faec",
	"0x6c44198c4a475817"
].map((n) => BigInt(n))))();
var SHA512_Kh = (() => K512[0])();
var SHA512_Kl = (() => K512[1])();
var SHA512_W_H = new Uint32Array(80);
var SHA512_W_L = new Uint32Array(80);
var SHA2_64B = class extends HashMD {
	Ah = 0;
	Al = 0;
	Bh = 0;
	Bl = 0;
	Ch = 0;
	Cl = 0;
	Dh = 0;
	Dl = 0;
	Eh = 0;
	El = 0;
	Fh = 0;
	Fl = 0;
	Gh = 0;
	Gl = 0;
	Hh = 0;
	Hl = 0;
	constructor(outputLen, IV) {
		super(128, outputLen, 16, false);
		this.Ah = IV[0] | 0;
		this.Al = IV[1] | 0;
		this.Bh = IV[2] | 0;
		this.Bl = IV[3] | 0;
		this.Ch = IV[4] | 0;
		this.Cl = IV[5] | 0;
		this.Dh = IV[6] | 0;
		this.Dl = IV[7] | 0;
		this.Eh = IV[8] | 0;
		this.El = IV[9] | 0;
		this.Fh = IV[10] | 0;
		this.Fl = IV[11] | 0;
		this.Gh = IV[12] | 0;
		this.Gl = IV[13] | 0;
		this.Hh = IV[14] | 0;
		this.Hl = IV[15] | 0;
	}
	get() {
		const { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
		return [Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl];
	}
	set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl) {
		this.Ah = Ah | 0;
		this.Al = Al | 0;
		this.Bh = Bh | 0;
		this.Bl = Bl | 0;
		this.Ch = Ch | 0;
		this.Cl = Cl | 0;
		this.Dh = Dh | 0;
		this.Dl = Dl | 0;
		this.Eh = Eh | 0;
		this.El = El | 0;
		this.Fh = Fh | 0;
		this.Fl = Fl | 0;
		this.Gh = Gh | 0;
		this.Gl = Gl | 0;
		this.Hh = Hh | 0;
		this.Hl = Hl | 0;
	}
	_cloneInto(to) {
		(to ||= new this.constructor()).set(...this.get());
		return this._cloneIntoMeta(to);
	}
	process(view, offset) {
		for (let i = 0; i < 16; i++, offset += 4) {
			SHA512_W_H[i] = view.getUint32(offset);
			SHA512_W_L[i] = view.getUint32(offset += 4);
		}
		for (let i = 16; i < 80; i++) {
			const W15h = SHA512_W_H[i - 15] | 0;
			const W15l = SHA512_W_L[i - 15] | 0;
			const s0h = rotrSH(W15h, W15l, 1) ^ rotrSH(W15h, W15l, 8) ^ shrSH(W15h, W15l, 7);
			const s0l = rotrSL(W15h, W15l, 1) ^ rotrSL(W15h, W15l, 8) ^ shrSL(W15h, W15l, 7);
			const W2h = SHA512_W_H[i - 2] | 0;
			const W2l = SHA512_W_L[i - 2] | 0;
			const s1h = rotrSH(W2h, W2l, 19) ^ rotrBH(W2h, W2l, 61) ^ shrSH(W2h, W2l, 6);
			const s1l = rotrSL(W2h, W2l, 19) ^ rotrBL(W2h, W2l, 61) ^ shrSL(W2h, W2l, 6);
			const SUMl = add4L(s0l, s1l, SHA512_W_L[i - 7], SHA512_W_L[i - 16]);
			const SUMh = add4H(SUMl, s0h, s1h, SHA512_W_H[i - 7], SHA512_W_H[i - 16]);
			SHA512_W_H[i] = SUMh | 0;
			SHA512_W_L[i] = SUMl | 0;
		}
		let { Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl } = this;
		for (let i = 0; i < 80; i++) {
			const sigma1h = rotrSH(Eh, El, 14) ^ rotrSH(Eh, El, 18) ^ rotrBH(Eh, El, 41);
			const sigma1l = rotrSL(Eh, El, 14) ^ rotrSL(Eh, El, 18) ^ rotrBL(Eh, El, 41);
			const CHIh = Eh & Fh ^ ~Eh & Gh;
			const CHIl = El & Fl ^ ~El & Gl;
			const T1ll = add5L(Hl, sigma1l, CHIl, SHA512_Kl[i], SHA512_W_L[i]);
			const T1h = add5H(T1ll, Hh, sigma1h, CHIh, SHA512_Kh[i], SHA512_W_H[i]);
			const T1l = T1ll | 0;
			const sigma0h = rotrSH(Ah, Al, 28) ^ rotrBH(Ah, Al, 34) ^ rotrBH(Ah, Al, 39);
			const sigma0l = rotrSL(Ah, Al, 28) ^ rotrBL(Ah, Al, 34) ^ rotrBL(Ah, Al, 39);
			const MAJh = Ah & Bh ^ Ah & Ch ^ Bh & Ch;
			const MAJl = Al & Bl ^ Al & Cl ^ Bl & Cl;
			Hh = Gh | 0;
			Hl = Gl | 0;
			Gh = Fh | 0;
			Gl = Fl | 0;
			Fh = Eh | 0;
			Fl = El | 0;
			({ h: Eh, l: El } = add(Dh | 0, Dl | 0, T1h | 0, T1l | 0));
			Dh = Ch | 0;
			Dl = Cl | 0;
			Ch = Bh | 0;
			Cl = Bl | 0;
			Bh = Ah | 0;
			Bl = Al | 0;
			const All = add3L(T1l, sigma0l, MAJl);
			Ah = add3H(All, T1h, sigma0h, MAJh);
			Al = All | 0;
		}
		({ h: Ah, l: Al } = add(this.Ah | 0, this.Al | 0, Ah | 0, Al | 0));
		({ h: Bh, l: Bl } = add(this.Bh | 0, this.Bl | 0, Bh | 0, Bl | 0));
		({ h: Ch, l: Cl } = add(this.Ch | 0, this.Cl | 0, Ch | 0, Cl | 0));
		({ h: Dh, l: Dl } = add(this.Dh | 0, this.Dl | 0, Dh | 0, Dl | 0));
		({ h: Eh, l: El } = add(this.Eh | 0, this.El | 0, Eh | 0, El | 0));
		({ h: Fh, l: Fl } = add(this.Fh | 0, this.Fl | 0, Fh | 0, Fl | 0));
		({ h: Gh, l: Gl } = add(this.Gh | 0, this.Gl | 0, Gh | 0, Gl | 0));
		({ h: Hh, l: Hl } = add(this.Hh | 0, this.Hl | 0, Hh | 0, Hl | 0));
		this.set(Ah, Al, Bh, Bl, Ch, Cl, Dh, Dl, Eh, El, Fh, Fl, Gh, Gl, Hh, Hl);
	}
	roundClean() {
		clean(SHA512_W_H, SHA512_W_L);
	}
	destroy() {
		this.destroyed = true;
		clean(this.buffer);
		this.set(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
	}
};
var _SHA512 = class extends SHA2_64B {
	constructor() {
		super(64, SHA512_IV);
	}
};
var sha256 = createHasher(
	() => new _SHA256(),
	oidNist(1)
);
var sha512 = createHasher(
	() => new _SHA512(),
	oidNist(3)
);

var writer_exports = {};
__export(writer_exports, {
	MOST: () => MOST,
	counted: () => counted,
	list: () => list,
	needRising: () => needRising,
	str: () => str,
	u16: () => u16,
	u32: () => u32,
	u64: () => u64,
	u8: () => u8,
	v16: () => v16,
	v32: () => v32,
	v8: () => v8
});
var MOST = Number.MAX_SAFE_INTEGER;
var TWO_32 = 2 ** 32;
var check = (value, most) => need(Number.isInteger(value) && value >= 0 && value <= most, "bad-number", String(value));
function u8(value) {
	check(value, 255);
	return Uint8Array.of(value);
}
function u16(value) {
	check(value, 65535);
	return Uint8Array.of(value >> 8, value & 255);
}
function u32(value) {
	check(value, TWO_32 - 1);
	return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
function u64(value) {
	check(value, MOST);
	return cat(u32(Math.floor(value / TWO_32)), u32(value % TWO_32));
}
function v8(bytes) {
	need(bytes.length <= 255, "too-large");
	return cat(u8(bytes.length), bytes);
}
function v16(bytes) {
	need(bytes.length <= 65535, "too-large");
	return cat(u16(bytes.length), bytes);
}
var v32 = (bytes) => cat(u32(bytes.length), bytes);
var str = (text) => v16(utf8(text));
function counted(items) {
	need(items.length <= 65535, "too-many");
	return cat(u16(items.length), ...items);
}
function list(items) {
	const sorted = [...items].sort(compare);
	needRising(sorted);
	return counted(sorted);
}
function needRising(items) {
	items.forEach((item, at) => {
		const before = items[at - 1];
		needRead(!before || compare(before, item) < 0, "not-in-order", "a list is not sorted, or holds one twice");
	});
}

var heads = new Map();
function headOf(label) {
	const head = heads.get(label) ?? v8(ascii(`pv1/${label}`));
	heads.set(label, head);
	return head;
}
var frame = (label, ...parts2) => cat(headOf(label), ...parts2);
var sha = (bytes) => new Uint8Array(sha256(bytes));
var mac = (key, bytes) => new Uint8Array(hmac(sha256, sized(key, 32), bytes));
var hash = (label, ...parts2) => sha(frame(label, ...parts2));
var FIRST = Uint8Array.of(1);
function expander(key) {
	const keyed = hmac.create(sha256, sized(key, 32));
	const work = keyed.clone();
	return (info) => new Uint8Array(keyed._cloneInto(work).update(info).update(FIRST).digest());
}
var derive = (key, label, ...parts2) => expander(key)(frame(label, ...parts2));

var Reader = class {
	#bytes;
	#at = 0;
	constructor(bytes) {
		this.#bytes = bytes;
	}
	get at() {
		return this.#at;
	}
	get left() {
		return this.#bytes.length - this.#at;
	}
	raw(length) {
		needRead(length <= this.left, "truncated");
		this.#at += length;
		return this.#bytes.slice(this.#at - length, this.#at);
	}
	rest() {
		return this.raw(this.left);
	}
	#number(length) {
		needRead(length <= this.left, "truncated");
		let value = 0;
		for (const end = this.#at + length; this.#at < end; this.#at += 1) value = value * 256 + (this.#bytes[this.#at] ?? 0);
		return value;
	}
	u8() {
		return this.#number(1);
	}
	u16() {
		return this.#number(2);
	}
	u32() {
		return this.#number(4);
	}
	u64() {
		const value = this.#number(8);
		needRead(value <= MOST, "number-too-great", "greater than 2^53-1");
		return value;
	}
	fixed(value = 1, why = "unknown-version") {
		const found = this.u8();
		needRead(found === value, why, `${found} in place of ${value}`);
	}
	upTo(most) {
		const found = this.u8();
		needRead(found <= most, "unknown-value", `${found}, and ${most} at most`);
		return found;
	}
	v8() {
		return this.raw(this.u8());
	}
	v16() {
		return this.raw(this.u16());
	}
	v32() {
		return this.raw(this.u32());
	}
	str() {
		return fromUtf8(this.v16());
	}
	magic(letters) {
		needRead(equal(this.raw(letters.length), letters), "unknown-value", "another file");
	}
	counted(read2, most = 65535) {
		const count = this.u16();
		needRead(count <= most, "too-many", `${count}, and ${most} at most`);
		const items = [];
		for (let at = 0; at < count; at += 1) items.push(read2());
		return items;
	}
	list(size, most) {
		const items = this.counted(() => this.raw(size), most);
		needRising(items);
		return items;
	}
	end() {
		needRead(this.left === 0, "trailing-bytes", `${this.left} bytes are left over`);
	}
};
function decode(bytes, read2) {
	const reader = new Reader(bytes);
	const value = read2(reader);
	reader.end();
	return value;
}

// node_modules/@noble/ciphers/utils.js
function isBytes2(a) {
	return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && "BYTES_PER_ELEMENT" in a && a.BYTES_PER_ELEMENT === 1;
}
var atitle2 = (title) => title ? `"${title}" ` : "";
function abool(value, title = "") {
	if (typeof value !== "boolean")
		throw new TypeError(atitle2(title) + "expected boolean, got type=" + typeof value);
	return value;
}
function anumber2(n, title = "") {
	if (typeof n !== "number")
		throw new TypeError(atitle2(title) + "expected number, got " + typeof n);
	if (!Number.isSafeInteger(n) || n < 0)
		throw new RangeError(atitle2(title) + "expected integer >= 0, got " + n);
	return n;
}
function abytes2(value, length, title = "") {
	if (isBytes2(value) && (length === void 0 || value.length === length))
		return value;
	if (length !== void 0)
		anumber2(length, "length");
	const bytes = isBytes2(value);
	const ofLen = length !== void 0 ? ` of length ${length}` : "";
	const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
	const message = atitle2(title) + "expected Uint8Array" + ofLen + ", got " + got;
	if (!bytes)
		throw new TypeError(message);
	throw new RangeError(message);
}
var aobject2 = (value, label) => {
	if (value === null || typeof value !== "object" || Array.isArray(value))
		throw new TypeError(label === "object" ? "expected valid options object" : `"${label}" expected object, got type=${typeof value}`);
};
function aexists2(instance, checkFinished = true) {
	if (instance.destroyed)
		throw new Error("hash was destroyed");
	if (checkFinished && instance.finished)
		throw new Error("digest() was already called");
}
function aoutput2(out, instance) {
	abytes2(out, void 0, "output");
	const min = instance.outputLen;
	if (!(out.length >= min)) {
		throw new RangeError('"output" expected length >= ' + min);
	}
}
function u322(arr) {
	return new Uint32Array(arr.buffer, arr.byteOffset, Math.floor(arr.byteLength / 4));
}
function clean2(...arrays) {
	for (let i = 0; i < arrays.length; i++) {
		arrays[i].fill(0);
	}
}
function createView2(arr) {
	return new DataView(arr.buffer, arr.byteOffset, arr.byteLength);
}
var isLE = (() => new Uint8Array(new Uint32Array([287454020]).buffer)[0] === 68)();
function byteSwap(word) {
	return word << 24 & 4278190080 | word << 8 & 16711680 | word >>> 8 & 65280 | word >>> 24 & 255;
}
function byteSwap32(arr) {
	for (let i = 0; i < arr.length; i++) {
		arr[i] = byteSwap(arr[i]);
	}
	return arr;
}
var swap32IfBE = isLE ? (u) => u : byteSwap32;
function overlapBytes(a, b) {
	if (!a.byteLength || !b.byteLength)
		return false;
	return a.buffer === b.buffer && // best we can do, may fail with an obscure Proxy
	a.byteOffset < b.byteOffset + b.byteLength && // a starts before b end
	b.byteOffset < a.byteOffset + a.byteLength;
}
function complexOverlapBytes(input, output) {
	if (overlapBytes(input, output) && input.byteOffset < output.byteOffset)
		throw new Error("complex overlap of input and output is not supported");
}
function checkOpts2(defaults, opts) {
	aobject2(defaults, "defaults");
	aobject2(opts, "opts");
	const merged = Object.assign(defaults, opts);
	return merged;
}
function equalBytes(a, b) {
	a = abytes2(a);
	b = abytes2(b);
	if (a.length !== b.length)
		return false;
	let diff = 0;
	for (let i = 0; i < a.length; i++)
		diff |= a[i] ^ b[i];
	return diff === 0;
}
function wrapMacConstructor(keyLen, macCons, fromMsg) {
	const mac2 = macCons;
	const getArgs = fromMsg || (() => []);
	const macC = (msg, key) => mac2(key, ...getArgs(msg)).update(msg).digest();
	const tmp = mac2(new Uint8Array(keyLen), ...getArgs(new Uint8Array(0)));
	macC.outputLen = tmp.outputLen;
	macC.blockLen = tmp.blockLen;
	macC.create = (key, ...args) => mac2(key, ...args);
	return macC;
}
var wrapCipher = /* @__NO_SIDE_EFFECTS__ */ (params, constructor) => {
	function wrappedCipher(key, ...args) {
		abytes2(key, void 0, "key");
		if (params.nonceLength !== void 0) {
			const nonce = args[0];
			abytes2(nonce, params.varSizeNonce ? void 0 : params.nonceLength, "nonce");
		}
		const tagl = params.tagLength;
		const aadStart = params.nonceLength !== void 0 ? 1 : 0;
		if (!params.withAAD) {
			for (let i = aadStart; i < args.length; i++)
				if (isBytes2(args[i]))
					throw new Error("AAD not supported");
		}
		if (params.withAAD && args[aadStart] !== void 0)
			abytes2(args[aadStart], void 0, "AAD");
		const cipher = constructor(key, ...args);
		const checkOutput = (fnLength, output) => {
			if (output !== void 0) {
				if (fnLength !== 2)
					throw new Error("cipher output not supported");
				abytes2(output, void 0, "output");
			}
		};
		let called = false;
		const wrCipher = {
			encrypt(data, output) {
				if (called)
					throw new Error("cannot encrypt() twice with same key + nonce");
				called = true;
				abytes2(data, void 0, "data");
				checkOutput(cipher.encrypt.length, output);
				return cipher.encrypt(data, output);
			},
			decrypt(data, output) {
				abytes2(data, void 0, "data");
				if (tagl && data.length < tagl)
					throw new Error('"ciphertext" expected length >= tagLength=' + tagl);
				checkOutput(cipher.decrypt.length, output);
				return cipher.decrypt(data, output);
			}
		};
		return wrCipher;
	}
	Object.assign(wrappedCipher, params);
	return wrappedCipher;
};
function getOutput(expectedLength, out, onlyAligned = true) {
	if (out === void 0)
		return new Uint8Array(expectedLength);
	abytes2(out, expectedLength, "output");
	if (onlyAligned && !isAligned32(out))
		throw new Error("invalid output, must be aligned");
	return out;
}
function u64Lengths(dataLength, aadLength, isLE2) {
	anumber2(dataLength);
	anumber2(aadLength);
	abool(isLE2);
	const num = new Uint8Array(16);
	const view = createView2(num);
	view.setBigUint64(0, BigInt(aadLength), isLE2);
	view.setBigUint64(8, BigInt(dataLength), isLE2);
	return num;
}
function isAligned32(bytes) {
	return bytes.byteOffset % 4 === 0;
}
function copyBytes(bytes) {
	return Uint8Array.from(abytes2(bytes));
}

// node_modules/@noble/ciphers/_arx.js
var encodeStr = (str2) => Uint8Array.from(str2.split(""), (c) => c.charCodeAt(0));
var sigma16_32 = (() => swap32IfBE(u322(encodeStr("expand 16-byte k"))))();
var sigma32_32 = (() => swap32IfBE(u322(encodeStr("expand 32-byte k"))))();
function rotl(a, b) {
	return a << b | a >>> 32 - b;
}
var BLOCK_LEN = 64;
var BLOCK_LEN32 = 16;
var MAX_COUNTER = (() => 2 ** 32 - 1)();
var U32_EMPTY = Uint32Array.of();
function runCipher(core, sigma, key, nonce, data, output, counter, rounds) {
	const len = data.length;
	const block = new Uint8Array(BLOCK_LEN);
	const b32 = u322(block);
	const isAligned = isLE && isAligned32(data) && isAligned32(output);
	const d32 = isAligned ? u322(data) : U32_EMPTY;
	const o32 = isAligned ? u322(output) : U32_EMPTY;
	if (!isLE) {
		for (let pos = 0; pos < len; counter++) {
			core(sigma, key, nonce, b32, counter, rounds);
			swap32IfBE(b32);
			if (counter >= MAX_COUNTER)
				throw new Error("arx: counter overflow");
			const take = Math.min(BLOCK_LEN, len - pos);
			for (let j = 0, posj; j < take; j++) {
				posj = pos + j;
				output[posj] = data[posj] ^ block[j];
			}
			pos += take;
		}
		return;
	}
	for (let pos = 0; pos < len; counter++) {
		core(sigma, key, nonce, b32, counter, rounds);
		if (counter >= MAX_COUNTER)
			throw new Error("arx: counter overflow");
		const take = Math.min(BLOCK_LEN, len - pos);
		if (isAligned && take === BLOCK_LEN) {
			const pos32 = pos / 4;
			if (pos % 4 !== 0)
				throw new Error("arx: invalid block position");
			for (let j = 0, posj; j < BLOCK_LEN32; j++) {
				posj = pos32 + j;
				o32[posj] = d32[posj] ^ b32[j];
			}
			pos += BLOCK_LEN;
			continue;
		}
		for (let j = 0, posj; j < take; j++) {
			posj = pos + j;
			output[posj] = data[posj] ^ block[j];
		}
		pos += take;
	}
}
function createCipher(core, opts) {
	const { allowShortKeys, extendNonceFn, counterLength, counterRight, rounds } = checkOpts2({ allowShortKeys: false, counterLength: 8, counterRight: false, rounds: 20 }, opts);
	if (typeof core !== "function")
		throw new Error("core must be a function");
	anumber2(counterLength);
	anumber2(rounds);
	abool(counterRight);
	abool(allowShortKeys);
	return (key, nonce, data, output, counter = 0) => {
		abytes2(key, void 0, "key");
		abytes2(nonce, void 0, "nonce");
		abytes2(data, void 0, "data");
		const len = data.length;
		const hasOutput = output !== void 0;
		output = getOutput(len, output, false);
		if (hasOutput)
			complexOverlapBytes(data, output);
		anumber2(counter);
		if (counter < 0 || counter >= MAX_COUNTER)
			throw new Error("arx: counter overflow");
		const toClean = [];
		let l = key.length;
		let k;
		let sigma;
		if (l === 32) {
			toClean.push(k = copyBytes(key));
			sigma = sigma32_32;
		} else if (l === 16 && allowShortKeys) {
			k = new Uint8Array(32);
			k.set(key);
			k.set(key, 16);
			sigma = sigma16_32;
			toClean.push(k);
		} else {
			abytes2(key, 32, "arx key");
			throw new Error("invalid key size");
		}
		if (!isLE || !isAligned32(nonce))
			toClean.push(nonce = copyBytes(nonce));
		let k32 = u322(k);
		if (extendNonceFn) {
			if (nonce.length !== 24)
				throw new Error("arx: extended nonce must be 24 bytes");
			const n16 = nonce.subarray(0, 16);
			if (isLE)
				extendNonceFn(sigma, k32, u322(n16), k32);
			else {
				const sigmaRaw = swap32IfBE(Uint32Array.from(sigma));
				extendNonceFn(sigmaRaw, k32, u322(n16), k32);
				clean2(sigmaRaw);
				swap32IfBE(k32);
			}
			nonce = nonce.subarray(16);
		} else if (!isLE)
			swap32IfBE(k32);
		const nonceNcLen = 16 - counterLength;
		if (nonceNcLen !== nonce.length)
			throw new Error(`arx: nonce must be ${nonceNcLen} or 16 bytes`);
		if (nonceNcLen !== 12) {
			const nc = new Uint8Array(12);
			nc.set(nonce, counterRight ? 0 : 12 - nonce.length);
			nonce = nc;
			toClean.push(nonce);
		}
		const n32 = swap32IfBE(u322(nonce));
		try {
			runCipher(core, sigma, k32, n32, data, output, counter, rounds);
			return output;
		} finally {
			clean2(...toClean);
		}
	};
}

// node_modules/@noble/ciphers/_poly1305.js
function u8to16(a, i) {
	return a[i++] & 255 | (a[i++] & 255) << 8;
}
var Poly1305 = class {
	blockLen = 16;
	outputLen = 16;
	buffer = new Uint8Array(16);
	r = new Uint16Array(10);
	h = new Uint16Array(10);
	pad = new Uint16Array(8);
	pos = 0;
	finished = false;
	destroyed = false;
	constructor(key) {
		key = copyBytes(abytes2(key, 32, "key"));
		const t0 = u8to16(key, 0);
		const t1 = u8to16(key, 2);
		const t2 = u8to16(key, 4);
		const t3 = u8to16(key, 6);
		const t4 = u8to16(key, 8);
		const t5 = u8to16(key, 10);
		const t6 = u8to16(key, 12);
		const t7 = u8to16(key, 14);
		this.r[0] = t0 & 8191;
		this.r[1] = (t0 >>> 13 | t1 << 3) & 8191;
		this.r[2] = (t1 >>> 10 | t2 << 6) & 7939;
		this.r[3] = (t2 >>> 7 | t3 << 9) & 8191;
		this.r[4] = (t3 >>> 4 | t4 << 12) & 255;
		this.r[5] = t4 >>> 1 & 8190;
		this.r[6] = (t4 >>> 14 | t5 << 2) & 8191;
		this.r[7] = (t5 >>> 11 | t6 << 5) & 8065;
		this.r[8] = (t6 >>> 8 | t7 << 8) & 8191;
		this.r[9] = t7 >>> 5 & 127;
		for (let i = 0; i < 8; i++)
			this.pad[i] = u8to16(key, 16 + 2 * i);
	}
	process(data, offset, isLast = false) {
		const hibit = isLast ? 0 : 1 << 11;
		const { h, r } = this;
		const r0 = r[0];
		const r1 = r[1];
		const r2 = r[2];
		const r3 = r[3];
		const r4 = r[4];
		const r5 = r[5];
		const r6 = r[6];
		const r7 = r[7];
		const r8 = r[8];
		const r9 = r[9];
		const t0 = u8to16(data, offset + 0);
		const t1 = u8to16(data, offset + 2);
		const t2 = u8to16(data, offset + 4);
		const t3 = u8to16(data, offset + 6);
		const t4 = u8to16(data, offset + 8);
		const t5 = u8to16(data, offset + 10);
		const t6 = u8to16(data, offset + 12);
		const t7 = u8to16(data, offset + 14);
		let h0 = h[0] + (t0 & 8191);
		let h1 = h[1] + ((t0 >>> 13 | t1 << 3) & 8191);
		let h2 = h[2] + ((t1 >>> 10 | t2 << 6) & 8191);
		let h3 = h[3] + ((t2 >>> 7 | t3 << 9) & 8191);
		let h4 = h[4] + ((t3 >>> 4 | t4 << 12) & 8191);
		let h5 = h[5] + (t4 >>> 1 & 8191);
		let h6 = h[6] + ((t4 >>> 14 | t5 << 2) & 8191);
		let h7 = h[7] + ((t5 >>> 11 | t6 << 5) & 8191);
		let h8 = h[8] + ((t6 >>> 8 | t7 << 8) & 8191);
		let h9 = h[9] + (t7 >>> 5 | hibit);
		let c = 0;
		let d0 = c + h0 * r0 + h1 * (5 * r9) + h2 * (5 * r8) + h3 * (5 * r7) + h4 * (5 * r6);
		c = d0 >>> 13;
		d0 &= 8191;
		d0 += h5 * (5 * r5) + h6 * (5 * r4) + h7 * (5 * r3) + h8 * (5 * r2) + h9 * (5 * r1);
		c += d0 >>> 13;
		d0 &= 8191;
		let d1 = c + h0 * r1 + h1 * r0 + h2 * (5 * r9) + h3 * (5 * r8) + h4 * (5 * r7);
		c = d1 >>> 13;
		d1 &= 8191;
		d1 += h5 * (5 * r6) + h6 * (5 * r5) + h7 * (5 * r4) + h8 * (5 * r3) + h9 * (5 * r2);
		c += d1 >>> 13;
		d1 &= 8191;
		let d2 = c + h0 * r2 + h1 * r1 + h2 * r0 + h3 * (5 * r9) + h4 * (5 * r8);
		c = d2 >>> 13;
		d2 &= 8191;
		d2 += h5 * (5 * r7) + h6 * (5 * r6) + h7 * (5 * r5) + h8 * (5 * r4) + h9 * (5 * r3);
		c += d2 >>> 13;
		d2 &= 8191;
		let d3 = c + h0 * r3 + h1 * r2 + h2 * r1 + h3 * r0 + h4 * (5 * r9);
		c = d3 >>> 13;
		d3 &= 8191;
		d3 += h5 * (5 * r8) + h6 * (5 * r7) + h7 * (5 * r6) + h8 * (5 * r5) + h9 * (5 * r4);
		c += d3 >>> 13;
		d3 &= 8191;
		let d4 = c + h0 * r4 + h1 * r3 + h2 * r2 + h3 * r1 + h4 * r0;
		c = d4 >>> 13;
		d4 &= 8191;
		d4 += h5 * (5 * r9) + h6 * (5 * r8) + h7 * (5 * r7) + h8 * (5 * r6) + h9 * (5 * r5);
		c += d4 >>> 13;
		d4 &= 8191;
		let d5 = c + h0 * r5 + h1 * r4 + h2 * r3 + h3 * r2 + h4 * r1;
		c = d5 >>> 13;
		d5 &= 8191;
		d5 += h5 * r0 + h6 * (5 * r9) + h7 * (5 * r8) + h8 * (5 * r7) + h9 * (5 * r6);
		c += d5 >>> 13;
		d5 &= 8191;
		let d6 = c + h0 * r6 + h1 * r5 + h2 * r4 + h3 * r3 + h4 * r2;
		c = d6 >>> 13;
		d6 &= 8191;
		d6 += h5 * r1 + h6 * r0 + h7 * (5 * r9) + h8 * (5 * r8) + h9 * (5 * r7);
		c += d6 >>> 13;
		d6 &= 8191;
		let d7 = c + h0 * r7 + h1 * r6 + h2 * r5 + h3 * r4 + h4 * r3;
		c = d7 >>> 13;
		d7 &= 8191;
		d7 += h5 * r2 + h6 * r1 + h7 * r0 + h8 * (5 * r9) + h9 * (5 * r8);
		c += d7 >>> 13;
		d7 &= 8191;
		let d8 = c + h0 * r8 + h1 * r7 + h2 * r6 + h3 * r5 + h4 * r4;
		c = d8 >>> 13;
		d8 &= 8191;
		d8 += h5 * r3 + h6 * r2 + h7 * r1 + h8 * r0 + h9 * (5 * r9);
		c += d8 >>> 13;
		d8 &= 8191;
		let d9 = c + h0 * r9 + h1 * r8 + h2 * r7 + h3 * r6 + h4 * r5;
		c = d9 >>> 13;
		d9 &= 8191;
		d9 += h5 * r4 + h6 * r3 + h7 * r2 + h8 * r1 + h9 * r0;
		c += d9 >>> 13;
		d9 &= 8191;
		c = (c << 2) + c | 0;
		c = c + d0 | 0;
		d0 = c & 8191;
		c = c >>> 13;
		d1 += c;
		h[0] = d0;
		h[1] = d1;
		h[2] = d2;
		h[3] = d3;
		h[4] = d4;
		h[5] = d5;
		h[6] = d6;
		h[7] = d7;
		h[8] = d8;
		h[9] = d9;
	}
	finalize() {
		const { h, pad: pad2 } = this;
		const g = new Uint16Array(10);
		let c = h[1] >>> 13;
		h[1] &= 8191;
		for (let i = 2; i < 10; i++) {
			h[i] += c;
			c = h[i] >>> 13;
			h[i] &= 8191;
		}
		h[0] += c * 5;
		c = h[0] >>> 13;
		h[0] &= 8191;
		h[1] += c;
		c = h[1] >>> 13;
		h[1] &= 8191;
		h[2] += c;
		g[0] = h[0] + 5;
		c = g[0] >>> 13;
		g[0] &= 8191;
		for (let i = 1; i < 10; i++) {
			g[i] = h[i] + c;
			c = g[i] >>> 13;
			g[i] &= 8191;
		}
		g[9] -= 1 << 13;
		let mask = (c ^ 1) - 1;
		for (let i = 0; i < 10; i++)
			g[i] &= mask;
		mask = ~mask;
		for (let i = 0; i < 10; i++)
			h[i] = h[i] & mask | g[i];
		h[0] = (h[0] | h[1] << 13) & 65535;
		h[1] = (h[1] >>> 3 | h[2] << 10) & 65535;
		h[2] = (h[2] >>> 6 | h[3] << 7) & 65535;
		h[3] = (h[3] >>> 9 | h[4] << 4) & 65535;
		h[4] = (h[4] >>> 12 | h[5] << 1 | h[6] << 14) & 65535;
		h[5] = (h[6] >>> 2 | h[7] << 11) & 65535;
		h[6] = (h[7] >>> 5 | h[8] << 8) & 65535;
		h[7] = (h[8] >>> 8 | h[9] << 5) & 65535;
		let f = h[0] + pad2[0];
		h[0] = f & 65535;
		for (let i = 1; i < 8; i++) {
			f = (h[i] + pad2[i] | 0) + (f >>> 16) | 0;
			h[i] = f & 65535;
		}
		clean2(g);
	}
	update(data) {
		aexists2(this);
		abytes2(data);
		data = copyBytes(data);
		const { buffer, blockLen } = this;
		const len = data.length;
		for (let pos = 0; pos < len; ) {
			const take = Math.min(blockLen - this.pos, len - pos);
			if (take === blockLen) {
				for (; blockLen <= len - pos; pos += blockLen)
					this.process(data, pos);
				continue;
			}
			buffer.set(data.subarray(pos, pos + take), this.pos);
			this.pos += take;
			pos += take;
			if (this.pos === blockLen) {
				this.process(buffer, 0, false);
				this.pos = 0;
			}
		}
		return this;
	}
	destroy() {
		this.destroyed = true;
		clean2(this.h, this.r, this.buffer, this.pad);
	}
	digestInto(out) {
		aexists2(this);
		aoutput2(out, this);
		this.finished = true;
		const { buffer, h } = this;
		let { pos } = this;
		if (pos) {
			buffer[pos++] = 1;
			for (; pos < 16; pos++)
				buffer[pos] = 0;
			this.process(buffer, 0, true);
		}
		this.finalize();
		let opos = 0;
		for (let i = 0; i < 8; i++) {
			out[opos++] = h[i] >>> 0;
			out[opos++] = h[i] >>> 8;
		}
	}
	digest() {
		const { buffer, outputLen } = this;
		this.digestInto(buffer);
		const res = buffer.slice(0, outputLen);
		this.destroy();
		return res;
	}
};
var poly1305 = wrapMacConstructor(32, (key) => new Poly1305(key));

// node_modules/@noble/ciphers/chacha.js
function chachaCore(s, k, n, out, cnt, rounds = 20) {
	let y00 = s[0], y01 = s[1], y02 = s[2], y03 = s[3], y04 = k[0], y05 = k[1], y06 = k[2], y07 = k[3], y08 = k[4], y09 = k[5], y10 = k[6], y11 = k[7], y12 = cnt, y13 = n[0], y14 = n[1], y15 = n[2];
	let x00 = y00, x01 = y01, x02 = y02, x03 = y03, x04 = y04, x05 = y05, x06 = y06, x07 = y07, x08 = y08, x09 = y09, x10 = y10, x11 = y11, x12 = y12, x13 = y13, x14 = y14, x15 = y15;
	for (let r = 0; r < rounds; r += 2) {
		x00 = x00 + x04 | 0;
		x12 = rotl(x12 ^ x00, 16);
		x08 = x08 + x12 | 0;
		x04 = rotl(x04 ^ x08, 12);
		x00 = x00 + x04 | 0;
		x12 = rotl(x12 ^ x00, 8);
		x08 = x08 + x12 | 0;
		x04 = rotl(x04 ^ x08, 7);
		x01 = x01 + x05 | 0;
		x13 = rotl(x13 ^ x01, 16);
		x09 = x09 + x13 | 0;
		x05 = rotl(x05 ^ x09, 12);
		x01 = x01 + x05 | 0;
		x13 = rotl(x13 ^ x01, 8);
		x09 = x09 + x13 | 0;
		x05 = rotl(x05 ^ x09, 7);
		x02 = x02 + x06 | 0;
		x14 = rotl(x14 ^ x02, 16);
		x10 = x10 + x14 | 0;
		x06 = rotl(x06 ^ x10, 12);
		x02 = x02 + x06 | 0;
		x14 = rotl(x14 ^ x02, 8);
		x10 = x10 + x14 | 0;
		x06 = rotl(x06 ^ x10, 7);
		x03 = x03 + x07 | 0;
		x15 = rotl(x15 ^ x03, 16);
		x11 = x11 + x15 | 0;
		x07 = rotl(x07 ^ x11, 12);
		x03 = x03 + x07 | 0;
		x15 = rotl(x15 ^ x03, 8);
		x11 = x11 + x15 | 0;
		x07 = rotl(x07 ^ x11, 7);
		x00 = x00 + x05 | 0;
		x15 = rotl(x15 ^ x00, 16);
		x10 = x10 + x15 | 0;
		x05 = rotl(x05 ^ x10, 12);
		x00 = x00 + x05 | 0;
		x15 = rotl(x15 ^ x00, 8);
		x10 = x10 + x15 | 0;
		x05 = rotl(x05 ^ x10, 7);
		x01 = x01 + x06 | 0;
		x12 = rotl(x12 ^ x01, 16);
		x11 = x11 + x12 | 0;
		x06 = rotl(x06 ^ x11, 12);
		x01 = x01 + x06 | 0;
		x12 = rotl(x12 ^ x01, 8);
		x11 = x11 + x12 | 0;
		x06 = rotl(x06 ^ x11, 7);
		x02 = x02 + x07 | 0;
		x13 = rotl(x13 ^ x02, 16);
		x08 = x08 + x13 | 0;
		x07 = rotl(x07 ^ x08, 12);
		x02 = x02 + x07 | 0;
		x13 = rotl(x13 ^ x02, 8);
		x08 = x08 + x13 | 0;
		x07 = rotl(x07 ^ x08, 7);
		x03 = x03 + x04 | 0;
		x14 = rotl(x14 ^ x03, 16);
		x09 = x09 + x14 | 0;
		x04 = rotl(x04 ^ x09, 12);
		x03 = x03 + x04 | 0;
		x14 = rotl(x14 ^ x03, 8);
		x09 = x09 + x14 | 0;
		x04 = rotl(x04 ^ x09, 7);
	}
	let oi = 0;
	out[oi++] = y00 + x00 | 0;
	out[oi++] = y01 + x01 | 0;
	out[oi++] = y02 + x02 | 0;
	out[oi++] = y03 + x03 | 0;
	out[oi++] = y04 + x04 | 0;
	out[oi++] = y05 + x05 | 0;
	out[oi++] = y06 + x06 | 0;
	out[oi++] = y07 + x07 | 0;
	out[oi++] = y08 + x08 | 0;
	out[oi++] = y09 + x09 | 0;
	out[oi++] = y10 + x10 | 0;
	out[oi++] = y11 + x11 | 0;
	out[oi++] = y12 + x12 | 0;
	out[oi++] = y13 + x13 | 0;
	out[oi++] = y14 + x14 | 0;
	out[oi++] = y15 + x15 | 0;
}
function hchacha(s, k, i, out) {
	const s2 = isLE ? s : swap32IfBE(s.slice(0, 4));
	const k2 = isLE ? k : swap32IfBE(k.slice(0, 8));
	const i2 = isLE ? i : swap32IfBE(i.slice(0, 4));
	const t = new Uint32Array(16);
	chachaCore(s2, k2, i2.subarray(1), t, i2[0]);
	let oi = 0;
	out[oi++] = t[0] - s2[0] | 0;
	out[oi++] = t[1] - s2[1] | 0;
	out[oi++] = t[2] - s2[2] | 0;
	out[oi++] = t[3] - s2[3] | 0;
	out[oi++] = t[12] - i2[0] | 0;
	out[oi++] = t[13] - i2[1] | 0;
	out[oi++] = t[14] - i2[2] | 0;
	out[oi++] = t[15] - i2[3] | 0;
	swap32IfBE(out);
	if (!isLE)
		clean2(s2, k2, i2);
	clean2(t);
}
var chacha20 = createCipher(chachaCore, {
	counterRight: false,
	counterLength: 4,
	allowShortKeys: false
});
var xchacha20 = createCipher(chachaCore, {
	counterRight: false,
	counterLength: 8,
	extendNonceFn: hchacha,
	allowShortKeys: false
});
var ZEROS16 = new Uint8Array(16);
var updatePadded = (h, msg) => {
	h.update(msg);
	const leftover = msg.length % 16;
	if (leftover)
		h.update(ZEROS16.subarray(leftover));
};
var ZEROS32 = new Uint8Array(32);
function computeTag(fn, key, nonce, ciphertext, AAD) {
	if (AAD !== void 0)
		abytes2(AAD, void 0, "AAD");
	const authKey = fn(key, nonce, ZEROS32);
	const lengths = u64Lengths(ciphertext.length, AAD ? AAD.length : 0, true);
	const h = poly1305.create(authKey);
	if (AAD)
		updatePadded(h, AAD);
	updatePadded(h, ciphertext);
	h.update(lengths);
	const res = h.digest();
	clean2(authKey, lengths);
	return res;
}
var _poly1305_aead = (xorStream) => (key, nonce, AAD) => {
	const tagLength = 16;
	return {
		encrypt(plaintext, output) {
			const plength = plaintext.length;
			output = getOutput(plength + tagLength, output, false);
			output.set(plaintext);
			const oPlain = output.subarray(0, -tagLength);
			xorStream(key, nonce, oPlain, oPlain, 1);
			const tag = computeTag(xorStream, key, nonce, oPlain, AAD);
			output.set(tag, plength);
			clean2(tag);
			return output;
		},
		decrypt(ciphertext, output) {
			output = getOutput(ciphertext.length - tagLength, output, false);
			const data = ciphertext.subarray(0, -tagLength);
			const passedTag = ciphertext.subarray(-tagLength);
			const tag = computeTag(xorStream, key, nonce, data, AAD);
			if (!equalBytes(passedTag, tag)) {
				clean2(tag);
				throw new Error("invalid tag");
			}
			output.set(ciphertext.subarray(0, -tagLength));
			xorStream(key, nonce, output, output, 1);
			clean2(tag);
			return output;
		}
	};
};
var chacha20poly1305 = wrapCipher(
	{ blockSize: 64, nonceLength: 12, tagLength: 16, withAAD: true },
	_poly1305_aead(chacha20)
);
var xchacha20poly1305 = wrapCipher(
	{ blockSize: 64, nonceLength: 24, tagLength: 16, withAAD: true },
	_poly1305_aead(xchacha20)
);

var NONCE = 24;
var OVERHEAD = 16;
function seal(key, aad, text, random) {
	const nonce = sized(random(NONCE), NONCE);
	return cat(nonce, sealWith(key, nonce, aad, text));
}
function open(key, aad, sealed) {
	needRead(sealed.length >= NONCE, "truncated", "shorter than a nonce");
	return openWith(key, sealed.slice(0, NONCE), aad, sealed.slice(NONCE));
}
var sealWith = (key, nonce, aad, text) => new Uint8Array(xchacha20poly1305(sized(key, 32), sized(nonce, NONCE), aad).encrypt(text));
function openWith(key, nonce, aad, ciphertext) {
	if (ciphertext.length < OVERHEAD) throw new SealedError("does-not-open", "shorter than an empty text");
	const cipher = xchacha20poly1305(sized(key, 32), sized(nonce, NONCE), aad);
	try {
		return new Uint8Array(cipher.decrypt(ciphertext));
	} catch {
		throw new SealedError("does-not-open");
	}
}
var LEAST_PADDED = 32;
var STEP = 1024;
function paddedLength(length) {
	const least = length + 4;
	if (least > STEP) return Math.ceil(least / STEP) * STEP;
	let padded = LEAST_PADDED;
	while (padded < least) padded *= 2;
	return padded;
}
var isPadded = (length) => length >= LEAST_PADDED && paddedLength(length - 4) === length;
var pad = (text) => cat(v32(text), zeros(paddedLength(text.length) - text.length - 4));
function unpad(padded) {
	needRead(isPadded(padded.length), "padding", `${padded.length} bytes`);
	const reader = new Reader(padded);
	const length = reader.u32();
	needRead(length <= reader.left, "padding", "another length");
	const text = reader.raw(length);
	needRead(isZero(reader.rest()), "padding", "not zero");
	return text;
}

// node_modules/@noble/ed25519/index.js
var freeze = Object.freeze;
var P = 0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffedn;
var N = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;
var _d = 0x52036cee2b6ffe738cc740797779e89800700a4d4141d8ab75eb4dca135978a3n;
var Gx = 0x216936d3cd6e53fec0a4e231fdd6dc5c692cc7609525a7b2c9562d608f25d51an;
var Gy = 0x6666666666666666666666666666666666666666666666666666666666666658n;
var _a = P - 1n;
var ed25519_CURVE = freeze({
	p: P,
	n: N,
	h: 8n,
	a: _a,
	d: _d,
	Gx,
	Gy
});
var LEN = 32;
var isBytes3 = (a) => {
	return a instanceof Uint8Array || ArrayBuffer.isView(a) && a.constructor.name === "Uint8Array" && a.BYTES_PER_ELEMENT === 1;
};
var abytes3 = (value, length, title = "") => {
	if (isBytes3(value) && (length === void 0 || value.length === length))
		return value;
	const bytes = isBytes3(value);
	const ofLen = length !== void 0 ? ` of length ${length}` : "";
	const got = bytes ? `length=${value.length}` : `type=${typeof value}`;
	const message = (title ? `"${title}" ` : "") + "expected Uint8Array" + ofLen + ", got " + got;
	if (!bytes)
		throw new TypeError(message);
	throw new RangeError(message);
};
var snapshotBytes = (value, title = "", length) => Uint8Array.from(abytes3(value, length, title));
var padh = (n, pad2) => n.toString(16).padStart(pad2, "0");
var bytesToHex2 = (bytes) => {
	let hex = "";
	for (const byte of abytes3(bytes))
		hex += padh(byte, 2);
	return hex;
};
var hexToBytes2 = (hex) => {
	const e = "hex invalid";
	if (typeof hex !== "string")
		throw new TypeError(e);
	if (hex.length % 2 || !/^[\da-f]*$/i.test(hex))
		throw new RangeError(e);
	const array = new Uint8Array(hex.length / 2);
	for (let ai = 0, hi = 0; ai < array.length; ai++, hi += 2) {
		const n1 = hex.charCodeAt(hi);
		const n2 = hex.charCodeAt(hi + 1);
		array[ai] = ((n1 & 15) + (n1 >> 6) * 9) * 16 + (n2 & 15) + (n2 >> 6) * 9;
	}
	return array;
};
var concatBytes = (...arrays) => {
	let sum = 0;
	for (const a of arrays)
		sum += abytes3(a).length;
	const res = new Uint8Array(sum);
	let pad2 = 0;
	for (const a of arrays) {
		res.set(a, pad2);
		pad2 += a.length;
	}
	return res;
};
var arange = (n, min, max, msg = "bad number: out of range") => {
	if (typeof n !== "bigint")
		throw new TypeError(msg);
	if (min <= n && n < max)
		return n;
	throw new RangeError(msg);
};
var mod = (a, b = P) => (a %= b) >= 0n ? a : b + a;
var P_MASK = (1n << 255n) - 1n;
var modP = (num) => {
	if (num < 0n)
		throw new RangeError("negative coordinate");
	let r = (num >> 255n) * 19n + (num & P_MASK);
	r = (r >> 255n) * 19n + (r & P_MASK);
	return r % P;
};
var modN = (a) => mod(a, N);
var invert = (number, modulo) => {
	if (number === 0n)
		throw new Error("invert: expected non-zero number");
	if (modulo <= 1n)
		throw new Error("invert: expected modulus > 1, got " + modulo);
	let a = mod(number, modulo);
	let b = modulo;
	let x = 0n, u = 1n;
	while (a !== 0n) {
		const q = b / a;
		const r = b - a * q;
		const m = x - u * q;
		b = a, a = r, x = u, u = m;
	}
	const gcd = b;
	if (gcd !== 1n)
		throw new Error("invert: does not exist");
	return mod(x, modulo);
};
var _hash = (name) => {
	const fn = hashes[name];
	if (typeof fn !== "function")
		throw new Error("hashes." + name + " not set");
	return fn;
};
var callHash = (name, ...m) => abytes3(_hash(name)(concatBytes(...m)), 64, "digest");
var apoint = (p2) => {
	if (p2 instanceof Point)
		return p2;
	throw new TypeError("Point expected");
};
var B256 = 2n ** 256n;
var Point = class _Point {
	static BASE;
	static ZERO;
	X;
	Y;
	Z;
	T;
	constructor(X, Y, Z, T) {
		const max = B256;
		this.X = arange(X, 0n, max);
		this.Y = arange(Y, 0n, max);
		this.Z = arange(Z, 1n, max);
		this.T = arange(T, 0n, max);
		freeze(this);
	}
	static CURVE() {
		return ed25519_CURVE;
	}
	static fromAffine(p2) {
		return new _Point(p2.x, p2.y, 1n, modP(p2.x * p2.y));
	}
	static fromBytes(bytes, zip215 = false) {
		const normed = snapshotBytes(bytes, "point", LEN);
		const lastByte = normed[31];
		normed[31] = lastByte & ~128;
		const y = bytesToNumberLE(normed);
		if (!zip215)
			arange(y, 0n, P);
		const y2 = modP(y * y);
		const u = mod(y2 - 1n);
		const v = modP(_d * y2 + 1n);
		let { isValid, value: x } = uvRatio(u, v);
		if (!isValid)
			throw new Error("bad point: y not sqrt");
		const isLastByteOdd = !!(lastByte & 128);
		if (!zip215 && x === 0n && isLastByteOdd)
			throw new Error("bad point: x==0, isLastByteOdd");
		if (isLastByteOdd !== !!(x & 1n))
			x = mod(-x);
		return new _Point(x, y, 1n, modP(x * y));
	}
	static fromHex(hex, zip215) {
		return _Point.fromBytes(hexToBytes2(hex), zip215);
	}
	get x() {
		return this.toAffine().x;
	}
	get y() {
		return this.toAffine().y;
	}
	assertValidity() {
		const a = _a;
		const d = _d;
		const p2 = this;
		if (p2.is0())
			throw new Error("bad point: ZERO");
		const { X, Y, Z, T } = p2;
		const X2 = modP(X * X);
		const Y2 = modP(Y * Y);
		const Z2 = modP(Z * Z);
		const Z4 = modP(Z2 * Z2);
		const aX2 = modP(X2 * a);
		const left = modP(Z2 * (aX2 + Y2));
		const right = mod(Z4 + modP(d * modP(X2 * Y2)));
		if (left !== right)
			throw new Error("bad point: equation left != right (1)");
		const XY = modP(X * Y);
		const ZT = modP(Z * T);
		if (XY !== ZT)
			throw new Error("bad point: equation left != right (2)");
		return this;
	}
	equals(other) {
		const { X: X1, Y: Y1, Z: Z1 } = this;
		const { X: X2, Y: Y2, Z: Z2 } = apoint(other);
		return modP(X1 * Z2) === modP(X2 * Z1) && modP(Y1 * Z2) === modP(Y2 * Z1);
	}
	is0() {
		return this.equals(I);
	}
	negate() {
		return new _Point(mod(-this.X), this.Y, this.Z, mod(-this.T));
	}
	double() {
		const { X: X1, Y: Y1, Z: Z1 } = this;
		const a = _a;
		const A = modP(X1 * X1);
		const B = modP(Y1 * Y1);
		const C = modP(2n * Z1 * Z1);
		const D = modP(a * A);
		const x1y1 = mod(X1 + Y1);
		const E = mod(modP(x1y1 * x1y1) - A - B);
		const G2 = mod(D + B);
		const F = mod(G2 - C);
		const H = mod(D - B);
		const X3 = modP(E * F);
		const Y3 = modP(G2 * H);
		const T3 = modP(E * H);
		const Z3 = modP(F * G2);
		return new _Point(X3, Y3, Z3, T3);
	}
	add(other) {
		const { X: X1, Y: Y1, Z: Z1, T: T1 } = this;
		const { X: X2, Y: Y2, Z: Z2, T: T2 } = apoint(other);
		const a = _a;
		const d = _d;
		const A = modP(X1 * X2);
		const B = modP(Y1 * Y2);
		const C = modP(modP(T1 * d) * T2);
		const D = modP(Z1 * Z2);
		const E = mod(modP(mod(X1 + Y1) * mod(X2 + Y2)) - A - B);
		const F = mod(D - C);
		const G2 = mod(D + C);
		const H = mod(B - modP(a * A));
		const X3 = modP(E * F);
		const Y3 = modP(G2 * H);
		const T3 = modP(E * H);
		const Z3 = modP(F * G2);
		return new _Point(X3, Y3, Z3, T3);
	}
	subtract(other) {
		return this.add(apoint(other).negate());
	}
	multiply(n, safe = true) {
		if (!safe && n === 0n)
			return I;
		arange(n, 1n, N);
		if (!safe && this.is0())
			return I;
		if (n === 1n)
			return this;
		if (this.equals(G))
			return wNAF(n).p;
		let p2 = I;
		let f = G;
		let d = this;
		for (let i = 0; safe ? i < 256 : n > 0n; i++) {
			if (n & 1n)
				p2 = p2.add(d);
			else if (safe)
				f = f.add(d);
			d = d.double();
			n >>= 1n;
		}
		return p2;
	}
	multiplyUnsafe(scalar) {
		return this.multiply(scalar, false);
	}
	toAffine() {
		const { X, Y, Z } = this;
		if (this.equals(I))
			return { x: 0n, y: 1n };
		const iz = invert(Z, P);
		if (modP(Z * iz) !== 1n)
			throw new Error("invalid inverse");
		return { x: modP(X * iz), y: modP(Y * iz) };
	}
	toBytes() {
		const { x, y } = this.toAffine();
		const b = numTo32bLE(y);
		b[31] |= x & 1n ? 128 : 0;
		return b;
	}
	toHex() {
		return bytesToHex2(this.toBytes());
	}
	clearCofactor() {
		return this.multiply(8n, false);
	}
	isSmallOrder() {
		return this.clearCofactor().is0();
	}
	isTorsionFree() {
		return this.multiply(N / 2n, false).double().add(this).is0();
	}
};
var G = new Point(Gx, Gy, 1n, mod(Gx * Gy));
var I = new Point(0n, 1n, 1n, 0n);
Point.BASE = G;
Point.ZERO = I;
var numTo32bLE = (num) => hexToBytes2(padh(arange(num, 0n, B256), 64)).reverse();
var bytesToNumberLE = (b) => BigInt("0x" + bytesToHex2(Uint8Array.from(abytes3(b)).reverse()));
var pow2 = (x, power) => {
	let r = x;
	while (power-- > 0) {
		r = modP(r * r);
	}
	return r;
};
var pow_2_252_3 = (x) => {
	const x2 = modP(x * x);
	const b2 = modP(x2 * x);
	const b4 = modP(pow2(b2, 2) * b2);
	const b5 = modP(pow2(b4, 1) * x);
	const b10 = modP(pow2(b5, 5) * b5);
	const b20 = modP(pow2(b10, 10) * b10);
	const b40 = modP(pow2(b20, 20) * b20);
	const b80 = modP(pow2(b40, 40) * b40);
	const b160 = modP(pow2(b80, 80) * b80);
	const b240 = modP(pow2(b160, 80) * b80);
	const b250 = modP(pow2(b240, 10) * b10);
	return modP(pow2(b250, 2) * x);
};
var RM1 = 0x2b8324804fc1df0b2b4d00993dfbd7a72f431806ad2fe478c4ee1b274a0ea0b0n;
var uvRatio = (u, v) => {
	const v3 = modP(v * modP(v * v));
	const v7 = modP(modP(v3 * v3) * v);
	const pow = pow_2_252_3(modP(u * v7));
	let x = modP(u * modP(v3 * pow));
	const vx2 = modP(v * modP(x * x));
	const root1 = x;
	const root2 = modP(x * RM1);
	const useRoot1 = vx2 === u;
	const useRoot2 = vx2 === mod(-u);
	const noRoot = vx2 === mod(-u * RM1);
	if (useRoot1)
		x = root1;
	if (useRoot2 || noRoot)
		x = root2;
	if ((mod(x) & 1n) === 1n)
		x = mod(-x);
	return { isValid: useRoot1 || useRoot2, value: x };
};
var modL_LE = (hash2) => modN(bytesToNumberLE(hash2));
var hashedToExtK = (hashed) => {
	const copy = snapshotBytes(hashed);
	const head = copy.slice(0, 32);
	head[0] &= 248;
	head[31] &= 127;
	head[31] |= 64;
	const prefix = copy.slice(32);
	const scalar = modL_LE(head);
	const point = G.multiply(scalar);
	const pointBytes = point.toBytes();
	return { head, prefix, scalar, point, pointBytes };
};
var getExtendedPublicKey = (secretKey) => hashedToExtK(callHash("sha512", abytes3(secretKey, LEN, "secretKey")));
var getPublicKey = (secretKey) => getExtendedPublicKey(secretKey).pointBytes;
var hashFinishSync = (res) => res[1](callHash("sha512", res[0]));
var _sign = (e, rBytes, msg) => {
	const { pointBytes: A, scalar: s } = e;
	const r = modL_LE(rBytes);
	const R = G.multiply(r).toBytes();
	const hashable = concatBytes(R, A, msg);
	const finish = (hashed) => {
		const S = modN(r + modL_LE(hashed) * s);
		return abytes3(concatBytes(R, numTo32bLE(S)), 64);
	};
	return [hashable, finish];
};
var sign = (message, secretKey) => {
	const m = snapshotBytes(message, "message");
	const e = getExtendedPublicKey(secretKey);
	return hashFinishSync(_sign(e, callHash("sha512", e.prefix, m), m));
};
var getZip215 = (options) => {
	if (options === null || typeof options !== "object")
		throw new TypeError("expected valid options object");
	return options.zip215 ?? true;
};
var _verify = (sig, msg, publicKey2, options) => {
	sig = abytes3(sig, 64, "signature");
	msg = abytes3(msg, void 0, "message");
	publicKey2 = abytes3(publicKey2, LEN, "publicKey");
	const zip215 = getZip215(options);
	const r = sig.subarray(0, LEN);
	const s = bytesToNumberLE(sig.subarray(LEN, 64));
	let A, R, SB;
	let hashable = Uint8Array.of();
	let finished = false;
	try {
		A = Point.fromBytes(publicKey2, zip215);
		R = Point.fromBytes(r, zip215);
		SB = G.multiply(s, false);
		hashable = concatBytes(r, publicKey2, msg);
		finished = true;
	} catch (error) {
	}
	const finish = (hashed) => {
		if (!finished)
			return false;
		if (!zip215 && A.isSmallOrder())
			return false;
		const k = modL_LE(hashed);
		const RkA = R.add(A.multiply(k, false));
		return RkA.subtract(SB).clearCofactor().is0();
	};
	return [hashable, finish];
};
var verify = (signature, message, publicKey2, opts = {}) => hashFinishSync(_verify(signature, message, publicKey2, opts));
var hashes = {
	sha512Async: async (message) => {
		const s = globalThis?.crypto?.subtle;
		if (!s)
			throw new Error("crypto.subtle must be defined, consider polyfill");
		return new Uint8Array(await s.digest("SHA-512", concatBytes(message)));
	},
	sha512: void 0
};
var precompute = () => {
	const points = [];
	let p2 = G;
	let b;
	for (let w = 0; w < 33; w++) {
		b = p2;
		points.push(b);
		for (let i = 1; i < 128; i++) {
			b = b.add(p2);
			points.push(b);
		}
		p2 = b.double();
	}
	return points;
};
var Gpows = void 0;
var ctneg = (cnd, p2) => {
	const n = p2.negate();
	return cnd ? n : p2;
};
var wNAF = (n) => {
	const comp = Gpows || (Gpows = precompute());
	let p2 = I;
	let f = G;
	for (let w = 0; w < 33; w++) {
		let wbits = Number(n & 255n);
		n >>= 8n;
		if (wbits > 128) {
			wbits -= 256;
			n += 1n;
		}
		const off = w * 128;
		const offP = off + Math.abs(wbits) - 1;
		const isOddW = w % 2 !== 0;
		const isNeg = wbits < 0;
		if (wbits === 0) {
			f = f.add(ctneg(isOddW, comp[off]));
		} else {
			p2 = p2.add(ctneg(isNeg, comp[offP]));
		}
	}
	if (n !== 0n)
		throw new Error("invalid wnaf");
	return { p: p2, f };
};

var SIGNATURE = 64;
hashes.sha512 = sha512;
var publicKey = (seed) => new Uint8Array(getPublicKey(sized(seed, 32)));
var signRaw = (seed, message) => new Uint8Array(sign(message, sized(seed, 32)));
var known = new Map();
var MOST_KNOWN = 1e3;
function isSoundKey(key) {
	const id = toHex(key);
	const found = known.get(id) ?? isSound(key);
	if (known.size >= MOST_KNOWN) known.clear();
	known.set(id, found);
	return found;
}
function isSound(bytes) {
	try {
		const point = Point.fromBytes(bytes, false);
		return !point.isSmallOrder() && point.isTorsionFree();
	} catch {
		return false;
	}
}
var good = new Set();
var MOST_GOOD = 5e4;
var idOf = (key, message, signature) => toHex(sha(cat(key, signature, message)));
function noteGood(key, message, signature) {
	if (good.size >= MOST_GOOD) good.clear();
	good.add(idOf(key, message, signature));
}
function isPlain(bytes) {
	const [low = 0, ...middle] = bytes.slice(0, 31);
	const high = (bytes[31] ?? 0) & 127;
	const isBeyond = high === 127 && low >= 237 && middle.every((byte) => byte === 255);
	const isOne = high === 0 && low === 1 && middle.every((byte) => byte === 0);
	return !isBeyond && !isOne;
}
function verifyRaw(key, message, signature) {
	if (key.length !== 32 || signature.length !== SIGNATURE || !isSoundKey(key)) return false;
	if (good.size > 0 && isPlain(signature.slice(0, 32)) && good.has(idOf(key, message, signature))) return true;
	if (!isSound(signature.slice(0, 32))) return false;
	try {
		return verify(signature, message, key, { zip215: false });
	} catch {
		return false;
	}
}
var sign2 = (seed, label, ...parts2) => signRaw(seed, frame(label, ...parts2));
function needSignature(signature, key, label, ...parts2) {
	need(verifyRaw(key, frame(label, ...parts2), signature), "bad-signature", label);
}
function needSigned(bytes, key, label) {
	const end = bytes.length - SIGNATURE;
	need(end >= 0, "bad-length", label);
	needSignature(bytes.slice(end), key, label, bytes.slice(0, end));
}

// node_modules/@noble/curves/utils.js
var abytes4 = (value, length, title) => abytes(value, length, title);
var anumber3 = anumber;
function aobject3(value, title = "object") {
	if (value === null || typeof value !== "object" || Array.isArray(value))
		throw new TypeError(title === "object" ? "expected valid options object" : `"${title}" expected object, got type=${typeof value}`);
	return value;
}
var randomBytes3 = (bytesLength) => randomBytes(bytesLength);
var _0n = BigInt(0);
function abignumber(n) {
	if (typeof n === "bigint") {
		if (!isPosBig(n))
			throw new RangeError("positive bigint expected, got " + n);
	} else
		anumber3(n);
	return n;
}
function hexToNumber(hex) {
	if (typeof hex !== "string")
		throw new TypeError("hex string expected, got " + typeof hex);
	return hex === "" ? _0n : BigInt("0x" + hex);
}
function bytesToNumberLE2(bytes) {
	return hexToNumber(bytesToHex(copyBytes2(abytes(bytes)).reverse()));
}
function numberToBytesBE(n, len) {
	anumber(len);
	if (len === 0)
		throw new Error("zero output length is invalid");
	n = abignumber(n);
	const expectedLen = len * 2;
	const hex = n.toString(16);
	if (hex.length > expectedLen)
		throw new RangeError("number is too large");
	return hexToBytes(hex.padStart(expectedLen, "0"));
}
function numberToBytesLE(n, len) {
	return numberToBytesBE(n, len).reverse();
}
function copyBytes2(bytes) {
	return Uint8Array.from(abytes4(bytes));
}
function isPosBig(n) {
	return typeof n === "bigint" && _0n <= n;
}
function inRange(n, min, max) {
	return isPosBig(n) && isPosBig(min) && isPosBig(max) && min <= n && n < max;
}
function aInRange(title, n, min, max) {
	if (!inRange(n, min, max))
		throw new RangeError("expected valid " + title + ": " + min + " <= n < " + max + ", got " + n);
}
function validateObject(object, fields = {}, optFields = {}, title = "object") {
	aobject3(object, title);
	aobject3(fields, "fields");
	aobject3(optFields, "optFields");
	function checkField(fieldName, expectedType, isOpt) {
		const label = title === "object" ? `param "${String(fieldName)}"` : `"${title}.${String(fieldName)}"`;
		const val = object[fieldName];
		if (!Object.hasOwn(object, fieldName) && (isOpt ? val !== void 0 : expectedType !== "function")) {
			throw new TypeError(`${label} is invalid: expected own property`);
		}
		if (isOpt && val === void 0)
			return;
		const current = typeof val;
		if (current !== expectedType || val === null)
			throw new TypeError(`${label} is invalid: expected ${expectedType}, got ${current}`);
	}
	const iter = (f, isOpt) => Object.entries(f).forEach(([k, v]) => checkField(k, v, isOpt));
	iter(fields, false);
	iter(optFields, true);
}

// node_modules/@noble/curves/abstract/modular.js
var _0n2 = BigInt(0);
function mod2(a, b) {
	if (b <= _0n2)
		throw new Error("mod: expected positive modulus, got " + b);
	const result = a % b;
	return result >= _0n2 ? result : b + result;
}

// node_modules/@noble/curves/abstract/curve.js
function createKeygen(randomSecretKey, getPublicKey2) {
	return function keygen(seed) {
		const secretKey = randomSecretKey(seed);
		return { secretKey, publicKey: getPublicKey2(secretKey) };
	};
}

// node_modules/@noble/curves/abstract/montgomery.js
var _0n3 = BigInt(0);
var _1n = BigInt(1);
var _2n = BigInt(2);
function cmask(P2, swap) {
	return P2 + swap - (swap >> _1n << _1n);
}
function cswap(P2) {
	const offset = BigInt(6) * P2;
	return (mask, x_2, x_3) => {
		const sum = x_2 + x_3;
		const d = offset + x_3 - x_2;
		const a = (d * mask + x_2) % P2;
		return { x_2: a, x_3: sum - a };
	};
}
function validateOpts(curve) {
	validateObject(curve, {
		P: "bigint",
		type: "string",
		adjustScalarBytes: "function",
		powPminus2: "function"
	}, {
		randomBytes: "function",
		scalarMultBase: "function"
	});
	return Object.freeze({ ...curve });
}
function montgomery(curveDef) {
	const CURVE = validateOpts(curveDef);
	const { P: P2, type, adjustScalarBytes, powPminus2, randomBytes: rand } = CURVE;
	const mulBaseHook = CURVE.scalarMultBase;
	const is25519 = type === "x25519";
	if (!is25519 && type !== "x448")
		throw new Error("invalid type");
	const randomBytes_ = rand === void 0 ? randomBytes3 : rand;
	const montgomeryBits = is25519 ? 255 : 448;
	const swap = cswap(P2);
	const fieldLen = is25519 ? 32 : 56;
	const Gu = is25519 ? BigInt(9) : BigInt(5);
	const a24 = is25519 ? BigInt(121665) : BigInt(39081);
	const minScalar = is25519 ? _2n ** BigInt(254) : _2n ** BigInt(447);
	const maxAdded = is25519 ? BigInt(8) * (_2n ** BigInt(251) - _1n) : BigInt(4) * (_2n ** BigInt(445) - _1n);
	const maxScalar = minScalar + maxAdded + _1n;
	const modP2 = (n) => mod2(n, P2);
	const GuBytes = encodeU(Gu);
	function encodeU(u) {
		return numberToBytesLE(modP2(u), fieldLen);
	}
	function decodeU(u) {
		const _u = copyBytes2(abytes4(u, fieldLen, "uCoordinate"));
		if (is25519)
			_u[31] &= 127;
		return modP2(bytesToNumberLE2(_u));
	}
	function decodeScalar(scalar) {
		return bytesToNumberLE2(adjustScalarBytes(copyBytes2(abytes4(scalar, fieldLen, "scalar"))));
	}
	const lowOrderU = new Set(is25519 ? [
		_0n3,
		_1n,
		P2 - _1n,
		BigInt("325606250916557431795983626356110631294008115727848805560023387167927233504"),
		BigInt("39382357235489614581723060781553021112529911719440698176882885853963445705823")
	] : [_0n3, _1n, P2 - _1n]);
	function scalarMult(scalar, u) {
		const pointU = decodeU(u);
		if (lowOrderU.has(pointU))
			throw new Error("invalid private or public key received");
		const pu = montgomeryLadder(pointU, decodeScalar(scalar));
		if (pu === _0n3)
			throw new Error("invalid private or public key received");
		return encodeU(pu);
	}
	function scalarMultBase(scalar) {
		if (mulBaseHook === void 0)
			return scalarMult(scalar, GuBytes);
		const k = decodeScalar(scalar);
		aInRange("scalar", k, minScalar, maxScalar);
		const pu = modP2(mulBaseHook(k));
		if (pu === _0n3)
			throw new Error("invalid private or public key received");
		return encodeU(pu);
	}
	const getPublicKey2 = scalarMultBase;
	const getSharedSecret2 = scalarMult;
	function montgomeryLadder(u, scalar) {
		aInRange("u", u, _0n3, P2);
		aInRange("scalar", scalar, minScalar, maxScalar);
		const k = scalar;
		const x_1 = u;
		let x_2 = _1n;
		let z_2 = _0n3;
		let x_3 = u;
		let z_3 = _1n;
		const kx = k ^ k >> _1n;
		for (let t = BigInt(montgomeryBits - 1); t >= _0n3; t--) {
			const mask2 = cmask(P2, kx >> t);
			({ x_2, x_3 } = swap(mask2, x_2, x_3));
			({ x_2: z_2, x_3: z_3 } = swap(mask2, z_2, z_3));
			const A = x_2 + z_2;
			const AA = modP2(A * A);
			const B = x_2 - z_2;
			const BB = modP2(B * B);
			const E = AA - BB;
			const C = x_3 + z_3;
			const D = x_3 - z_3;
			const DA = modP2(D * A);
			const CB = modP2(C * B);
			const dacb = DA + CB;
			const da_cb = DA - CB;
			x_3 = modP2(dacb * dacb);
			z_3 = modP2(x_1 * modP2(da_cb * da_cb));
			x_2 = modP2(AA * BB);
			z_2 = modP2(E * (AA + modP2(a24 * E)));
		}
		const mask = cmask(P2, k);
		({ x_2, x_3 } = swap(mask, x_2, x_3));
		({ x_2: z_2, x_3: z_3 } = swap(mask, z_2, z_3));
		const z2 = powPminus2(z_2);
		return modP2(x_2 * z2);
	}
	const lengths = {
		secretKey: fieldLen,
		publicKey: fieldLen,
		seed: fieldLen
	};
	const randomSecretKey = (seed) => {
		seed = seed === void 0 ? randomBytes_(fieldLen) : seed;
		abytes4(seed, lengths.seed, "seed");
		return seed;
	};
	const utils = { randomSecretKey };
	Object.freeze(lengths);
	Object.freeze(utils);
	return Object.freeze({
		keygen: createKeygen(randomSecretKey, getPublicKey2),
		getSharedSecret: getSharedSecret2,
		getPublicKey: getPublicKey2,
		scalarMult,
		scalarMultBase,
		utils,
		GuBytes: GuBytes.slice(),
		lengths
	});
}

var { p, n: ORDER } = Point.CURVE();
var PRIME = p;
var SMALL = new Set([
	0n,
	1n,
	PRIME - 1n,
	325606250916557431795983626356110631294008115727848805560023387167927233504n,
	39382357235489614581723060781553021112529911719440698176882885853963445705823n
]);
var mod3 = (value) => (value % PRIME + PRIME) % PRIME;
var numberOf = (bytes) => BigInt(`0x${toHex(sized(bytes, 32).slice().reverse())}`);
var bytesOf = (value) => fromHex(value.toString(16).padStart(64, "0")).reverse();
function inverted(value) {
	let power = 1n;
	for (let bit = 254n; bit >= 0n; bit -= 1n) {
		power = power * power % PRIME;
		if (PRIME - 2n >> bit & 1n) power = power * value % PRIME;
	}
	return power;
}
function scalarOf(bytes) {
	const scalar = sized(bytes, 32).slice();
	scalar.set([(scalar[0] ?? 0) & 248], 0);
	scalar.set([(scalar[31] ?? 0) & 127 | 64], 31);
	return scalar;
}
function x25519Public(secret) {
	const { Y, Z } = Point.BASE.multiply(numberOf(scalarOf(secret)) % ORDER);
	return bytesOf(mod3(mod3(Z + Y) * inverted(mod3(Z - Y))));
}
var pointOf = (key) => (numberOf(key) & 2n ** 255n - 1n) % PRIME;
var canonical = (key) => bytesOf(pointOf(key));
var isSealable = (key) => key.length === 32 && !SMALL.has(pointOf(key));

var { getSharedSecret } = montgomery({ P: PRIME, type: "x25519", powPminus2: inverted, adjustScalarBytes: scalarOf });
var byLibrary = async (secret, other) => getSharedSecret(secret, other);

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

var DEFAULT_PARAMETERS = { m: 65536, t: 3, p: 1 };
var LEAST = { m: 19456, t: 2 };
var MOST2 = { m: 262144, t: 10 };
var LEAST_LETTERS = 14;
function checkParameters(asked, seen) {
	const least = { m: Math.max(LEAST.m, seen?.m ?? 0), t: Math.max(LEAST.t, seen?.t ?? 0) };
	need(asked.m >= least.m && asked.t >= least.t && asked.p === 1, "weak-parameters");
	need(asked.m <= MOST2.m && asked.t <= MOST2.t, "weak-parameters", "more than a device can do");
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
function realmOf(address) {
	try {
		const { host, protocol } = new URL(address);
		if (protocol === "https:" || protocol === "http:") return host;
	} catch {
	}
	throw new SealedError("bad-fields", "address");
}
var accountSalt = (name, ksalt) => hash("kdf-salt", ...nameParts(name), sized(ksalt, 16)).slice(0, 16);
var masterKey = ({ m, t, p: p2, ksalt, ...name }, passphrase, argon2) => stretch(passphrase, accountSalt(name, ksalt), { m, t, p: p2 }, argon2);
function accountKeys(master) {
	return { authKey: derive(master, "auth"), wrapKey: derive(master, "wrap") };
}
var authVerifier = (authKey) => hash("auth-verifier", sized(authKey, 32));

var KEYS = 73;
var CARD = KEYS + SIGNATURE;
var IDBOX = 2 + NONCE + KEYS + OVERHEAD;
var ROOTBOX = 2 + NONCE + 32 + OVERHEAD;
var newKeys = (created, random) => ({ edSeed: random(32), xSecret: random(32), created });
var encodeKeys = (keys) => cat(u8(1), sized(keys.edSeed, 32), sized(keys.xSecret, 32), u64(keys.created));
function readKeys(reader) {
	reader.fixed();
	return { edSeed: reader.raw(32), xSecret: reader.raw(32), created: reader.u64() };
}
var decodeKeys = (bytes) => decode(bytes, readKeys);
var identityId = (edKey, xKey) => hash("iid", sized(edKey, 32), sized(xKey, 32));
var idOfKeys = (keys) => identityId(publicKey(keys.edSeed), x25519Public(keys.xSecret));
var idOfCard = (card2) => identityId(card2.edKey, card2.xKey);
var encodeCard = (card2) => cat(u8(1), sized(card2.edKey, 32), sized(card2.xKey, 32), u64(card2.created), sized(card2.signature, SIGNATURE));
function readCard(reader) {
	reader.fixed();
	return { edKey: reader.raw(32), xKey: reader.raw(32), created: reader.u64(), signature: reader.raw(SIGNATURE) };
}
var decodeCard = (bytes) => decode(bytes, readCard);
function checkedCard(bytes) {
	const card2 = decodeCard(bytes);
	needSigned(bytes, card2.edKey, "card");
	need(isSealable(card2.xKey), "bad-signature", "nothing can be sealed to this card");
	return card2;
}
function makeCard(keys) {
	const open2 = { edKey: publicKey(keys.edSeed), xKey: x25519Public(keys.xSecret), created: keys.created };
	const body = cat(u8(1), open2.edKey, open2.xKey, u64(open2.created));
	return { ...open2, signature: sign2(keys.edSeed, "card", body) };
}
var boxHead = () => cat(u8(1), u8(1));
var sealIdBox = (keys, rootKey, random) => cat(boxHead(), seal(rootKey, frame("idbox", idOfKeys(keys)), encodeKeys(keys), random));
function decodeIdBox(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		reader.fixed();
		sized(bytes, IDBOX);
		return { sealed: reader.rest() };
	});
}
var encodeIdBox = (box) => cat(boxHead(), box.sealed);
var unsealIdBox = (bytes, rootKey, iid) => decodeKeys(open(rootKey, frame("idbox", sized(iid, 32)), decodeIdBox(bytes).sealed));
var openIdBox = (bytes, rootKey, iid) => needKeysOf(unsealIdBox(bytes, rootKey, iid), iid);
var sealFormer = (former, iid, rootKey, random) => cat(boxHead(), seal(rootKey, frame("rootbox", sized(iid, 32)), sized(former, 32), random));
var openFormer = (bytes, iid, rootKey) => decode(bytes, (reader) => {
	reader.fixed();
	reader.fixed();
	sized(bytes, ROOTBOX);
	return open(rootKey, frame("rootbox", sized(iid, 32)), reader.rest());
});
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
var passkeySlotKey = (prf) => derive(prf, "prf-wrap");
var slotAad = (head, name) => frame("slot", ...nameParts(name), encodeSlotHead(head));
var sealSlot = (head, name, slotKey, rootKey, random) => encodeSlot({ head, sealed: seal(slotKey, slotAad(head, name), sized(rootKey, 32), random) });
function openSlot(bytes, name, slotKey) {
	const { head, sealed } = decodeSlot(bytes);
	return open(slotKey, slotAad(head, name), sealed);
}

var LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
var GROUP = 4;
var TEXT = 56;
var recoveryCheck = (secret) => hash("rec-check", sized(secret, 32)).slice(0, 2);
function recoveryKeys(secret) {
	return { wrapKey: derive(secret, "recovery-wrap"), authKey: derive(secret, "recovery-auth") };
}
function toRecoveryText(secret) {
	const bits = Array.from(cat(u8(1), secret, recoveryCheck(secret)), (byte) => byte.toString(2).padStart(8, "0")).join("");
	const letters = (bits.match(/.{5}/g) ?? []).map((five) => LETTERS[Number.parseInt(five, 2)]).join("");
	return (letters.match(new RegExp(`.{${GROUP}}`, "g")) ?? []).join("-");
}
function fromRecoveryText(text) {
	const typed = text.replace(/[\p{White_Space}-]/gu, "").replace(/[a-z]/g, (letter) => letter.toUpperCase()).replace(/O/g, "0").replace(/[IL]/g, "1");
	const values = Array.from(typed, (letter) => {
		const value = LETTERS.indexOf(letter);
		needText(value >= 0, "unknown-value", "a letter that is in no recovery text");
		return value;
	});
	needText(values.length === TEXT, "length", `a recovery text has ${TEXT} letters`);
	const bits = values.map((value) => value.toString(2).padStart(5, "0")).join("");
	const bytes = Uint8Array.from(bits.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2));
	const reader = new Reader(bytes);
	needText(reader.u8() === 1, "unknown-version", "another version");
	const secret = reader.raw(32);
	needText(equal(reader.raw(2), recoveryCheck(secret)), "unknown-value", "a letter is wrong");
	return secret;
}
function needText(holds, why, detail) {
	if (!holds) throw new SealedError("bad-code", detail, why);
}

var KINDS = ["search", "draft", "pins"];
var MOST3 = 65536;
var HEAD = cat(u8(1), u8(1));
var personalKey = (rootKey) => derive(rootKey, "personal");
function personalAad({ iid, kind, oid }) {
	if (!KINDS.includes(kind)) throw new SealedError("bad-fields", "a kind of box");
	return frame("pbox", sized(iid, 32), v8(ascii(kind)), sized(oid, 16));
}
function sealPersonal(place, rootKey, text, random) {
	const sealed = seal(personalKey(rootKey), personalAad(place), pad(text), random);
	need(sealed.length + HEAD.length <= MOST3, "too-large", "box");
	return cat(HEAD, sealed);
}
function decodePersonal(bytes) {
	needRead(bytes.length <= MOST3, "too-large", "box");
	return decode(bytes, (reader) => {
		reader.fixed();
		reader.fixed();
		needRead(reader.left >= NONCE + OVERHEAD, "truncated", "box");
		needRead(isPadded(reader.left - NONCE - OVERHEAD), "padding", "box");
		return { sealed: reader.rest() };
	});
}
var encodePersonal = (box) => cat(HEAD, box.sealed);
var openPersonal = (place, rootKey, bytes) => unpad(open(personalKey(rootKey), personalAad(place), decodePersonal(bytes).sealed));
function encodeSearch({ query, name }) {
	need(!query.includes("\n") && name !== "" && !name?.includes("\n"), "bad-fields", "a line break in a search");
	return utf8(name === void 0 ? query : `${query}
${name}`);
}
function decodeSearch(bytes) {
	const [query = "", name, more] = fromUtf8(bytes).split("\n");
	need(more === void 0 && name !== "", "bad-fields", "a search is one line, or two");
	return name === void 0 ? { query } : { query, name };
}
var pinsPlace = (iid, pid) => ({ iid, kind: "pins", oid: sized(pid, 32).slice(0, 16) });
var encodePins = (pins) => cat(u8(1), sized(pins.pid, 32), u64(pins.headSeq), sized(pins.headHash, 32), u32(pins.epoch));
function decodePins(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		return { pid: reader.raw(32), headSeq: reader.u64(), headHash: reader.raw(32), epoch: reader.u32() };
	});
}

var MAGIC = ascii("PIDX");
var BEGIN = "-----BEGIN PURSUANCE IDENTITY-----";
var END = "-----END PURSUANCE IDENTITY-----";
var COLUMNS = 64;
var LEAST2 = NONCE + OVERHEAD + 1 + KEYS + 4;
var encodeExportHead = ({ m, t, p: p2, salt }) => cat(MAGIC, u8(1), u8(1), u32(m), u32(t), u8(p2), sized(salt, 16));
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
var encodeExport = ({ head, sealed }) => cat(encodeExportHead(head), sealed);
var encodeKept = (kept) => cat(
	sized(kept.pid, 32),
	str(kept.baseUrl),
	u64(kept.headSeq),
	sized(kept.headHash, 32),
	counted(kept.secrets.map(({ epoch, es }) => cat(u32(epoch), sized(es, 32))))
);
var encodeExported = ({ keys, handle, pursuances }) => cat(u8(1), encodeKeys(keys), str(handle), counted(pursuances.map(encodeKept)));
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
async function sealExport(what, passphrase, parameters, argon2, random) {
	const head = { ...parameters, salt: random(16) };
	const key = derive(await stretch(passphrase, head.salt, head, argon2), "export");
	return encodeExport({ head, sealed: seal(key, frame("export", encodeExportHead(head)), encodeExported(what), random) });
}
async function openExport(bytes, passphrase, argon2) {
	const { head, sealed } = decodeExport(bytes);
	const key = derive(await stretch(passphrase, head.salt, { m: head.m, t: head.t, p: head.p }, argon2), "export");
	return decodeExported(open(key, frame("export", encodeExportHead(head)), sealed));
}
function toArmor(bytes) {
	const lines = toBase64(bytes).match(new RegExp(`.{1,${COLUMNS}}`, "g")) ?? [];
	return [BEGIN, ...lines, END, ""].join("\n");
}
function fromArmor(text) {
	const all2 = text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, "");
	if (!all2.startsWith(BEGIN) || !all2.endsWith(END) || all2.length < BEGIN.length + END.length) {
		throw new SealedError("bad-code", "no exported identity", "unknown-value");
	}
	return fromBase64(all2.slice(BEGIN.length, -END.length).replace(/[\t\n\f\r ]/g, ""));
}

var PREV_BOX = NONCE + 32 + OVERHEAD;
var SEALED_SECRET = 32 + OVERHEAD;
function epochKeys(pid, epoch, es) {
	const key = (label) => derive(es, `epoch/${label}`, sized(pid, 32), u32(epoch));
	const xSecret = key("x25519");
	return { content: contentKey(pid, epoch, es), tag: key("tag"), prev: key("prev"), xSecret, xKey: x25519Public(xSecret) };
}
var contentKey = (pid, epoch, es) => derive(es, "epoch/content", sized(pid, 32), u32(epoch));
var tagKey = (pid, epoch, es) => derive(es, "epoch/tag", sized(pid, 32), u32(epoch));
var commitment = (pid, epoch, es) => hash("epoch-commit", sized(pid, 32), u32(epoch), sized(es, 32));
var unitKey = (content, unit, gen2) => unitKeys(content)(unit, gen2);
function unitKeys(content) {
	const expand = expander(content);
	return (unit, gen2) => expand(frame("unit", sized(unit, 16), u32(gen2)));
}
var sealPrevious = (pid, epoch, es, before, random) => seal(epochKeys(pid, epoch, es).prev, frame("prev", pid, u32(epoch)), sized(before, 32), random);
function needPromised(pid, { epoch, kc, epk }, es) {
	const isPromised = equal(commitment(pid, epoch, es), kc) && equal(epochKeys(pid, epoch, es).xKey, epk);
	if (!isPromised) throw new SealedError("bad-epoch", "another secret than that of the log", "mismatch");
}
function openPrevious(pid, before, es, box) {
	const epoch = before.epoch + 1;
	const found = open(epochKeys(pid, epoch, es).prev, frame("prev", pid, u32(epoch)), sized(box, PREV_BOX));
	needPromised(pid, before, found);
	return found;
}
var encodeSeal = ({ epoch, to, enc, ct }) => cat(u8(1), u8(1), u32(epoch), sized(to, 32), sized(enc, 32), v16(sized(ct, SEALED_SECRET)));
function decodeSeal(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		reader.fixed();
		const seal2 = { epoch: reader.u32(), to: reader.raw(32), enc: reader.raw(32) };
		return { ...seal2, ct: sized(reader.v16(), SEALED_SECRET) };
	});
}
var sealInfo = (pid, epoch) => frame("seal", sized(pid, 32), u32(epoch));
var sealAad = (to, kc) => frame("seal-aad", sized(to, 32), sized(kc, 32));
async function sealSecret(pid, epoch, es, { iid, xKey }, random) {
	const kc = commitment(pid, epoch, es);
	return encodeSeal({ epoch, to: iid, ...await hpkeSeal(xKey, sealInfo(pid, epoch), sealAad(iid, kc), es, random) });
}
async function openSeal(pid, { iid, xSecret }, promised, bytes) {
	const { epoch, to, enc, ct } = decodeSeal(bytes);
	need(equal(to, iid), "bad-author", "sealed to somebody else");
	if (epoch !== promised.epoch) throw new SealedError("bad-epoch", "a seal of another epoch", "mismatch");
	const es = await hpkeOpen(xSecret, enc, sealInfo(pid, epoch), sealAad(iid, promised.kc), ct);
	needPromised(pid, promised, es);
	return es;
}

var OTYPE = Object.freeze({ pursuance: 0, task: 1, chat: 3, file: 4, profile: 5, delegation: 6, room: 7, block: 8 });
var MOST_ENVELOPE = 65536;
var HEAD2 = 10;
var OTYPES = new Set(Object.values(OTYPE));
var FIELD_NAME = /^[a-z0-9_-]{1,255}$/;
function readOtype(reader) {
	const otype = reader.u8();
	needRead(OTYPES.has(otype), "unknown-value", `objects of sort ${otype}`);
	return otype;
}
function readFieldName(reader) {
	const name = fromUtf8(reader.v8());
	needRead(FIELD_NAME.test(name), "unknown-value", "the name of a field");
	return name;
}
var envelopeAad = ({ pid, unit, otype, oid, field, rev }, { epoch, gen: gen2 }) => frame("env", sized(pid, 32), u32(epoch), u32(gen2), sized(unit, 16), u8(otype), sized(oid, 16), v8(ascii(field)), u64(rev));
var encodeEnvelope = ({ epoch, gen: gen2, sealed }) => cat(u8(1), u8(1), u32(epoch), u32(gen2), sealed);
function decodeEnvelope(bytes) {
	needRead(bytes.length <= MOST_ENVELOPE, "too-large", "envelope");
	return decode(bytes, (reader) => {
		reader.fixed();
		reader.fixed();
		const under = { epoch: reader.u32(), gen: reader.u32() };
		needRead(reader.left >= NONCE + OVERHEAD, "truncated", "envelope");
		needRead(isPadded(reader.left - NONCE - OVERHEAD), "padding", "envelope");
		return { ...under, sealed: reader.rest() };
	});
}
function sealEnvelope(place, under, key, text, random) {
	const padded = pad(text);
	needRead(padded.length + HEAD2 + NONCE + OVERHEAD <= MOST_ENVELOPE, "too-large", "envelope");
	return encodeEnvelope({ ...under, sealed: seal(key, envelopeAad(place, under), padded, random) });
}
function openEnvelope(place, key, bytes) {
	const { sealed, ...under } = decodeEnvelope(bytes);
	return unpad(open(key, envelopeAad(place, under), sealed));
}

var RENEWED = { field: "x", text: "reenc" };
var MOST_SKILLS = 32;
var LEAST_LIFE = 60;
var MOST_LIFE = 7776e3;
var TEXT2 = { encode: utf8, decode: fromUtf8 };
var SKILLS = {
	encode: (names) => encodeSome(names.map(str)),
	decode: (bytes) => decode(bytes, (reader) => reader.counted(() => reader.str(), MOST_SKILLS))
};
var DUE = {
	encode: (ms) => u64(ms),
	decode: (bytes) => decode(bytes, (reader) => reader.u64())
};
var LEVELS = {
	encode: (skills) => encodeSome(skills.map(({ name, level }) => cat(str(name), choice(2).encode(level)))),
	decode: (bytes) => decode(bytes, (reader) => reader.counted(() => ({ name: reader.str(), level: reader.upTo(2) }), MOST_SKILLS))
};
var LIFE = {
	encode: (seconds) => u32(needLife(seconds)),
	decode: (bytes) => decode(bytes, (reader) => needLife(reader.u32()))
};
function encodeSome(parts2) {
	needRead(parts2.length <= MOST_SKILLS, "too-many", "skills");
	return counted(parts2);
}
var choice = (most) => ({
	encode: (value) => {
		needRead(value <= most, "unknown-value");
		return u8(value);
	},
	decode: (bytes) => decode(bytes, (reader) => reader.upTo(most))
});
function needLife(seconds) {
	needRead(seconds === 0 || seconds >= LEAST_LIFE && seconds <= MOST_LIFE, "unknown-value", "life of messages");
	return seconds;
}
var FIELD = Object.freeze({
	text: TEXT2,
	skills: SKILLS,
	due: DUE,
	size: choice(2),
	urgency: choice(1),
	levels: LEVELS,
	life: LIFE
});
var FIELDS = new Map([
	[OTYPE.pursuance, ["mission", "name"]],
	[OTYPE.task, ["desc", "due", "size", "skills", "title", "urgency"]],
	[OTYPE.file, ["meta"]],
	[OTYPE.profile, ["name", "skills"]],
	[OTYPE.delegation, ["text"]],
	[OTYPE.room, ["life", "name", "topic"]],
	[OTYPE.block, ["text"]]
]);
function needField(otype, field) {
	const known2 = FIELDS.get(otype);
	if (!known2) throw new SealedError("bad-fields", `objects of sort ${otype} have no revisions`);
	need(field === "rel" || field === RENEWED.field || known2.includes(field), "bad-fields", field);
}
function needPlace({ unit, otype, oid }, actor) {
	const holds = {
		[OTYPE.pursuance]: () => isZero(unit) && isZero(oid),
		[OTYPE.task]: () => equal(unit, oid) && !isZero(oid),
		[OTYPE.file]: () => !isZero(unit),
		[OTYPE.profile]: () => isZero(unit) && equal(oid, sized(actor, 32).slice(0, 16)),
		[OTYPE.delegation]: () => !isZero(unit),
		[OTYPE.room]: () => equal(unit, oid) && !isZero(oid),
		[OTYPE.block]: () => !isZero(unit)
	}[otype];
	need(holds?.() ?? false, "bad-fields", "an object of this sort does not stand there");
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
var BLOCKED = 4;
var FLAG = Object.freeze({ needsNoReview: 1, archived: 2, inTrash: 4 });
var ALL_FLAGS = 7;
var encodeRel = (rel) => cat(
	u8(1),
	sized(rel.parent, 16),
	u8(rel.phase),
	list(rel.assignees.map((iid) => sized(iid, 32))),
	list(rel.reviewers.map((iid) => sized(iid, 32))),
	u16(rel.dueWeek),
	list(rel.waitsFor.map((oid) => sized(oid, 16))),
	u8(rel.flags)
);
function readPhase(reader) {
	const phase = reader.upTo(PHASE.dropped);
	needRead(phase !== BLOCKED, "unknown-value", "a phase that is never signed");
	return phase;
}
function decodeRel(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		return {
			parent: reader.raw(16),
			phase: readPhase(reader),
			assignees: reader.list(32),
			reviewers: reader.list(32),
			dueWeek: reader.u16(),
			waitsFor: reader.list(16),
			flags: reader.upTo(ALL_FLAGS)
		};
	});
}
function plainRel(flags = 0) {
	const rel = { parent: new Uint8Array(16), phase: 0, assignees: [], reviewers: [], dueWeek: 0, waitsFor: [], flags };
	return rel;
}
function needRelOf(rel, otype) {
	if (otype === OTYPE.task) return;
	const people = rel.assignees.length + rel.reviewers.length + rel.waitsFor.length;
	const isPlain2 = isZero(rel.parent) && rel.phase === 0 && people === 0 && rel.dueWeek === 0;
	need(isPlain2 && (rel.flags & FLAG.needsNoReview) === 0, "bad-fields", "relations of a task");
}
var MONDAY = Date.UTC(1970, 0, 5);
var WEEK = 6048e5;
var weekOf = (ms) => Math.max(0, Math.floor((ms - MONDAY) / WEEK));

var ROLE = Object.freeze({ reader: 0, writer: 1, moderator: 2, admin: 3 });
function emptyState(pid) {
	return {
		pid,
		next: 0,
		head: new Uint8Array(32),
		hashes: [],
		history: 1,
		founder: new Uint8Array(32),
		members: new Map(),
		cards: new Map(),
		roles: new Map(),
		epoch: 0,
		epochs: [],
		floor: 0,
		isPending: false,
		mustRotate: null,
		mayRemoveMore: false,
		invites: new Map(),
		delegations: new Map(),
		writers: new Map(),
		gens: new Map(),
		moved: null,
		checkpoint: null,
		heirs: new Map()
	};
}
function copyState(state) {
	return {
		...state,
		hashes: [...state.hashes],
		members: new Map(state.members),
		cards: new Map(state.cards),
		roles: new Map([...state.roles].map(([iid, times]) => [iid, [...times]])),
		epochs: [...state.epochs],
		invites: new Map([...state.invites].map(([id, invite]) => [id, { ...invite }])),
		delegations: new Map(state.delegations),
		writers: new Map([...state.writers].map(([iid, writer]) => [iid, { ...writer }])),
		gens: new Map(state.gens),
		heirs: new Map(state.heirs)
	};
}
function heirOf({ heirs }, id) {
	let at = id;
	for (let next2 = heirs.get(at); next2 !== void 0; next2 = heirs.get(at)) at = next2;
	return at;
}
var admins = (state) => [...state.members.values()].filter(({ role }) => role === ROLE.admin);
function roleOf(state, iid, seq) {
	const times = state.roles.get(toHex(iid)) ?? [];
	return times.findLast((time) => time.seq <= seq)?.role;
}
function epochOf(state, epoch) {
	const found = state.epochs[epoch - 1];
	if (!found) throw new SealedError("bad-epoch", "no such epoch");
	return found;
}
function actorKey(state, actor) {
	const card2 = state.cards.get(toHex(actor));
	if (card2) return { key: card2.edKey, delegation: null, until: Infinity };
	const writer = state.writers.get(toHex(actor));
	const delegation = writer && state.delegations.get(writer.did);
	if (!delegation) throw new SealedError("bad-author", "nobody of this pursuance");
	return { key: writer.key, delegation, until: writer.until };
}
function epochsFor(state, iid) {
	if (!state.members.has(toHex(iid))) return [];
	const times = state.roles.get(toHex(iid)) ?? [];
	const away = times.findLastIndex(({ role }) => role === void 0);
	const since = state.history === 1 ? 0 : times[away + 1]?.seq ?? 0;
	return state.epochs.filter(({ epoch, seq }) => seq >= since && epoch >= state.floor);
}
function judge(state, { headSeq, headHash }) {
	const found = state.hashes[headSeq];
	if (!found) return "behind";
	return equal(found, headHash) ? "fine" : "fork";
}
function needHead(state, seq, hash2) {
	const found = state.hashes[seq];
	if (!found) throw new SealedError("stale-log", "an entry that is not there yet");
	need(equal(found, hash2), "does-not-fold", "another log");
}

var REL = "rel";
var MOST_BYTES = 65536;
var fieldHash = (bytes) => hash("field", bytes);
var revisionHash = (bytes) => hash("rev-hash", bytes);
var inOrder = (fields) => [...fields].sort((a, b) => compare(ascii(a.field), ascii(b.field)));
function encodeBody(revision) {
	const { pid, otype, oid, unit, rev, prev, epoch, gen: gen2, time, actor, headSeq, headHash } = revision;
	const fields = inOrder(revision.fields).map((one) => cat(v8(ascii(one.field)), u64(one.rev), sized(one.hash, 32)));
	return cat(
		...[u8(1), sized(pid, 32), u8(otype), sized(oid, 16), sized(unit, 16), u64(rev), sized(prev, 32)],
		...[u32(epoch), u32(gen2), u64(time), sized(actor, 32), u64(headSeq), sized(headHash, 32), counted(fields)]
	);
}
var encodeRevision = (revision) => cat(encodeBody(revision), sized(revision.signature, SIGNATURE));
function readFields(reader) {
	return reader.counted(() => ({ field: readFieldName(reader), rev: reader.u64(), hash: reader.raw(32) }));
}
function needSound({ otype, rev, prev, fields }) {
	needRead(otype !== OTYPE.chat, "unknown-value", "messages have no revisions");
	needRead(rev > 0 && rev === 1 === isZero(prev), "unknown-value", "what stands before");
	needRising(fields.map(({ field }) => ascii(field)));
	needRead(fields.some(({ field }) => field === REL), "unknown-value", "no relations");
	for (const one of fields) needRead(one.rev > 0 && one.rev <= rev, "unknown-value", "the change of a field");
}
function decodeRevision(bytes) {
	needRead(bytes.length <= MOST_BYTES, "too-large", "revision");
	return decode(bytes, (reader) => {
		reader.fixed();
		const revision = {
			pid: reader.raw(32),
			otype: readOtype(reader),
			oid: reader.raw(16),
			unit: reader.raw(16),
			rev: reader.u64(),
			prev: reader.raw(32),
			epoch: reader.u32(),
			gen: reader.u32(),
			time: reader.u64(),
			actor: reader.raw(32),
			headSeq: reader.u64(),
			headHash: reader.raw(32),
			fields: readFields(reader)
		};
		needSound(revision);
		return { ...revision, signature: reader.raw(SIGNATURE) };
	});
}
function signRevision(revision, edSeed) {
	const body = encodeBody(revision);
	return cat(body, sign2(edSeed, "rev", body));
}
function leastRole(otype) {
	if (otype === OTYPE.pursuance) return ROLE.admin;
	return otype === OTYPE.room ? ROLE.moderator : ROLE.writer;
}
function checkedRevision(state, bytes) {
	const revision = decodeRevision(bytes);
	const { otype, actor, headSeq } = revision;
	need(equal(revision.pid, state.pid), "bad-fields", "of another pursuance");
	needPlace(revision, actor);
	for (const { field } of revision.fields) needField(otype, field);
	const by = actorKey(state, actor);
	needSigned(bytes, by.key, "rev");
	needHead(state, headSeq, revision.headHash);
	if (by.delegation) {
		const { root, rights } = by.delegation;
		const may = otype === OTYPE.delegation || otype === OTYPE.task && (rights & 8) !== 0;
		need(may && equal(root, revision.unit) && headSeq < by.until, "bad-author", "more than a delegate may");
	} else {
		const role = roleOf(state, actor, headSeq);
		need(role !== void 0 && role >= leastRole(otype), "bad-author", "a role that may not sign this");
	}
	return revision;
}
function needNext(revision, newest) {
	need(revision.rev === (newest?.rev ?? 0) + 1, "stale-revision");
	need(equal(revision.prev, newest?.hash ?? zeros(32)), "stale-revision", "another one stands before");
}
function needFresh(state, revision, rel) {
	need(revision.epoch <= state.epoch, "bad-epoch", "not there yet");
	need(revision.epoch === state.epoch, "stale-epoch");
	const gen2 = state.gens.get(toHex(revision.unit)) ?? 0;
	need(revision.gen <= gen2, "bad-epoch", "a generation that is not there yet");
	need(revision.gen === gen2, "stale-epoch", "generation");
	const { assignees, reviewers } = decodeRel(rel);
	for (const iid of [...assignees, ...reviewers]) need(state.members.has(toHex(iid)), "bad-fields", "nobody of now");
}
function needHeld(revision, held) {
	need(held.size === revision.fields.length, "bad-fields", "more or fewer than were signed");
	for (const { field, rev, hash: signed } of revision.fields) {
		const found = held.get(field);
		need(found?.rev === rev && equal(fieldHash(found.bytes), signed), "bad-fields", field);
		if (field === REL) {
			needRelOf(decodeRel(found.bytes), revision.otype);
			continue;
		}
		const under = decodeEnvelope(found.bytes);
		const isNew = rev === revision.rev;
		const same = under.epoch === revision.epoch && under.gen === revision.gen;
		need(isNew ? same : under.epoch <= revision.epoch, "bad-epoch", field);
	}
}

var KIND = Object.freeze({ text: 1, edit: 2, retract: 3, file: 4, reaction: 5, removal: 6, reply: 7 });
var encodeMeant = (meant) => counted(meant.map(({ oid, hash: of }) => cat(sized(oid, 16), sized(of, 32))));
function encodeSaid(said) {
	switch (said.kind) {
		case 1:
			return utf8(said.text);
		case 2:
		case 7:
			return cat(sized(said.meant, 16), utf8(said.text));
		case 3:
			return encodeMeant(said.meant);
		case 4:
			return cat(sized(said.file, 16), utf8(said.text));
		case 5:
			return cat(sized(said.meant, 16), u8(said.isOn ? 1 : 0), utf8(said.emoji));
		case 6:
			return cat(encodeMeant(said.meant), utf8(said.reason));
	}
}
function readMeant(reader) {
	const meant = reader.counted(() => ({ oid: reader.raw(16), hash: reader.raw(32) }));
	needRead(meant.length > 0, "unknown-value", "no message is meant");
	return meant;
}
function decodeSaid(kind, bytes) {
	return decode(bytes, (reader) => {
		const rest = () => fromUtf8(reader.rest());
		switch (kind) {
			case 1:
				return { kind, text: rest() };
			case 2:
			case 7:
				return { kind, meant: reader.raw(16), text: rest() };
			case 3:
				return { kind, meant: readMeant(reader) };
			case 4:
				return { kind, file: reader.raw(16), text: rest() };
			case 5:
				return { kind, meant: reader.raw(16), isOn: reader.upTo(1) === 1, emoji: rest() };
			case 6:
				return { kind, meant: readMeant(reader), reason: rest() };
			default:
				throw unreadable("unknown-value", "a kind of message");
		}
	});
}
function encodeMessage({ sender, senderSeq, prev, headSeq, headHash, time, said }) {
	const head = cat(u8(1), sized(sender, 32), u64(senderSeq), sized(prev, 32), u64(headSeq), sized(headHash, 32), u64(time));
	return cat(head, u8(said.kind), v32(encodeSaid(said)));
}
var encodeSignedMessage = (message) => cat(encodeMessage(message), sized(message.signature, SIGNATURE));
function decodeSignedMessage(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		const head = {
			sender: reader.raw(32),
			senderSeq: reader.u64(),
			prev: reader.raw(32),
			headSeq: reader.u64(),
			headHash: reader.raw(32),
			time: reader.u64()
		};
		const kind = reader.u8();
		return { ...head, said: decodeSaid(kind, reader.v32()), signature: reader.raw(SIGNATURE) };
	});
}
var messageHash = (signed) => hash("chat-hash", signed);
var messagePlace = (pid, unit, oid) => ({ pid, unit, otype: OTYPE.chat, oid, field: "chat", rev: 0 });
function signMessage(place, under, message, edSeed) {
	const content = encodeMessage(message);
	return cat(content, sign2(edSeed, "chat", envelopeAad(place, under), content));
}
function sealMessage(place, under, key, message, edSeed, random) {
	const signed = signMessage(place, under, message, edSeed);
	return { hash: messageHash(signed), envelope: sealEnvelope(place, under, key, signed, random) };
}
function openMessage(state, place, key, envelope) {
	const { epoch, gen: gen2 } = decodeEnvelope(envelope);
	const signed = openEnvelope(place, key, envelope);
	const message = decodeSignedMessage(signed);
	const by = actorKey(state, message.sender);
	const content = signed.slice(0, -SIGNATURE);
	needSignature(message.signature, by.key, "chat", envelopeAad(place, { epoch, gen: gen2 }), content);
	needHead(state, message.headSeq, message.headHash);
	if (by.delegation) {
		const may = (by.delegation.rights & 4) !== 0 && equal(by.delegation.root, place.unit);
		need(may && message.headSeq < by.until, "bad-author", "more than a delegate may");
	}
	const role = by.delegation ? ROLE.reader : roleOf(state, message.sender, message.headSeq);
	need(role !== void 0, "bad-author", "no member then");
	need(message.said.kind !== KIND.removal || role >= ROLE.moderator, "bad-author", "a removal by a moderator only");
	return { message, hash: messageHash(signed) };
}
function needNextMessage({ senderSeq, prev }, before) {
	need(senderSeq === (before?.senderSeq ?? 0) + 1, "bad-fields", "a message is missing");
	need(equal(prev, before?.hash ?? zeros(32)), "bad-fields", "another message stands before");
}

var TAG = 16;
var STEP2 = 4;
var BLANK = /[\t-\r ]+/g;
var normalSkill = (name) => name.normalize("NFKC").toLowerCase().normalize("NFKC").replace(BLANK, " ").replace(/^ | $/g, "");
var skillTag = (tagKey2, name) => mac(tagKey2, frame("tag", v16(utf8(normalSkill(name))))).slice(0, TAG);
function skillTags(tagKey2, names) {
	need(names.length <= MOST_SKILLS, "too-many", "skills");
	const tags = names.map((name) => skillTag(tagKey2, name)).sort(compare);
	return tags.filter((tag, at) => compare(tag, tags[at - 1] ?? new Uint8Array(0)) !== 0);
}
function padTags(tags, random) {
	const more = (STEP2 - tags.length % STEP2) % STEP2;
	return [...tags, ...Array.from({ length: more }, () => random(TAG))].sort(compare);
}

var CHUNK = 65536;
var PREFIX = 19;
var FILE_HEAD = 25;
var STEP3 = 4096;
var encodeFileHead = ({ chunkSize, prefix }) => cat(u8(1), u8(1), u32(chunkSize), sized(prefix, PREFIX));
var decodeFileHead = (bytes) => decode(bytes, readFileHead);
function readFileHead(reader) {
	reader.fixed();
	reader.fixed();
	const head = { chunkSize: reader.u32(), prefix: reader.raw(PREFIX) };
	needRead(head.chunkSize > 0 && head.chunkSize <= CHUNK, "unknown-value", "size of pieces");
	return head;
}
function needPiece({ head }, isLast, length) {
	const { chunkSize } = decodeFileHead(head);
	needRead(length === chunkSize || isLast && length < chunkSize, "length", "piece");
}
function around({ pid, oid, head }, at, isLast) {
	const { prefix } = decodeFileHead(head);
	return {
		nonce: cat(prefix, u32(at), u8(isLast ? 1 : 0)),
		aad: frame("file", sized(pid, 32), sized(oid, 16), sized(head, FILE_HEAD))
	};
}
function sealChunk(key, place, at, isLast, data) {
	const { nonce, aad } = around(place, at, isLast);
	needPiece(place, isLast, data.length);
	return sealWith(key, nonce, aad, data);
}
function openChunk(key, place, at, isLast, sealed) {
	const { nonce, aad } = around(place, at, isLast);
	const data = openWith(key, nonce, aad, sealed);
	needPiece(place, isLast, data.length);
	return data;
}
function piecesOf(size, chunkSize = CHUNK) {
	const count = Math.max(1, Math.ceil(size / chunkSize));
	const last = size - (count - 1) * chunkSize;
	return { count, last, filled: Math.min(chunkSize, Math.ceil(last / STEP3) * STEP3) };
}
var FileSealer = class {
	#sha = sha256.create();
	#at = 0;
	#size = 0;
	#isOver = false;
	#wanted = null;
	constructor(pid, oid, random, before) {
		this.key = before?.key ?? random(32);
		this.head = before?.head ?? encodeFileHead({ chunkSize: CHUNK, prefix: random(PREFIX) });
		this.place = { pid, oid, head: this.head };
		this.#wanted = before?.sha256 ?? null;
	}
	#take(data, isLast) {
		need(!this.#isOver && (isLast ? data.length <= CHUNK : data.length === CHUNK), "bad-length", "piece");
		this.#sha.update(data);
		this.#size += data.length;
		this.#isOver = isLast;
		this.#at += 1;
	}
	skip(data) {
		need(this.#wanted !== null, "bad-fields", "nothing was sent before");
		this.#take(data, false);
	}
	seal(data, isLast) {
		if (this.#wanted) need(equal(this.sha256, this.#wanted), "bad-fields", "another file than before");
		this.#wanted = null;
		const at = this.#at;
		this.#take(data, isLast);
		const filled = isLast ? Math.ceil(data.length / STEP3) * STEP3 : data.length;
		return sealChunk(this.key, this.place, at, isLast, cat(data, zeros(filled - data.length)));
	}
	get sha256() {
		return new Uint8Array(this.#sha.clone().digest());
	}
	meta({ mime, name, thumbnail = zeros(16) }) {
		need(this.#isOver, "bad-length", "the last piece is missing");
		return { key: this.key, size: this.#size, sha256: this.sha256, mime, name, thumbnail };
	}
};
function openFile(place, meta, pieces) {
	const { count, last, filled } = piecesOf(meta.size, decodeFileHead(place.head).chunkSize);
	need(pieces.length === count, "bad-length", "a piece is missing or over");
	const sha2 = sha256.create();
	const opened = pieces.map((sealed, at) => {
		const isLast = at === count - 1;
		const data = openChunk(meta.key, place, at, isLast, sealed);
		if (!isLast) return data;
		need(data.length === filled && isZero(data.slice(last)), "bad-padding", "last piece");
		return data.slice(0, last);
	});
	for (const data of opened) sha2.update(data);
	need(equal(sha2.digest(), meta.sha256), "bad-fields", "another file");
	return opened;
}
var encodeFileMeta = ({ key, size, sha256: sum, mime, name, thumbnail }) => cat(u8(1), sized(key, 32), u64(size), sized(sum, 32), str(mime), str(name), sized(thumbnail, 16));
function decodeFileMeta(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		const what = { key: reader.raw(32), size: reader.u64(), sha256: reader.raw(32) };
		return { ...what, mime: reader.str(), name: reader.str(), thumbnail: reader.raw(16) };
	});
}

var MARK = "i1";
var MOST_NOTE = 65536;
var LEAST3 = () => NONCE + OVERHEAD + 7;
function inviteKeys(seed) {
	const signSeed = derive(seed, "invite/sign");
	const key = publicKey(signSeed);
	return { signSeed, key, wrapKey: derive(seed, "invite/wrap"), id: hash("invite/id", key).slice(0, 16) };
}
var encodeFragment = ({ pid, seed, headSeq, headHash }) => cat(u8(1), sized(pid, 32), sized(seed, 32), u64(headSeq), sized(headHash, 32));
var toFragment = (fragment) => toCode(MARK, encodeFragment(fragment));
function fromFragment(text) {
	return decode(fromCode(MARK, text), (reader) => {
		reader.fixed();
		return { pid: reader.raw(32), seed: reader.raw(32), headSeq: reader.u64(), headHash: reader.raw(32) };
	});
}
var joinMessage = (pid, id, card2) => frame("join", sized(pid, 32), sized(id, 16), v16(card2));
function joinPayload({ pid, seed }, card2) {
	const { signSeed, id } = inviteKeys(seed);
	return { type: (
		8
	), id, card: card2, signature: signRaw(signSeed, joinMessage(pid, id, card2)) };
}
var encodeNoteText = ({ role, name, mission, purpose }) => cat(u8(role), str(name), str(mission), str(purpose));
var decodeNoteText = (bytes) => decode(bytes, (reader) => ({ role: reader.upTo(1), name: reader.str(), mission: reader.str(), purpose: reader.str() }));
var noteAad = (pid, id) => frame("invite-note", sized(pid, 32), sized(id, 16));
function sealNote(pid, seed, note, random) {
	const { id, wrapKey } = inviteKeys(seed);
	return encodeNote({ sealed: seal(wrapKey, noteAad(pid, id), encodeNoteText(note), random) });
}
var encodeNote = ({ sealed }) => cat(u8(1), sealed);
function decodeNote(bytes) {
	needRead(bytes.length <= MOST_NOTE, "too-large", "note");
	return decode(bytes, (reader) => {
		reader.fixed();
		needRead(reader.left >= LEAST3(), "length", "note");
		return { sealed: reader.rest() };
	});
}
function openNote(pid, seed, bytes) {
	const { id, wrapKey } = inviteKeys(seed);
	return decodeNoteText(open(wrapKey, noteAad(pid, id), decodeNote(bytes).sealed));
}
function showInvite({ pid, seed }, time) {
	const { signSeed, id } = inviteKeys(seed);
	return cat(id, u64(time), sign2(signSeed, "invite-read", sized(pid, 32), id, u64(time)));
}
function needShown(pid, bytes, keyOf) {
	const shown = decode(bytes, (reader) => ({ id: reader.raw(16), time: reader.u64(), signature: reader.raw(SIGNATURE) }));
	needSignature(shown.signature, keyOf(shown.id), "invite-read", sized(pid, 32), shown.id, u64(shown.time));
	return shown;
}

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
var MOST_ROLE = 3;
var MODE_COURIER = 1;
var RIGHTS = 15;
var vCard = (card2) => v16(sized(card2, CARD));
var encodeGen = ({ unit, gen: gen2 }) => cat(sized(unit, 16), u32(gen2));
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
	const box = prevBox ? cat(u8(1), sized(prevBox, PREV_BOX)) : u8(0);
	return cat(u32(epoch), sized(kc, 32), sized(epk, 32), box);
}
function encodeDelegate({ did, root, pid, epoch, epk, rights, writeKey, cardHead }) {
	const who = [sized(did, 16), sized(root, 16), sized(pid, 32), u32(epoch), sized(epk, 32)];
	return cat(...who, u8(rights), sized(writeKey, 32), sized(cardHead, 32));
}
function card(reader) {
	const bytes = reader.v16();
	decodeCard(bytes);
	return bytes;
}
var gen = (reader) => ({ unit: reader.raw(16), gen: reader.u32() });
function history(reader) {
	const value = reader.u8();
	needRead(value === 1 || value === 2, "unknown-value", "history");
	return value;
}
function readRights(reader) {
	const rights = reader.u8();
	needRead((rights & ~RIGHTS) === 0, "unknown-value", "rights without a meaning");
	return rights;
}
var READ = {
	1: (reader) => {
		reader.fixed();
		return { type: 1, nonce: reader.raw(16), history: history(reader), card: card(reader) };
	},
	2: (reader) => ({ type: 2, role: reader.upTo(MOST_ROLE), card: card(reader) }),
	3: (reader) => {
		needRead(reader.u32() === 0, "unknown-value", "reserved");
		return { type: 3 };
	},
	4: (reader) => {
		const iid = reader.raw(32);
		reader.fixed(0, "unknown-value");
		return { type: 4, iid };
	},
	5: (reader) => {
		const epoch = { epoch: reader.u32(), kc: reader.raw(32), epk: reader.raw(32) };
		return { type: 5, ...epoch, prevBox: reader.upTo(1) === 1 ? reader.raw(PREV_BOX) : null };
	},
	6: (reader) => {
		const invite = { id: reader.raw(16), key: reader.raw(32), role: reader.upTo(1), maxUses: reader.u16(), expires: reader.u64() };
		reader.fixed(MODE_COURIER, "unknown-value");
		return { type: 6, ...invite };
	},
	7: (reader) => ({ type: 7, id: reader.raw(16) }),
	8: (reader) => ({ type: 8, id: reader.raw(16), card: card(reader), signature: reader.raw(SIGNATURE) }),
	9: (reader) => ({ type: 9, iid: reader.raw(32), role: reader.upTo(MOST_ROLE) }),
	10: (reader) => ({ type: 10, old: reader.raw(32), card: card(reader), signature: reader.raw(SIGNATURE) }),
	11: (reader) => {
		const who = { did: reader.raw(16), root: reader.raw(16), pid: reader.raw(32), epoch: reader.u32(), epk: reader.raw(32) };
		return { type: 11, ...who, rights: readRights(reader), writeKey: reader.raw(32), cardHead: reader.raw(32) };
	},
	12: (reader) => {
		const revoke = { did: reader.raw(16), gens: reader.counted(() => gen(reader)) };
		needRising(revoke.gens.map(({ unit }) => unit));
		return { type: 12, ...revoke };
	},
	13: (reader) => ({ type: 13, baseUrl: reader.str(), effectiveSeq: reader.u64() }),
	14: (reader) => ({ type: 14, objects: reader.u64(), root: reader.raw(32) }),
	15: (reader) => {
		reader.fixed();
		const settings = { history: history(reader), floor: reader.u32() };
		needRead(reader.v32().length === 0, "unknown-value", "settings are empty in this version");
		return { type: 15, ...settings };
	},
	16: (reader) => ({ type: 16, ...gen(reader) })
};
function decodePayload(type, bytes) {
	return decode(bytes, (reader) => {
		const read2 = READ[type];
		if (!read2) throw unreadable("unknown-value", `entries of type ${type}`);
		return read2(reader);
	});
}

var MOST_ENTRY = 65536;
var MOST_ENTRIES = 2e4;
var encodeBody2 = ({ pid, seq, prev, time, actor, type, payload }) => cat(u8(1), sized(pid, 32), u64(seq), sized(prev, 32), u64(time), sized(actor, 32), u8(type), v32(payload));
var encodeEntry = (entry) => cat(encodeBody2(entry), sized(entry.signature, SIGNATURE));
function readEntry(bytes) {
	needRead(bytes.length <= MOST_ENTRY, "too-large", "entry");
	return decode(bytes, (reader) => {
		reader.fixed();
		const head = { pid: reader.raw(32), seq: reader.u64(), prev: reader.raw(32), time: reader.u64(), actor: reader.raw(32) };
		const body = { ...head, type: reader.u8(), payload: reader.v32() };
		const payload = decodePayload(body.type, body.payload);
		return { entry: { ...body, signature: reader.raw(SIGNATURE) }, payload };
	});
}
var decodeEntry = (bytes) => readEntry(bytes).entry;
var entryHash = (bytes) => hash("log-hash", bytes);
var pursuanceId = (genesis) => hash("pid", genesis);
function signEntry(entry, edSeed) {
	const body = encodeBody2(entry);
	const bytes = cat(body, sign2(edSeed, "log", body));
	needRead(bytes.length <= MOST_ENTRY, "too-large", "entry");
	return bytes;
}

var MOST_BYTES2 = 65536;
var idOf2 = (card2) => idOfCard(decodeCard(card2));
function encodeBody3({ pid, cseq, prev, epoch, epk, time, actor, speakers }) {
	const sorted = [...speakers].sort((a, b) => compare(idOf2(a.card), idOf2(b.card)));
	return cat(
		...[u8(1), sized(pid, 32), u64(cseq), sized(prev, 32), u32(epoch), sized(epk, 32), u64(time), sized(actor, 32)],
		counted(sorted.map(({ role, card: card2 }) => cat(u8(role), v16(sized(card2, CARD)))))
	);
}
var encodeEpochCard = (card2) => cat(encodeBody3(card2), sized(card2.signature, SIGNATURE));
function readSpeaker(reader) {
	const speaker = { role: reader.upTo(ROLE.admin), card: reader.v16() };
	decodeCard(speaker.card);
	return speaker;
}
function needSound2({ cseq, prev, speakers }) {
	needRead(speakers.every(({ role }) => role >= ROLE.moderator), "unknown-value", "a role that speaks for nobody");
	needRead(cseq === 0 === isZero(prev), "unknown-value", "what stands before");
	needRising(speakers.map((speaker) => idOf2(speaker.card)));
}
function decodeEpochCard(bytes) {
	needRead(bytes.length <= MOST_BYTES2, "too-large", "epoch card");
	return decode(bytes, (reader) => {
		reader.fixed();
		const card2 = {
			pid: reader.raw(32),
			cseq: reader.u64(),
			prev: reader.raw(32),
			epoch: reader.u32(),
			epk: reader.raw(32),
			time: reader.u64(),
			actor: reader.raw(32),
			speakers: reader.counted(() => readSpeaker(reader))
		};
		needSound2(card2);
		return { ...card2, signature: reader.raw(SIGNATURE) };
	});
}
var epochCardHash = (bytes) => hash("ecard-hash", bytes);
function signEpochCard(card2, edSeed) {
	const body = encodeBody3(card2);
	return cat(body, sign2(edSeed, "ecard", body));
}
function speakerOf(card2, iid, least = ROLE.moderator) {
	const found = card2.speakers.find((speaker) => equal(idOf2(speaker.card), iid));
	if (!found || found.role < least) throw new SealedError("bad-author", `${toHex(iid).slice(0, 8)} does not speak for it`);
	return decodeCard(found.card);
}
function firstEpochCard(pid, genesis, bytes) {
	const card2 = decodeEpochCard(bytes);
	const { entry, payload } = readEntry(genesis);
	const isGenesis = payload.type === TYPE.genesis && equal(pursuanceId(entry.payload), pid);
	needChain(isGenesis && equal(card2.pid, pid), "pid");
	needChain(card2.cseq === 0, "card-chain");
	need(equal(card2.actor, idOf2(payload.card)), "bad-author", "not by the founder");
	needSigned(bytes, checkedCard(payload.card).edKey, "ecard");
	return needSpeakers(card2);
}
function nextEpochCard(before, bytes) {
	const [old, card2] = [decodeEpochCard(before), decodeEpochCard(bytes)];
	needChain(equal(card2.pid, old.pid), "pid");
	needChain(card2.cseq > old.cseq && equal(card2.prev, epochCardHash(before)), "card-chain");
	need(card2.epoch >= old.epoch, "bad-epoch", "an epoch of before");
	needSigned(bytes, speakerOf(old, card2.actor, ROLE.admin).edKey, "ecard");
	return needSpeakers(card2);
}
function needChain(holds, why) {
	if (!holds) throw new SealedError("does-not-fold", why, why);
}
function needSpeakers(card2) {
	for (const speaker of card2.speakers) checkedCard(speaker.card);
	return card2;
}

var RIGHT = Object.freeze({ read: 1, chat: 4, propose: 8 });
var MOST_BYTES3 = 65536;
var encodeBetween = ({ did, home, delegate, delegateEpoch }) => cat(u8(1), sized(did, 16), sized(home, 32), sized(delegate, 32), u32(delegateEpoch));
function readBetween(reader) {
	reader.fixed();
	return { did: reader.raw(16), home: reader.raw(32), delegate: reader.raw(32), delegateEpoch: reader.u32() };
}
var packageBody = (one) => cat(encodeBetween(one), u64(one.pkgSeq), sized(one.sender, 32), sized(one.enc, 32), v32(one.ct));
var encodePackage = (one) => cat(packageBody(one), sized(one.signature, SIGNATURE));
function decodePackage(bytes) {
	needRead(bytes.length <= MOST_BYTES3, "too-large", "package");
	return decode(bytes, (reader) => {
		const head = { ...readBetween(reader), pkgSeq: reader.u64(), sender: reader.raw(32), enc: reader.raw(32) };
		return { ...head, ct: reader.v32(), signature: reader.raw(SIGNATURE) };
	});
}
function encodeContents({ did, home, root, rights, pkgSeq, keys, headSeq, headHash }) {
	const units = keys.map((one) => cat(u32(one.epoch), sized(one.unit, 16), u32(one.gen), sized(one.key, 32)));
	const head = cat(u8(1), sized(did, 16), sized(home, 32), sized(root, 16), u8(rights), u64(pkgSeq));
	return cat(head, counted(units), u64(headSeq), sized(headHash, 32));
}
function decodeContents(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		const head = { did: reader.raw(16), home: reader.raw(32), root: reader.raw(16), rights: readRights(reader) };
		return {
			...head,
			pkgSeq: reader.u64(),
			keys: reader.counted(() => ({ epoch: reader.u32(), unit: reader.raw(16), gen: reader.u32(), key: reader.raw(32) })),
			headSeq: reader.u64(),
			headHash: reader.raw(32)
		};
	});
}
var packageInfo = ({ did, home, delegate, delegateEpoch }) => frame("deleg", sized(home, 32), sized(did, 16), sized(delegate, 32), u32(delegateEpoch));
var packageAad = ({ pkgSeq, sender }) => frame("deleg-aad", u64(pkgSeq), sized(sender, 32));
var packageHash = (bytes) => hash("pkg-hash", bytes);
async function sealPackage(between, epk, contents, { iid, edSeed }, random) {
	const head = { ...between, pkgSeq: contents.pkgSeq, sender: iid };
	const text = encodeContents(contents);
	const body = packageBody({ ...head, ...await hpkeSeal(epk, packageInfo(between), packageAad(head), text, random) });
	return cat(body, sign2(edSeed, "deleg-sig", body));
}
function checkedPackage(home, bytes) {
	const one = decodePackage(bytes);
	need(equal(one.home, home.pid), "bad-author", "of another home");
	needSigned(bytes, speakerOf(home, one.sender).edKey, "deleg-sig");
	return one;
}
async function openPackage(one, xSecret) {
	const contents = decodeContents(await hpkeOpen(xSecret, one.enc, packageInfo(one), packageAad(one), one.ct));
	const same = equal(contents.did, one.did) && equal(contents.home, one.home) && contents.pkgSeq === one.pkgSeq;
	if (!same) throw new SealedError("bad-fields", "a package says another thing inside", "mismatch");
	return contents;
}
function writeKeys(es, { home, did }) {
	const seed = derive(es, "deleg/write", sized(home, 32), sized(did, 16));
	return { seed, key: publicKey(seed) };
}
var acceptBody = (accept) => cat(
	encodeBetween(accept),
	...[sized(accept.writeKey, 32), sized(accept.packageHash, 32), u64(accept.time), sized(accept.actor, 32)]
);
var encodeAccept = (accept) => cat(acceptBody(accept), sized(accept.signature, SIGNATURE));
function decodeAccept(bytes) {
	return decode(bytes, (reader) => ({
		...readBetween(reader),
		writeKey: reader.raw(32),
		packageHash: reader.raw(32),
		time: reader.u64(),
		actor: reader.raw(32),
		signature: reader.raw(SIGNATURE)
	}));
}
function signAccept(accept, edSeed) {
	const body = acceptBody(accept);
	return cat(body, sign2(edSeed, "deleg-accept", body));
}
function checkedAccept(delegate, sent, bytes) {
	const accept = decodeAccept(bytes);
	const one = decodePackage(sent);
	const same = equal(accept.did, one.did) && equal(accept.home, one.home) && equal(accept.delegate, one.delegate);
	need(same && accept.delegateEpoch === one.delegateEpoch, "bad-fields", "an answer to something else");
	need(equal(accept.packageHash, packageHash(sent)), "bad-fields", "an answer to another package");
	need(equal(accept.delegate, delegate.pid) && !isZero(accept.writeKey), "bad-author", "of another delegate");
	needSigned(bytes, speakerOf(delegate, accept.actor).edKey, "deleg-accept");
	return accept;
}

var MARK2 = "pvd1";
var SEALED_ROOT = 32 + OVERHEAD;
var toPairingCode = ({ key, mailbox }) => toCode(MARK2, cat(u8(1), sized(key, 32), sized(mailbox, 16)));
function fromPairingCode(text) {
	return decode(fromCode(MARK2, text), (reader) => {
		reader.fixed();
		return { key: reader.raw(32), mailbox: reader.raw(16) };
	});
}
function newPairing(random) {
	const secret = random(32);
	const code = { key: x25519Public(secret), mailbox: random(16) };
	return { secret, code, text: toPairingCode(code) };
}
var encodeAnswer = ({ card: card2, idBox, enc, ct }) => cat(u8(1), sized(card2, CARD), sized(idBox, IDBOX), sized(enc, 32), sized(ct, SEALED_ROOT));
function decodeAnswer(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		const card2 = encodeCard(readCard(reader));
		const idBox = reader.raw(IDBOX);
		decodeIdBox(idBox);
		return { card: card2, idBox, enc: reader.raw(32), ct: reader.raw(SEALED_ROOT) };
	});
}
var pairingInfo = (mailbox) => frame("pair", sized(mailbox, 16));
var pairingAad = (iid) => frame("pair-aad", sized(iid, 32));
async function answerPairing({ key, mailbox }, keys, rootKey, random) {
	const card2 = makeCard(keys);
	const sealed = await hpkeSeal(key, pairingInfo(mailbox), pairingAad(idOfCard(card2)), rootKey, random);
	return encodeAnswer({ card: encodeCard(card2), idBox: sealIdBox(keys, rootKey, random), ...sealed });
}
async function openPairing(secret, { key, mailbox }, bytes) {
	need(equal(x25519Public(secret), key), "bad-code", "an answer to another code");
	const { card: card2, idBox, enc, ct } = decodeAnswer(bytes);
	const iid = idOfCard(checkedCard(card2));
	const rootKey = await hpkeOpen(secret, enc, pairingInfo(mailbox), pairingAad(iid), ct);
	return { iid, rootKey, keys: openIdBox(idBox, rootKey, iid) };
}

var [ASKED, ANSWER] = ["pvk1", "pvk2"];
var toPlaceAsked = ({ pid, old, admin }) => toCode(ASKED, cat(u8(1), sized(pid, 32), sized(old, 32), sized(admin, 32)));
function fromPlaceAsked(text) {
	return decode(fromCode(ASKED, text), (reader) => {
		reader.fixed();
		return { pid: reader.raw(32), old: reader.raw(32), admin: reader.raw(32) };
	});
}
function answerPlace({ pid, old }, keys) {
	const signature = sign2(keys.edSeed, "rekey", pid, old);
	return toCode(ANSWER, cat(u8(1), sized(pid, 32), sized(old, 32), encodeCard(makeCard(keys)), signature));
}
function fromPlaceAnswer(text) {
	const answer = decode(fromCode(ANSWER, text), (reader) => {
		reader.fixed();
		const [pid, old] = [reader.raw(32), reader.raw(32)];
		return { pid, old, card: encodeCard(readCard(reader)), signature: reader.raw(SIGNATURE) };
	});
	const card2 = checkedCard(answer.card);
	needSignature(answer.signature, card2.edKey, "rekey", answer.pid, answer.old);
	return { ...answer, iid: idOfCard(card2) };
}

var parts = (realm, nonce) => [v16(utf8(realm)), sized(nonce, 32)];
var encodeSignIn = ({ iid, signature }) => cat(sized(iid, 32), sized(signature, SIGNATURE));
var decodeSignIn = (bytes) => decode(bytes, (reader) => ({ iid: reader.raw(32), signature: reader.raw(SIGNATURE) }));
var signIn = (keys, realm, nonce) => encodeSignIn({ iid: idOfKeys(keys), signature: sign2(keys.edSeed, "signin", ...parts(realm, nonce)) });
function needSignIn(card2, realm, nonce, bytes) {
	const { iid, signature } = decodeSignIn(bytes);
	need(equal(idOfCard(card2), iid), "bad-author", "another identity");
	needSignature(signature, card2.edKey, "signin", ...parts(realm, nonce));
}

var MARK3 = "pvs1";
var toInteger = (bytes) => bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
function wordIndices(x) {
	const bits = toInteger(sized(x, 32).slice(0, 11));
	return [77n, 66n, 55n, 44n, 33n, 22n, 11n, 0n].map((behind) => Number(bits >> behind & 0x7ffn));
}
var safetyHash = (iid, other) => hash("safety", list(equal(iid, other) ? [sized(iid, 32)] : [sized(iid, 32), sized(other, 32)]));
var safetyNumber = (iid, other) => (toInteger(safetyHash(iid, other)) % 10n ** 60n).toString().padStart(60, "0");
var safetyCode = (iid, other) => toCode(MARK3, safetyHash(iid, other));
var isSafetyCode = (text) => text.startsWith(`${MARK3}.`);

var RECORD = Object.freeze({
	entry: 1,
	seal: 2,
	revision: 3,
	field: 4,
	message: 5,
	file: 6,
	epochCard: 7,
	package: 8,
	accept: 9,
	note: 10
});
var WHOLE = {
	1: decodeEntry,
	2: decodeSeal,
	3: decodeRevision,
	7: decodeEpochCard,
	8: decodePackage,
	9: decodeAccept
};
function encodeBody4(record) {
	switch (record.kind) {
		case 4: {
			const { otype, oid, unit, field, rev, bytes } = record;
			return cat(u8(otype), sized(oid, 16), sized(unit, 16), v8(ascii(field)), u64(rev), v32(bytes));
		}
		case 5:
			return cat(sized(record.unit, 16), sized(record.oid, 16), u64(record.senderSeq), v32(record.envelope));
		case 6:
			return cat(sized(record.oid, 16), sized(record.head, 25), u32(record.chunks), sized(record.hash, 32));
		case 10:
			return cat(sized(record.id, 16), record.note);
		default:
			return record.bytes;
	}
}
var encodeRecord = (record) => cat(u8(record.kind), v32(encodeBody4(record)));
function readField(reader) {
	const where = { otype: readOtype(reader), oid: reader.raw(16), unit: reader.raw(16) };
	const [field, rev, bytes] = [readFieldName(reader), reader.u64(), reader.v32()];
	if (field === REL) decodeRel(bytes);
	else decodeEnvelope(bytes);
	return { kind: 4, ...where, field, rev, bytes };
}
function readMessage(reader) {
	const where = { unit: reader.raw(16), oid: reader.raw(16), senderSeq: reader.u64() };
	const envelope = reader.v32();
	decodeEnvelope(envelope);
	return { kind: 5, ...where, envelope };
}
function readFile(reader) {
	const [oid, head] = [reader.raw(16), encodeFileHead(readFileHead(reader))];
	const file = { oid, head, chunks: reader.u32(), hash: reader.raw(32) };
	needRead(file.chunks > 0, "unknown-value", "a file without a piece");
	return { kind: 6, ...file };
}
function readNote(reader) {
	const [id, note] = [reader.raw(16), reader.rest()];
	decodeNote(note);
	return { kind: 10, id, note };
}
var isWhole = (kind) => kind in WHOLE;
function readRecord(reader) {
	const kind = reader.u8();
	const body = reader.v32();
	if (isWhole(kind)) {
		WHOLE[kind](body);
		return { kind, bytes: body };
	}
	if (kind === RECORD.field) return decode(body, readField);
	if (kind === RECORD.message) return decode(body, readMessage);
	if (kind === RECORD.file) return decode(body, readFile);
	if (kind === RECORD.note) return decode(body, readNote);
	throw unreadable("unknown-value", `records of kind ${kind}`);
}
var decodeRecord = (bytes) => decode(bytes, readRecord);
function decodeRecords(bytes) {
	return decode(bytes, (reader) => {
		const records = [];
		while (reader.left > 0) records.push(readRecord(reader));
		return records;
	});
}
var encodeRecords = (records) => cat(...records.map(encodeRecord));
var fileHash = (head, chunks) => hash("file-hash", sized(head, 25), ...chunks);
function readChunks(reader, { chunks: count }) {
	const chunks = [];
	for (let at = 0; at < count; at += 1) {
		const chunk = reader.v32();
		needRead(chunk.length <= CHUNK + OVERHEAD, "too-large", "piece");
		chunks.push(chunk);
	}
	return chunks;
}

var Refused = class extends Error {
	constructor(why) {
		super(why);
		this.why = why;
	}
};
function refuse(why) {
	throw new Refused(why);
}
function must(holds, why) {
	if (!holds) throw new Refused(why);
}

var writerId = (writeKey) => identityId(writeKey, zeros(32));
function raise(state, gens) {
	const raised = new Map(state.gens);
	for (const { unit, gen: gen2 } of gens) {
		must(gen2 > (raised.get(toHex(unit)) ?? 0), "generation");
		raised.set(toHex(unit), gen2);
	}
	return raised;
}
function endWriters(state, did, seq) {
	for (const writer of state.writers.values()) {
		if (writer.did === did) writer.until = Math.min(writer.until, seq);
	}
}
var isSame = (before, now) => !before.isOver && equal(before.root, now.root) && equal(before.pid, now.pid) && before.rights === now.rights;
var UNIT_RULES = {
	11: ({ state, entry, role }, payload) => {
		must(role >= ROLE.moderator, "authority");
		const did = toHex(payload.did);
		const before = state.delegations.get(did);
		must(!before || isSame(before, payload), "delegation");
		const { type: _, ...delegation } = payload;
		if (!before || !equal(before.writeKey, payload.writeKey)) {
			endWriters(state, did, entry.seq);
			const isKey = !isZero(payload.writeKey);
			const writer = { key: payload.writeKey, did, from: entry.seq, until: Infinity };
			if (isKey) state.writers.set(toHex(writerId(payload.writeKey)), writer);
		}
		state.delegations.set(did, { ...delegation, isOver: false });
	},
	12: ({ state, entry, role }, payload) => {
		must(role >= ROLE.moderator, "authority");
		const did = toHex(payload.did);
		const delegation = state.delegations.get(did);
		must(delegation?.isOver === false, "delegation");
		state.gens = raise(state, payload.gens);
		endWriters(state, did, entry.seq);
		state.delegations.set(did, { ...delegation, isOver: true });
	},
	13: ({ state, role }, { baseUrl, effectiveSeq }) => {
		must(role === ROLE.admin, "authority");
		state.moved = { baseUrl, effectiveSeq };
	},
	14: ({ state, entry }, { objects, root }) => {
		state.checkpoint = { seq: entry.seq, objects, root };
	},
	15: ({ state, role }, { history: history2, floor }) => {
		must(role === ROLE.admin, "authority");
		must(floor >= state.floor && floor <= state.epoch, "floor");
		must(history2 >= state.history, "history");
		state.history = history2;
		state.floor = floor;
	},
	16: ({ state, role }, payload) => {
		must(role >= ROLE.moderator, "authority");
		state.gens = raise(state, [payload]);
	}
};

var UNLIMITED = 65535;
function enter(state, card2, role, seq) {
	const iid = idOfCard(card2);
	const id = toHex(iid);
	state.members.set(id, { iid, card: card2, role });
	state.cards.set(id, card2);
	state.heirs.delete(id);
	setRole(state, id, role, seq);
}
function setRole(state, id, role, seq) {
	const times = state.roles.get(id) ?? [];
	times.push({ seq, role });
	state.roles.set(id, times);
}
function goes(state, id, seq) {
	state.members.delete(id);
	setRole(state, id, void 0, seq);
	for (const invite of state.invites.values()) invite.isOpen = false;
}
function sound(bytes) {
	try {
		return checkedCard(bytes);
	} catch (error) {
		if (error instanceof SealedError) refuse("card");
		throw error;
	}
}
function newcomer(state, bytes) {
	const card2 = sound(bytes);
	must(!state.members.has(toHex(idOfCard(card2))), "member");
	return card2;
}
var isLastAdmin = (state, id) => state.members.get(id)?.role === ROLE.admin && admins(state).length === 1;
function mayRotate({ state, actor, role }) {
	if (state.mustRotate) return state.mustRotate.includes(actor);
	return role === ROLE.admin || state.isPending && role >= ROLE.writer;
}
var MEMBER_RULES = {
	1: ({ state, entry, card: card2 }, { history: history2 }) => {
		must(equal(pursuanceId(entry.payload), state.pid), "pid");
		state.history = history2;
		state.founder = entry.actor;
		enter(state, card2, ROLE.admin, entry.seq);
	},
	2: ({ state, entry, role }, payload) => {
		must(role === ROLE.admin, "authority");
		enter(state, newcomer(state, payload.card), payload.role, entry.seq);
	},
	3: ({ state, entry, actor }) => {
		must(!isLastAdmin(state, actor), "last-admin");
		goes(state, actor, entry.seq);
		state.isPending = true;
	},
	4: ({ state, entry, actor, role }, { iid }) => {
		const member = state.members.get(toHex(iid));
		must(role === ROLE.admin || role === ROLE.moderator && (member?.role ?? 0) < ROLE.moderator, "authority");
		must(member !== void 0, "member");
		must(toHex(iid) !== actor, "authority");
		goes(state, toHex(iid), entry.seq);
		state.mustRotate = [actor];
		state.mayRemoveMore = true;
	},
	5: (one, { epoch, kc, epk, prevBox }) => {
		const { state, entry } = one;
		must(mayRotate(one), "authority");
		must(epoch === state.epoch + 1, "epoch");
		must(prevBox !== null === (epoch > 1 && state.history === 1), "has-prev");
		state.epoch = epoch;
		state.epochs.push({ epoch, kc, epk, prevBox, seq: entry.seq });
		state.isPending = false;
		state.mustRotate = null;
		state.mayRemoveMore = false;
	},
	6: ({ state, role }, { type: _, ...invite }) => {
		must(role >= ROLE.moderator, "authority");
		must(!state.invites.has(toHex(invite.id)), "invite");
		state.invites.set(toHex(invite.id), { ...invite, used: 0, isOpen: true });
	},
	7: ({ state, role }, { id }) => {
		must(role >= ROLE.moderator, "authority");
		const invite = state.invites.get(toHex(id));
		must(invite?.isOpen === true, "invite");
		invite.isOpen = false;
	},
	8: ({ state, entry, card: card2, actor }, { id, card: bytes, signature }) => {
		const invite = state.invites.get(toHex(id));
		must(invite?.isOpen === true, "invite");
		must(invite.maxUses === UNLIMITED || invite.used < invite.maxUses, "invite-used");
		must(entry.time <= invite.expires, "expired");
		must(verifyRaw(invite.key, joinMessage(state.pid, id, bytes), signature), "invite-sig");
		must(!state.members.has(actor), "member");
		enter(state, card2, invite.role, entry.seq);
		invite.used += 1;
		if (state.history === 2) state.isPending = true;
	},
	9: ({ state, entry, role: own }, { iid, role }) => {
		must(own === ROLE.admin, "authority");
		const id = toHex(iid);
		const member = state.members.get(id);
		must(member !== void 0, "member");
		must(role === ROLE.admin || !isLastAdmin(state, id), "last-admin");
		state.members.set(id, { ...member, role });
		setRole(state, id, role, entry.seq);
	},
	10: ({ state, entry, actor, role }, { old, card: bytes, signature }) => {
		const id = toHex(old);
		must(role === ROLE.admin || id === actor, "authority");
		const member = state.members.get(id);
		must(member !== void 0, "member");
		const card2 = sound(bytes);
		must(verifyRaw(card2.edKey, frame("rekey", state.pid, old), signature), "rekey-sig");
		must(!state.members.has(toHex(idOfCard(card2))), "member");
		goes(state, id, entry.seq);
		enter(state, card2, member.role, entry.seq);
		state.heirs.set(id, toHex(idOfCard(card2)));
		state.mustRotate = [toHex(idOfCard(card2)), ...id === actor ? [] : [actor]];
		state.mayRemoveMore = false;
	}
};
function apply(state, entry, payload, card2) {
	const actor = toHex(entry.actor);
	if (state.mustRotate && payload.type !== 5) {
		const removesMore = payload.type === 4 && state.mayRemoveMore && state.mustRotate.includes(actor);
		must(removesMore, "must-be-epoch");
	}
	const role = state.members.get(actor)?.role ?? ROLE.reader;
	const rule = { ...MEMBER_RULES, ...UNIT_RULES }[payload.type];
	must(rule !== void 0, "type");
	rule({ state, entry, card: card2, actor, role }, payload);
}

function read(bytes) {
	try {
		return readEntry(bytes);
	} catch (error) {
		if (error instanceof SealedError) throw new Refused(error.why);
		throw error;
	}
}
function signer(state, entry, payload) {
	if (payload.type === 1 || payload.type === 8) {
		must(equal(idOfCard(decodeCard(payload.card)), entry.actor), "actor");
		return sound(payload.card);
	}
	return state.members.get(toHex(entry.actor))?.card ?? refuse("actor");
}
function next(state, bytes) {
	const { entry, payload } = read(bytes);
	must(state.next < MOST_ENTRIES, "too-many");
	must(equal(entry.pid, state.pid), "pid");
	must(entry.seq === state.next, "seq");
	must(equal(entry.prev, state.head), "prev");
	must(entry.seq === 0 === (payload.type === TYPE.genesis), "genesis");
	const card2 = signer(state, entry, payload);
	const end = bytes.length - SIGNATURE;
	must(verifyRaw(card2.edKey, frame("log", bytes.slice(0, end)), bytes.slice(end)), "sig");
	return { entry, payload, card: card2 };
}
function fold(from, entries) {
	const state = from instanceof Uint8Array ? emptyState(from) : copyState(from);
	let without = null;
	for (const bytes of entries) {
		try {
			const { entry, payload, card: card2 } = next(state, bytes);
			const opens = payload.type === TYPE.remove || payload.type === TYPE.rekey;
			if (opens && !state.mustRotate) without = copyState(state);
			apply(state, entry, payload, card2);
		} catch (error) {
			if (error instanceof Refused) return { state: without ?? state, refusal: { at: state.next, why: error.why } };
			throw error;
		}
		state.head = entryHash(bytes);
		state.hashes.push(state.head);
		state.next += 1;
		if (!state.mustRotate) without = null;
	}
	if (without) return { state: without, refusal: { at: state.next, why: "epoch-missing" } };
	return { state, refusal: null };
}
function needFold(from, entries) {
	const { state, refusal } = fold(from, entries);
	if (refusal) throw new SealedError("does-not-fold", `${refusal.at}: ${refusal.why}`, refusal.why);
	return state;
}

var MAGIC2 = ascii("PVB1");
var ORDER2 = new Map([
	[RECORD.entry, 0],
	[RECORD.seal, 1],
	[RECORD.epochCard, 2],
	[RECORD.revision, 3],
	[RECORD.field, 3],
	[RECORD.message, 4],
	[RECORD.file, 5]
]);
function encodeBundle({ pid, records, chunks }) {
	const pieces = chunks.flatMap((file) => file.map(v32));
	return cat(MAGIC2, sized(pid, 32), u64(records.length), ...records.map(encodeRecord), ...pieces);
}
function decodeBundle(bytes) {
	return decode(bytes, (reader) => {
		reader.magic(MAGIC2);
		const pid = reader.raw(32);
		const count = reader.u64();
		const records = [];
		let place = 0;
		for (let at = 0; at < count; at += 1) {
			const record = readRecord(reader);
			const next2 = ORDER2.get(record.kind) ?? -1;
			needRead(next2 >= place, "not-in-order", "records in another order");
			place = next2;
			records.push(record);
		}
		const files = records.filter((record) => record.kind === RECORD.file);
		return { pid, records, chunks: files.map((file) => readChunks(
			reader,
			file
		)) };
	});
}
var all = ({ records }, kind) => (
	records.filter((record) => record.kind === kind)
);
var bodies = (records) => records.map(({ bytes }) => bytes);
function needBundleSeals(state, bundle) {
	for (const bytes of bodies(all(bundle, 2))) {
		const { epoch, to } = decodeSeal(bytes);
		need(state.epochs[epoch - 1] !== void 0 && state.cards.has(toHex(to)), "does-not-fold", "a seal to nobody");
	}
}
function needCards(pid, bundle) {
	const [genesis] = bodies(all(bundle, 1));
	let before = null;
	for (const bytes of bodies(all(bundle, 7))) {
		if (before) nextEpochCard(before, bytes);
		else firstEpochCard(pid, genesis ?? new Uint8Array(0), bytes);
		before = bytes;
	}
	return before && epochCardHash(before);
}
var objectKey = ({ otype, oid }) => `${otype}:${toHex(oid)}`;
var fieldKey = (of, { field, rev, hash: hash2 }) => `${objectKey(of)}:${toHex(of.unit)}:${field}:${rev}:${toHex(hash2)}`;
function needRevisions(state, bundle) {
	const newest = new Map();
	const named = new Set();
	for (const bytes of bodies(all(bundle, 3))) {
		const revision = checkedRevision(state, bytes);
		epochOf(state, revision.epoch);
		const before = newest.get(objectKey(revision));
		need(!before || revision.rev > before.revision.rev, "stale-revision");
		const isNext = before?.revision.rev === revision.rev - 1;
		need(!before || !isNext || equal(before.hash, revision.prev), "stale-revision", "another one stands before");
		need(!before || revision.headSeq >= before.revision.headSeq, "bad-number", "an earlier entry than before");
		newest.set(objectKey(revision), { revision, hash: revisionHash(bytes) });
		for (const field of revision.fields) named.add(fieldKey(revision, field));
	}
	const fields = new Map();
	for (const record of all(bundle, 4)) {
		const key = fieldKey(record, { ...record, hash: fieldHash(record.bytes) });
		need(named.has(key), "bad-fields", "a field of no revision");
		fields.set(key, record);
	}
	for (const { revision } of newest.values()) {
		const held = new Map();
		for (const field of revision.fields) {
			const record = fields.get(fieldKey(revision, field));
			if (record) held.set(field.field, record);
		}
		needHeld(revision, held);
	}
	return newest;
}
function checkedBundle(bytes) {
	const bundle = decodeBundle(bytes);
	const state = needFold(bundle.pid, bodies(all(bundle, 1)));
	if (state.next === 0) throw new SealedError("does-not-fold", "no entries", "genesis");
	needBundleSeals(state, bundle);
	const cardHead = needCards(bundle.pid, bundle);
	const newest = needRevisions(state, bundle);
	all(bundle, 6).forEach(({ head, hash: sum }, at) => {
		const isSame2 = equal(fileHash(head, bundle.chunks[at] ?? []), sum);
		if (!isSame2) throw new SealedError("bad-fields", "pieces of another file", "file-hash");
	});
	return { bundle, state, cardHead, newest };
}
var isMember = (state, iid) => roleOf(state, iid, state.next) !== void 0;

var MARK4 = "m1";
var MOST_POST = 8 * 2 ** 20;
var MOST_APART = 5 * 60 * 1e3;
var postBody = ({ pid, actor, time, records }) => cat(u8(1), sized(pid, 32), sized(actor, 32), u64(time), v32(encodeRecords(records)));
var encodePost = (post) => cat(postBody(post), sized(post.signature, SIGNATURE));
function decodePost(bytes) {
	needRead(bytes.length <= MOST_POST, "too-large", "post");
	return decode(bytes, (reader) => {
		reader.fixed();
		const who = { pid: reader.raw(32), actor: reader.raw(32), time: reader.u64() };
		return { ...who, records: decodeRecords(reader.v32()), signature: reader.raw(SIGNATURE) };
	});
}
function signPost(post, edSeed) {
	const body = postBody(post);
	return cat(body, sign2(edSeed, "relay-post", body));
}
var needSoon = (time, now) => need(Math.abs(time - now) <= MOST_APART, "bad-number", "another time");
function checkedPost(state, bytes, now) {
	const post = decodePost(bytes);
	need(equal(post.pid, state.pid), "bad-author", "of another pursuance");
	need(isMember(state, post.actor), "bad-author", "no member");
	needSigned(bytes, actorKey(state, post.actor).key, "relay-post");
	needSoon(post.time, now);
	const role = [...state.members.values()].find(({ iid }) => equal(iid, post.actor))?.role ?? 0;
	need(role > 0 || post.records.every(({ kind }) => kind === RECORD.message), "bad-author", "who reads posts messages alone");
	return post;
}
var signRead = (pid, { iid, edSeed }, time) => encodeRead({ actor: iid, time, signature: sign2(edSeed, "relay-read", sized(pid, 32), u64(time)) });
var encodeRead = ({ actor, time, signature }) => toBase64url(cat(sized(actor, 32), u64(time), sized(signature, SIGNATURE)));
var decodeRead = (header) => decode(fromBase64url(header), (reader) => ({ actor: reader.raw(32), time: reader.u64(), signature: reader.raw(SIGNATURE) }));
function checkedRead(state, header, now) {
	const read2 = decodeRead(header);
	need(isMember(state, read2.actor), "bad-author", "no member");
	needSignature(read2.signature, actorKey(state, read2.actor).key, "relay-read", state.pid, u64(read2.time));
	needSoon(read2.time, now);
	return read2;
}
var toMovedLink = ({ pid, headSeq, headHash, baseUrl }) => toCode(MARK4, cat(u8(1), sized(pid, 32), u64(headSeq), sized(headHash, 32), str(baseUrl)));
function fromMovedLink(text) {
	return decode(fromCode(MARK4, text), (reader) => {
		reader.fixed();
		return { pid: reader.raw(32), headSeq: reader.u64(), headHash: reader.raw(32), baseUrl: reader.str() };
	});
}

function workerArgon2(start, progress = () => void 0) {
	return (password, salt, parameters) => new Promise((resolve, reject) => {
		const worker = start();
		const fail = (error) => {
			worker.terminate();
			reject(error);
		};
		worker.addEventListener("error", () => fail(new SealedError("no-argon2", "the worker does not start")));
		worker.addEventListener("message", ({ data: told }) => {
			if ("done" in told) {
				progress(told.done);
				return;
			}
			if ("error" in told) {
				fail(new SealedError("no-argon2", told.error));
				return;
			}
			worker.terminate();
			resolve(told.hash);
		});
		const asked = { id: 1, password, salt, parameters };
		worker.postMessage(asked);
	});
}

function foundLog(founder, history2, time, random) {
	const card2 = encodeCard(makeCard(founder));
	const payload = encodePayload({ type: 1, nonce: random(16), history: history2, card: card2 });
	const pid = pursuanceId(payload);
	const head = { pid, seq: 0, prev: zeros(32), time, actor: idOfKeys(founder), type: 1 };
	return { pid, entry: signEntry({ ...head, payload }, founder.edSeed) };
}
function writeEntries({ pid, next: next2, head }, keys, time, payloads) {
	const actor = idOfKeys(keys);
	let prev = head;
	return payloads.map((payload, at) => {
		const entry = { pid, seq: next2 + at, prev, time, actor, type: payload.type, payload: encodePayload(payload) };
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
	const boxOf = () => old ? sealPrevious(state.pid, epoch, es, old, random) : sized(random(PREV_BOX), PREV_BOX);
	const prevBox = hasPrev ? boxOf() : null;
	const kc = commitment(state.pid, epoch, es);
	const payload = (
		{ type: 5, epoch, kc, epk: epochKeys(state.pid, epoch, es).xKey, prevBox }
	);
	const last = before.at(-1);
	const after = { ...state, next: state.next + before.length, head: last ? entryHash(last) : state.head };
	const entries = [...before, ...writeEntries(after, keys, time, [payload])];
	const folded = needFold(state, entries);
	return { es, entries, seals: await sealAll(folded, es, random), state: folded };
}
var sealAll = async ({ pid, epoch, members }, es, random) => Promise.all([...members.values()].map(async ({ iid, card: card2 }) => sealSecret(pid, epoch, es, { iid, xKey: card2.xKey }, random)));
function needSeals({ epoch, members }, seals) {
	const to = new Set();
	for (const seal2 of seals.map(decodeSeal)) {
		need(seal2.epoch === epoch && members.has(toHex(seal2.to)), "does-not-fold", "a seal to nobody");
		need(!to.has(toHex(seal2.to)), "enough-seals");
		to.add(toHex(seal2.to));
	}
	need(to.size === members.size, "seals-incomplete");
}

function merkleRoot(objects) {
	const leaves = objects.map(({ oid, rev, hash: last }) => cat(sized(oid, 16), u64(rev), sized(last, 32)));
	let row = leaves.sort(compare).map((leaf) => hash("leaf", leaf));
	while (row.length > 1) {
		row = row.flatMap((left, at) => {
			if (at % 2 === 1) return [];
			const right = row[at + 1];
			return [right ? hash("node", left, right) : left];
		});
	}
	return row[0] ?? zeros(32);
}
export {
	CARD,
	CHUNK,
	DEFAULT_PARAMETERS,
	FIELD,
	FLAG,
	FileSealer,
	IDBOX,
	KEYS,
	KIND,
	LEAST_LETTERS,
	MOST_ENVELOPE,
	MOST_SKILLS,
	OTYPE,
	PHASE,
	PREV_BOX,
	REASONS,
	RECORD,
	REL,
	RENEWED,
	RIGHT,
	ROLE,
	ROOTBOX,
	Reader,
	SIGNATURE,
	STEP2 as STEP,
	SealedError,
	TYPE,
	UNLIMITED,
	accountKeys,
	accountSalt,
	actorKey,
	admins,
	answerPairing,
	answerPlace,
	ascii,
	authVerifier,
	cat,
	checkParameters,
	checkedAccept,
	checkedBundle,
	checkedCard,
	checkedPackage,
	checkedPost,
	checkedRead,
	checkedRevision,
	commitment,
	compare,
	contentKey,
	decode,
	decodeAccept,
	decodeAnswer,
	decodeBundle,
	decodeCard,
	decodeContents,
	decodeEntry,
	decodeEnvelope,
	decodeEpochCard,
	decodeExport,
	decodeExported,
	decodeFileHead,
	decodeFileMeta,
	decodeIdBox,
	decodeKeys,
	decodeNote,
	decodeNoteText,
	decodePackage,
	decodePayload,
	decodePersonal,
	decodePins,
	decodePost,
	decodeRead,
	decodeRecord,
	decodeRecords,
	decodeRel,
	decodeRevision,
	decodeSeal,
	decodeSearch,
	decodeSignIn,
	decodeSignedMessage,
	decodeSlot,
	derive,
	emptyState,
	encodeAccept,
	encodeAnswer,
	encodeBundle,
	encodeCard,
	encodeContents,
	encodeEntry,
	encodeEnvelope,
	encodeEpochCard,
	encodeExport,
	encodeExportHead,
	encodeExported,
	encodeFileHead,
	encodeFileMeta,
	encodeIdBox,
	encodeKeys,
	encodeMessage,
	encodeNote,
	encodeNoteText,
	encodePackage,
	encodePayload,
	encodePersonal,
	encodePins,
	encodePost,
	encodeRead,
	encodeRecord,
	encodeRecords,
	encodeRel,
	encodeRevision,
	encodeSeal,
	encodeSearch,
	encodeSignIn,
	encodeSignedMessage,
	encodeSlot,
	encodeSlotHead,
	entryHash,
	envelopeAad,
	epochCardHash,
	epochKeys,
	epochOf,
	epochsFor,
	equal,
	expander,
	fieldHash,
	fileHash,
	firstEpochCard,
	fold,
	foundLog,
	frame,
	fromArmor,
	fromBase64,
	fromBase64url,
	fromCode,
	fromFragment,
	fromHex,
	fromMovedLink,
	fromPairingCode,
	fromPlaceAnswer,
	fromPlaceAsked,
	fromRecoveryText,
	fromUtf8,
	hash,
	heirOf,
	hpkeOpen,
	hpkeSeal,
	idOfCard,
	idOfKeys,
	identityId,
	inviteKeys,
	isMember,
	isPadded,
	isSafetyCode,
	isSealable,
	isZero,
	joinMessage,
	joinPayload,
	judge,
	mac,
	makeCard,
	masterKey,
	merkleRoot,
	messageHash,
	messagePlace,
	nameParts,
	need,
	needField,
	needFold,
	needFresh,
	needHead,
	needHeld,
	needKeysOf,
	needNext,
	needNextMessage,
	needPlace,
	needRead,
	needRelOf,
	needSeals,
	needShown,
	needSignIn,
	needSignature,
	needSigned,
	newKeys,
	newPairing,
	nextEpochCard,
	normalSkill,
	noteGood,
	open,
	openChunk,
	openEnvelope,
	openExport,
	openFile,
	openFormer,
	openIdBox,
	openMessage,
	openNote,
	openPackage,
	openPairing,
	openPersonal,
	openPrevious,
	openSeal,
	openSlot,
	packageAad,
	packageHash,
	packageInfo,
	pad,
	padTags,
	paddedLength,
	pairingAad,
	pairingInfo,
	passkeySlotKey,
	passphraseBytes,
	personalAad,
	personalKey,
	piecesOf,
	pinsPlace,
	plain,
	plainRel,
	publicKey,
	pursuanceId,
	readCard,
	readChunks,
	readFieldName,
	readFileHead,
	readOtype,
	readRecord,
	realmOf,
	recoveryCheck,
	recoveryKeys,
	revisionHash,
	roleOf,
	rotate,
	safetyCode,
	safetyHash,
	safetyNumber,
	seal,
	sealAad,
	sealAll,
	sealChunk,
	sealEnvelope,
	sealExport,
	sealFormer,
	sealIdBox,
	sealInfo,
	sealMessage,
	sealNote,
	sealPackage,
	sealPersonal,
	sealPrevious,
	sealSecret,
	sealSlot,
	sha,
	showInvite,
	sign2 as sign,
	signAccept,
	signEntry,
	signEpochCard,
	signIn,
	signMessage,
	signPost,
	signRaw,
	signRead,
	signRevision,
	sized,
	skillTag,
	skillTags,
	speakerOf,
	stretch,
	tagKey,
	toArmor,
	toBase64,
	toBase64url,
	toCode,
	toFragment,
	toHex,
	toMovedLink,
	toPairingCode,
	toPlaceAsked,
	toRecoveryText,
	unitKey,
	unitKeys,
	unpad,
	unreadable,
	unsealIdBox,
	utf8,
	verifyRaw,
	weekOf,
	wordIndices,
	workerArgon2,
	writeEntries,
	writeKeys,
	writer_exports as writer,
	writerId,
	x25519Public,
	zeros
};
/*! Bundled license information:

@noble/ciphers/utils.js:
	(*! noble-ciphers - MIT License (c) 2023 Paul Miller (paulmillr.com) *)

@noble/ed25519/index.js:
	(*! noble-ed25519 - MIT License (c) 2019 Paul Miller (paulmillr.com) *)

@noble/curves/utils.js:
@noble/curves/abstract/modular.js:
@noble/curves/abstract/curve.js:
@noble/curves/abstract/montgomery.js:
	(*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) *)
*/
