// Made by sealed/js/build.mjs from src/page/group.js: do not edit.
function as(kind, it) {
	return it instanceof kind ? it : null;
}

var UNLOCKED = "pursuance-unlocked";
var INVITATION = "pursuance-invitation ";
function forgetInvitations() {
	for (const key of Object.keys(sessionStorage)) {
		if (key.startsWith(INVITATION)) sessionStorage.removeItem(key);
	}
}
function lockAtSignOut() {
	document.addEventListener("submit", (event) => {
		if (event.defaultPrevented || as(HTMLFormElement, event.target)?.dataset.unsent === void 0) return;
		try {
			indexedDB.deleteDatabase(UNLOCKED);
			forgetInvitations();
		} catch {
		}
	});
}

function make(tag, { text, ...attributes } = {}, ...children) {
	const element = document.createElement(tag);
	for (const [name, value] of Object.entries(attributes)) {
		if (value !== void 0) element.setAttribute(name, value);
	}
	if (text !== void 0) element.textContent = text;
	element.append(...children);
	return element;
}
var button = (text, kind = "btn") => make("button", { type: "button", class: kind, text });
var alert = (text) => make("div", { class: "notice refused", role: "alert" }, make("p", { class: "grow", text }));
var taskIn = (root, place) => (
	root?.querySelector(`${place} [data-object]:not([data-otype])`)?.dataset.object
);
var count = 0;
function newId() {
	count += 1;
	return `sealed-${count}`;
}

var parsed = typeof document === "undefined" || document.readyState !== "loading" ? Promise.resolve() : new Promise((resolve) => document.addEventListener("readystatechange", () => resolve(), { once: true }));

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
function cat(...parts) {
	const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts) {
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

var Trouble = class extends Error {
	constructor(key, { field = "", seconds = 0, records = [] } = {}) {
		super(key);
		this.name = "Trouble";
		this.key = key;
		this.field = field;
		this.seconds = seconds;
		this.records = records;
	}
};
function needThat(holds, key, more) {
	if (!holds) throw new Trouble(key, more);
}
var WORDS = {
	"weak-passphrase": "too-short",
	"weak-parameters": "weak-parameters",
	"bad-code": "bad-code"
};
function toTrouble(error) {
	if (error instanceof Trouble) return error;
	return new Trouble(error instanceof SealedError && WORDS[error.reason] || "failed");
}
function orElse(key, act) {
	try {
		return act();
	} catch (error) {
		if (error instanceof SealedError) throw new Trouble(key);
		throw error;
	}
}

var PATIENCE = 3e4;
var written = (_key, value) => value instanceof Uint8Array ? toBase64url(value) : value;
async function read(response) {
	const text = await response.text();
	try {
		const value = JSON.parse(text);
		return typeof value === "object" && value !== null ? value : {};
	} catch {
		return {};
	}
}
function refusal(response, problem) {
	const slug = typeof problem.type === "string" ? problem.type.replace(/^.*[#/]/, "") : "";
	const fallback = { 401: "sign-in-first", 429: "rate-limit" }[response.status] ?? "";
	const seconds = Number(problem.retry_after ?? response.headers.get("retry-after"));
	return new Trouble(slug || fallback ? `problem-${slug || fallback}` : "failed", {
		field: typeof problem.field === "string" ? problem.field : "",
		seconds: Number.isFinite(seconds) ? seconds : 0,
		records: orElse("failed", () => recordsOf(problem))
	});
}
var doors = (fetch2) => async (method, path, body, headers = {}) => {
	let response;
	let answer;
	try {
		response = await fetch2(path, {
			method,
			headers: { accept: "application/json", ...headers, ...body && { "content-type": "application/json" } },
			...body && { body: JSON.stringify(body, written) },
			cache: "no-store",
			credentials: "same-origin",
			redirect: "error",
			signal: AbortSignal.timeout?.(PATIENCE) ?? null
		});
		answer = await read(response);
	} catch {
		throw new Trouble("lost");
	}
	if (!response.ok) throw refusal(response, answer);
	return answer;
};
function recordsOf({ records }) {
	const texts = Array.isArray(records) ? records : [];
	return texts.map((text) => {
		needThat(typeof text === "string", "failed");
		return fromBase64url(text);
	});
}
function bytesOf(answer, key) {
	const text = answer[key];
	needThat(typeof text === "string", "failed");
	return orElse("failed", () => fromBase64url(text));
}
function textOf(answer, key) {
	const text = answer[key];
	needThat(typeof text === "string", "failed");
	return text;
}
var maybeText = (answer, key) => typeof answer[key] === "string" ? answer[key] : "";
function numberOf(answer, key) {
	const value = answer[key];
	needThat(typeof value === "number" && Number.isSafeInteger(value) && value >= 0, "failed");
	return value;
}

var PINS = "pursuance-pins";
var keyOf = ({ realm, username }) => `${realm} ${username}`;
function read2(value) {
	if (typeof value !== "object" || value === null || !("m" in value) || !("t" in value)) return void 0;
	const { m, t } = value;
	return typeof m === "number" && typeof t === "number" ? { m, t, p: 1 } : void 0;
}
var Pins = class {
	constructor(store) {
		this.store = store;
	}
	async of(name) {
		try {
			return read2(await this.store.get(keyOf(name)));
		} catch {
			return void 0;
		}
	}
	async note(name, { m, t }) {
		try {
			await this.store.put(keyOf(name), { m, t });
		} catch {
		}
	}
};

var OBJECTS = "kept";
var done = (request) => new Promise((resolve, reject) => {
	request.addEventListener("success", () => resolve(request.result));
	request.addEventListener("error", () => reject(request.error));
});
async function open(name) {
	const request = indexedDB.open(name, 1);
	request.addEventListener("upgradeneeded", () => request.result.createObjectStore(OBJECTS));
	const database = await done(request);
	database.addEventListener("versionchange", () => database.close());
	return database;
}
async function withLocalStore(name, mode, act) {
	const database = await open(name);
	try {
		const transaction = database.transaction(OBJECTS, mode);
		const value = await done(act(transaction.objectStore(OBJECTS)));
		if (mode === "readonly") return value;
		await new Promise((resolve, reject) => {
			transaction.addEventListener("complete", resolve);
			transaction.addEventListener("abort", () => reject(transaction.error));
		});
		return value;
	} finally {
		database.close();
	}
}
var browserStore = (name) => ({
	get: (key) => withLocalStore(name, "readonly", (localStore2) => localStore2.get(key)),
	put: async (key, value) => void await withLocalStore(name, "readwrite", (localStore2) => localStore2.put(value, key)),
	clear: async () => void await done(indexedDB.deleteDatabase(name))
});

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

var WORKER = "/static/sealed/argon2.js";
var policy;
function createScriptURL(text) {
	if (text !== WORKER) throw new TypeError("another script");
	return text;
}
function address() {
	const { trustedTypes } = (
		globalThis
	);
	policy ??= trustedTypes?.createPolicy("pv", { createScriptURL }) ?? { createScriptURL };
	return policy.createScriptURL(WORKER);
}
var argon2InWorker = (progress) => workerArgon2(() => new Worker(address()), progress);

var random = (length) => crypto.getRandomValues(new Uint8Array(length));
var thisDevice = (progress) => ({
	realm: location.host,
	ask: doors((path, init) => fetch(path, init)),
	argon2: argon2InWorker(progress),
	random,
	now: () => Date.now(),
	pins: new Pins(browserStore(PINS))
});

var SOON = 300;
var STEP = 10;
var Progress = class {
	constructor(texts) {
		this.texts = texts;
		this.words = make("p", { class: "small mute" });
		this.slow = make("p", { class: "small mute" });
		this.live = make("div", { class: "stack sm", "aria-live": "polite" });
		this.element = make("div", { class: "stack sm" }, this.live);
		this.said = -1;
	}
	begin() {
		this.end();
		this.timer = setTimeout(() => this.#show(), SOON);
	}
	#show() {
		if (this.bar) return;
		this.bar = make("progress", { max: "1", "aria-label": this.texts.of("working", { percent: 0 }) });
		this.element.prepend(this.bar);
		this.#say(0);
	}
	#say(percent) {
		if (percent < this.said + STEP && this.said >= 0) return;
		this.said = percent;
		this.words.textContent = this.texts.of("working", { percent });
		if (!this.words.isConnected) this.live.prepend(this.words);
	}
	step(done3) {
		this.#show();
		if (this.bar) this.bar.value = done3;
		if (this.slow.textContent === "") {
			this.slow.textContent = this.texts.of("slow");
			this.live.append(this.slow);
		}
		this.#say(Math.floor(done3 * 100 / STEP) * STEP);
	}
	end() {
		clearTimeout(this.timer);
		this.bar?.remove();
		this.bar = void 0;
		this.said = -1;
		this.slow.textContent = "";
		this.live.replaceChildren();
	}
};
var Sending = class {
	constructor({ texts, progress, busy, before, fields = {} }) {
		this.texts = texts;
		this.progress = progress;
		this.busy = busy;
		this.before = before;
		this.fields = fields;
		this.isSending = false;
		this.isStaying = false;
	}
	async send(act) {
		if (this.isSending) return false;
		this.isSending = true;
		this.#clear();
		this.#showBusy(true);
		this.progress.begin();
		try {
			await act();
			return true;
		} catch (error) {
			this.progress.end();
			this.say(toTrouble(error));
			return false;
		} finally {
			this.progress.end();
			if (!this.isStaying) {
				this.#showBusy(false);
				this.isSending = false;
			}
		}
	}
	stay() {
		this.isStaying = true;
		addEventListener("pageshow", () => {
			this.isStaying = false;
			this.isSending = false;
			this.#showBusy(false);
		});
	}
	#showBusy(isBusy) {
		const buttons = this.busy.querySelectorAll('button:not([type="button"])');
		this.busy.setAttribute("aria-busy", String(isBusy));
		for (const button2 of buttons) button2.setAttribute("aria-disabled", String(isBusy));
	}
	#clear() {
		this.alert?.remove();
		this.alert = void 0;
		for (const field of Object.values(this.fields)) field.clearError();
	}
	say(trouble) {
		this.#clear();
		const field = this.fields[trouble.key] ?? this.fields[trouble.field];
		if (field) {
			field.refuse(this.texts.about(trouble));
			return;
		}
		this.alert = alert(this.texts.about(trouble));
		this.before.before(this.alert);
	}
};
function hear(form, act) {
	form.addEventListener(
		"submit",
		(event) => {
			event.preventDefault();
			event.stopImmediatePropagation();
			act(event);
		},
		true
	);
}

