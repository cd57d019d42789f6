// Made by sealed/js/build.mjs from src/page/begin.js: do not edit.
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
	get: (key) => withLocalStore(name, "readonly", (localStore) => localStore.get(key)),
	put: async (key, value) => void await withLocalStore(name, "readwrite", (localStore) => localStore.put(value, key)),
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
var count = 0;
function newId() {
	count += 1;
	return `sealed-${count}`;
}

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
var str = (text) => v16(utf8(text));
function counted(items) {
	need(items.length <= 65535, "too-many");
	return cat(u16(items.length), ...items);
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
	counted(read3, most = 65535) {
		const count2 = this.u16();
		needRead(count2 <= most, "too-many", `${count2}, and ${most} at most`);
		const items = [];
		for (let at = 0; at < count2; at += 1) items.push(read3());
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
function decode(bytes, read3) {
	const reader = new Reader(bytes);
	const value = read3(reader);
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
var idOf = (key, message, signature) => toHex(sha(cat(key, signature, message)));
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
var newKeys = (created, random2) => ({ edSeed: random2(32), xSecret: random2(32), created });
var encodeKeys = (keys) => cat(u8(1), sized(keys.edSeed, 32), sized(keys.xSecret, 32), u64(keys.created));
function readKeys(reader) {
	reader.fixed();
	return { edSeed: reader.raw(32), xSecret: reader.raw(32), created: reader.u64() };
}
var decodeKeys = (bytes) => decode(bytes, readKeys);
var identityId = (edKey, xKey) => hash("iid", sized(edKey, 32), sized(xKey, 32));
var idOfKeys = (keys) => identityId(publicKey(keys.edSeed), x25519Public(keys.xSecret));
var idOfCard = (card) => identityId(card.edKey, card.xKey);
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
	const open4 = { edKey: publicKey(keys.edSeed), xKey: x25519Public(keys.xSecret), created: keys.created };
	const body = cat(u8(1), open4.edKey, open4.xKey, u64(open4.created));
	return { ...open4, signature: sign2(keys.edSeed, "card", body) };
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
var unsealIdBox = (bytes, rootKey, iid) => decodeKeys(open2(rootKey, frame("idbox", sized(iid, 32)), decodeIdBox(bytes).sealed));
var openIdBox = (bytes, rootKey, iid) => needKeysOf(unsealIdBox(bytes, rootKey, iid), iid);
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
	return boxes.map(({ card, idbox, rootbox }) => {
		const iid = idOfCard(decodeCard(card));
		root = openFormer(rootbox, iid, root);
		const keys = keysIn(idbox, root, iid);
		return {
			rootKey: root,
			iid,
			card,
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
function keepInThisPage(opened2, session) {
	inThisPage = { opened: opened2, session };
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
	async keep(opened2, choice, marker) {
		await this.lock();
		const session = { viewer: opened2.name.username, marker };
		if (choice === "page" || !canKeep()) {
			keepInThisPage(opened2, session);
			return;
		}
		try {
			await this.put(opened2, choice === "hours" ? this.now() + HOURS_12 : Infinity, marker);
		} catch {
			keepInThisPage(opened2, session);
		}
	}
	async put({ name, rootKey, card, idbox, formerBoxes }, until, marker) {
		const key = await crypto.subtle.generateKey({ name: ALGORITHM, length: 256 }, false, ["encrypt", "decrypt"]);
		const nonce = crypto.getRandomValues(new Uint8Array(12));
		const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: ALGORITHM, iv: nonce }, key, new Uint8Array(rootKey)));
		const record = { marker, ...name, until, key, nonce, sealed, card, idbox, formerBoxes };
		await this.store.put(NAME, record);
	}
	async of(session) {
		if (inThisPage) return isOf(inThisPage.session, session) ? inThisPage.opened : void 0;
		try {
			const record = (
				await this.store.get(NAME)
			);
			if (!record) return void 0;
			const { marker, username: viewer, realm, until } = record;
			if (realm === this.realm && isOf({ viewer, marker }, session) && this.now() < until) return await opened(record);
			await this.lock();
		} catch {
			await this.lock();
		}
		return void 0;
	}
	async move(session, marker) {
		if (inThisPage && isOf(inThisPage.session, session)) inThisPage.session = { ...session, marker };
		if (inThisPage || !await this.of(session)) return;
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
var isOf = (kept, session) => kept.viewer === session.viewer && kept.marker === session.marker;
async function opened({ key, nonce, sealed: wrapped, realm, username, card, idbox, formerBoxes = [] }) {
	const rootKey = new Uint8Array(await crypto.subtle.decrypt({ name: ALGORITHM, iv: nonce }, key, wrapped));
	const iid = idOfCard(decodeCard(card));
	const keys = keysIn(idbox, rootKey, iid);
	return {
		name: { realm, username },
		rootKey,
		iid,
		card,
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
	const { viewer = "", session = "" } = document.body.dataset;
	return { viewer, marker: session };
}
var unlocked = () => thisBrowser().of(sessionOfPage());

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
	form({ content, button: key, fields, act, beside = [] }) {
		const send = make("button", { class: "btn primary", text: this.texts.of(key) });
		const row = make("div", { class: "flex" }, send, ...beside);
		const form = make("form", { class: "stack" }, ...content, this.progress.element, row);
		const sending = new Sending({ texts: this.texts, progress: this.progress, busy: form, before: row, fields });
		hear(form, () => void sending.send(act));
		return { form, send, sending };
	}
};

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
	standsIn(line2, placeholder = "") {
		const label = this.element.querySelector("label");
		label?.classList.add("sr");
		this.input.setAttribute("placeholder", placeholder || (label?.textContent ?? ""));
		line2.prepend(...this.element.childNodes);
		this.element = line2;
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
async function keepOpen(part, opened2, choice, marker) {
	await part.unlocked.keep(opened2, choice, marker || sessionOfPage().marker);
	document.dispatchEvent(new CustomEvent("pursuance:unlocked"));
	navigator.storage?.persist?.().catch(() => void 0);
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

var notice = (text) => make("div", { class: "notice ok", role: "status", tabindex: "-1" }, make("p", { class: "grow", text }));

var asWritten = (typed) => typed.replace(/[\s-]/g, "").toUpperCase().replace(/O/g, "0").replace(/[IL]/g, "1");
function twoOf(count2) {
	const chosen = new Set();
	while (chosen.size < 2) chosen.add((random(1)[0] ?? 0) % count2);
	return [...chosen].sort((a, b) => a - b);
}
var line = (term, description) => [make("dt", { text: term }), make("dd", {}, description)];
function showKit(part, { name, code, next, save, isOptional = false, isPage = false }) {
	const { texts, place } = part;
	const groups = code.split("-");
	const address2 = part.data("base") || location.origin;
	const title = make(isPage ? "h1" : "h2", { text: texts.of("kit-title"), tabindex: "-1" });
	const list = make(
		"dl",
		{},
		...line(texts.of("kit-name"), make("span", { class: "secret", translate: "no", text: name })),
		...line(texts.of("kit-address"), make("span", { class: "secret", translate: "no", text: address2 })),
		...line(texts.of("kit-code"), make("span", { class: "secret code", translate: "no", text: groups.join(" ") }))
	);
	const print = button(texts.of("kit-print"), "btn primary");
	const prove = button(texts.of("kit-prove"));
	const row = make("div", { class: "flex" }, print, prove);
	const shown = make("div", { class: "stack" }, make("p", { text: texts.of("kit-about") }), list, row);
	const section = make("section", { class: "card stack kit" }, title, shown);
	const done3 = () => {
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
		const { form, begin } = proof(part, groups, { save, done: done3, back });
		section.replaceChildren(title, form);
		begin();
	});
	if (isOptional && texts.has("kit-later")) row.append(make("a", { class: "btn quiet", href: next, text: texts.of("kit-later") }));
	place.replaceChildren(section);
	title.focus();
}
function proof(part, groups, { save, done: done3, back }) {
	const numbers = twoOf(groups.length);
	const asked = numbers.map((at) => new Field(part.texts, { label: "group", values: { number: at + 1 }, fill: "off", isOpen: true }));
	const again = button(part.texts.of("kit-back"));
	again.addEventListener("click", back);
	const { form } = part.form({
		content: [make("p", { text: part.texts.of("kit-which") }), ...asked.map(({ element }) => element)],
		button: "kit-check",
		beside: [again],
		fields: Object.fromEntries(asked.map((field, at) => [String(at), field])),
		act: async () => {
			const wrong = asked.findIndex(({ value }, at) => asWritten(value) !== groups[numbers[at] ?? 0]);
			if (wrong >= 0) throw new Trouble("kit-wrong", { field: String(wrong) });
			await save?.();
			done3();
		}
	});
	return { form, begin: () => asked[0]?.input.focus() };
}

var pathOf = (path, otherwise = "/") => /^\/(?![/\\])/.test(path) ? path : otherwise;
function goTo(then) {
	if (then === "stay") return;
	sessionStorage.pressed = document.activeElement?.closest("section")?.getAttribute("aria-labelledby");
	if (then === "reload") location.reload();
	else location.assign(pathOf(then));
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
var accountSalt = (name, ksalt) => hash("kdf-salt", ...nameParts(name), sized(ksalt, 16)).slice(0, 16);
var masterKey = ({ m, t, p: p2, ksalt, ...name }, passphrase, argon2) => stretch(passphrase, accountSalt(name, ksalt), { m, t, p: p2 }, argon2);
function accountKeys(master) {
	return { authKey: derive(master, "auth"), wrapKey: derive(master, "wrap") };
}
var authVerifier = (authKey) => hash("auth-verifier", sized(authKey, 32));

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
	return open2(slotKey, slotAad(head, name), sealed);
}

var WRONG = "problem-wrong-key";
var toUsername = (typed) => typed.trim().toLowerCase();
async function readStretching(device, name, answer) {
	const parameters = { m: numberOf(answer, "m"), t: numberOf(answer, "t"), p: numberOf(answer, "p") };
	orElse("weak-parameters", () => checkParameters(parameters));
	const seen = await device.pins.of(name);
	orElse("changed-parameters", () => checkParameters(parameters, seen));
	const ksalt = bytesOf(answer, "ksalt");
	needThat(ksalt.length === 16, "failed");
	return { ...parameters, ksalt };
}
async function prelogin(device, username) {
	const name = { realm: device.realm, username };
	const answer = await device.ask("GET", `/api/v1/prelogin?name=${encodeURIComponent(username)}`);
	needThat(answer.kind !== "plain", "plain");
	needThat(answer.kind === "derived", "failed");
	return { name, stretching: await readStretching(device, name, answer) };
}
async function loginKeys(device, name, stretching, passphrase) {
	orElse(WRONG, () => passphraseBytes(passphrase));
	return accountKeys(await masterKey({ ...name, ...stretching }, passphrase, device.argon2));
}
async function proofKey(device, username, passphrase) {
	const { name, stretching } = await prelogin(device, username);
	return (await loginKeys(device, name, stretching, passphrase)).authKey;
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
function openFirst(answer, name, { m, t, p: p2, ksalt }, wrapKey, otherwise) {
	const slot = bytesOf(answer, "slot");
	orElse("bad-keys", () => {
		const { head } = decodeSlot(slot);
		const isThat = head.kind === 1 && head.m === m && head.t === t && head.p === p2 && equal(head.ksalt, ksalt);
		needThat(isThat, "bad-keys");
	});
	return orElse(otherwise, () => openSlot(slot, name, wrapKey));
}
async function signIn(device, username, passphrase) {
	const { name, stretching } = await prelogin(device, username);
	const { authKey, wrapKey } = await loginKeys(device, name, stretching, passphrase);
	const answer = await device.ask("POST", "/api/v1/session", { name: username, auth_key: authKey });
	const made = nameOf(device, answer);
	const rootKey = openFirst(answer, made, stretching, wrapKey, "bad-keys");
	const opened2 = openIdentity(answer, made, rootKey);
	await device.pins.note(name, stretching);
	return { opened: opened2, marker: maybeText(answer, "marker") };
}
async function openOwn(device, username, passphrase) {
	const answer = await device.ask("GET", "/api/v1/account/keys");
	const name = nameOf(device, answer);
	needThat(name.username === username, "bad-keys");
	const stretching = await readStretching(device, name, answer);
	const { authKey, wrapKey } = await loginKeys(device, name, stretching, passphrase);
	const rootKey = openFirst(answer, name, stretching, wrapKey, WRONG);
	const opened2 = openIdentity(answer, name, rootKey);
	await device.pins.note(name, stretching);
	return { opened: opened2, authKey, marker: maybeText(answer, "marker") };
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
var needPassphrase = (passphrase) => passphraseBytes(passphrase);
function needAnother(former, passphrase) {
	const isSame = equal(utf8Of(former), needPassphrase(passphrase));
	needThat(!isSame, "same", { field: "passphrase" });
}
var utf8Of = (text) => new TextEncoder().encode(text.normalize("NFKC"));
async function newIdentity(device, name, passphrase) {
	const [keys, rootKey] = [newKeys(device.now(), device.random), device.random(32)];
	const [card, idbox] = [encodeCard(makeCard(keys)), sealIdBox(keys, rootKey, device.random)];
	const first = await passphraseSlot(device, name, passphrase, rootKey);
	const recovery = recoverySlot(device, name, rootKey);
	const opened2 = { name, rootKey, keys, iid: idOfKeys(keys), card, idbox, formerBoxes: [], former: [] };
	const sent = {
		verifier: first.verifier,
		slot: first.slot,
		recovery_slot: recovery.slot,
		recovery_verifier: recovery.verifier,
		idbox,
		card
	};
	return { opened: opened2, sent, code: recovery.code, noted: first.noted };
}
async function makeAccount(device, username, passphrase, door) {
	const name = { realm: device.realm, username };
	try {
		nameParts(name);
	} catch {
		throw new Trouble("problem-invalid-input", { field: "name" });
	}
	needPassphrase(passphrase);
	const { opened: opened2, sent, code, noted } = await newIdentity(device, name, passphrase);
	const answer = await device.ask("POST", "/api/v1/accounts", { name: username, ...sent, ...door });
	await noted();
	return { opened: opened2, code, came: maybeText(answer, "came"), marker: maybeText(answer, "marker") };
}
async function becomeDerived(device, username, former, passphrase) {
	needAnother(former, passphrase);
	const { opened: opened2, sent, code, noted } = await newIdentity(device, { realm: device.realm, username }, passphrase);
	const answer = await device.ask("POST", "/api/v1/account/keys", { passphrase: former, ...sent });
	await noted();
	return { opened: opened2, code, marker: maybeText(answer, "marker") };
}
async function changePassphrase(device, username, former, passphrase, also = {}) {
	needAnother(former, passphrase);
	const { opened: opened2, authKey } = await openOwn(device, username, former);
	const name = { realm: device.realm, username };
	const { slot, verifier, noted } = await passphraseSlot(device, name, passphrase, opened2.rootKey);
	const answer = await device.ask("POST", "/api/v1/account/keys", { auth_key: authKey, verifier, slot, ...also });
	await noted();
	return { opened: opened2, marker: maybeText(answer, "marker") };
}
async function newRecovery(device, username, passphrase) {
	const { opened: opened2, authKey } = await openOwn(device, username, passphrase);
	const { code, slot, verifier } = recoverySlot(device, opened2.name, opened2.rootKey);
	const save = async () => {
		const sent = { auth_key: authKey, recovery_slot: slot, recovery_verifier: verifier };
		await device.ask("POST", "/api/v1/account/recovery", sent);
	};
	return { opened: opened2, code, save };
}
async function recover(device, username, typed, passphrase) {
	const { wrapKey, authKey } = recoveryKeys(secretOf(typed));
	needPassphrase(passphrase);
	const answer = await device.ask("POST", "/api/v1/recovery", { name: username, auth_key: authKey });
	const made = nameOf(device, answer);
	const rootKey = orElse("bad-keys", () => {
		const slot2 = bytesOf(answer, "slot");
		needThat(decodeSlot(slot2).head.kind === 2, "bad-keys");
		return openSlot(slot2, made, wrapKey);
	});
	const opened2 = openIdentity(answer, made, rootKey);
	const name = { realm: device.realm, username };
	const { slot, verifier, noted } = await passphraseSlot(device, name, passphrase, rootKey);
	const sent = { name: username, auth_key: authKey, verifier, slot };
	await device.ask("POST", "/api/v1/recovery/passphrase", sent);
	await noted();
	return { opened: opened2 };
}
function secretOf(typed) {
	try {
		return fromRecoveryText(typed);
	} catch (error) {
		throw error instanceof SealedError ? new Trouble("bad-code", { field: "code" }) : error;
	}
}

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

var HASH = "sha256-UdmeXZRWMy33jHGy3ClQG5VpQMV+RvTke5JPqHBP17M=";
var load = () => importByHash("./passphrase.js", HASH);
var WordsOffered = class {
	constructor(texts, field) {
		this.field = field;
		this.words = make("output", { class: "secret", translate: "no" });
		this.again = button(texts.of("six-words-again"));
		this.take = texts.has("six-words-take") ? button(texts.of("six-words-take")) : void 0;
		const row = make("div", { class: "flex" }, ...this.take ? [this.take] : [], this.again);
		this.element = make("div", { class: "stack sm", hidden: "" }, make("p", { text: texts.of("six-words") }), this.words, row);
		this.again.addEventListener("click", () => this.#draw());
		this.take?.addEventListener("click", () => this.#fill());
	}
	async offer() {
		if (this.list) return;
		try {
			this.list = await load();
		} catch {
			return;
		}
		this.#draw();
		this.element.hidden = false;
	}
	offerWithin(around) {
		around.addEventListener("focusin", () => void this.offer(), { once: true });
	}
	#draw() {
		if (this.list) this.words.value = this.list.newPassphrase(random);
	}
	#fill() {
		this.field.input.value = this.words.value;
		this.field.show(true);
		this.field.clearError();
		this.field.input.focus();
	}
	empty() {
		this.element.remove();
		this.words.value = "";
	}
};

var NewPassphrase = class {
	constructor(part, fill = "new-password") {
		this.first = new Field(part.texts, { label: "passphrase", fill, hint: "hint" });
		this.again = new Field(part.texts, { label: "passphrase-again", fill });
		this.words = new WordsOffered(part.texts, this.first);
		this.content = [this.words.element, this.first.element, this.again.element];
		this.fields = { "too-short": this.first, same: this.first, passphrase: this.first, differs: this.again };
	}
	get value() {
		needThat(this.first.value !== "", "too-short");
		if (this.first.value !== this.again.value) throw new Trouble("differs");
		return this.first.value;
	}
	empty() {
		this.first.empty();
		this.again.empty();
		this.words.empty();
	}
};

function beginDerive(part) {
	if (location.hash.startsWith("#i1.")) takeFragment();
	if (!part.isHere()) return;
	const old = new Field(part.texts, { label: "old", fill: "current-password" });
	const passphrase = new NewPassphrase(part);
	const { form } = part.form({
		content: [nameForBrowser(part), old.element, ...passphrase.content],
		button: "make",
		fields: { ...passphrase.fields, passphrase: old, "problem-wrong-key": old },
		act: async () => {
			const { opened: opened2, code, marker } = await becomeDerived(part.device, part.name, old.value, passphrase.value);
			await keepOpen(part, opened2, "hours", marker);
			old.empty();
			passphrase.empty();
			const next = pathOf(part.data("back"), "/me");
			showKit(part, { name: part.name, code, next, isOptional: true });
		}
	});
	passphrase.words.offerWithin(form);
	part.place.replaceChildren(form);
}

var HASH2 = "sha256-WPtBxVgZbm1QkYPND3JJn2xNaybQ/Nc/oek7Fmnor10=";
var loading;
async function load2() {
	const file = await importByHash("./ladder.js", HASH2);
	return file.default({ PRIME, inverted, scalarOf });
}
async function ladder() {
	loading ??= load2();
	try {
		return await loading;
	} catch {
		loading = void 0;
		throw new Trouble("lost");
	}
}

var byLibrary = async (...given) => (await ladder()).byLibrary(...given);

var PKCS8 = fromHex("302e020100300506032b656e04220420");
var ALGORITHM2 = "X25519";
async function byBrowser(secret, other) {
	const { subtle } = crypto;
	const [mine, theirs] = await Promise.all([
		subtle.importKey("pkcs8", cat(PKCS8, secret), ALGORITHM2, false, ["deriveBits"]),
		subtle.importKey("raw", canonical(other), ALGORITHM2, false, [])
	]);
	return new Uint8Array(await subtle.deriveBits({ name: ALGORITHM2, public: theirs }, mine, 256));
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
async function hpkeSeal(to, info, aad, text, random2) {
	const secret = sized(random2(32), 32);
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

var MARK = "pvd1";
var SEALED_ROOT = 32 + OVERHEAD;
var toPairingCode = ({ key, mailbox }) => toCode(MARK, cat(u8(1), sized(key, 32), sized(mailbox, 16)));
function fromPairingCode(text) {
	return decode(fromCode(MARK, text), (reader) => {
		reader.fixed();
		return { key: reader.raw(32), mailbox: reader.raw(16) };
	});
}
function newPairing(random2) {
	const secret = random2(32);
	const code = { key: x25519Public(secret), mailbox: random2(16) };
	return { secret, code, text: toPairingCode(code) };
}
var encodeAnswer = ({ card, idBox, enc, ct }) => cat(u8(1), sized(card, CARD), sized(idBox, IDBOX), sized(enc, 32), sized(ct, SEALED_ROOT));
function decodeAnswer(bytes) {
	return decode(bytes, (reader) => {
		reader.fixed();
		const card = encodeCard(readCard(reader));
		const idBox = reader.raw(IDBOX);
		decodeIdBox(idBox);
		return { card, idBox, enc: reader.raw(32), ct: reader.raw(SEALED_ROOT) };
	});
}
var pairingInfo = (mailbox) => frame("pair", sized(mailbox, 16));
var pairingAad = (iid) => frame("pair-aad", sized(iid, 32));
async function answerPairing({ key, mailbox }, keys, rootKey, random2) {
	const card = makeCard(keys);
	const sealed = await hpkeSeal(key, pairingInfo(mailbox), pairingAad(idOfCard(card)), rootKey, random2);
	return encodeAnswer({ card: encodeCard(card), idBox: sealIdBox(keys, rootKey, random2), ...sealed });
}
async function openPairing(secret, { key, mailbox }, bytes) {
	need(equal(x25519Public(secret), key), "bad-code", "an answer to another code");
	const { card, idBox, enc, ct } = decodeAnswer(bytes);
	const iid = idOfCard(checkedCard(card));
	const rootKey = await hpkeOpen(secret, enc, pairingInfo(mailbox), pairingAad(iid), ct);
	return { iid, rootKey, keys: openIdBox(idBox, rootKey, iid) };
}

var HASH3 = "sha256-cE4LkgmvRF6g7u49i2RoyHxN61R0BW1eYy3clNqdGmY=";
var EVERY = 100;
var ASKED = { video: { facingMode: "environment", width: { ideal: 1280 } } };
var pause = () => new Promise((resolve) => setTimeout(resolve, EVERY));
var canScan = () => "mediaDevices" in navigator;
var isLeft = (video) => document.hidden || !video.isConnected || video.closest("details:not([open])") !== null;
var Scanner = class {
	#running;
	constructor(texts, take) {
		this.texts = texts;
		this.take = take;
		this.press = button(texts.of("scan"));
		this.said = make("p", { class: "small mute", role: "status" });
		this.place = make("div", { class: "stack sm" });
		this.element = make("div", { class: "stack sm" }, make("div", { class: "flex" }, this.press), this.said, this.place);
		this.press.addEventListener("click", () => {
			if (this.#running) this.#running.abort();
			else void this.#scan();
		});
	}
	async #scan() {
		const running = new AbortController();
		this.#running = running;
		let stream;
		const stop = () => stream?.getTracks().forEach((track) => track.stop());
		running.signal.addEventListener("abort", stop);
		addEventListener("pagehide", () => running.abort(), { signal: running.signal });
		this.press.textContent = this.texts.of("scan-stop");
		this.said.textContent = this.texts.of("scan-hold");
		const video = make("video", { class: "qr", playsinline: "", "aria-hidden": "true" });
		video.muted = true;
		this.place.replaceChildren(video);
		let end = "";
		try {
			const { textIn } = await importByHash("./scan.js", HASH3);
			stream = await navigator.mediaDevices.getUserMedia(ASKED);
			video.srcObject = stream;
			if (!running.signal.aborted && !isLeft(video)) await video.play();
			const found = await this.#look(video, running.signal, textIn);
			if (found) this.place.append(found);
		} catch {
			end = running.signal.aborted ? "" : this.texts.of("scan-refused");
		} finally {
			running.abort();
			stop();
			this.#running = void 0;
			video.remove();
			this.said.textContent = end;
			this.press.textContent = this.texts.of("scan");
		}
	}
	async #look(video, ending, textIn) {
		const canvas = make("canvas");
		const context = canvas.getContext("2d", { willReadFrequently: true });
		while (context && !ending.aborted && !isLeft(video)) {
			const { videoWidth: width, videoHeight: height } = video;
			if (width > 0 && height > 0) {
				Object.assign(canvas, { width, height });
				context.drawImage(video, 0, 0);
				const text = textIn(context.getImageData(0, 0, width, height));
				const found = text === void 0 ? void 0 : this.take(text);
				if (found) return found;
				if (text !== void 0) this.said.textContent = this.texts.of("scan-other");
			}
			await pause();
		}
		return void 0;
	}
};

var parts = (realm, nonce) => [v16(utf8(realm)), sized(nonce, 32)];
var encodeSignIn = ({ iid, signature }) => cat(sized(iid, 32), sized(signature, SIGNATURE));
var signIn2 = (keys, realm, nonce) => encodeSignIn({ iid: idOfKeys(keys), signature: sign2(keys.edSeed, "signin", ...parts(realm, nonce)) });

async function askByKey(device, keys) {
	const nonce = bytesOf(await device.ask("GET", "/api/v1/session/nonce"), "nonce");
	needThat(nonce.length === 32, "failed");
	return device.ask("POST", "/api/v1/session/key", { nonce, answer: signIn2(keys, device.realm, nonce) });
}

var orElseLater = (key, act) => act().catch(
	(error) => orElse(key, () => {
		throw error;
	})
);

var GOOD_FOR = 5 * 60 * 1e3;
async function signInByKey(device, { iid, rootKey, keys }) {
	const answer = await askByKey(device, keys);
	const opened2 = openIdentity(answer, nameOf(device, answer), rootKey);
	needThat(equal(opened2.iid, iid), "bad-keys");
	return { opened: opened2, marker: maybeText(answer, "marker") };
}
function showCode(device) {
	const { secret, code, text } = newPairing(device.random);
	const until = device.now() + GOOD_FOR;
	let handed2;
	const look = async () => {
		if (!handed2) {
			const answer = await device.ask("POST", "/api/v1/device", { mailbox: code.mailbox });
			if (answer.box === null) return void 0;
			const box = bytesOf(answer, "box");
			handed2 = await orElseLater("bad-keys", async () => openPairing(secret, code, box));
		}
		const found = await signInByKey(device, handed2);
		handed2 = void 0;
		return found;
	};
	return { text, look, isOver: () => device.now() >= until, hasCome: () => handed2 !== void 0 };
}
async function handOver(device, username, passphrase, typed) {
	const code = orElse("device-bad-code", () => fromPairingCode(typed.replace(/\s/g, "")));
	const { opened: opened2, authKey } = await openOwn(device, username, passphrase);
	const box = await orElseLater("device-bad-code", async () => answerPairing(code, opened2.keys, opened2.rootKey, device.random));
	await device.ask("POST", "/api/v1/account/device", { auth_key: authKey, mailbox: code.mailbox, box });
}

function beginDevice(part) {
	if (!part.isHere()) return;
	const begin = button(part.texts.of("begin"), "btn wide");
	begin.addEventListener("click", () => {
		const { form, first } = formOf(part);
		part.place.replaceChildren(form);
		first.focus();
	});
	part.place.replaceChildren(begin);
}
function isCode(text) {
	try {
		return fromPairingCode(text) !== void 0;
	} catch {
		return false;
	}
}
function formOf(part) {
	const code = new Field(part.texts, { label: "device-typed", fill: "off", isOpen: true, hint: "device-typed-hint" });
	const own = new Field(part.texts, { label: "old", fill: "current-password" });
	const scanner = new Scanner(part.texts, (text) => {
		if (!isCode(text)) return void 0;
		code.input.value = text;
		code.clearError();
		own.input.focus();
		return make("p", { class: "small mute", role: "status", text: part.texts.of("device-scanned") });
	});
	const { form } = part.form({
		content: [code.element, ...canScan() ? [scanner.element] : [], nameForBrowser(part), own.element],
		button: "device-hand",
		fields: { "device-bad-code": code, "problem-code-used": code, "problem-wrong-key": own },
		act: async () => {
			await handOver(part.device, part.name, own.value, code.value);
			own.empty();
			const said = notice(part.texts.of("done"));
			part.place.replaceChildren(said);
			said.focus();
		}
	});
	return { form, first: code.input };
}

var HASH4 = "sha256-yh14arW4rnK7aXAA08oCo3/02the0spJLMVjo06GtEY=";
var SVG = "http://www.w3.org/2000/svg";
var loading2;
function load3() {
	loading2 ??= importByHash("./qr.js", HASH4);
	loading2.catch(() => loading2 = void 0);
	return loading2;
}
function shape(tag, attributes, ...children) {
	const element = document.createElementNS(SVG, tag);
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
	element.append(...children);
	return element;
}
function pictureOf(code, label) {
	const place = document.createElement("div");
	load3().then(
		({ squaresOf }) => {
			const { size, path } = squaresOf(code);
			const ground = shape("rect", { width: size, height: size, fill: "#fff" });
			const squares = shape("path", { d: path, fill: "#000" });
			const attributes = { class: "qr", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label, "shape-rendering": "crispEdges" };
			place.append(shape("svg", attributes, ground, squares));
		},
		() => {
		}
	);
	return place;
}

var EVERY2 = 3e3;
var PASSING = ["lost", "problem-busy"];
var pause2 = () => new Promise((resolve) => setTimeout(resolve, EVERY2));
function beginNewDevice(part) {
	if (!part.isHere()) return;
	const keeping = choiceOfKeeping(part);
	void show(part, keeping);
}
var passes = (error, hasCome) => error instanceof Trouble && (PASSING.includes(error.key) || error.key === "problem-rate-limit" && !hasCome);
async function handed(shown) {
	for (; ; ) {
		const isOver = shown.isOver();
		try {
			const found = await shown.look();
			if (found) return found;
		} catch (error) {
			if (!passes(error, shown.hasCome())) throw error;
		}
		if (isOver) throw new Trouble("device-over");
		await pause2();
	}
}
async function show(part, keeping) {
	const { texts, place } = part;
	const shown = showCode(part.device);
	place.replaceChildren(codeOf(part, shown.text), keeping.element, make("p", { class: "small mute", role: "status", text: texts.of("device-waits") }));
	try {
		const { opened: opened2, marker } = await handed(shown);
		await keepOpen(part, opened2, keeping.chosen(), marker);
		goTo("reload");
	} catch (error) {
		const again = button(texts.of("device-again"), "btn primary");
		again.addEventListener("click", () => void show(part, keeping));
		place.replaceChildren(alert(texts.about(toTrouble(error))), make("div", { class: "flex" }, again));
	}
}
function codeOf({ texts }, text) {
	const id = newId();
	const code = make("output", { id, class: "secret", translate: "no", text });
	const copy = button(texts.of("copy"));
	const said = make("span", { class: "small mute", role: "status" });
	copy.addEventListener("click", async () => {
		getSelection()?.selectAllChildren(code);
		try {
			await navigator.clipboard.writeText(text);
			said.textContent = texts.of("copied");
		} catch {
		}
	});
	const label = make("label", { for: id, text: texts.of("device-code") });
	const hint = make("p", { class: "hint", text: texts.of("device-code-hint") });
	const picture = pictureOf(text, texts.of("device-picture"));
	return make("div", { class: "stack sm" }, label, code, hint, make("div", { class: "flex" }, copy, said), picture);
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
async function sealExport(what, passphrase, parameters, argon2, random2) {
	const head = { ...parameters, salt: random2(16) };
	const key = derive(await stretch(passphrase, head.salt, head, argon2), "export");
	return encodeExport({ head, sealed: seal(key, frame("export", encodeExportHead(head)), encodeExported(what), random2) });
}
async function openExport(bytes, passphrase, argon2) {
	const { head, sealed } = decodeExport(bytes);
	const key = derive(await stretch(passphrase, head.salt, { m: head.m, t: head.t, p: head.p }, argon2), "export");
	return decodeExported(open2(key, frame("export", encodeExportHead(head)), sealed));
}
function toArmor(bytes) {
	const lines = toBase64(bytes).match(new RegExp(`.{1,${COLUMNS}}`, "g")) ?? [];
	return [BEGIN, ...lines, END, ""].join("\n");
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
function sealSecrets(pid, { rootKey, iid }, secrets, random2) {
	const each = [...secrets].map(([epoch, es]) => cat(u32(epoch), es));
	const text = cat(Uint8Array.of(each.length >> 8, each.length & 255), ...each);
	return seal(derive(rootKey, "device"), aadOf(pid, iid), text, random2);
}
function openSecrets(pid, { rootKey, iid }, sealed) {
	const text = open2(derive(rootKey, "device"), aadOf(pid, iid), sealed);
	return decode(text, (reader) => reader.counted(() => ({ epoch: reader.u32(), es: reader.raw(32) })));
}

var seqOf = (value) => (
	value.pins?.headSeq ?? -1
);

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
	const iid = idOfKeys(keys);
	const answer = await ask(keys);
	const name = nameOf(device, answer);
	const card = bytesOf(answer, "card");
	orElse("bad-keys", () => needThat(equal(idOfCard(checkedCard(card)), iid), "bad-keys"));
	const rootKey = rootOfFile(keys);
	const opened2 = { name, rootKey, keys, iid, card, idbox: sealIdBox(keys, rootKey, device.random), formerBoxes: [], former: [] };
	await takeSeen(device, localStore, opened2, pursuances);
	return { opened: opened2, marker: maybeText(answer, "marker") };
}
var signInByFile = (device, localStore, text, passphrase) => openFile(device, localStore, text, passphrase, (keys) => askByKey(device, keys));
var openOwnByFile = (device, localStore, text, passphrase) => openFile(device, localStore, text, passphrase, async (keys) => {
	const answer = await device.ask("GET", "/api/v1/account/keys");
	if (!equal(idOfCard(checkedCard(bytesOf(answer, "card"))), idOfKeys(keys))) throw new Trouble("file-other");
	return answer;
});

var DATABASE = "pursuance-sealed";
var OBJECTS2 = "kept";
var LAST = "￿";
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
var done2 = (request) => new Promise((resolve, reject) => {
	request.addEventListener("success", () => resolve(request.result));
	request.addEventListener("error", () => reject(request.error));
});
async function open3() {
	const request = indexedDB.open(DATABASE, 1);
	request.addEventListener("upgradeneeded", () => request.result.createObjectStore(OBJECTS2));
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
			async () => done2((await database()).transaction(OBJECTS2).objectStore(OBJECTS2).get(key)),
			() => inPage.get(key)
		),
		all: (prefix) => orInPage(
			async () => {
				const objects = (await database()).transaction(OBJECTS2).objectStore(OBJECTS2);
				const range = IDBKeyRange.bound(prefix, prefix + LAST);
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
	const transaction = database.transaction(OBJECTS2, "readwrite");
	const objects = transaction.objectStore(OBJECTS2);
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

var MOST3 = 8 * 1024 * 1024;
function formOfFile(part, { label, button: button2, open: open4, then, beside }) {
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
			needThat(one !== void 0 && one.size <= MOST3, "file-none");
			const { opened: opened2, marker } = await open4(part.device, browserLocalStore(), await one.text(), secret.value);
			secret.empty();
			await then(opened2, chosen(), marker);
		}
	});
	return { ...made, first: file.input };
}

function beginFile(part) {
	if (!part.isHere()) return;
	const { form, sending } = formOfFile(part, {
		label: "passphrase",
		button: "file-open",
		open: signInByFile,
		then: async (opened2, chosen, marker) => {
			await keepOpen(part, opened2, chosen, marker);
			goTo("reload");
			sending.stay();
		}
	});
	part.place.replaceChildren(form);
}

var LOGS = "log/";
async function seenHere(localStore, owner, baseUrl) {
	const seen = [];
	for (const { key, value } of await localStore.all(LOGS)) {
		const id = key.slice(LOGS.length);
		const own = (
			await localStore.get(ownKey(id, owner.iid))
		);
		const { state } = (
			value
		);
		const headHash = state.hashes[state.next - 1];
		if (!own || !headHash) continue;
		try {
			const secrets = openSecrets(fromHex(id), owner, own.secrets);
			seen.push({ pid: fromHex(id), baseUrl, headSeq: state.next - 1, headHash, secrets });
		} catch (error) {
			if (!(error instanceof SealedError)) throw error;
		}
	}
	return seen;
}
async function identityFile(device, localStore, baseUrl, username, passphrase, ofFile) {
	passphraseBytes(ofFile);
	const { opened: opened2 } = await openOwn(device, username, passphrase);
	const pursuances = await seenHere(localStore, opened2, baseUrl);
	const what = { keys: opened2.keys, handle: `${username}@${device.realm}`, pursuances };
	return toArmor(await sealExport(what, ofFile, DEFAULT_PARAMETERS, device.argon2, device.random));
}

var SOON2 = 1e3;
function saveFile(name, type, text) {
	const address2 = URL.createObjectURL(new Blob([text], { type }));
	make("a", { href: address2, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(address2), SOON2);
}

function beginIdentity(part) {
	if (!part.isHere()) return;
	const begin = button(part.texts.of("begin"), "btn wide");
	begin.addEventListener("click", () => {
		const { form, first } = formOf2(part);
		part.place.replaceChildren(form);
		first.focus();
	});
	part.place.replaceChildren(begin);
}
function formOf2(part) {
	const own = new Field(part.texts, { label: "old", fill: "current-password" });
	const ofFile = new NewPassphrase(part, "off");
	const { form } = part.form({
		content: [nameForBrowser(part), own.element, ...ofFile.content],
		button: "save",
		fields: { ...ofFile.fields, "problem-wrong-key": own },
		act: async () => {
			const passphrase = ofFile.value;
			const text = await identityFile(part.device, browserLocalStore(), location.origin, part.name, own.value, passphrase);
			own.empty();
			ofFile.empty();
			saveFile(`${part.name}.identity`, "text/plain", text);
			const said = notice(part.texts.of("done"));
			part.place.replaceChildren(said);
			said.focus();
		}
	});
	ofFile.words.offerWithin(form);
	return { form, first: own.input };
}

var KEYS2 = ["invite", "request", "setup"];
var inputs = (form) => [...form.querySelectorAll("input")];
function refusable(input) {
	const error = make("p", { class: "error", id: `${input.id}-wrong`, role: "alert" });
	return {
		refuse(text) {
			error.textContent = text;
			input.after(error);
			input.setAttribute("aria-invalid", "true");
			input.setAttribute("aria-errormessage", error.id);
			input.focus();
		},
		clearError() {
			error.remove();
			input.removeAttribute("aria-invalid");
			input.removeAttribute("aria-errormessage");
		}
	};
}
function alsoAsked(form) {
	const asked = {};
	for (const id of ["server", "about", "run-by"]) {
		const field = form.querySelector(`#${id}`);
		if (field instanceof HTMLInputElement && field.value.trim() !== "") asked[id.replace("-", "_")] = field.value;
	}
	const door = inputs(form).find(({ type, checked, name }) => type === "radio" && name === "door" && checked);
	if (door) asked.door = door.value;
	return asked;
}
function beginJoin(part) {
	const form = part.element;
	if (!(form instanceof HTMLFormElement)) return;
	for (const plain of form.querySelectorAll("[data-sealed-secret]")) plain.remove();
	form.removeAttribute("action");
	for (const input of inputs(form)) if (input.type !== "radio") input.removeAttribute("name");
	const send = form.querySelector('button:not([type="button"])');
	if (!part.isHere()) {
		send?.remove();
		return;
	}
	const nameField = form.querySelector("#name");
	const typed = nameField instanceof HTMLInputElement ? nameField : void 0;
	const serverField = form.querySelector("#server");
	const server = serverField instanceof HTMLInputElement ? refusable(serverField) : void 0;
	const passphrase = new NewPassphrase(part);
	const about = part.texts.has("about") ? [make("p", { text: part.texts.of("about") })] : [];
	part.place.replaceChildren(...about, ...typed ? [] : [nameForBrowser(part)], ...passphrase.content, part.progress.element);
	void passphrase.words.offer();
	const name = typed && refusable(typed);
	const sending = new Sending({
		texts: part.texts,
		progress: part.progress,
		busy: form,
		before: send?.parentElement ?? part.place,
		fields: { ...passphrase.fields, ...server && { server }, ...name && { name, "problem-name-taken": name } }
	});
	const act = async () => {
		const username = typed ? toUsername(typed.value) : part.name;
		if (typed) typed.value = username;
		needThat(username !== "", "problem-invalid-input", { field: "name" });
		const door = Object.fromEntries(KEYS2.map((key) => [key, part.data(key)]).filter(([, value]) => value !== ""));
		const made = await makeAccount(part.device, username, passphrase.value, { ...door, ...alsoAsked(form) });
		await keepOpen(part, made.opened, "hours", made.marker);
		passphrase.empty();
		const next = pathOf(made.came, pathOf(part.data("next")));
		form.parentElement?.replaceChildren(part.place);
		document.title = document.title.replace(/^.*(?= · )/, part.texts.of("kit-title"));
		showKit(part, { name: made.opened.name.username, code: made.code, next, isOptional: true, isPage: true });
	};
	hear(form, () => void sending.send(act));
}

function beginPassphrase(part) {
	if (!part.isHere()) return;
	const old = new Field(part.texts, { label: "old", fill: "current-password" });
	const passphrase = new NewPassphrase(part);
	const tokens = make("input", { type: "checkbox", checked: "" });
	const isAsked = part.texts.has("end-tokens");
	const asked = isAsked ? [make("label", { class: "check" }, tokens, make("span", { text: part.texts.of("end-tokens") }))] : [];
	const { form } = part.form({
		content: [nameForBrowser(part), old.element, ...passphrase.content, ...asked],
		button: "change",
		fields: { ...passphrase.fields, "problem-wrong-key": old },
		act: async () => {
			const also = isAsked ? { end_tokens: tokens.checked } : {};
			const { marker } = await changePassphrase(part.device, part.name, old.value, passphrase.value, also);
			if (marker) {
				await part.unlocked.move(sessionOfPage(), marker);
				document.body.dataset.session = marker;
			}
			old.empty();
			passphrase.empty();
			const said = notice(part.texts.of("done"));
			part.place.replaceChildren(said);
			said.focus();
		}
	});
	passphrase.words.offerWithin(form);
	part.place.replaceChildren(form);
}

function beginProof(part) {
	const form = part.element.closest("form");
	const proof2 = part.element.querySelector('input[name="proof"]');
	if (!form || !(proof2 instanceof HTMLInputElement) || !part.isHere()) return;
	const secret = new Field(part.texts, { label: "passphrase", fill: "current-password", hint: "hint" });
	part.place.replaceChildren(nameForBrowser(part), secret.element, part.progress.element);
	const sending = new Sending({
		texts: part.texts,
		progress: part.progress,
		busy: part.element,
		before: secret.element,
		fields: { "problem-wrong-key": secret, "problem-rate-limit": secret }
	});
	form.addEventListener(
		"submit",
		(event) => {
			if (proof2.value !== "") return;
			event.preventDefault();
			event.stopImmediatePropagation();
			const { submitter } = event;
			void sending.send(async () => {
				needThat(secret.value !== "", "problem-wrong-key");
				const key = await proofKey(part.device, part.name, secret.value);
				proof2.value = toBase64url(key);
				secret.empty();
				secret.input.required = false;
				form.requestSubmit(submitter);
			});
		},
		true
	);
	addEventListener("pageshow", () => {
		proof2.value = "";
		secret.input.required = true;
	});
}

function beginRecover(part) {
	if (!part.isHere()) return;
	const name = new Field(part.texts, { label: "name", fill: "username", isOpen: true });
	const code = new Field(part.texts, { label: "code", fill: "off", isOpen: true, hint: "code-hint" });
	name.input.value = part.name;
	const passphrase = new NewPassphrase(part);
	const { form } = part.form({
		content: [name.element, code.element, ...passphrase.content],
		button: "set",
		fields: { ...passphrase.fields, "problem-wrong-key": code, code },
		act: async () => {
			name.input.value = toUsername(name.value);
			await recover(part.device, name.value, code.value, passphrase.value);
			code.empty();
			passphrase.empty();
			const said = notice(part.texts.of("done"));
			const link = make("a", { class: "btn primary", href: pathOf(part.data("next")), text: part.texts.of("to-signin") });
			part.place.replaceChildren(said, make("div", { class: "flex" }, link));
			said.focus();
		}
	});
	void passphrase.words.offer();
	part.place.replaceChildren(form);
}

function beginRecovery(part) {
	if (!part.isHere()) return;
	const secret = new Field(part.texts, { label: "passphrase", fill: "current-password" });
	const { form } = part.form({
		content: [nameForBrowser(part), secret.element],
		button: "make",
		fields: { "problem-wrong-key": secret },
		act: async () => {
			const { code, save } = await newRecovery(part.device, part.name, secret.value);
			secret.empty();
			showKit(part, { name: part.name, code, save, next: pathOf(part.data("back"), "/me") });
		}
	});
	part.place.replaceChildren(form);
}

function beginSignIn(part) {
	if (!part.isHere()) return;
	const secret = new Field(part.texts, { label: "passphrase", fill: "current-password" });
	const { element, chosen } = choiceOfKeeping(part);
	const { form, sending } = part.form({
		content: [nameForBrowser(part), secret.element, element],
		button: "signin",
		fields: { "problem-wrong-key": secret, passphrase: secret },
		act: async () => {
			try {
				const { opened: opened2, marker } = await signIn(part.device, part.name, secret.value);
				await keepOpen(part, opened2, chosen(), marker);
			} catch (error) {
				if (!(error instanceof Trouble) || error.key !== "plain") throw error;
				location.assign(pathOf(part.data("again")));
				return;
			}
			secret.empty();
			location.assign(pathOf(part.data("next")));
			sending.stay();
		}
	});
	part.place.replaceChildren(form);
	secret.input.focus();
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
		then: async (opened2, chosen, marker) => {
			place.replaceChildren();
			await keepOpen(part, opened2, chosen, marker);
		}
	});
	place.replaceChildren(form);
	first.focus();
}

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
			const { opened: opened2, marker } = await openOwn(part.device, part.name, secret.value);
			secret.empty();
			part.place.replaceChildren();
			await keepOpen(part, opened2, chosen(), marker);
		}
	});
	byFile.addEventListener("click", () => void sending.send(async () => beginUnlockByFile(part, () => beginUnlock(part))));
	part.place.replaceChildren(form);
}

var VIEWS = {
	derive: beginDerive,
	device: beginDevice,
	"device-new": beginNewDevice,
	file: beginFile,
	identity: beginIdentity,
	join: beginJoin,
	passphrase: beginPassphrase,
	proof: beginProof,
	recover: beginRecover,
	recovery: beginRecovery,
	signin: beginSignIn,
	unlock: beginUnlock
};
lockAtSignOut();
if (sessionOfPage().viewer === "") void thisBrowser().lock();
var begun = new WeakSet();
function beginAll() {
	for (const element of document.querySelectorAll("[data-sealed]")) {
		const begin = element instanceof HTMLElement ? VIEWS[element.dataset.sealed ?? ""] : void 0;
		if (!begin || begun.has(element) || !(element instanceof HTMLElement)) continue;
		begun.add(element);
		begin(new Part(element));
	}
}
beginAll();
new MutationObserver(beginAll).observe(document.body, { childList: true, subtree: true });
export {
	unlocked
};
/*! Bundled license information:

@noble/ciphers/utils.js:
	(*! noble-ciphers - MIT License (c) 2023 Paul Miller (paulmillr.com) *)

@noble/ed25519/index.js:
	(*! noble-ed25519 - MIT License (c) 2019 Paul Miller (paulmillr.com) *)
*/
