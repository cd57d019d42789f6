// Made by sealed/js/build.mjs from src/page/ladder.js: do not edit.
export default (lent) => {
var { PRIME, inverted, scalarOf } = lent;
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
function randomBytes(bytesLength = 32) {
	anumber(bytesLength, "bytesLength");
	const cr = typeof globalThis === "object" ? globalThis.crypto : null;
	if (typeof cr?.getRandomValues !== "function")
		throw new Error("crypto.getRandomValues must be defined");
	if (bytesLength > 65536)
		throw new RangeError(`"bytesLength" expected <= 65536, got ${bytesLength}`);
	return cr.getRandomValues(new Uint8Array(bytesLength));
}

// node_modules/@noble/curves/utils.js
var abytes2 = (value, length, title) => abytes(value, length, title);
var anumber2 = anumber;
function aobject(value, title = "object") {
	if (value === null || typeof value !== "object" || Array.isArray(value))
		throw new TypeError(title === "object" ? "expected valid options object" : `"${title}" expected object, got type=${typeof value}`);
	return value;
}
var randomBytes2 = (bytesLength) => randomBytes(bytesLength);
var _0n = BigInt(0);
function abignumber(n) {
	if (typeof n === "bigint") {
		if (!isPosBig(n))
			throw new RangeError("positive bigint expected, got " + n);
	} else
		anumber2(n);
	return n;
}
function hexToNumber(hex) {
	if (typeof hex !== "string")
		throw new TypeError("hex string expected, got " + typeof hex);
	return hex === "" ? _0n : BigInt("0x" + hex);
}
function bytesToNumberLE(bytes) {
	return hexToNumber(bytesToHex(copyBytes(abytes(bytes)).reverse()));
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
function copyBytes(bytes) {
	return Uint8Array.from(abytes2(bytes));
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
	aobject(object, title);
	aobject(fields, "fields");
	aobject(optFields, "optFields");
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
function mod(a, b) {
	if (b <= _0n2)
		throw new Error("mod: expected positive modulus, got " + b);
	const result = a % b;
	return result >= _0n2 ? result : b + result;
}

// node_modules/@noble/curves/abstract/curve.js
function createKeygen(randomSecretKey, getPublicKey) {
	return function keygen(seed) {
		const secretKey = randomSecretKey(seed);
		return { secretKey, publicKey: getPublicKey(secretKey) };
	};
}

// node_modules/@noble/curves/abstract/montgomery.js
var _0n3 = BigInt(0);
var _1n = BigInt(1);
var _2n = BigInt(2);
function cmask(P, swap) {
	return P + swap - (swap >> _1n << _1n);
}
function cswap(P) {
	const offset = BigInt(6) * P;
	return (mask, x_2, x_3) => {
		const sum = x_2 + x_3;
		const d = offset + x_3 - x_2;
		const a = (d * mask + x_2) % P;
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
	const { P, type, adjustScalarBytes, powPminus2, randomBytes: rand } = CURVE;
	const mulBaseHook = CURVE.scalarMultBase;
	const is25519 = type === "x25519";
	if (!is25519 && type !== "x448")
		throw new Error("invalid type");
	const randomBytes_ = rand === void 0 ? randomBytes2 : rand;
	const montgomeryBits = is25519 ? 255 : 448;
	const swap = cswap(P);
	const fieldLen = is25519 ? 32 : 56;
	const Gu = is25519 ? BigInt(9) : BigInt(5);
	const a24 = is25519 ? BigInt(121665) : BigInt(39081);
	const minScalar = is25519 ? _2n ** BigInt(254) : _2n ** BigInt(447);
	const maxAdded = is25519 ? BigInt(8) * (_2n ** BigInt(251) - _1n) : BigInt(4) * (_2n ** BigInt(445) - _1n);
	const maxScalar = minScalar + maxAdded + _1n;
	const modP = (n) => mod(n, P);
	const GuBytes = encodeU(Gu);
	function encodeU(u) {
		return numberToBytesLE(modP(u), fieldLen);
	}
	function decodeU(u) {
		const _u = copyBytes(abytes2(u, fieldLen, "uCoordinate"));
		if (is25519)
			_u[31] &= 127;
		return modP(bytesToNumberLE(_u));
	}
	function decodeScalar(scalar) {
		return bytesToNumberLE(adjustScalarBytes(copyBytes(abytes2(scalar, fieldLen, "scalar"))));
	}
	const lowOrderU = new Set(is25519 ? [
		_0n3,
		_1n,
		P - _1n,
		BigInt("325606250916557431795983626356110631294008115727848805560023387167927233504"),
		BigInt("39382357235489614581723060781553021112529911719440698176882885853963445705823")
	] : [_0n3, _1n, P - _1n]);
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
		const pu = modP(mulBaseHook(k));
		if (pu === _0n3)
			throw new Error("invalid private or public key received");
		return encodeU(pu);
	}
	const getPublicKey = scalarMultBase;
	const getSharedSecret2 = scalarMult;
	function montgomeryLadder(u, scalar) {
		aInRange("u", u, _0n3, P);
		aInRange("scalar", scalar, minScalar, maxScalar);
		const k = scalar;
		const x_1 = u;
		let x_2 = _1n;
		let z_2 = _0n3;
		let x_3 = u;
		let z_3 = _1n;
		const kx = k ^ k >> _1n;
		for (let t = BigInt(montgomeryBits - 1); t >= _0n3; t--) {
			const mask2 = cmask(P, kx >> t);
			({ x_2, x_3 } = swap(mask2, x_2, x_3));
			({ x_2: z_2, x_3: z_3 } = swap(mask2, z_2, z_3));
			const A = x_2 + z_2;
			const AA = modP(A * A);
			const B = x_2 - z_2;
			const BB = modP(B * B);
			const E = AA - BB;
			const C = x_3 + z_3;
			const D = x_3 - z_3;
			const DA = modP(D * A);
			const CB = modP(C * B);
			const dacb = DA + CB;
			const da_cb = DA - CB;
			x_3 = modP(dacb * dacb);
			z_3 = modP(x_1 * modP(da_cb * da_cb));
			x_2 = modP(AA * BB);
			z_2 = modP(E * (AA + modP(a24 * E)));
		}
		const mask = cmask(P, k);
		({ x_2, x_3 } = swap(mask, x_2, x_3));
		({ x_2: z_2, x_3: z_3 } = swap(mask, z_2, z_3));
		const z2 = powPminus2(z_2);
		return modP(x_2 * z2);
	}
	const lengths = {
		secretKey: fieldLen,
		publicKey: fieldLen,
		seed: fieldLen
	};
	const randomSecretKey = (seed) => {
		seed = seed === void 0 ? randomBytes_(fieldLen) : seed;
		abytes2(seed, lengths.seed, "seed");
		return seed;
	};
	const utils = { randomSecretKey };
	Object.freeze(lengths);
	Object.freeze(utils);
	return Object.freeze({
		keygen: createKeygen(randomSecretKey, getPublicKey),
		getSharedSecret: getSharedSecret2,
		getPublicKey,
		scalarMult,
		scalarMultBase,
		utils,
		GuBytes: GuBytes.slice(),
		lengths
	});
}

var { getSharedSecret } = montgomery({ P: PRIME, type: "x25519", powPminus2: inverted, adjustScalarBytes: scalarOf });
var byLibrary = async (secret, other) => getSharedSecret(secret, other);
return {
	byLibrary
};
/*! Bundled license information:

@noble/curves/utils.js:
@noble/curves/abstract/modular.js:
@noble/curves/abstract/curve.js:
@noble/curves/abstract/montgomery.js:
	(*! noble-curves - MIT License (c) 2022 Paul Miller (paulmillr.com) *)
*/
};