var MINUTE = 60;
var Texts = class {
	constructor(root) {
		this.all = new Map();
		for (const template of root.querySelectorAll("template[data-texts]")) {
			if (!(template instanceof HTMLTemplateElement)) continue;
			for (const element of template.content.querySelectorAll("[data-text]")) {
				this.all.set(element.getAttribute("data-text") ?? "", element.textContent?.trim() ?? "");
			}
		}
	}
	of(key, values = {}) {
		const text = this.all.get(key) ?? "";
		return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
	}
	has(key) {
		return this.all.has(key);
	}
	about({ key, field, seconds }) {
		return this.of([`${key}-${field}`, key].find((one) => this.has(one)) ?? "failed", { minutes: Math.max(1, Math.ceil(seconds / MINUTE)) });
	}
};

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
	const sorted2 = [...items].sort(compare);
	needRising(sorted2);
	return counted(sorted2);
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
var frame = (label, ...parts) => cat(headOf(label), ...parts);
var sha = (bytes) => new Uint8Array(sha256(bytes));
var mac = (key, bytes) => new Uint8Array(hmac(sha256, sized(key, 32), bytes));
var hash = (label, ...parts) => sha(frame(label, ...parts));
var FIRST = Uint8Array.of(1);
function expander(key) {
	const keyed = hmac.create(sha256, sized(key, 32));
	const work = keyed.clone();
	return (info) => new Uint8Array(keyed._cloneInto(work).update(info).update(FIRST).digest());
}
var derive = (key, label, ...parts) => expander(key)(frame(label, ...parts));

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
		let called2 = false;
		const wrCipher = {
			encrypt(data, output) {
				if (called2)
					throw new Error("cannot encrypt() twice with same key + nonce");
				called2 = true;
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
	counted(read4, most = 65535) {
		const count2 = this.u16();
		needRead(count2 <= most, "too-many", `${count2}, and ${most} at most`);
		const items = [];
		for (let at = 0; at < count2; at += 1) items.push(read4());
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
function decode(bytes, read4) {
	const reader = new Reader(bytes);
	const value = read4(reader);
	reader.end();
	return value;
}

var NONCE = 24;
var OVERHEAD = 16;
function seal(key, aad, text, random2) {
	const nonce = sized(random2(NONCE), NONCE);
	return cat(nonce, sealWith(key, nonce, aad, text));
}
function open2(key, aad, sealed) {
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
var STEP2 = 1024;
function paddedLength(length) {
	const least = length + 4;
	if (least > STEP2) return Math.ceil(least / STEP2) * STEP2;
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
var bytesToHex = (bytes) => {
	let hex = "";
	for (const byte of abytes3(bytes))
		hex += padh(byte, 2);
	return hex;
};
var hexToBytes = (hex) => {
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
		return _Point.fromBytes(hexToBytes(hex), zip215);
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
		return bytesToHex(this.toBytes());
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
var numTo32bLE = (num) => hexToBytes(padh(arange(num, 0n, B256), 64)).reverse();
var bytesToNumberLE = (b) => BigInt("0x" + bytesToHex(Uint8Array.from(abytes3(b)).reverse()));
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
var sign2 = (seed, label, ...parts) => signRaw(seed, frame(label, ...parts));
function needSignature(signature, key, label, ...parts) {
	need(verifyRaw(key, frame(label, ...parts), signature), "bad-signature", label);
}
function needSigned(bytes, key, label) {
	const end = bytes.length - SIGNATURE;
	need(end >= 0, "bad-length", label);
	needSignature(bytes.slice(end), key, label, bytes.slice(0, end));
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
var mod2 = (value) => (value % PRIME + PRIME) % PRIME;
var numberOf2 = (bytes) => BigInt(`0x${toHex(sized(bytes, 32).slice().reverse())}`);
var bytesOf2 = (value) => fromHex(value.toString(16).padStart(64, "0")).reverse();
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
	const { Y, Z } = Point.BASE.multiply(numberOf2(scalarOf(secret)) % ORDER);
	return bytesOf2(mod2(mod2(Z + Y) * inverted(mod2(Z - Y))));
}
var pointOf = (key) => (numberOf2(key) & 2n ** 255n - 1n) % PRIME;
var canonical = (key) => bytesOf2(pointOf(key));
var isSealable = (key) => key.length === 32 && !SMALL.has(pointOf(key));

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
var idOfCard = (card2) => identityId(card2.edKey, card2.xKey);
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
function decodeIdBox(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		reader.fixed();
		sized(bytes, IDBOX);
		return { sealed: reader.rest() };
	});
}
var unsealIdBox = (bytes, rootKey, iid) => decodeKeys(open2(rootKey, frame("idbox", sized(iid, 32)), decodeIdBox(bytes).sealed));
var openFormer = (bytes, iid, rootKey) => decode(bytes, (reader) => {
	reader.fixed();
	reader.fixed();
	sized(bytes, ROOTBOX);
	return open2(rootKey, frame("rootbox", sized(iid, 32)), reader.rest());
});
function needKeysOf(keys, iid) {
	if (!equal(idOfKeys(keys), iid)) throw new SealedError("bad-author", "keys of another identity", "mismatch");
	return keys;
}

function keysIn(idbox, rootKey, iid) {
	const sealed = unsealIdBox(idbox, rootKey, iid);
	let keys;
	return () => {
		keys ??= needKeysOf(sealed, iid);
		return keys;
	};
}
function openFormers(boxes, rootKey) {
	let root = rootKey;
	return boxes.map(({ card: card2, idbox, rootbox }) => {
		const iid = idOfCard(decodeCard(card2));
		root = openFormer(rootbox, iid, root);
		const keys = keysIn(idbox, root, iid);
		return {
			rootKey: root,
			iid,
			card: card2,
			get keys() {
				return keys();
			}
		};
	});
}

var UNLOCKED2 = "pursuance-unlocked";
var NAME = "root";
var HOURS_12 = 12 * 60 * 60 * 1e3;
var ALGORITHM = "AES-GCM";
var inThisPage;
var channel;
function keepInThisPage(opened2, session2) {
	inThisPage = { opened: opened2, session: session2 };
	if (channel || typeof document === "undefined" || !("BroadcastChannel" in globalThis)) return;
	channel = new BroadcastChannel("signed out");
	channel.addEventListener("message", () => {
		inThisPage = void 0;
	});
}
var canKeep = () => globalThis.crypto?.subtle !== void 0 && globalThis.indexedDB !== void 0;
var Unlocked = class {
	constructor(store, realm, now) {
		this.store = store;
		this.realm = realm;
		this.now = now;
	}
	async keep(opened2, choice2, marker) {
		await this.lock();
		const session2 = { viewer: opened2.name.username, marker };
		if (choice2 === "page" || !canKeep()) {
			keepInThisPage(opened2, session2);
			return;
		}
		try {
			await this.put(opened2, choice2 === "hours" ? this.now() + HOURS_12 : Infinity, marker);
		} catch {
			keepInThisPage(opened2, session2);
		}
	}
	async put({ name, rootKey, card: card2, idbox, formerBoxes }, until, marker) {
		const key = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);
		const nonce = crypto.getRandomValues(new Uint8Array(12));
		const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: ALGORITHM, iv: nonce }, key, new Uint8Array(rootKey)));
		const record = { marker, ...name, until, key, nonce, sealed, card: card2, idbox, formerBoxes };
		await this.store.put(NAME, record);
	}
	async of(session2) {
		if (inThisPage) return isOf(inThisPage.session, session2) ? inThisPage.opened : void 0;
		try {
			const record = (
				await this.store.get(NAME)
			);
			if (!record) return void 0;
			const { marker, username: viewer, realm, until } = record;
			if (realm === this.realm && isOf({ viewer, marker }, session2) && this.now() < until) return await opened(record);
			await this.lock();
		} catch {
			await this.lock();
		}
		return void 0;
	}
	async move(session2, marker) {
		if (inThisPage && isOf(inThisPage.session, session2)) inThisPage.session = { ...session2, marker };
		if (inThisPage || !await this.of(session2)) return;
		const record = (
			await this.store.get(NAME)
		);
		await this.store.put(NAME, { ...record, marker });
	}
	async lock() {
		inThisPage = void 0;
		try {
			await this.store.clear();
		} catch {
		}
	}
};
var isOf = (kept, session2) => kept.viewer === session2.viewer && kept.marker === session2.marker;
async function opened({ key, nonce, sealed: wrapped, realm, username, card: card2, idbox, formerBoxes = [] }) {
	const rootKey = new Uint8Array(await crypto.subtle.decrypt({ name: ALGORITHM, iv: nonce }, key, wrapped));
	const iid = idOfCard(decodeCard(card2));
	const keys = keysIn(idbox, rootKey, iid);
	return {
		name: { realm, username },
		rootKey,
		iid,
		card: card2,
		idbox,
		formerBoxes,
		former: openFormers(formerBoxes, rootKey),
		get keys() {
			return keys();
		}
	};
}
var thisBrowser = () => new Unlocked(browserStore(UNLOCKED2), location.host, () => Date.now());
function sessionOfPage() {
	const { viewer = "", session: session2 = "" } = document.body.dataset;
	return { viewer, marker: session2 };
}

var Part = class {
	constructor(element) {
		this.element = element;
		this.texts = new Texts(element);
		const place = element.querySelector("[data-place]");
		this.place = place instanceof HTMLElement ? place : element.appendChild(make("div", { "data-place": "" }));
		this.progress = new Progress(this.texts);
		this.device = thisDevice((done3) => this.progress.step(done3));
		this.unlocked = thisBrowser();
	}
	data(key) {
		return this.element.dataset[key] ?? "";
	}
	get name() {
		return this.data("name");
	}
	isHere() {
		if (this.data("realm") === location.host) return true;
		this.place.replaceChildren(alert(this.texts.about(new Trouble("wrong-realm"))));
		return false;
	}
	form({ content, button: key, fields, act, beside: beside2 = [] }) {
		const send = make("button", { class: "btn primary", text: this.texts.of(key) });
		const row = make("div", { class: "flex" }, send, ...beside2);
		const form = make("form", { class: "stack" }, ...content, this.progress.element, row);
		const sending = new Sending({ texts: this.texts, progress: this.progress, busy: form, before: row, fields });
		hear(form, () => void sending.send(act));
		return { form, send, sending };
	}
};

async function importByHash(name, hash2) {
	const address2 = new URL(name, import.meta.url).href;
	if (hash2 !== "") await check2(address2, hash2);
	return import(address2);
}
var check2 = (address2, integrity) => new Promise((resolve, reject) => {
	const link = make("link", { rel: "modulepreload", href: address2, integrity });
	link.addEventListener("load", resolve);
	link.addEventListener("error", reject);
	document.head.append(link);
});

var HASH = "sha256-WPtBxVgZbm1QkYPND3JJn2xNaybQ/Nc/oek7Fmnor10=";
var loading;
async function load() {
	const file = await importByHash("./ladder.js", HASH);
	return file.default({ PRIME, inverted, scalarOf });
}
async function ladder() {
	loading ??= load();
	try {
		return await loading;
	} catch {
		loading = void 0;
		throw new Trouble("lost");
	}
}

var FEWEST = 8;
var load2 = async () => void 0;
function loadNativeBy(by2) {
	load2 = by2;
}
async function nativeFor(signed) {
	if (signed.length < FEWEST || !globalThis.crypto?.subtle) return void 0;
	return load2().catch(() => void 0);
}
async function revisionsAhead(state, revisions) {
	await (await nativeFor(revisions))?.revisionsAhead(state, revisions);
}
async function entriesAhead(state, entries) {
	await (await nativeFor(entries))?.entriesAhead(state, entries);
}

var OTYPE = Object.freeze({ pursuance: 0, task: 1, chat: 3, file: 4, profile: 5, delegation: 6, room: 7, block: 8 });
var MOST_ENVELOPE = 65536;
var HEAD = 10;
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
function sealEnvelope(place, under, key, text, random2) {
	const padded = pad(text);
	needRead(padded.length + HEAD + NONCE + OVERHEAD <= MOST_ENVELOPE, "too-large", "envelope");
	return encodeEnvelope({ ...under, sealed: seal(key, envelopeAad(place, under), padded, random2) });
}
function openEnvelope(place, key, bytes) {
	const { sealed, ...under } = decodeEnvelope(bytes);
	return unpad(open2(key, envelopeAad(place, under), sealed));
}

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
function membersOf(state, named) {
	const found = named.map((iid) => state.members.get(heirOf(state, toHex(iid)))).filter((member) => member !== void 0);
	return [...new Set(found)].map(({ iid }) => iid);
}
var admins = (state) => [...state.members.values()].filter(({ role }) => role === ROLE.admin);
function roleOf(state, iid, seq) {
	const times = state.roles.get(toHex(iid)) ?? [];
	return times.findLast((time) => time.seq <= seq)?.role;
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
function needHead(state, seq, hash2) {
	const found = state.hashes[seq];
	if (!found) throw new SealedError("stale-log", "an entry that is not there yet");
	need(equal(found, hash2), "does-not-fold", "another log");
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
function sealMessage(place, under, key, message, edSeed, random2) {
	const signed = signMessage(place, under, message, edSeed);
	return { hash: messageHash(signed), envelope: sealEnvelope(place, under, key, signed, random2) };
}
function openMessage(state, place, key, envelope) {
	const { epoch, gen: gen2 } = decodeEnvelope(envelope);
	const signed = openEnvelope(place, key, envelope);
	const message = decodeSignedMessage(signed);
	const by2 = actorKey(state, message.sender);
	const content = signed.slice(0, -SIGNATURE);
	needSignature(message.signature, by2.key, "chat", envelopeAad(place, { epoch, gen: gen2 }), content);
	needHead(state, message.headSeq, message.headHash);
	if (by2.delegation) {
		const may = (by2.delegation.rights & 4) !== 0 && equal(by2.delegation.root, place.unit);
		need(may && message.headSeq < by2.until, "bad-author", "more than a delegate may");
	}
	const role = by2.delegation ? ROLE.reader : roleOf(state, message.sender, message.headSeq);
	need(role !== void 0, "bad-author", "no member then");
	need(message.said.kind !== KIND.removal || role >= ROLE.moderator, "bad-author", "a removal by a moderator only");
	return { message, hash: messageHash(signed) };
}

var hpkeOpen = async (...given) => (await sealing()).hpkeOpen(...given);

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
function unitKeys(content) {
	const expand = expander(content);
	return (unit, gen2) => expand(frame("unit", sized(unit, 16), u32(gen2)));
}
function needPromised(pid, { epoch, kc, epk }, es) {
	const isPromised = equal(commitment(pid, epoch, es), kc) && equal(epochKeys(pid, epoch, es).xKey, epk);
	if (!isPromised) throw new SealedError("bad-epoch", "another secret than that of the log", "mismatch");
}
function openPrevious(pid, before, es, box) {
	const epoch = before.epoch + 1;
	const found = open2(epochKeys(pid, epoch, es).prev, frame("prev", pid, u32(epoch)), sized(box, PREV_BOX));
	needPromised(pid, before, found);
	return found;
}
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
async function openSeal(pid, { iid, xSecret }, promised, bytes) {
	const { epoch, to, enc, ct } = decodeSeal(bytes);
	need(equal(to, iid), "bad-author", "sealed to somebody else");
	if (epoch !== promised.epoch) throw new SealedError("bad-epoch", "a seal of another epoch", "mismatch");
	const es = await hpkeOpen(xSecret, enc, sealInfo(pid, epoch), sealAad(iid, promised.kc), ct);
	needPromised(pid, promised, es);
	return es;
}

var RENEWED = { field: "x", text: "reenc" };
var MOST_SKILLS = 32;
var LEAST_LIFE = 60;
var MOST_LIFE = 7776e3;
var TEXT = { encode: utf8, decode: fromUtf8 };
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
function encodeSome(parts) {
	needRead(parts.length <= MOST_SKILLS, "too-many", "skills");
	return counted(parts);
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
	text: TEXT,
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
var hasField = (otype, field) => field === "rel" || field === RENEWED.field || (otype === OTYPE.chat ? ["chat"] : FIELDS.get(otype) ?? []).includes(field);
function needField(otype, field) {
	if (!FIELDS.has(otype)) throw new SealedError("bad-fields", `objects of sort ${otype} have no revisions`);
	need(hasField(otype, field), "bad-fields", field);
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
function card(reader) {
	const bytes = reader.v16();
	decodeCard(bytes);
	return bytes;
}
var gen = (reader) => ({ unit: reader.raw(16), gen: reader.u32() });
function history2(reader) {
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
		return { type: 1, nonce: reader.raw(16), history: history2(reader), card: card(reader) };
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
		const settings = { history: history2(reader), floor: reader.u32() };
		needRead(reader.v32().length === 0, "unknown-value", "settings are empty in this version");
		return { type: 15, ...settings };
	},
	16: (reader) => ({ type: 16, ...gen(reader) })
};
function decodePayload(type, bytes) {
	return decode(bytes, (reader) => {
		const read4 = READ[type];
		if (!read4) throw unreadable("unknown-value", `entries of type ${type}`);
		return read4(reader);
	});
}

var MOST_ENTRY = 65536;
var MOST_ENTRIES = 2e4;
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

var inviteId = (key) => hash("invite/id", key).slice(0, 16);
var joinMessage = (pid, id, card2) => frame("join", sized(pid, 32), sized(id, 16), v16(card2));

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
	15: ({ state, role }, { history: history3, floor }) => {
		must(role === ROLE.admin, "authority");
		must(floor >= state.floor && floor <= state.epoch, "floor");
		must(history3 >= state.history, "history");
		state.history = history3;
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
	1: ({ state, entry, card: card2 }, { history: history3 }) => {
		must(equal(pursuanceId(entry.payload), state.pid), "pid");
		state.history = history3;
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
		must(!state.invites.has(toHex(invite.id)) && equal(invite.id, inviteId(invite.key)), "invite");
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

function read3(bytes) {
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
	const { entry, payload } = read3(bytes);
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
	const { state, refusal: refusal2 } = fold(from, entries);
	if (refusal2) throw new SealedError("does-not-fold", `${refusal2.at}: ${refusal2.why}`, refusal2.why);
	return state;
}

var KINDS = ["search", "draft", "pins"];
var MOST2 = 65536;
var personalKey = (rootKey) => derive(rootKey, "personal");
function personalAad({ iid, kind, oid }) {
	if (!KINDS.includes(kind)) throw new SealedError("bad-fields", "a kind of box");
	return frame("pbox", sized(iid, 32), v8(ascii(kind)), sized(oid, 16));
}
function decodePersonal(bytes) {
	needRead(bytes.length <= MOST2, "too-large", "box");
	return decode(bytes, (reader) => {
		reader.fixed();
		reader.fixed();
		needRead(reader.left >= NONCE + OVERHEAD, "truncated", "box");
		needRead(isPadded(reader.left - NONCE - OVERHEAD), "padding", "box");
		return { sealed: reader.rest() };
	});
}
var openPersonal = (place, rootKey, bytes) => unpad(open2(personalKey(rootKey), personalAad(place), decodePersonal(bytes).sealed));
var pinsPlace = (iid, pid) => ({ iid, kind: "pins", oid: sized(pid, 32).slice(0, 16) });
function decodePins(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		return { pid: reader.raw(32), headSeq: reader.u64(), headHash: reader.raw(32), epoch: reader.u32() };
	});
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
function needRelOf(rel, otype) {
	if (otype === OTYPE.task) return;
	const people = rel.assignees.length + rel.reviewers.length + rel.waitsFor.length;
	const isPlain2 = isZero(rel.parent) && rel.phase === 0 && people === 0 && rel.dueWeek === 0;
	need(isPlain2 && (rel.flags & FLAG.needsNoReview) === 0, "bad-fields", "relations of a task");
}

var REL = "rel";
var MOST_BYTES = 65536;
var fieldHash = (bytes) => hash("field", bytes);
var revisionHash = (bytes) => hash("rev-hash", bytes);
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
	const by2 = actorKey(state, actor);
	needSigned(bytes, by2.key, "rev");
	needHead(state, headSeq, revision.headHash);
	if (by2.delegation) {
		const { root, rights } = by2.delegation;
		const may = otype === OTYPE.delegation || otype === OTYPE.task && (rights & 8) !== 0;
		need(may && equal(root, revision.unit) && headSeq < by2.until, "bad-author", "more than a delegate may");
	} else {
		const role = roleOf(state, actor, headSeq);
		need(role !== void 0 && role >= leastRole(otype), "bad-author", "a role that may not sign this");
	}
	return revision;
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

var pathOf = (path, otherwise = "/") => /^\/(?![/\\])/.test(path) ? path : otherwise;
function goTo(then) {
	if (then === "stay") return;
	sessionStorage.pressed = document.activeElement?.closest("section")?.getAttribute("aria-labelledby");
	if (then === "reload") location.reload();
	else location.assign(pathOf(then));
}

var Labelled = class {
	constructor(input, label, hint = "", shown = input) {
		this.input = input;
		this.element = make("div", { class: "field" }, make("label", { for: input.id, text: label }), shown);
		this.hint = hint === "" ? void 0 : make("p", { class: "hint", id: `${input.id}-hint`, text: hint });
		if (this.hint) this.element.append(this.hint);
		this.error = void 0;
		input.addEventListener("input", () => this.clearError());
		this.#describe();
	}
	named(id) {
		this.input.id = id;
		this.element.querySelector("label")?.setAttribute("for", id);
	}
	standsIn(line, placeholder = "") {
		const label = this.element.querySelector("label");
		label?.classList.add("sr");
		this.input.setAttribute("placeholder", placeholder || (label?.textContent ?? ""));
		line.prepend(...this.element.childNodes);
		this.element = line;
	}
	#describe() {
		const about = [this.error?.id, this.hint?.id].filter((one) => one);
		if (about.length > 0) this.input.setAttribute("aria-describedby", about.join(" "));
		else this.input.removeAttribute("aria-describedby");
	}
	refuse(text) {
		this.clearError();
		this.error = make("p", { class: "error", id: `${this.input.id}-error`, role: "alert", text });
		this.input.setAttribute("aria-invalid", "true");
		if (this.hint) this.hint.before(this.error);
		else this.element.append(this.error);
		this.#describe();
		this.input.focus();
	}
	clearError() {
		if (!this.error) return;
		this.error.remove();
		this.error = void 0;
		this.input.removeAttribute("aria-invalid");
		this.#describe();
	}
};

function here() {
	const told = document.querySelector("[data-zone]");
	const { zone = "UTC", hours = "" } = told instanceof HTMLElement ? told.dataset : {};
	return { lang: document.documentElement.lang || "en", zone, hours };
}
var LAST = Date.UTC(9999, 11, 31);
var writable = (ms) => Math.min(ms, LAST);
var words = (ms, lang, how) => new Intl.DateTimeFormat(lang, how).format(writable(ms)).replace(/\.$/, "");
function dateIn(ms, now, lang, zone) {
	const year = words(ms, "en", { year: "numeric", timeZone: zone });
	const isEnglish = lang === "en";
	const date = words(ms, isEnglish ? "en-001" : lang, { day: "numeric", month: "short", timeZone: zone });
	const isOther = year !== words(now, "en", { year: "numeric", timeZone: zone });
	return { date: isEnglish ? date.replace("Sept", "Sep") : date, year: isOther ? year : "" };
}
function dayOf(ms, now = Date.now(), { lang } = here()) {
	const { date, year } = dateIn(ms, now, lang, "UTC");
	return year === "" ? `${words(ms, lang, { weekday: "short", timeZone: "UTC" })} ${date}` : `${date} ${year}`;
}

var WITHIN = 6e5;
var keyOfActs = ({ id, me }) => `act/${id}/${toHex(me.iid)}`;
async function lastAct(group) {
	const act = (
		await group.device.localStore.get(keyOfActs(group))
	);
	if (!act || group.device.now() > act.at + WITHIN) return void 0;
	return act.batches.length > 0 || act.isBack ? act : void 0;
}

var DOOR = "/sealed/boxes";
var OID = /^[0-9a-f]{32}$/;
var Boxes = class {
	constructor({ ask, random: random2 }, me, ...former) {
		this.ask = ask;
		this.random = random2;
		this.me = me;
		this.own = [me, ...former];
	}
	async list(kind, oid) {
		const { items } = await this.ask("GET", `${DOOR}?kind=${kind}${oid ? `&oid=${toHex(oid)}` : ""}`);
		const all = Array.isArray(items) ? items : [];
		return all.map((item) => {
			const { oid: id, sealed } = (
				Object(item)
			);
			needThat(typeof id === "string" && OID.test(id) && typeof sealed === "string", "failed");
			const [place, bytes] = [fromHex(id), orElse("failed", () => fromBase64url(sealed))];
			return { oid: place, text: this.#open(kind, place, bytes) };
		});
	}
	#open(kind, oid, bytes) {
		for (const { iid, rootKey } of this.own) {
			try {
				return openPersonal({ iid, kind, oid }, rootKey, bytes);
			} catch (error) {
				if (!(error instanceof SealedError)) throw error;
			}
		}
		return void 0;
	}
};

var called = (group, id, texts) => {
	const shown = document.querySelector(`[data-iid="${id}"]`);
	const name = shown?.dataset.account ?? shown?.textContent ?? "";
	return (
		group.nameOf(fromHex(id)) ?? (texts?.of(name ? "by-account" : "somebody-new", { name }) || name || void 0)
	);
};

var keyOf2 = (otype, oid) => `${otype}/${toHex(oid)}`;
var relOf = (object) => decodeRel(object.fields.get(REL)?.bytes ?? new Uint8Array(0));
var revOf = (value) => typeof value === "object" && value !== null && "rev" in value ? Number(value.rev) : 0;
var Objects = class {
	constructor(localStore2, pid, lies, now) {
		this.localStore = localStore2;
		this.prefix = `object/${pid}/`;
		this.lies = lies;
		this.now = now;
		this.all = new Map();
		this.older = new Set();
		this.forks = [];
	}
	async load(otype) {
		for (const { key, value } of await this.localStore.all(`${this.prefix}${otype === void 0 ? "" : `${otype}/`}`)) {
			const id = key.slice(this.prefix.length);
			const object = (
				value
			);
			if (revOf(this.all.get(id)) < object.rev) this.all.set(id, object);
		}
	}
	get(otype, oid) {
		return this.all.get(keyOf2(otype, oid));
	}
	async take(state, { revisions, fields }, pause) {
		const byObject = byKey(fields);
		const taken = { changed: [], ahead: [] };
		await revisionsAhead(state, revisions);
		for (const bytes of revisions) {
			await pause();
			const found = this.#judge(state, bytes, byObject);
			if (found === "ahead") taken.ahead.push(namedBy(bytes));
			else if (found) taken.changed.push(found);
		}
		await this.keep(taken.changed);
		return taken;
	}
	async keep(objects) {
		for (const object of objects) this.all.set(keyOf2(object.otype, object.oid), object);
		for (const isOlder of [false, true]) {
			const some = objects.filter(({ otype, oid }) => this.older.has(keyOf2(otype, oid)) === isOlder);
			const kept = some.map((value) => ({ key: this.prefix + keyOf2(value.otype, value.oid), value }));
			if (kept.length > 0) await this.localStore.put(kept, (value, former) => isOlder || revOf(value) >= revOf(former));
		}
		for (const { otype, oid } of objects) this.older.delete(keyOf2(otype, oid));
	}
	#judge(state, bytes, byObject) {
		let key = "";
		try {
			const { otype, oid, unit, rev, prev, epoch, actor, headSeq } = decodeRevision(bytes);
			key = keyOf2(otype, oid);
			const known3 = this.all.get(key);
			const hash2 = revisionHash(bytes);
			if (known3 && rev < known3.rev) return this.#olderThan(known3, key, hash2);
			if (known3 && rev === known3.rev && equal(known3.hash, hash2)) return void 0;
			const revision = checkedRevision(state, bytes);
			if (known3) {
				const isSeen = headSeq >= known3.headSeq;
				const follows = rev === known3.rev + 1 ? equal(prev, known3.hash) : rev > known3.rev && isSeen;
				if (!follows) return this.#olderThan(known3, key, hash2);
				need(isSeen && epoch >= known3.epoch, "bad-epoch");
			}
			const held = new Map((byObject.get(key) ?? []).map((one) => [one.field, { rev: one.rev, bytes: one.bytes }]));
			needHeld(revision, held);
			return { otype, oid, unit, rev, hash: hash2, bytes, epoch, actor, headSeq, fields: held, seen: this.now() };
		} catch (error) {
			if (!(error instanceof SealedError)) throw error;
			if (error.reason === "stale-log") return "ahead";
			if (error.reason === "does-not-fold") {
				this.forks.push(namedBy(bytes));
				this.lies.raise("fork", "", namedBy(bytes));
			} else this.lies.raise("substituted", key, [error.message]);
			return void 0;
		}
	}
	#olderThan(known3, key, hash2) {
		this.lies.raise("rollback", key, [toHex(known3.hash), toHex(hash2)]);
		return void 0;
	}
};
function namedBy(bytes) {
	const { otype, oid, headSeq, headHash } = decodeRevision(bytes);
	return [keyOf2(otype, oid), toHex(revisionHash(bytes)), `${headSeq}`, toHex(headHash)];
}
function byKey(fields) {
	const found = new Map();
	for (const field of fields) {
		const key = keyOf2(field.otype, field.oid);
		found.set(key, [...found.get(key) ?? [], field]);
	}
	return found;
}
function sameSet(a, b) {
	const [left, right] = [[...a].sort(compare), [...b].sort(compare)];
	return left.length === right.length && left.every((one, at) => equal(one, right[at] ?? new Uint8Array(0)));
}

var SLICE = 8;
var breathe = () => new Promise((resolve) => {
	const { port1, port2 } = new MessageChannel();
	port1.onmessage = () => {
		port1.close();
		resolve();
	};
	port2.postMessage(0);
});
function slices() {
	let began = performance.now();
	return async () => {
		if (performance.now() - began < SLICE) return;
		await breathe();
		began = performance.now();
	};
}

var GRACE = 6e4;
var HEX = /^(?:[0-9a-f]{2})+$/;
var ZERO = new Uint8Array(16);
var NAMED_HERE = [OTYPE.task, OTYPE.chat, OTYPE.block];
var bytesOr = (text, otherwise) => text && HEX.test(text) ? fromHex(text) : otherwise;
function spotOf({ dataset }, names) {
	const otype = Number(dataset.otype ?? OTYPE.task);
	const text = { field: dataset.field ?? "title", rev: Number(dataset.rev ?? "0") };
	if (!NAMED_HERE.includes(otype)) {
		const oid = bytesOr(dataset.object, ZERO);
		const unit = names.task(dataset.unit ?? "") ?? dataset.unit;
		return { otype, oid, unit: bytesOr(unit, otype === OTYPE.room ? oid : ZERO), ...text };
	}
	const called2 = names.rows.get(dataset.object ?? "");
	if (!called2) return void 0;
	const where = { otype: called2.otype, oid: fromHex(called2.oid), unit: fromHex(called2.unit) };
	if (called2.otype === OTYPE.chat) return { ...where, field: "chat", rev: 0 };
	return called2.otype === OTYPE.block ? { ...where, field: "text", rev: text.rev } : { ...where, ...text };
}
function isInView(element) {
	const { top, bottom } = (element.closest("[data-card]") ?? element).getBoundingClientRect();
	return bottom > 0 && top < innerHeight;
}
var Filling = class {
	constructor(texts, isOurs = () => true) {
		this.texts = texts;
		this.isOurs = isOurs;
		this.former = new WeakMap();
		this.unknown = new Map();
	}
	#of(root, selector) {
		const all = [...root.querySelectorAll(selector)];
		return all.filter((element) => element instanceof HTMLElement || element instanceof HTMLTitleElement).filter(this.isOurs);
	}
	asked() {
		for (const row of this.unknown.keys()) this.unknown.set(row, true);
	}
	get asks() {
		return [...this.unknown.values()].includes(false);
	}
	#miss(row = "") {
		if (!this.unknown.has(row)) this.unknown.set(row, false);
	}
	async fill(root, group) {
		const all = this.#of(root, '[data-sealed=""][data-object]');
		const seen2 = new Set(all.filter(isInView));
		for (const element of seen2) this.one(element, group)?.();
		if (group) this.names(root, group);
		const writes = [];
		const pause = slices();
		for (const element of all) {
			if (seen2.has(element)) continue;
			await pause();
			const write2 = this.one(element, group);
			if (write2) writes.push(write2);
		}
		for (const write2 of writes) write2();
	}
	names(root, group) {
		const known3 = new Map();
		for (const element of this.#of(root, "[data-iid]:not([data-sealed])")) {
			const id = element.dataset.iid ?? "";
			if (!HEX.test(id) || id.length !== 64) continue;
			if (!known3.has(id)) known3.set(id, group.nameOf(fromHex(id)));
			const name = known3.get(id);
			if (name !== void 0 && element.textContent !== name) element.textContent = name;
		}
	}
	one(element, group) {
		if (!group) return this.#why(element, "locked");
		const spot = spotOf(element, group.names);
		if (!spot) this.#miss(element.dataset.object);
		if (!spot) return this.#why(element, "waiting");
		const key = keyOf2(spot.otype, spot.oid);
		if (group.lies.has("substituted", key)) return this.#why(element, "damaged", "substituted");
		const known3 = group.objects.get(spot.otype, spot.oid);
		const seen2 = known3?.fields.get(spot.field);
		const isOlder = seen2 !== void 0 && seen2.rev > spot.rev;
		const env = element.dataset.env ?? "";
		if (isOlder && env !== "") noteOlder(group, known3);
		const isKept = isOlder || env === "";
		const id = isKept ? `kept ${seen2?.rev ?? ""}` : env;
		if (element.dataset.open === id) return void 0;
		try {
			const bytes = isKept ? seen2?.bytes : fromBase64url(env);
			if (!bytes) return this.#nothing(element);
			const text = this.#read(group, { ...spot, rev: isKept && seen2 ? seen2.rev : spot.rev }, bytes);
			if (text === void 0) return this.#why(element, group.isReadable ? "no-key" : "waiting");
			return () => {
				unmark(element);
				element.textContent = text;
				element.dataset.open = id;
			};
		} catch (error) {
			if (!(error instanceof SealedError)) throw error;
			if (error.reason === "stale-log") return this.#why(element, "waiting");
			if (error.reason === "does-not-fold") return this.#why(element, "doubtful", "fork");
			group.lies.raise("substituted", key, [error.message]);
			return this.#why(element, "damaged", "substituted");
		}
	}
	#read({ keyring, state }, spot, bytes) {
		if (spot.otype === OTYPE.chat) return keyring.said(state, spot, bytes);
		const opened2 = keyring.open(spot, bytes);
		return opened2 && this.textOf(spot.otype, spot.field, opened2);
	}
	#nothing(element) {
		const former = this.former.get(element);
		if (former === void 0 || element.dataset.why === void 0) return void 0;
		return () => {
			unmark(element);
			element.textContent = former;
		};
	}
	async verify(root, group) {
		for (const element of this.#of(root, '[data-sealed=""][data-env], [data-sealed="state"][data-rev]')) {
			await group.pause();
			const spot = spotOf(element, group.names);
			if (!spot || spot.otype === OTYPE.chat) continue;
			const { otype, oid, field, rev } = spot;
			const known3 = group.objects.get(otype, oid);
			const seen2 = known3?.fields.get(field);
			const isLater = rev > (known3?.rev ?? 0);
			const { env, later } = element.dataset;
			if (isLater && later !== `${rev}`) {
				element.dataset.later = `${rev}`;
				continue;
			}
			if (isLater || env && seen2?.rev === rev && toBase64url(seen2.bytes) !== env) {
				group.lies.raise("substituted", keyOf2(otype, oid), [`${field} ${rev}`]);
			}
		}
	}
	textOf(otype, field, bytes) {
		if (field === "skills" && otype === OTYPE.task) return FIELD.skills.decode(bytes).join(", ");
		if (field === "skills") return FIELD.levels.decode(bytes).map(({ name }) => name).join(", ");
		if (field === "due") return dayOf(FIELD.due.decode(bytes));
		if (field === "size") return this.texts.of(`size-${FIELD.size.decode(bytes)}`);
		if (field === "urgency") return this.texts.of(`urgency-${FIELD.urgency.decode(bytes)}`);
		return plain(fromUtf8(bytes));
	}
	#why(element, why, lie) {
		if (element.dataset.why === why) return void 0;
		return () => {
			if (!this.former.has(element)) this.former.set(element, element.textContent ?? "");
			element.dataset.why = why;
			delete element.dataset.open;
			if (lie) {
				element.dataset.lie = lie;
				element.setAttribute("role", "alert");
			}
			if (this.texts.has(`sealed-${why}`)) element.textContent = this.texts.of(`sealed-${why}`);
		};
	}
	compare(root, group) {
		for (const element of this.#of(root, '[data-sealed="state"][data-object]')) {
			const object = this.#taskOf(element, group);
			if (object) this.#compareOne(element, object, group);
		}
		for (const element of this.#of(root, '[data-sealed="phase"][data-object]')) {
			const object = this.#taskOf(element, group);
			const shown = element.dataset.phase ?? "";
			const signed = object && String(relOf(object).phase);
			if (signed === void 0 || mayClock(shown) && signed !== shown || shown === BLOCKED2) continue;
			if (this.texts.has(`phase-${signed}`)) element.textContent = this.texts.of(`phase-${signed}`);
		}
		for (const element of this.#of(root, '[data-sealed="note"][data-object]')) {
			const called2 = group.names.rows.get(element.dataset.object ?? "");
			const object = called2 && group.objects.get(OTYPE.block, fromHex(called2.oid));
			if (!called2 || !object && called2.otype === OTYPE.block) continue;
			const holds = object !== void 0 && called2.unit === group.names.task(element.dataset.task ?? "") && arePeople(element.dataset.by, [object.actor], group);
			this.mark(element, holds, group, keyOf2(OTYPE.block, fromHex(called2.oid)));
		}
		const { state } = group;
		return this.#of(root, "[data-member]").filter(
			({ dataset }) => `${dataset.level} ${dataset.entries}` !== `${state.members.get(dataset.member ?? "")?.role} ${state.next}`
		);
	}
	#taskOf(element, group) {
		const spot = spotOf(element, group.names);
		if (!spot) this.#miss(element.dataset.object);
		return spot && group.objects.get(OTYPE.task, spot.oid);
	}
	#areTasks(shown, signed, names) {
		if (shown === void 0) return true;
		const oids = shown.split(" ").filter((row) => row !== "").map((row) => names.task(row) ?? this.#missed(row));
		return oids.includes("?") || oids.sort().join(" ") === signed.map(toHex).sort().join(" ");
	}
	#missed(row) {
		this.#miss(row);
		return this.unknown.get(row) ? row : "?";
	}
	#compareOne(element, object, group) {
		const { dataset } = element;
		const rel = relOf(object);
		if (Number(dataset.rev ?? "0") > object.rev) return;
		const isOld = Number(dataset.rev ?? object.rev) < object.rev;
		if (isOld) noteOlder(group, object);
		const holds = (
			(taskIn(element.closest("li, tr"), "a") ?? dataset.object) === dataset.object && // The person whose name is written there is one of those that are compared.
			this.#of(element, "[data-iid]").every((one) => `${dataset.assignees} ${dataset.reviewers}`.includes(one.dataset.iid ?? "")) && (isOld || isPhase(dataset.phase, rel.phase) && this.#areTasks(dataset.parent, isZero(rel.parent) ? [] : [rel.parent], group.names) && arePeople(dataset.assignees, rel.assignees, group) && arePeople(dataset.reviewers, rel.reviewers, group) && (dataset.week === void 0 || Number(dataset.week) === rel.dueWeek) && (dataset.flags === void 0 || Number(dataset.flags) === rel.flags) && this.#areTasks(dataset.waits, rel.waitsFor, group.names))
		);
		this.mark(element, holds, group, keyOf2(object.otype, object.oid));
	}
	mark(element, holds, group, about) {
		const mark = element.querySelector(':scope > [data-lie="changed"]');
		if (holds) return mark?.remove();
		if (mark) return;
		group.lies.raise("changed", about);
		element.append(make("span", { class: "sealed-lie", "data-lie": "changed", role: "alert", text: this.texts.of("changed-here") }));
	}
};
var BLOCKED2 = "4";
var mayClock = (phase) => phase === "0" || phase === "1";
var isPhase = (shown, signed) => shown === void 0 || shown === BLOCKED2 || shown === String(signed) || mayClock(shown);
function noteOlder({ lies }, known3) {
	if (known3 && known3.seen < performance.timeOrigin - GRACE) lies.raise("rollback", keyOf2(known3.otype, known3.oid));
}
function unmark(element) {
	for (const name of ["data-why", "data-lie", "role"]) element.removeAttribute(name);
}
function arePeople(shown, signed, { state }) {
	if (shown === void 0 || shown === "") return true;
	const here2 = membersOf(state, signed).map(toHex);
	return [...shown.split(" ")].sort().join(" ") === here2.sort().join(" ");
}

var SLICE2 = 4;
var MOST_RAW = 2e3;
async function foldSlowly(from, before, entries, pause, step) {
	await entriesAhead(before, entries);
	let [state, at, size] = [before, 0, SLICE2];
	let base = from;
	while (at < entries.length) {
		await pause();
		const folded = fold(base, entries.slice(at, at + size));
		const isOpen = folded.refusal?.why === "epoch-missing";
		if (isOpen && at + size < entries.length) {
			size *= 2;
			continue;
		}
		if (folded.refusal) {
			const rest = isOpen ? entries.slice(at + folded.state.next - state.next) : [];
			return { ...folded, rest };
		}
		at += size;
		size = SLICE2;
		state = folded.state;
		base = state;
		step(Math.min(at, entries.length));
	}
	return { state, refusal: null, rest: [] };
}
function rekeysIn(entries) {
	const found = [];
	for (const entry of entries.map(decodeEntry)) {
		if (entry.type !== TYPE.rekey) continue;
		const payload = decodePayload(entry.type, entry.payload);
		if (payload.type !== TYPE.rekey) continue;
		const iid = toHex(idOfCard(decodeCard(payload.card)));
		found.push({ seq: entry.seq, old: toHex(payload.old), iid, by: toHex(entry.actor) });
	}
	return found;
}
function hasOddTime(entries, now) {
	const [DAY2, HOUR] = [864e5, 36e5];
	const times = entries.map((bytes) => decodeEntry(bytes).time);
	return times.some((time, at) => time > now + DAY2 || time < (times[at - 1] ?? 0) - HOUR);
}
async function beginningThere(server, state) {
	const found = [];
	for (; ; ) {
		const { entries } = await server.log(found.length - 1);
		if (entries.length === 0) return found;
		for (const bytes of entries) {
			const own = state.hashes[found.length];
			if (!own || !equal(own, entryHash(bytes))) return void 0;
			found.push(bytes);
		}
	}
}

function takeFragment() {
	const key = INVITATION + location.pathname;
	const text = location.hash.slice(1);
	try {
		if (text.startsWith("i1.")) sessionStorage.setItem(key, text);
		if (text !== "") history.replaceState(null, "", location.pathname + location.search);
		return sessionStorage.getItem(key) ?? text;
	} catch {
		return text;
	}
}
function forgetFragment(path) {
	try {
		sessionStorage.removeItem(INVITATION + path);
	} catch {
	}
}

var MOST_UNITS = 2e4;
var Keyring = class {
	constructor(pid) {
		this.pid = pid;
		this.secrets = new Map();
		this.contents = new Map();
		this.units = new Map();
		this.bad = new Set();
		this.broken = new Set();
	}
	learn(epoch, es) {
		if (this.secrets.has(epoch)) return;
		this.secrets.set(epoch, es);
		this.contents.set(epoch, unitKeys(contentKey(this.pid, epoch, es)));
		this.bad.delete(epoch);
	}
	async take(state, own, seals) {
		for (const bytes of [...seals].reverse()) {
			const { epoch, to } = placeOfSeal(bytes);
			const promised = state.epochs[epoch - 1];
			if (!promised || this.secrets.has(epoch) || epoch < state.floor) continue;
			try {
				const { iid, keys } = own.find((one) => equal(one.iid, to)) ?? own[0];
				this.learn(epoch, await openSeal(this.pid, { iid, xSecret: keys.xSecret }, promised, bytes));
			} catch (error) {
				if (!(error instanceof SealedError)) throw error;
				this.bad.add(epoch);
			}
			this.unroll(state);
		}
	}
	unroll(state) {
		for (const { epoch, prevBox } of [...state.epochs].reverse()) this.#back(state.epochs[epoch - 2], prevBox, epoch, state.floor);
	}
	#back(before, box, epoch, floor) {
		const es = this.secrets.get(epoch);
		if (!before || !box || !es || this.secrets.has(before.epoch) || before.epoch < floor) return;
		try {
			this.learn(before.epoch, openPrevious(this.pid, before, es, box));
		} catch (error) {
			if (!(error instanceof SealedError)) throw error;
			this.broken.add(epoch);
		}
	}
	forget(floor) {
		for (const epoch of [...this.secrets.keys()]) {
			if (epoch >= floor) continue;
			this.secrets.delete(epoch);
			this.contents.delete(epoch);
		}
		if (floor > 0) this.units.clear();
	}
	#unitKey(unit, { epoch, gen: gen2 }) {
		const keyOf3 = this.contents.get(epoch);
		if (!keyOf3) return void 0;
		const id = `${epoch} ${gen2} ${toHex(unit)}`;
		const found = this.units.get(id) ?? keyOf3(unit, gen2);
		if (this.units.size >= MOST_UNITS) this.units.clear();
		this.units.set(id, found);
		return found;
	}
	tagKey(epoch) {
		const es = this.secrets.get(epoch);
		return es && tagKey(this.pid, epoch, es);
	}
	open(place, envelope) {
		const key = this.#unitKey(place.unit, decodeEnvelope(envelope));
		return key && openEnvelope({ pid: this.pid, ...place }, key, envelope);
	}
	signed({ oid, unit }, envelope) {
		const key = this.#unitKey(unit, decodeEnvelope(envelope));
		const place = messagePlace(this.pid, unit, oid);
		return key && { place, key, ...decodeSignedMessage(openEnvelope(place, key, envelope)) };
	}
	message(state, where, envelope) {
		const found = this.signed(where, envelope);
		if (!found) return void 0;
		need(found.headSeq < state.next, "stale-log");
		return openMessage(state, found.place, found.key, envelope);
	}
	said(state, where, envelope) {
		const said = this.message(state, where, envelope)?.message.said;
		return said && ("text" in said ? plain(said.text) : "");
	}
	sealMessage({ oid, unit }, under, message, edSeed, random2) {
		const key = this.#unitKey(unit, under);
		if (!key) throw new SealedError("bad-epoch", "its secret is not known here");
		return sealMessage(messagePlace(this.pid, unit, oid), under, key, message, edSeed, random2).envelope;
	}
	seal(place, under, text, random2) {
		const key = this.#unitKey(place.unit, under);
		if (!key) throw new SealedError("bad-epoch", "its secret is not known here");
		return sealEnvelope({ pid: this.pid, ...place }, under, key, text, random2);
	}
};
function placeOfSeal(bytes) {
	try {
		return decodeSeal(bytes);
	} catch (error) {
		if (error instanceof SealedError) return { epoch: 0, to: new Uint8Array(32) };
		throw error;
	}
}

var FREEZING = new Set(["invalid", "fork", "rollback"]);
var MOST3 = 50;
var Lies = class {
	constructor() {
		this.all = new Map();
		this.heard = [];
	}
	raise(kind, about = "", evidence = []) {
		const key = `${kind} ${about}`;
		const known3 = this.all.get(key);
		if (known3) {
			const isNew = known3.evidence.every((one) => `${one}` !== `${evidence}`);
			if (isNew && known3.evidence.length < MOST3) known3.evidence.push(evidence);
			return;
		}
		const lie = { kind, about, evidence: [evidence] };
		this.all.set(key, lie);
		for (const hear2 of this.heard) hear2(lie);
	}
	hear(hear2) {
		this.heard.push(hear2);
		for (const lie of this.all.values()) hear2(lie);
	}
	get isFrozen() {
		return [...this.all.values()].some(({ kind, about }) => about === "" && FREEZING.has(kind));
	}
	has(kind, about = "") {
		return this.all.has(`${kind} ${about}`);
	}
	about(kind) {
		return [...this.all.values()].filter((lie) => lie.kind === kind).map(({ about }) => about);
	}
	hasAny(kind) {
		return this.about(kind).length > 0;
	}
	heal(kind, about = "") {
		this.all.delete(`${kind} ${about}`);
	}
};

var Messages = class {
	constructor(localStore2, pid) {
		this.localStore = localStore2;
		this.prefix = `message/${pid}/`;
	}
	#kept(message) {
		return { key: `${this.prefix}${toHex(message.unit)}/${toHex(message.oid)}`, value: message };
	}
	async take(messages) {
		if (messages.length > 0) await this.localStore.put(messages.map((one) => this.#kept(one)), () => false);
	}
	async of(unit) {
		const kept = await this.localStore.all(`${this.prefix}${toHex(unit)}/`);
		return kept.map(({ value }) => (
			value
		));
	}
	async all() {
		const kept = await this.localStore.all(this.prefix);
		return kept.map(({ value }) => (
			value
		));
	}
	async forget(messages) {
		if (messages.length > 0) await this.localStore.put(messages.map(({ bytes: _, ...left }) => this.#kept(left)), () => true);
	}
};

var DIGITS2 = "0123456789abcdefghjkmnpqrstvwxyz";
var ID = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;
function rowOf(id) {
	if (!ID.test(id)) return void 0;
	let bits = 0n;
	for (const letter of id) bits = bits * 32n + BigInt(DIGITS2.indexOf(letter));
	return bits.toString(16).padStart(32, "0");
}
var Names = class {
	constructor(localStore2, pid, lies) {
		this.localStore = localStore2;
		this.prefix = `names/${pid}/`;
		this.lies = lies;
		this.rows = new Map();
		this.tasks = new Map();
	}
	async load() {
		for (const { value } of await this.localStore.all(this.prefix)) {
			for (
				const called2 of
				value
			) this.#learn(called2);
		}
	}
	async take(next2, said) {
		const fresh = said.filter((called2) => this.#learn(called2));
		if (fresh.length > 0) await this.localStore.put([{ key: `${this.prefix}${next2}`, value: fresh }]);
	}
	#learn(called2) {
		const { row, otype, oid } = called2;
		const known3 = this.rows.get(row);
		if (known3 && (known3.oid !== oid || known3.otype !== otype)) this.lies.raise("substituted", `row/${row}`, [known3.oid, oid]);
		if (known3) return false;
		this.rows.set(row, called2);
		if (otype === OTYPE.task && row > (this.tasks.get(oid)?.row ?? "")) this.tasks.set(oid, called2);
		return true;
	}
	task(row) {
		const called2 = this.rows.get(row);
		return called2?.otype === OTYPE.task ? called2.oid : void 0;
	}
};

var seatOf = ({ members }, own) => own.find(({ iid }) => members.has(toHex(iid)));
function allOf({ heirs }, id) {
	if (heirs.size === 0) return [id];
	const now = heirOf({ heirs }, id);
	return [now, ...formersIn(heirs).get(now) ?? []];
}
var known2 = new WeakMap();
function formersIn(heirs) {
	let found = known2.get(heirs);
	if (found) return found;
	found = new Map();
	for (const former of [...heirs.keys()].reverse()) {
		const now = heirOf({ heirs }, former);
		const formers = found.get(now);
		if (formers) formers.push(former);
		else found.set(now, [former]);
	}
	known2.set(heirs, found);
	return found;
}
function heirsIn(rekeyed) {
	const heirs = new Map();
	for (const { old, iid } of rekeyed) {
		heirs.delete(iid);
		heirs.set(old, iid);
	}
	return heirs;
}

var ownKey = (id, iid) => `own/${id}/${toHex(iid)}`;
var aadOf = (pid, iid) => frame("device-secrets", pid, iid);
function sealSecrets(pid, { rootKey, iid }, secrets, random2) {
	const each = [...secrets].map(([epoch, es]) => cat(u32(epoch), es));
	const text = cat(Uint8Array.of(each.length >> 8, each.length & 255), ...each);
	return seal(derive(rootKey, "device"), aadOf(pid, iid), text, random2);
}
function openSecrets(pid, { rootKey, iid }, sealed) {
	const text = open2(derive(rootKey, "device"), aadOf(pid, iid), sealed);
	return decode(text, (reader) => reader.counted(() => ({ epoch: reader.u32(), es: reader.raw(32) })));
}

var refuseSeals = async (...given) => (await sealing()).refuseSeals(...given);

var [ENTRY, SEAL, REVISION, FIELD2, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
var readField = (body) => decode(body, (reader) => {
	const where = { otype: readOtype(reader), oid: reader.raw(16), unit: reader.raw(16) };
	return { ...where, field: readFieldName(reader), rev: reader.u64(), bytes: reader.v32() };
});
var readMessage = (body) => decode(body, (reader) => ({ unit: reader.raw(16), oid: reader.raw(16), seq: reader.u64(), bytes: reader.v32() }));
function sorted(records) {
	const found = { entries: [], seals: [], revisions: [], fields: [], messages: [], notes: [] };
	for (const bytes of records) {
		const { kind, body } = decode(bytes, (reader) => ({ kind: reader.u8(), body: reader.v32() }));
		needRead(kind >= ENTRY && kind <= NOTE, "unknown-value", `records of kind ${kind}`);
		if (kind === ENTRY) found.entries.push(body);
		else if (kind === SEAL) found.seals.push(body);
		else if (kind === REVISION) found.revisions.push(body);
		else if (kind === FIELD2) found.fields.push(readField(body));
		else if (kind === MESSAGE) found.messages.push(readMessage(body));
		else if (kind === NOTE) found.notes.push(decode(body, (reader) => ({ id: reader.raw(16), note: reader.rest() })));
	}
	return found;
}

var TRIES = 6;
var MOST_OBJECTS = 200;
var OID2 = /^[0-9a-f]{32}$/;
var IID = /^[0-9a-f]{64}$/;
var SLUG = /^[a-z0-9_.-]{1,100}$/;
var INVITE = "pursuance-invite";
function pageOf(answer) {
	const records = recordsOf(answer);
	return { ...orElse("failed", () => sorted(records)), count: records.length, next: Number(answer.next) };
}
var entriesOf = (value) => typeof value === "object" && value !== null ? Object.entries(value) : [];
function calledIn({ tasks, messages, blocks }, sent) {
	const found = [];
	const add2 = (id, about) => {
		const row = typeof id === "string" ? rowOf(id) : void 0;
		needThat(row !== void 0 && OID2.test(about.oid), "failed");
		found.push({ row, ...about });
	};
	for (const [oid, here2] of entriesOf(tasks)) {
		const { id, number } = (
			Object(here2)
		);
		add2(id, { otype: OTYPE.task, oid, unit: oid, number: Number(number) });
	}
	const hanging = [
		[messages, OTYPE.chat, sent.messages],
		[blocks, OTYPE.block, sent.fields.filter(({ otype }) => otype === OTYPE.block)]
	];
	for (const [named, otype, came] of hanging) {
		const units = new Map(came.map(({ oid, unit }) => [toHex(oid), toHex(unit)]));
		for (const [oid, id] of entriesOf(named)) {
			const unit = units.get(oid);
			if (unit !== void 0) add2(id, { otype, oid, unit, number: 0 });
		}
	}
	return found;
}
function goneIn({ gone }) {
	return entriesOf(gone).map(([oid, about]) => {
		const { unit, sender, number } = (
			Object(about)
		);
		const seq = Number.isSafeInteger(number) ? Number(number) : 0;
		needThat(OID2.test(oid) && OID2.test(String(unit)) && IID.test(String(sender)) && seq > 0, "failed");
		return { oid: fromHex(oid), unit: fromHex(String(unit)), sender: String(sender), seq };
	});
}
var TAGGED = { task: OTYPE.task, profile: OTYPE.profile };
function taggedIn({ objects }) {
	return listOf(objects).map((one) => {
		const { kind, object, epoch, tags } = one;
		const otype = TAGGED[String(kind)];
		needThat(otype !== void 0 && OID2.test(String(object)) && Number.isSafeInteger(epoch), "failed");
		const known3 = listOf(tags).map(({ tag, level = "" }) => (
			[String(tag), String(level)]
		));
		return { key: `${otype}/${String(object)}`, epoch: Number(epoch), tags: new Map(known3) };
	});
}
var listOf = (value) => Array.isArray(value) ? value.map((one) => (
	Object(one)
)) : [];
var newerOf = (records) => orElse("failed", () => sorted(records));
var GroupServer = class {
	constructor(ask, slug) {
		needThat(SLUG.test(slug), "failed");
		this.ask = ask;
		this.base = `/p/${slug}/sealed`;
	}
	async log(after, shown) {
		const query = after < 0 ? "" : `?after=${after}`;
		return pageOf(await this.ask("GET", `${this.base}/log${query}`, void 0, shown && { [INVITE]: toBase64url(shown) }));
	}
	async seals(after) {
		const answer = await this.ask("GET", `${this.base}/seals?after=${after}`);
		const waiting = Array.isArray(answer.waiting) ? answer.waiting : [];
		return { ...pageOf(answer), waiting: waiting.filter((id) => typeof id === "string") };
	}
	async objects(after) {
		const answer = await this.ask("GET", `${this.base}/objects?after=${after}`);
		numberOf(answer, "next");
		const page = pageOf(answer);
		return { ...page, called: calledIn(answer, page), gone: goneIn(answer) };
	}
	async tags(after) {
		const answer = await this.ask("GET", `${this.base}/tags?after=${after}`);
		return { objects: taggedIn(answer), next: numberOf(answer, "next") };
	}
	async send(door, records, beside2 = {}) {
		return this.ask("POST", `${this.base}/${door}`, { records, ...beside2 });
	}
};

var Tags = class {
	constructor(localStore2, pid) {
		this.localStore = localStore2;
		this.name = `tags/${pid}`;
		this.after = 0;
		this.turn = 0;
		this.compared = "";
		this.odd = new Set();
		this.mended = new Set();
		this.known = void 0;
	}
	async load() {
		const kept = (
			await this.localStore.get(this.name)
		);
		if (kept) Object.assign(this, kept);
	}
	standOf({ state, objectsAfter, me }) {
		return `${state.next} ${objectsAfter} ${this.after} ${toHex(me.iid)}`;
	}
	async keep(compared = this.compared) {
		const { after, turn, odd } = this;
		await this.localStore.put([{ key: this.name, value: { after, turn, compared, odd } }]);
	}
	forget() {
		this.after = 0;
		this.turn += 1;
		this.compared = "";
		this.known = void 0;
	}
	get #prefix() {
		return `${this.name}/${this.turn}/`;
	}
	async all() {
		if (!this.known) {
			const kept = await this.localStore.all(this.#prefix);
			this.known = new Map(kept.map(({ value }) => (
				value
			)).map((one) => [one.key, one]));
		}
		return this.known;
	}
	async sync(server) {
		if (this.after === 0) await this.keep();
		for (; ; ) {
			const { objects, next: next2 } = await server.tags(this.after);
			if (objects.length === 0 || next2 <= this.after) return;
			await this.localStore.put(objects.map((value) => ({ key: this.#prefix + value.key, value })));
			for (const one of objects) this.known?.set(one.key, one);
			this.after = next2;
			await this.keep();
		}
	}
};

var DAY = 864e5;
var LEAST_DAYS = 7;
var PATIENCE2 = 6e4;
var OBJECTS2 = "objects";
var keptOf = ({ slug, pid }) => [
	`slug/${slug}`,
	`log/${pid}`,
	`own/${pid}/`,
	`object/${pid}/${OTYPE.profile}/`,
	`object/${pid}/${OTYPE.pursuance}/`,
	`names/${pid}/`,
	`tags/${pid}`
];
var Group = class {
	constructor(device, { slug, pid }, me) {
		this.device = device;
		this.own = [me, ...me.former ?? []];
		this.me = me;
		this.slug = slug;
		this.pid = fromHex(pid);
		this.id = pid;
		this.server = new GroupServer(device.ask, slug);
		this.lies = new Lies();
		this.keyring = new Keyring(this.pid);
		this.objects = new Objects(device.localStore, pid, this.lies, device.now);
		this.names = new Names(device.localStore, pid, this.lies);
		this.messages = new Messages(device.localStore, pid);
		this.tags = new Tags(device.localStore, pid);
		this.pause = slices();
		this.state = emptyState(this.pid);
		this.raw = [];
		this.rekeyed = [];
		this.announced = [];
		this.objectsAfter = 0;
		this.sealsAfter = 0;
		this.refused = 0;
		this.since = -1;
		this.isConfirmed = false;
		this.lacking = { epoch: 0, at: 0 };
		this.heads = new Map();
		this.hasOddTime = false;
		this.isWhole = false;
		this.waiting = [];
		this.late = [];
		this.there = void 0;
		this.hasForgotten = false;
		this.hasGiven = false;
		this.renewal = 0;
		this.last = Promise.resolve();
	}
	async alone(act) {
		const mine = this.last.then(act);
		this.last = mine.catch(() => void 0);
		return mine;
	}
	async load() {
		const { localStore: localStore2 } = this.device;
		const [former, kept, secrets] = await Promise.all([
			localStore2.get(`slug/${this.slug}`),
			localStore2.get(`log/${this.id}`),
			localStore2.all(`own/${this.id}/`),
			this.objects.load(OTYPE.profile),
			this.objects.load(OTYPE.pursuance),
			this.names.load(),
			this.tags.load()
		]);
		if (typeof former === "string" && former !== this.id) this.lies.raise("fork", "", [former, this.id]);
		const log = (
			kept
		);
		if (log) {
			const { forks = [], ...rest } = log;
			const heirs = log.state.heirs ?? heirsIn(log.rekeyed);
			Object.assign(this, rest, { state: { ...log.state, heirs } });
			for (const one of forks) this.lies.raise("fork", "", one);
			this.objects.forks = forks;
		}
		this.#takeSeat();
		const own = secrets.find(({ key }) => key === ownKey(this.id, this.me.iid));
		if (own) this.#learnKept(
			own.value
		);
	}
	#takeSeat() {
		this.me = seatOf(this.state, this.own) ?? this.own[0];
	}
	get isUnderFormer() {
		return this.isMember && this.me !== this.own[0];
	}
	get isToHeal() {
		if (this.there) return true;
		return !this.hasGiven && !this.lies.isFrozen && (this.hasForgotten || this.lies.hasAny("rollback"));
	}
	get isPassed() {
		return this.hasGiven && !this.lies.isFrozen && this.lies.hasAny("rollback");
	}
	#learnKept({ sealsAfter, secrets }) {
		try {
			for (const { epoch, es } of openSecrets(this.pid, this.me, secrets)) this.keyring.learn(epoch, es);
			this.sealsAfter = sealsAfter;
		} catch (error) {
			if (!(error instanceof SealedError)) throw error;
		}
		this.keyring.forget(this.state.floor);
	}
	async keepLog() {
		const { state, raw, objectsAfter, since, isConfirmed, rekeyed, lacking, heads: heads2, objects } = this;
		const value = { state, raw, objectsAfter, since, isConfirmed, rekeyed, lacking, heads: heads2, forks: objects.forks };
		const kept = [{ key: `log/${this.id}`, value }];
		await this.device.localStore.put(kept, (mine, former) => nextOf(mine) >= nextOf(former));
		if (!this.lies.has("fork")) await this.device.localStore.put([{ key: `slug/${this.slug}`, value: this.id }]);
	}
	async keepOwn() {
		const secrets = sealSecrets(this.pid, this.me, this.keyring.secrets, this.device.random);
		const value = { sealsAfter: this.sealsAfter, secrets };
		await this.device.localStore.put([{ key: ownKey(this.id, this.me.iid), value }]);
	}
	async syncLog(progress = () => void 0) {
		const known3 = this.state.next;
		const page = await this.server.log(known3 - 2);
		let { entries } = page;
		if (known3 > 0) {
			const [head] = entries;
			if (!head) {
				await this.#behind();
				return;
			}
			if (!equal(entryHash(head), this.state.head)) {
				this.lies.raise("fork", "", [toHex(this.state.head), toHex(entryHash(head))]);
				return;
			}
			entries = entries.slice(1);
		}
		let after = page.next;
		while (entries.length > 0) {
			const rest = await this.takeEntries(entries, progress);
			if (this.lies.isFrozen) return;
			const more = await this.server.log(after);
			if (more.entries.length === 0) {
				if (rest.length > 0) this.lies.raise("invalid", "", [`${this.state.next}: epoch-missing`]);
				break;
			}
			after = more.next;
			entries = [...rest, ...more.entries];
		}
	}
	async takeEntries(entries, progress = () => void 0) {
		const first = this.state.next;
		const from = first === 0 ? this.pid : this.state;
		const step = (done3) => progress(done3 / entries.length);
		const { state, refusal: refusal2, rest } = await foldSlowly(from, this.state, entries, this.pause, step);
		const taken = entries.slice(0, state.next - first);
		this.state = state;
		this.#takeSeat();
		this.raw = [...this.raw, ...taken].slice(-MOST_RAW);
		const rekeyed = rekeysIn(taken);
		this.rekeyed = [...this.rekeyed, ...rekeyed];
		const isOwn = ({ iid }) => iid === toHex(this.me.iid);
		if (first > 0) this.announced = [...this.announced, ...rekeyed.filter((one) => !isOwn(one))];
		this.hasOddTime ||= hasOddTime(this.raw.slice(-taken.length - 1), this.device.now());
		if (this.since < 0) this.since = state.next - 1;
		if (refusal2 && refusal2.why !== "epoch-missing") this.lies.raise("invalid", "", [`${refusal2.at}: ${refusal2.why}`]);
		this.keyring.unroll(state);
		this.keyring.forget(state.floor);
		if (taken.length > 0) await this.keepLog();
		return rest;
	}
	async #behind() {
		this.there = await beginningThere(this.server, this.state);
		const evidence = [toHex(this.state.head), String(this.state.next - 1), String((this.there?.length ?? 0) - 1)];
		this.lies.raise(this.there ? "rollback" : "fork", "", evidence);
	}
	async syncSeals() {
		const before = this.keyring.secrets.size;
		let after = this.keyring.secrets.has(this.state.epoch) ? this.sealsAfter : 0;
		for (; ; ) {
			const { seals, next: next2, count: count2, waiting } = await this.server.seals(after);
			this.waiting = waiting;
			if (count2 === 0) break;
			await this.keyring.take(this.state, this.own, seals);
			if (next2 <= after) break;
			after = next2;
		}
		this.sealsAfter = after;
		if (this.keyring.secrets.size !== before) await this.keepOwn();
		await this.#noteLacking();
		if (this.keyring.bad.has(this.state.epoch)) await refuseSeals(this, after);
	}
	async #noteLacking() {
		const { epoch } = this.state;
		if (epoch === 0 || !this.isMember || this.keyring.secrets.has(epoch) || !this.#isDue(epoch)) return;
		const now = this.device.now();
		if (this.lacking.epoch !== epoch) {
			this.lacking = { epoch, at: now };
			await this.keepLog();
		}
		if (this.keyring.bad.has(epoch) || now - this.lacking.at > DAY) this.lies.raise("excluded", "", [String(epoch)]);
	}
	#isDue(epoch) {
		return epochsFor(this.state, this.me.iid).some((one) => one.epoch === epoch);
	}
	get isMember() {
		return this.state.members.has(toHex(this.me.iid));
	}
	get role() {
		return this.state.members.get(toHex(this.me.iid))?.role ?? -1;
	}
	get keyTime() {
		const entry = this.raw.at((this.state.epochs.at(-1)?.seq ?? 0) - this.state.next);
		return entry ? decodeEntry(entry).time : 0;
	}
	get renewsAt() {
		return this.renewal >= LEAST_DAYS ? this.keyTime + this.renewal * DAY : Infinity;
	}
	get isRotationDue() {
		const { role, state } = this;
		return state.isPending && role >= ROLE.writer || role === ROLE.admin && this.renewsAt < this.device.now();
	}
	get isReadable() {
		return this.keyring.secrets.has(this.state.epoch);
	}
	async learnOwn(es) {
		this.keyring.learn(this.state.epoch, es);
		await this.keepOwn();
	}
	async syncObjects(named = async () => void 0) {
		const changed2 = [];
		const before = `${this.objectsAfter} ${this.isConfirmed}`;
		this.isWhole = false;
		for (; ; ) {
			const page = await this.server.objects(this.objectsAfter);
			this.isWhole = page.count === 0 && page.gone.length === 0;
			this.hasForgotten ||= page.next < this.objectsAfter;
			if (this.isWhole) break;
			await this.names.take(page.next, page.called);
			if (page.called.length > 0) await named();
			await this.messages.take([...page.messages, ...page.gone]);
			changed2.push(...await this.takeObjects(page));
			if (this.heads.has(OBJECTS2) || this.objects.forks.length > 0) break;
			const isFurther = page.next > this.objectsAfter;
			this.objectsAfter = page.next;
			if (!isFurther) break;
		}
		if (before !== `${this.objectsAfter} ${this.isConfirmed}`) await this.keepLog();
		return changed2;
	}
	async takeObjects(records) {
		const { forks } = this.objects;
		const before = forks.length;
		let taken = await this.objects.take(this.state, records, this.pause);
		const all = [...taken.changed];
		if (taken.ahead.length > 0) {
			await this.syncLog();
			taken = await this.objects.take(this.state, records, this.pause);
			all.push(...taken.changed);
		}
		await this.noteBehind(OBJECTS2, taken.ahead);
		if (forks.length > before) await this.keepLog();
		this.#confirm(all);
		return all;
	}
	async noteBehind(about, ahead) {
		const { heads: heads2, device } = this;
		const since = heads2.get(about);
		const now = device.now();
		if (ahead.length === 0 ? heads2.delete(about) : since === void 0) {
			if (ahead.length > 0) heads2.set(about, now);
			await this.keepLog();
		}
		if (now - (since ?? now) < PATIENCE2) return;
		for (const evidence of ahead) this.lies.raise("withheld", "", evidence);
	}
	#confirm(objects) {
		this.isConfirmed ||= objects.some(({ actor, headSeq }) => headSeq >= this.since && !equal(actor, this.me.iid));
	}
	async task(row) {
		if (!this.names.task(row)) await this.alone(() => this.syncObjects());
		const oid = this.names.task(row);
		needThat(oid !== void 0, "unknown-object");
		return fromHex(oid);
	}
	textOf(object, field) {
		const held = object?.fields.get(field);
		if (!object || !held) return void 0;
		const { otype, oid, unit } = object;
		return this.keyring.open({ otype, oid, unit, field, rev: held.rev }, held.bytes);
	}
	nameOf(iid) {
		for (const id of allOf(this.state, toHex(iid))) {
			const name = this.#nameIn(fromHex(id));
			if (name !== void 0) return name;
		}
		return void 0;
	}
	#nameIn(iid) {
		const profile = this.objects.get(OTYPE.profile, iid.slice(0, 16));
		if (!profile || !equal(profile.actor, iid)) return void 0;
		try {
			const text = this.textOf(profile, "name");
			return text && plain(fromUtf8(text));
		} catch (error) {
			if (!(error instanceof SealedError)) throw error;
			this.lies.raise("substituted", keyOf2(OTYPE.profile, profile.oid), [error.message]);
			return void 0;
		}
	}
	needWriting() {
		needThat(!this.lies.isFrozen, "frozen");
		needThat(this.isMember, "no-member");
		needThat(this.isReadable, "waiting-for-key");
	}
};
function nextOf(value) {
	const { state } = (
		value
	);
	return state.next;
}

var [LINE, LIST, TEXT2] = ["200", "2500", "20000"];
var Input = class extends Labelled {
	constructor(texts, { label, kind = "line", value = "", hint = "", isRequired = false }) {
		const type = kind === "day" ? "date" : kind === "number" ? "number" : "text";
		const common = { id: newId(), autocomplete: "off", ...isRequired && { required: "" } };
		const line = { type, maxlength: kind === "list" ? LIST : LINE, ...kind === "list" && { autocapitalize: "none" } };
		const input = kind === "text" ? make("textarea", { ...common, rows: "4", maxlength: TEXT2 }) : make("input", { ...common, ...line });
		input.value = value;
		super(input, texts.of(label), texts.of(hint));
	}
	get value() {
		return this.input.value.trim();
	}
};

function isOpenTask(object) {
	if (object.otype !== OTYPE.task) return false;
	const { phase, flags } = relOf(object);
	return phase !== PHASE.done && phase !== PHASE.dropped && (flags & 6) === 0 && !isZero(object.oid);
}
function isUnderNewest({ state }, object, unit) {
	return object.epoch === state.epoch && genOf(object) === (state.gens.get(toHex(unit)) ?? 0);
}
function genOf({ bytes }) {
	const at = 1 + 32 + 1 + 16 + 16 + 8 + 32 + 4;
	return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(at);
}

var FRESH = 36e5;
var Pinned = class {
	constructor(group) {
		this.group = group;
		const [{ iid }] = group.own;
		this.boxes = new Boxes(group.device, ...group.own);
		this.place = pinsPlace(iid, group.pid);
		this.key = `pins/${group.id}/${toHex(iid)}`;
		this.pins = void 0;
		this.isCaught = false;
		this.isRefused = false;
	}
	async read() {
		const { localStore: localStore2, now } = this.group.device;
		const kept = (
			await localStore2.get(this.key)
		);
		this.#take(kept?.pins);
		const age = now() - (kept?.at ?? 0);
		const isFresh = kept && this.group.state.next > 0 && age >= 0 && age < FRESH;
		if (!isFresh) await unlessLost(() => this.ask());
		return this.pins;
	}
	async ask() {
		const { group } = this;
		for (const { text } of await this.boxes.list("pins", this.place.oid)) {
			const pins = text && pinsIn(text);
			if (pins && equal(pins.pid, group.pid)) this.#take(pins);
		}
		await this.keep();
	}
	#take(pins) {
		if (pins && pins.headSeq >= (this.pins?.headSeq ?? 0)) this.pins = pins;
	}
	async keep() {
		const { localStore: localStore2, now } = this.group.device;
		const value = { at: now(), pins: this.pins };
		await localStore2.put([{ key: this.key, value }], (mine, former) => seqOf(mine) >= seqOf(former));
	}
	check(pins) {
		const { state, lies } = this.group;
		if (!pins) return false;
		const there = state.hashes[pins.headSeq];
		if (!there) {
			this.isCaught ||= !lies.isFrozen;
			lies.raise("rollback", "", [toHex(pins.headHash), String(pins.headSeq), String(state.next - 1)]);
			return false;
		}
		if (!equal(there, pins.headHash)) lies.raise("fork", "", [toHex(pins.headHash), toHex(there)]);
		const isHealed = this.isCaught;
		this.isCaught = false;
		if (isHealed) lies.heal("rollback");
		return isHealed;
	}
	get isBehind() {
		const { state, lies, isMember } = this.group;
		return !this.isRefused && !lies.isFrozen && isMember && state.next - 1 > (this.pins?.headSeq ?? -1);
	}
};
var seqOf = (value) => (
	value.pins?.headSeq ?? -1
);
function pinsIn(text) {
	try {
		return decodePins(text);
	} catch (error) {
		if (error instanceof SealedError) return void 0;
		throw error;
	}
}
async function unlessLost(act) {
	try {
		await act();
		return true;
	} catch (error) {
		if (!(error instanceof Trouble)) throw error;
		return false;
	}
}

var DATABASE = "pursuance-sealed";
var OBJECTS3 = "kept";
var LAST2 = "￿";
function memoryLocalStore() {
	const all = new Map();
	return {
		get: async (key) => all.get(key),
		all: async (prefix) => [...all].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value })),
		put: async (kept, isNewer = () => true) => {
			for (const { key, value } of kept) if (!all.has(key) || isNewer(value, all.get(key))) all.set(key, value);
		}
	};
}
function readAhead({ get, all, put: put2 }, names) {
	const asked = new Map(names.map((name) => [name, name.endsWith("/") ? all(name) : get(name)]));
	const once2 = (name) => {
		const found = asked.get(name);
		asked.delete(name);
		return found;
	};
	return {
		get: (key) => once2(key) ?? get(key),
		all: (prefix) => (
			once2(prefix) ?? all(prefix)
		),
		put: put2
	};
}
var done2 = (request) => new Promise((resolve, reject) => {
	request.addEventListener("success", () => resolve(request.result));
	request.addEventListener("error", () => reject(request.error));
});
async function open3() {
	const request = indexedDB.open(DATABASE, 1);
	request.addEventListener("upgradeneeded", () => request.result.createObjectStore(OBJECTS3));
	const database = await done2(request);
	database.addEventListener("versionchange", () => database.close());
	return database;
}
function browserLocalStore() {
	const inPage = memoryLocalStore();
	let opening;
	const database = async () => {
		opening ??= open3();
		return opening;
	};
	const orInPage = async (act, otherwise) => {
		try {
			return await act();
		} catch {
			opening = void 0;
			return otherwise();
		}
	};
	return {
		get: (key) => orInPage(
			async () => done2((await database()).transaction(OBJECTS3).objectStore(OBJECTS3).get(key)),
			() => inPage.get(key)
		),
		all: (prefix) => orInPage(
			async () => {
				const objects = (await database()).transaction(OBJECTS3).objectStore(OBJECTS3);
				const range = IDBKeyRange.bound(prefix, prefix + LAST2);
				const [keys, values] = await Promise.all([done2(objects.getAllKeys(range)), done2(objects.getAll(range))]);
				return values.map((value, at) => ({ key: String(keys[at]), value }));
			},
			() => inPage.all(prefix)
		),
		put: (kept, isNewer) => orInPage(
			async () => write(await database(), kept, isNewer),
			() => inPage.put(kept, isNewer)
		)
	};
}
function write(database, kept, isNewer) {
	const transaction = database.transaction(OBJECTS3, "readwrite");
	const objects = transaction.objectStore(OBJECTS3);
	for (const { key, value } of kept) {
		if (!isNewer) {
			objects.put(value, key);
			continue;
		}
		const former = objects.get(key);
		former.addEventListener("success", () => {
			if (former.result === void 0 || isNewer(value, former.result)) objects.put(value, key);
		});
	}
	return new Promise((resolve, reject) => {
		transaction.addEventListener("complete", () => resolve());
		transaction.addEventListener("abort", () => reject(transaction.error));
	});
}

var mayServe = ({ lies, isReadable }) => !lies.isFrozen && isReadable;
function isHousekeepingDue(group, isSame2 = false) {
	const { state, role, device, waiting, isUnderFormer, objects, me } = group;
	if (!mayServe(group)) return false;
	const isOver = [...state.invites.values()].some(({ isOpen, expires }) => isOpen && expires < device.now());
	if (waiting.length > 0 || isUnderFormer || group.isRotationDue || isOver && role >= ROLE.moderator) return true;
	if (role < ROLE.writer || isSame2) return false;
	if (!objects.get(OTYPE.profile, me.iid.slice(0, 16))) return true;
	return [...objects.all.values()].some((object) => !isUnderNewest(group, object, object.unit) && (object.otype !== OTYPE.task || isOpenTask(object)));
}
async function areTagsDue(group) {
	const { tags } = group;
	if (!mayServe(group) || group.role < ROLE.writer) return false;
	const isKnown = () => group.isWhole && tags.compared === tags.standOf(group);
	if (isKnown()) await group.alone(() => tags.sync(group.server));
	return !isKnown();
}

var serveAll = async (...given) => (await logWriter()).serveAll(...given);

var writePins = async (...given) => (await logWriter()).writePins(...given);

function showOdd(root, group, texts) {
	for (const element of root.querySelectorAll('[data-sealed=""][data-field="skills"][data-object]')) {
		const oid = element instanceof HTMLElement ? group.names.task(element.dataset.object ?? "") : void 0;
		const isOdd = oid !== void 0 && group.tags.odd.has(`${OTYPE.task}/${oid}`);
		const mark = element.parentElement?.querySelector(':scope > [data-tags="odd"]');
		if (!isOdd) mark?.remove();
		if (!isOdd || mark || !texts.has("tags-differ")) continue;
		element.after(make("span", { class: "sealed-lie", "data-tags": "odd", role: "alert", text: texts.of("tags-differ") }));
	}
}

var retag = async (...given) => (await objectWriter()).retag(...given);

var TASK = '[data-sealed=""][data-object]:not([data-otype])';
var TASKS = [`h1 ${TASK}`, `header.stack ${TASK}`];
var NAME2 = '[data-sealed=""][data-otype="0"][data-field="name"]:not([data-group])';
var escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
var Titling = class {
	constructor(texts) {
		this.places = new Map();
		const task = TASKS.find((place) => document.querySelector(place));
		const name = document.querySelector(NAME2)?.textContent?.trim();
		if (task && texts.has("untitled")) this.places.set(texts.of("untitled"), task);
		if (name) this.places.set(name, NAME2);
		this.own = document.title;
		this.written = document.title;
		const title = document.querySelector("title");
		if (title) new MutationObserver(() => this.#changed()).observe(title, { childList: true, characterData: true, subtree: true });
		addEventListener("pagehide", () => this.#write(this.own));
		addEventListener("pageshow", (event) => event instanceof PageTransitionEvent && event.persisted && this.fill());
	}
	#changed() {
		if (document.title === this.written) return;
		this.own = document.title;
		this.fill();
	}
	#write(text) {
		if (document.title !== text) document.title = text;
		this.written = document.title;
	}
	fill() {
		if (this.places.size === 0) return;
		const said = new RegExp([...this.places.keys()].map(escaped).join("|"), "g");
		this.#write(this.own.replace(said, (words2) => openedIn(this.places.get(words2) ?? "") ?? words2));
	}
};
function openedIn(place) {
	const found = [...document.querySelectorAll(place)].find((one) => one instanceof HTMLElement && one.dataset.open !== void 0);
	return found?.textContent ?? void 0;
}

var Watch = class {
	constructor(part) {
		this.part = part;
		this.lies = make("div", { class: "stack sm" });
		this.said = make("div", { class: "stack sm", role: "status" });
		this.wrong = make("div", {});
		part.element.append(this.lies, this.wrong, part.progress.element, this.said);
		this.shown = new Map();
		this.isVerifying = false;
	}
	show({ kind }, group) {
		const { texts } = this.part;
		if (this.shown.has(kind)) return;
		const element = alert(texts.of(`lie-${kind}`));
		element.dataset.lie = kind;
		if (texts.has("evidence")) {
			void once("incident").then(({ evidenceFor }) => element.append(evidenceFor(texts, group, kind)), () => void 0);
		}
		this.shown.set(kind, element);
		this.lies.append(element);
	}
	verifying(done3) {
		if (!this.isVerifying) this.part.progress.begin();
		this.isVerifying = true;
		if (this.part.progress.bar) this.part.progress.bar.value = done3;
	}
	verified() {
		if (this.isVerifying) this.part.progress.end();
		this.isVerifying = false;
	}
	failed(trouble) {
		this.verified();
		const text = this.part.texts.about(trouble);
		if (this.wrong.textContent !== text) this.wrong.replaceChildren(alert(text));
	}
	get isQuiet() {
		return this.shown.size === 0 && this.wrong.childElementCount === 0;
	}
	right() {
		this.wrong.replaceChildren();
	}
	healed({ lies }, given) {
		if (!lies.hasAny("rollback")) this.#end("rollback");
		const key = given && given.missing + given.others > 0 ? "given-back-but" : "given-back";
		const is = given && Object.values(given).some((count2) => count2 > 0);
		this.given = is ? this.part.texts.of(key, given) : "";
	}
	#end(kind) {
		this.shown.get(kind)?.remove();
		this.shown.delete(kind);
	}
	renewing(left) {
		this.left = left;
	}
	found(group) {
		const { element, texts } = this.part;
		if (group.isReadable && group.lies.has("excluded")) {
			group.lies.heal("excluded");
			this.#end("excluded");
		}
		const old = this.shown.get("rollback");
		if (group.isPassed && old && texts.has("older")) void once("incident").then(({ offerOlder }) => offerOlder(this, old, group), () => void 0);
		const said = [];
		const say = (holds, key, values = {}) => {
			if (holds && texts.has(key)) said.push(texts.of(key, values));
		};
		if (this.given) said.push(this.given);
		say(!group.isMember && group.state.next > 0, "no-member");
		say(group.isMember && !group.isReadable, "waiting-for-key");
		const late = group.waiting.filter((id) => group.late.includes(id)).length;
		const atTheDoor = group.waiting.length - late;
		say(group.isReadable && atTheDoor > 0, "at-the-door", { count: atTheDoor });
		say(group.isReadable && late > 0, "late-at-the-door", { count: late });
		element.dataset.unsure = `${group.isReadable && !group.isConfirmed && group.state.members.size > 1}`;
		for (const { iid } of group.announced) say(true, "key-changed", { name: called(group, iid, texts) });
		say(group.hasOddTime, "odd-time");
		say((this.left ?? 0) > 0, "renewing", { count: this.left ?? 0 });
		const all = `${said}`;
		if (this.before === all) return;
		this.before = all;
		const kind = group.isMember && !group.isReadable ? "ok" : "info";
		this.said.replaceChildren(...said.map((text) => make("div", { class: `notice ${kind}` }, make("p", { class: "grow", text }))));
	}
};

var ROUND = 6e4;
var UNSEEN = 24e4;
var REST = 500;
var SPREAD = 3e3;
var wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
var GroupSession = class {
	constructor(part, localStore2) {
		this.part = part;
		this.localStore = localStore2;
		this.filling = new Filling(part.texts);
		this.titling = new Titling(part.texts);
		this.watch = new Watch(part);
		this.group = void 0;
		this.pinned = void 0;
		this.resolve = () => void 0;
		this.ready = new Promise((resolve) => {
			this.resolve = resolve;
		});
		this.heard = [];
		this.isReady = false;
		this.served = "";
	}
	hear(hear2) {
		this.heard.push(hear2);
		if (this.group) hear2(this.group);
	}
	async begin() {
		let { localStore: localStore2 } = this;
		const opening = openedHere(this.part, () => {
			localStore2 = this.localStore;
			void parsed.then(() => this.filling.fill(document, void 0));
		});
		const where = { slug: this.part.data("group"), pid: this.part.data("pid") };
		localStore2 = readAhead(this.localStore, keptOf(where));
		const opened2 = await opening;
		if (!opened2) return;
		const { ask, random: random2, now } = this.part.device;
		const group = new Group({ ask, random: random2, now, localStore: localStore2 }, where, opened2);
		group.renewal = Number(this.part.data("renew"));
		group.lies.hear((lie) => {
			this.watch.show(lie, group);
			this.#enable(group);
		});
		leaveAtSignOut();
		await group.load();
		await parsed;
		this.group = group;
		this.pinned = new Pinned(group);
		await this.filling.fill(document, group);
		this.titling.fill();
		const people = () => document.querySelector("[href$=members]")?.textContent;
		let known3;
		let wake;
		document.addEventListener("pursuance:renewed", () => {
			if (known3 !== people() || !group.isReadable || document.querySelector("[data-sealed=members]")) wake();
		});
		for (; ; ) {
			known3 = people();
			const woken = new Promise((resolve) => {
				wake = resolve;
				setTimeout(resolve, ROUND);
			});
			await this.round();
			if (!this.isReady) {
				this.isReady = true;
				this.resolve(group);
				this.#enable(group);
				await this.offerUndo();
			}
			await wait(Math.random() * SPREAD);
			await this.#work();
			await woken;
			if (document.visibilityState === "hidden") await seen();
		}
	}
	async offerUndo() {
		const { group } = this;
		if (!group) return;
		try {
			if (sessionStorage.pressed || await lastAct(group)) await (await once("undo")).offerUndo(this, group);
		} catch (error) {
			console.error(error);
		}
	}
	async round() {
		const { group, pinned } = this;
		if (!group || !pinned) return;
		const pins = await pinned.read();
		const isRight = await follow(group, this, !this.isReady, async () => {
			if (pinned.check(pins)) this.watch.healed(group);
			if (!group.isToHeal) return;
			const given = await (await once("incident")).giveBack(group);
			pinned.check(pins);
			this.watch.healed(group, given);
		});
		if (isRight) this.watch.found(group);
		this.filling.asked();
		this.#compare(group);
		this.show();
	}
	async refresh() {
		const { group } = this;
		if (!group) return;
		await this.filling.fill(document, group);
		this.#compare(group);
		this.titling.fill();
		this.#enable(group);
		if (this.isReady && this.filling.asks) await this.round();
	}
	#compare(group) {
		if (this.filling.compare(document, group)[0]) once("incident").then(({ holdRows }) => holdRows(this.filling, group)).catch((error) => this.watch.failed(toTrouble(error)));
	}
	show() {
		const { group } = this;
		if (!group) return;
		for (const hear2 of this.heard) hear2(group);
		this.titling.fill();
		showOdd(document, group, this.part.texts);
		this.#enable(group);
	}
	#enable(group) {
		const { isFrozen } = group.lies;
		const may = this.isReady && !isFrozen && group.isMember;
		const also = isFrozen ? ", main [method=post] button, main [form]" : "";
		for (const control of document.querySelectorAll(`[data-writes]${also}`)) {
			const needsKey = control.getAttribute("data-writes") !== "log";
			control.toggleAttribute("disabled", !may || needsKey && !group.isReadable);
		}
	}
	async #work() {
		const { group } = this;
		if (!group) return;
		try {
			const stand = group.tags.standOf(group);
			if (isHousekeepingDue(group, this.served === stand)) {
				await serveAll(group, sessionOfPage().viewer, async (left) => {
					this.watch.renewing(left);
					if (left > 0) await wait(REST);
				});
				this.served = stand;
			}
			if (await areTagsDue(group)) while (await retag(group) > 0) await wait(REST);
			if (this.pinned?.isBehind) await writePins(this.pinned);
		} catch (error) {
			if (!(error instanceof Trouble)) console.error(error);
		}
		this.watch.found(group);
		this.show();
	}
};
async function follow(group, { filling, watch }, isFirst, verified = async () => void 0) {
	let isRight = true;
	try {
		await group.alone(async () => {
			await group.syncLog((done3) => watch.verifying(done3));
			watch.verified();
			await verified();
			if (group.lies.isFrozen) return;
			await group.syncSeals();
			if (isFirst) {
				await filling.fill(document, group);
				await group.objects.load();
			}
			await group.syncObjects(async () => filling.fill(document, group));
			await verified();
		});
		if (!group.lies.isFrozen) await filling.verify(document, group);
		watch.right();
	} catch (error) {
		isRight = false;
		watch.failed(toTrouble(error));
		if (!(error instanceof Trouble)) console.error(error);
	}
	await filling.fill(document, group);
	return isRight;
}
function leaveAtSignOut() {
	if ("BroadcastChannel" in globalThis) new BroadcastChannel("signed out").addEventListener("message", () => location.reload());
}
var seen = () => new Promise((resolve) => {
	document.addEventListener("visibilitychange", resolve, { once: true });
	setTimeout(resolve, UNSEEN);
});
async function openedHere(part, locked = () => void 0) {
	if (!part.isHere() || part.name === "") return void 0;
	const found = await part.unlocked.of(sessionOfPage());
	if (found) return found;
	locked();
	try {
		await (await once("unlock")).beginUnlock(part);
	} catch (error) {
		part.place.replaceChildren(alert(part.texts.about(toTrouble(error))));
		return void 0;
	}
	return new Promise((resolve) => {
		document.addEventListener("pursuance:unlocked", async function hear2() {
			const opened2 = await part.unlocked.of(sessionOfPage());
			if (!opened2) return;
			document.removeEventListener("pursuance:unlocked", hear2);
			part.place.replaceChildren();
			resolve(opened2);
		});
	});
}

var addTask = async (...given) => (await objectWriter()).addTask(...given);
var put = async (...given) => (await objectWriter()).put(...given);

var press = async (...given) => (await objectWriter()).press(...given);

var ZERO2 = new Uint8Array(16);
async function beginNewTask(part, session2) {
	const group = await session2.ready;
	if (!mayWrite(part, group)) return;
	const line = new Input(part.texts, { label: "new-task", isRequired: true });
	const said = make("p", { class: "small mute", role: "status" });
	let kept;
	const keep = () => kept ??= once("forms").then(({ keepNew }) => keepNew(group, part, line), () => void 0);
	const { form, send } = part.form({
		content: [said],
		button: "add",
		fields: { title: line },
		act: async () => {
			const title = line.value;
			needThat(title !== "", "no-title", { field: "title" });
			const row = part.data("parent");
			await addTask(group, { title }, { parent: row === "" ? ZERO2 : await group.task(row) });
			await (await kept)?.forget();
			const now = line.value;
			line.input.value = now.startsWith(title) ? now.slice(title.length).trim() : now;
			if (line.value !== "") (await kept)?.changed();
			said.textContent = part.texts.of("added", { title });
			line.input.focus();
			goTo(part.data("then") || "stay");
		}
	});
	form.className = "add";
	send.className = "btn";
	line.standsIn(form, part.texts.of(part.data("parent") === "" ? "new-task-here" : "new-task-under"));
	line.input.dir = "auto";
	line.input.removeAttribute("maxlength");
	line.input.after(send);
	part.place.replaceChildren(form);
	line.input.addEventListener("focus", keep);
	takeAnchor(part, line);
	if ((await group.device.localStore.all(`typed/${group.id}/`)).some(({ value }) => value)) void keep();
}
function takeAnchor({ element }, line) {
	const { id } = element;
	if (id === "") return;
	element.removeAttribute("id");
	line.named(id);
	if (location.hash === `#${id}` && document.activeElement === document.body) line.input.focus();
}
function mayWrite(part, group) {
	const may = !group.lies.isFrozen && group.isMember && group.isReadable && group.role >= 1;
	if (!may) part.place.replaceChildren();
	group.lies.hear(() => {
		if (group.lies.isFrozen) part.place.replaceChildren();
	});
	return may;
}
function hearPresses(session2) {
	document.addEventListener("click", async (event) => {
		const element = event.target instanceof Element ? event.target.closest('[data-sealed="press"]') : null;
		if (!(element instanceof HTMLElement)) return;
		event.preventDefault();
		if (element.hasAttribute("disabled") || element.getAttribute("aria-disabled") === "true") return;
		element.setAttribute("aria-disabled", "true");
		try {
			await press(session2, element, event.detail > 1);
		} catch (error) {
			session2.watch.failed(toTrouble(error));
			if (!(error instanceof Trouble)) console.error(error);
		}
		element.removeAttribute("aria-disabled");
	});
}

var lent = {
	NONCE,
	OVERHEAD,
	chacha20poly1305,
	open: open2,
	pad,
	seal,
	ascii,
	cat,
	compare,
	equal,
	fromBase64,
	fromCode,
	fromHex,
	fromUtf8,
	plain,
	isZero,
	sized,
	toBase64url,
	toCode,
	toHex,
	utf8,
	zeros,
	KIND,
	OTYPE,
	decodeEnvelope,
	PREV_BOX,
	commitment,
	epochKeys,
	SealedError,
	need,
	needRead,
	unreadable,
	FIELD,
	MOST_SKILLS,
	RENEWED,
	needField,
	derive,
	expander,
	frame,
	hash,
	mac,
	CARD,
	decodeCard,
	idOfCard,
	idOfKeys,
	decodeEntry,
	entryHash,
	pursuanceId,
	needFold,
	TYPE,
	decodePayload,
	UNLIMITED,
	isLastAdmin,
	ROLE,
	emptyState,
	epochsFor,
	heirOf,
	membersOf,
	needHead,
	openPersonal,
	decode,
	FLAG,
	PHASE,
	decodeRel,
	REL,
	checkedRevision,
	decodeRevision,
	fieldHash,
	needHeld,
	revisionHash,
	SIGNATURE,
	needSignature,
	needSigned,
	noteGood,
	publicKey,
	sign: sign2,
	signRaw,
	counted,
	list,
	str,
	u16,
	u32,
	u64,
	u8,
	v16,
	v32,
	v8,
	PRIME,
	canonical,
	inverted,
	isSealable,
	scalarOf,
	x25519Public,
	random,
	bytesOf,
	maybeText,
	numberOf,
	recordsOf,
	textOf,
	alert,
	button,
	make,
	newId,
	taskIn,
	openFormers,
	goTo,
	importByHash,
	Progress,
	Sending,
	hear,
	Labelled,
	dateIn,
	dayOf,
	here,
	words,
	writable,
	Trouble,
	needThat,
	orElse,
	toTrouble,
	canKeep,
	sessionOfPage,
	WITHIN,
	lastAct,
	DOOR,
	Boxes,
	called,
	Filling,
	foldSlowly,
	forgetFragment,
	Group,
	Input,
	isOpenTask,
	isUnderNewest,
	keyOf: keyOf2,
	relOf,
	sameSet,
	Pinned,
	seqOf,
	unlessLost,
	sorted,
	allOf,
	browserLocalStore,
	MOST_OBJECTS,
	SLUG,
	TRIES,
	GroupServer,
	newerOf,
	follow,
	leaveAtSignOut,
	openedHere,
	Watch,
	mayWrite,
	takeAnchor
};

var HASHES = {
	people: "sha256-aj8i2SyuWFelQz2TgCvDUxHmsbF2+Ps2jI/ACC55ACU=",
	founding: "sha256-1srLZCfcmKdHdNRuCF0HcL7VXdseC6zXNUMmMrj0J3I=",
	entering: "sha256-TupXU3353SS5I/OxrxItndPD1TqL7M6tAbio6QhrvWU=",
	forms: "sha256-GgByhjV6R/rbRqUG9pBk36G48gocL7CeFb6pekCsx+U=",
	search: "sha256-ekIafrpmKrVrbxxu8qQIXxnBQQV3XR/CtBKP2NSuifM=",
	several: "sha256-YI9D2D7oX4c9pMbRdJkXHOxlb6WbmXIRikeYFlOT5oM=",
	native: "sha256-ij292oy/u4ZadhwBIn3xhmea2XgMgo1f+vsNRe3aEJc=",
	incident: "sha256-qHFlfafqhVV52Dbsr1QH4pYp1mLHkTJfjuJdrBHEa6s=",
	bulk: "sha256-IWH42oZrIwg2n0mpr5CBmcKUmLcLz8dHnt9iLi8yfcU=",
	undo: "sha256-8QPtl8RmLJLC9b+hmkc2ZjZGyjuxvu2LWLZCvvaGhlg=",
	suggested: "sha256-Vm/NTsdUUtZSTf8kEZtrpCTGLiKV5Ri7YvpxbtXolJI=",
	replace: "sha256-/C+niTyxpJl+KaED5bRkIMXAIP4IVpkBMnJOwkDvIWo=",
	object_writer: "sha256-UR5dGOaWZ1kiI2wrdrMlGQ7a9dD8qyS/EIOizIB4IiU=",
	unlock: "sha256-P67Sxg6JPvx7FTi6OfDXVtPOyArtHIPnfD4XtScozH8=",
	key_file: "sha256-mFAbmoVpjAKGolx5d4hD9M7Ec1JRlaoCLlsi34e4I38=",
	log_writer: "sha256-QIZTkN9yd1Pu9FZ7Et8+FKDF58YSGkQl5vowoHg5ACE=",
	sealing: "sha256-VtJ9Qa8wMZahA+wCLuA79eCrrlo98JtYguTHmtNmvLs=",
	talk: "sha256-yLQbp9qwTUzFMIwQVhaZHKBZDWqvmauIJIfq4UT/3ME="
};
var loading2 = new Map();
async function load3(name) {
	const file = await importByHash(`./${name}.js`, HASHES[name]).catch(() => {
		throw new Trouble("lost");
	});
	return file.default({ ...lent, ...awaited });
}
function once(name) {
	const found = loading2.get(name) ?? load3(name);
	loading2.set(name, found);
	found.catch(() => loading2.delete(name));
	return (
		found
	);
}
var objectWriter = () => once("object_writer");
var logWriter = () => once("log_writer");
var sealing = () => once("sealing");
var keyFile = () => once("key_file");
var awaited = { objectWriter, logWriter, sealing, keyFile, ladder };
loadNativeBy(() => once("native"));

async function byFile(part, name, begin2) {
	try {
		await begin2(await once(name));
	} catch (error) {
		part.place.replaceChildren(alert(part.texts.about(toTrouble(error))));
		if (!(error instanceof Trouble)) console.error(error);
	}
}
var isOfPage = (part) => (taskIn(document, "h1") ?? part.data("object")) === part.data("object");
var by = (file, name) => (part, of) => byFile(part, file, (given) => {
	needThat(part.data("object") === "" || isOfPage(part), "unknown-object");
	return (
		given[name](part, of)
	);
});
var OF_GROUPS = {
	block: by("forms", "beginBlock"),
	bulk: by("bulk", "beginBulk"),
	depend: by("forms", "beginDepend"),
	edit: by("forms", "beginEdit"),
	"edit-task": by("forms", "beginEdit"),
	head: by("people", "beginHead"),
	invite: by("people", "beginInvite"),
	invites: by("people", "beginInvites"),
	members: by("people", "beginMembers"),
	move: by("forms", "beginMove"),
	"new-task": beginNewTask,
	suggestions: by("suggested", "beginSuggested"),
	talk: by("talk", "beginTalk"),
	verdict: by("talk", "beginVerdict"),
	profile: by("people", "beginProfile"),
	search: by("search", "beginSearch")
};
var localStore = browserLocalStore();
lockAtSignOut();
var ALONE = {
	enter: (part) => {
		const text = takeFragment();
		return byFile(part, "entering", ({ beginEnter }) => beginEnter(part, localStore, text));
	},
	found: (part) => byFile(part, "founding", ({ beginFound }) => beginFound(part, localStore)),
	groups: (part) => byFile(part, "several", ({ Several }) => {
		beside = new Several(part, localStore);
		return beside.begin();
	}),
	replace: (part) => byFile(part, "replace", ({ beginReplace }) => beginReplace(part, localStore, session)),
	unlock: (part) => byFile(part, "unlock", ({ beginUnlock }) => beginUnlock(part))
};
if (sessionOfPage().viewer === "") void thisBrowser().lock();
var session;
var beside;
var pursuance = () => session?.ready;
var begun = new WeakSet();
function begin(element) {
	const word = element.dataset.sealed ?? "";
	const [alone, ofGroups] = [ALONE[word], OF_GROUPS[word]];
	if (begun.has(element) || !alone && !ofGroups) return;
	if (!alone && !session) return;
	begun.add(element);
	if (alone) alone(new Part(element));
	else if (session) ofGroups?.(new Part(element), session);
}
function beginSession() {
	const element = document.querySelector('[data-sealed="group"]');
	if (document.readyState === "loading" && !element?.nextElementSibling) return;
	if (!session && element instanceof HTMLElement) {
		session = new GroupSession(new Part(element), localStore);
		void session.begin();
		hearPresses(session);
	}
}
function beginAll() {
	beginSession();
	for (const one of document.querySelectorAll("[data-sealed]")) if (one instanceof HTMLElement) begin(one);
}
var isDue = false;
function changed() {
	if (isDue) return;
	isDue = true;
	queueMicrotask(() => {
		isDue = false;
		beginAll();
		void session?.refresh();
		void beside?.refresh();
	});
}
beginSession();
void parsed.then(() => {
	beginAll();
	new MutationObserver((records) => {
		if (records.some(({ addedNodes }) => [...addedNodes].some((node) => node instanceof Element && isSealed(node)))) changed();
	}).observe(document.body, { childList: true, subtree: true });
});
var OURS = "[data-sealed], [data-iid], [data-member], [data-writes]";
var isSealed = (element) => element.matches(OURS) || element.querySelector(OURS) !== null;
export {
	pursuance,
	put
};
/*! Bundled license information:

@noble/ciphers/utils.js:
	(*! noble-ciphers - MIT License (c) 2023 Paul Miller (paulmillr.com) *)

@noble/ed25519/index.js:
	(*! noble-ed25519 - MIT License (c) 2019 Paul Miller (paulmillr.com) *)
*/
