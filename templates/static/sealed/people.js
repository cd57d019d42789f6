// Made by sealed/js/build.mjs from src/page/group/views/people.js: do not edit.
export default (lent) => {
var { compare, equal, fromUtf8, sized, toCode, toHex, utf8, ROLE, UNLIMITED, isLastAdmin, alert, button, make, newId, SealedError, derive, frame, hash, list, str, open, seal, TYPE, decodePayload, decodeEntry, Input, OTYPE, Sending, hear, called, keyOf, dateIn, here, words, importByHash, FIELD, MOST_SKILLS, needThat, mayWrite } = lent;
function cameBy({ raw }, makers) {
	const found = new Map();
	for (const { type, payload, actor, time } of raw.map(decodeEntry)) {
		const said = decodePayload(type, payload);
		if (said.type === TYPE.join) found.set(toHex(actor), toHex(said.id));
		if (said.type === TYPE.invite) makers?.set(toHex(said.id), { by: toHex(actor), time });
	}
	return found;
}

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

var invite = async (...given) => (await lent.logWriter()).invite(...given);
var letIn = async (...given) => (await lent.logWriter()).letIn(...given);
var remove = async (...given) => (await lent.logWriter()).remove(...given);
var renewKey = async (...given) => (await lent.logWriter()).renewKey(...given);
var revoke = async (...given) => (await lent.logWriter()).revoke(...given);
var setRole = async (...given) => (await lent.logWriter()).setRole(...given);

var BASE = "/base";
var isRecord = (value) => typeof value === "object" && value !== null;
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

var SOON = 300;
var Typed = class {
	constructor(group, form) {
		const { id, pid } = group;
		this.kept = new Kept(group, (iid) => ({ key: `typed/${id}/${toHex(iid)}/${form}`, aad: frame("device-typed", pid, iid, str(form)) }));
		this.isNew = false;
		this.seen = {};
		this.mine = {};
	}
	async get() {
		const read = await this.kept.read();
		const values = Object.fromEntries(Object.entries(read?.value ?? {}).map(([field, value]) => [field, String(value)]));
		this.seen = values;
		return read && { values, base: (
			read.base ?? void 0
		) };
	}
	hear(target, values, base = () => void 0) {
		this.mine = this.seen;
		this.keep = async (isLeaving = false) => {
			clearTimeout(this.timer);
			const [now, before, { timer }] = [values(), this.mine, this];
			if (!isLeaving) await this.get();
			const isBegun = Object.keys(this.seen).length > 0;
			const kept = { ...this.seen };
			for (const field of Object.keys({ ...before, ...now })) {
				const value = now[field];
				if (value === before[field]) continue;
				if (value === void 0) delete kept[field];
				else kept[field] = value;
			}
			await this.#put(kept, isBegun ? void 0 : base());
			this.mine = now;
			if (timer === this.timer) this.isNew = false;
		};
		target.addEventListener("input", () => this.changed());
		const keepNew = (isLeaving) => {
			if (this.isNew) void this.keep?.(isLeaving);
		};
		addEventListener("focusout", () => keepNew(false));
		addEventListener("pagehide", () => keepNew(true));
		addEventListener("focus", () => void this.get());
	}
	changed() {
		this.isNew = true;
		clearTimeout(this.timer);
		this.timer = setTimeout(() => void this.keep?.(), SOON);
	}
	async forget() {
		clearTimeout(this.timer);
		this.isNew = false;
		await this.get();
		const left = Object.fromEntries(Object.entries(this.seen).filter(([field, value]) => value !== this.mine[field]));
		this.mine = {};
		await this.#put(left);
	}
	async #put(kept, base) {
		this.seen = kept;
		const isLeft2 = Object.keys(kept).length > 0;
		await this.kept.put(isLeft2 ? JSON.stringify(kept) : void 0, isLeft2 ? base : null);
	}
};
var valuesOf = (fields) => Object.fromEntries(Object.entries(fields).map(([field, { value }]) => [field, value]));
var touched = (fields, before) => Object.fromEntries(Object.entries(valuesOf(fields)).filter(([field, value]) => value !== before[field]));
function fillIn(fields, left) {
	for (const [field, { input }] of Object.entries(fields)) input.value = left?.values[field] ?? input.value;
}
async function keepForm(group, form, target, fields) {
	const typed = new Typed(group, form);
	const before = valuesOf(fields);
	fillIn(fields, await typed.get());
	typed.hear(target, () => touched(fields, before));
	return typed;
}

var namesOf = (texts, group, ids) => ids.map((id) => called(group, id, texts)).join(", ");
function renew(region, parts) {
	const isIn = region.contains(document.activeElement);
	region.replaceChildren(...parts);
	region.tabIndex = -1;
	if (isIn) region.focus();
}
function twice(send, texts, key, values, about, act) {
	const press = button(texts.of(key, values), "btn danger");
	const then = texts.of(`${key}-now`, values);
	press.dataset.writes = "log";
	const said = make("p", { class: "small", role: "status" });
	press.addEventListener("click", () => {
		if (press.textContent === then) return void send(act);
		said.textContent = about();
		press.textContent = then;
	});
	return { press, element: make("div", { class: "stack sm" }, said, make("div", { class: "flex" }, press)) };
}
var alsoUnread = ({ texts }, group, about) => group.isReadable ? about : `${about} ${texts.of("without-key")}`;
var mayGo = (group, role) => group.role === ROLE.admin || group.role === ROLE.moderator && role < ROLE.moderator;
var isClosed = ({ element }) => element.dataset.closed !== void 0;
function stateOf(group) {
	const names = [...group.state.members.values()].map(({ iid }) => {
		const profile = keyOf(OTYPE.profile, iid.slice(0, 16));
		return [called(group, toHex(iid)), group.objects.all.get(profile)?.rev, group.tags.odd.has(profile)].join(" ");
	});
	return [toHex(group.state.head), group.lies.isFrozen, group.isReadable, group.waiting.join(" "), group.late.join(" "), ...names].join("\n");
}
function sendingOf(part, session, busy) {
	const { texts, progress } = part;
	const sending = new Sending({ texts, progress, busy, before: progress.element });
	return (act) => sending.send(async () => {
		await act();
		session.show();
	});
}

function momentOf(ms, now = Date.now(), { lang, zone, hours } = here()) {
	const { date, year } = dateIn(ms, now, lang, zone);
	if (year !== "") return `${date} ${year}`;
	const clock = hours === "12" ? { hour: "numeric", hourCycle: "h12" } : { hour: "2-digit", hourCycle: "h23" };
	return `${date}, ${words(ms, lang, { ...clock, minute: "2-digit", timeZone: zone })}`;
}

var notice = (text) => make("div", { class: "notice ok", role: "status", tabindex: "-1" }, make("p", { class: "grow", text }));
function fold(summary, ...children) {
	const sign = document.querySelector("details.why > summary > .i");
	if (sign) summary.prepend(sign.cloneNode(true));
	return make("details", { class: "why" }, summary, ...children);
}

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

var NEVER = Number.MAX_SAFE_INTEGER;
function endedOf(part, send) {
	const { texts } = part;
	const element = make("div", { class: "stack" });
	const anew = (group, makers, invited) => {
		const [id, one] = invited;
		const about = invitation(texts, group, makers, invited);
		const purpose = forWhat(group, id);
		const press = button(texts.of("make-anew"));
		press.dataset.writes = "";
		press.setAttribute("aria-describedby", about.id);
		const row2 = make("li", {}, about, press);
		press.addEventListener(
			"click",
			() => void send(async () => {
				const maxUses = one.maxUses === UNLIMITED ? UNLIMITED : one.maxUses - one.used;
				await inviteTo(part, group, { ...one, maxUses, purpose: await purpose }, row2);
			})
		);
		return row2;
	};
	const by = async (group, act, done, meant = "") => {
		const open2 = openInvites(group).filter(([id]) => id !== meant);
		await act();
		const makers = new Map();
		cameBy(group, makers);
		const gone = open2.filter(([id]) => group.state.invites.get(id)?.isOpen !== true).map((invited) => anew(group, makers, invited));
		const said = notice(texts.of(done));
		element.replaceChildren(said);
		if (gone.length > 0) element.append(make("p", { text: texts.of("invites-ended", { count: gone.length }) }), make("ul", { class: "rows" }, ...gone));
		said.focus();
	};
	return { element, by };
}
var told = () => document.dispatchEvent(new CustomEvent("pursuance:told"));
var openInvites = ({ state }) => [...state.invites].filter(([, { isOpen, maxUses, used, expires }]) => isOpen && (maxUses === UNLIMITED || used < maxUses) && expires > Date.now());
async function inviteTo(part, group, asked, place) {
	const { id, fragment } = await invite(group, asked, shownOf(group));
	renew(place, [link(part, id, fragment)]);
	place.querySelector("button")?.focus();
	const { purpose } = asked;
	if (purpose) await purposeOf(group, id).put(JSON.stringify({ purpose })).catch(told);
	told();
}
function shownOf(group) {
	const object = group.objects.get(OTYPE.pursuance, new Uint8Array(16));
	const text = (field) => {
		const bytes = group.textOf(object, field);
		return bytes ? fromUtf8(bytes) : "";
	};
	return { name: text("name"), mission: text("mission") };
}
function link({ texts }, id, fragment) {
	const address = `${location.origin}/i/${id}#${fragment}`;
	return make("div", { class: "stack" }, notice(texts.of("invited")), ...copyable(texts, { label: "link", hint: "link-hint" }, address, "btn primary"));
}
var purposeOf = (group, id) => new Kept(group, (iid) => ({ key: `for/${id}`, aad: frame("device-for", group.pid, iid, str(id)) }));
var forWhat = (group, id) => purposeOf(group, id).read().then((read) => `${read?.value.purpose ?? ""}`, () => "");
function invitation(texts, group, makers, [id, { role, maxUses, used, expires }]) {
	const uses = maxUses === UNLIMITED ? texts.of("uses-any") : String(maxUses);
	const until = expires === NEVER ? texts.of("days-never") : momentOf(expires);
	const about = make("p", { id: newId(), class: "grow", text: texts.of("invitation", { role: texts.of(`role-${role}`), used, uses, until }) });
	const made = makers.get(id);
	if (made) about.append(make("br"), texts.of("invitation-made", { by: called(group, made.by, texts), at: momentOf(made.time) }));
	forWhat(group, id).then((text) => text && about.prepend(make("b", { dir: "auto", text }), make("br")));
	return about;
}

async function beginInvite(part, session) {
	const group = await session.ready;
	if (group.lies.isFrozen || group.role < ROLE.moderator || !group.isReadable) return;
	const { texts } = part;
	const purpose = new Input(texts, { label: "purpose", hint: "purpose-hint" });
	const role = new Choice(texts, "role", [
		[1, "role-1"],
		[0, "role-0"]
	]);
	const uses = new Choice(texts, "uses", [
		[1, "uses-1"],
		[5, "uses-5"],
		[25, "uses-25"],
		[UNLIMITED, "uses-any"]
	]);
	const days = new Choice(texts, "days", [
		[1, "days-1"],
		[7, "days-7"],
		[30, "days-30"],
		[0, "days-never"]
	], "7");
	const made = make("div", { class: "stack", "aria-live": "polite" });
	const typed = await keepForm(group, "invite", part.place, { purpose, role, uses, days });
	const { form, send } = part.form({
		content: [purpose.element, role.element, uses.element, days.element],
		button: "invite",
		fields: { purpose },
		act: async () => {
			const expires = days.value === "0" ? NEVER : group.device.now() + Number(days.value) * 864e5;
			await inviteTo(part, group, { role: Number(role.value), maxUses: Number(uses.value), expires, purpose: purpose.value }, made);
			send.className = "btn";
			await typed.forget();
			session.show();
		}
	});
	group.lies.hear(() => {
		if (group.lies.isFrozen) form.remove();
	});
	part.place.replaceChildren(form, made);
}
async function beginInvites(part, session) {
	await session.ready;
	const list2 = make("ul", { class: "rows" });
	const send = sendingOf(part, session, list2);
	const ended = endedOf(part, send);
	part.place.replaceChildren(ended.element, list2, part.progress.element);
	let shown = "";
	session.hear((group) => {
		const open2 = openInvites(group);
		const now = `${stateOf(group)} ${open2.map(([id]) => id)}`;
		if (now === shown) return;
		shown = now;
		void forgetEnded(group, open2);
		const makers = new Map();
		const came = cameBy(group, makers);
		const rows = open2.map((invited) => {
			const [id] = invited;
			const by = [...came.keys()].filter((iid) => came.get(iid) === id && group.state.members.has(iid));
			const about = invitation(part.texts, group, makers, invited);
			const item = make("div", { class: "grow stack sm" }, about);
			if (by.length > 0) item.append(make("p", { class: "small", text: part.texts.of("came-by", { names: namesOf(part.texts, group, by) }) }));
			const row2 = make("li", { "data-invite": id }, item);
			if (group.role >= ROLE.moderator && !group.lies.isFrozen) row2.append(revokeForm(part, group, id, by, about.id, send, ended));
			return row2;
		});
		renew(list2, rows.length > 0 ? rows : [make("li", { class: "mute", text: part.texts.of("no-invites") })]);
	});
}
async function forgetEnded({ device: { localStore }, state }, open2) {
	for (const { key } of await localStore.all("for/")) {
		const id = key.slice(4);
		if (state.invites.has(id) && !open2.some(([one]) => one === id)) await localStore.put([{ key, value: null }]);
	}
}
function revokeForm(part, group, id, by, about, send, ended) {
	const { texts } = part;
	const end = async (gone) => {
		await ended.by(group, () => revoke(group, id, gone), gone.length > 0 ? "ended-with" : "ended", id);
		told();
	};
	const press = button(texts.of("revoke"));
	press.addEventListener("click", () => void send(() => end([])));
	const mayRemove = (iid) => !isClosed(part) && iid !== toHex(group.me.iid) && mayGo(group, group.state.members.get(iid)?.role ?? 0);
	const removable = by.filter(mayRemove);
	const line = make("div", { class: "flex" }, press);
	if (removable.length > 0) {
		const count = removable.length;
		const names = namesOf(texts, group, removable);
		const said = () => alsoUnread(part, group, texts.of("revoke-about", { names, count: openInvites(group).length - 1 }));
		line.append(twice(send, texts, "revoke-and-remove", { count }, said, () => end(removable)).element);
	}
	for (const one of line.querySelectorAll("button")) {
		one.dataset.writes = "log";
		one.setAttribute("aria-describedby", about);
	}
	return line;
}

var MARK = "pvs1";
var toInteger = (bytes) => bytes.reduce((value, byte) => value * 256n + BigInt(byte), 0n);
function wordIndices(x) {
	const bits = toInteger(sized(x, 32).slice(0, 11));
	return [77n, 66n, 55n, 44n, 33n, 22n, 11n, 0n].map((behind) => Number(bits >> behind & 0x7ffn));
}
var safetyHash = (iid, other) => hash("safety", list(equal(iid, other) ? [sized(iid, 32)] : [sized(iid, 32), sized(other, 32)]));
var safetyNumber = (iid, other) => (toInteger(safetyHash(iid, other)) % 10n ** 60n).toString().padStart(60, "0");
var safetyCode = (iid, other) => toCode(MARK, safetyHash(iid, other));
var isSafetyCode = (text) => text.startsWith(`${MARK}.`);

var HASH = "sha256-x1z3NmwcRkC/oz83JsRa0RVEfFxrquv3V1ZpKc9jXvo=";
var loading;
async function wordsOf() {
	loading ??= importByHash("./words.js", HASH);
	return (await loading).toWords;
}

var HASH2 = "sha256-yh14arW4rnK7aXAA08oCo3/02the0spJLMVjo06GtEY=";
var SVG = "http://www.w3.org/2000/svg";
var loading2;
function load() {
	loading2 ??= importByHash("./qr.js", HASH2);
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
	load().then(
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

var GROUPS = /.{5}(?=.)/g;
function comparing({ texts }, group, iid, name) {
	const place = make("div", { class: "stack sm" });
	const details = fold(make("summary", { text: texts.of("compare", { name }) }), place);
	details.addEventListener("toggle", () => place.replaceChildren(...details.open ? content() : []));
	return details;
	function content() {
		const code = safetyCode(group.me.iid, iid);
		const number = safetyNumber(group.me.iid, iid).replace(GROUPS, "$& ");
		const about = make("p", { text: texts.of("compare-about", { name }) });
		const read = make("p", { class: "secret code", translate: "no", text: number });
		const scanner = new Scanner(texts, (text) => {
			if (!isSafetyCode(text)) return void 0;
			return text === code ? notice(texts.of("compare-same", { name })) : alert(texts.of("compare-differs", { name }));
		});
		const picture = pictureOf(code, texts.of("compare-picture", { name }));
		return [about, read, picture, ...canScan() ? [scanner.element] : []];
	}
}

var BLANK = /[\t-\r ]+/g;
var normalSkill = (name) => name.normalize("NFKC").toLowerCase().normalize("NFKC").replace(BLANK, " ").replace(/^ | $/g, "");

var put = async (...given) => (await lent.objectWriter()).put(...given);

var textField = (text) => text === "" ? null : utf8(text);

var BY_WEIGHT = [2, 0, 1];
function skillsOf(group, iid) {
	const profile = group.objects.get(OTYPE.profile, iid.slice(0, 16));
	if (!profile || !equal(profile.actor, iid)) return [];
	try {
		const bytes = group.textOf(profile, "skills");
		return bytes ? FIELD.levels.decode(bytes) : [];
	} catch (error) {
		if (!(error instanceof SealedError)) throw error;
		return [];
	}
}
var inWords = (texts, skills) => skills.map(({ name, level }) => level === 0 ? name : texts.of(`can-${level}`, { skill: name })).join(", ");
var namesOf2 = (skills, of) => skills.filter(({ level }) => level === of).map(({ name }) => name).join(", ");
function skillsIn(typed) {
	const found = new Map();
	for (const level of BY_WEIGHT) {
		for (const name of (typed[level] ?? "").split(",").map((one) => one.trim()).filter((one) => one !== "")) {
			const key = normalSkill(name);
			if (!found.has(key)) found.set(key, { name, level });
		}
	}
	return [...found.values()].sort((a, b) => a.level - b.level);
}
async function beginProfile(part, session) {
	const group = await session.ready;
	if (!mayWrite(part, group)) return;
	const { texts } = part;
	const oid = group.me.iid.slice(0, 16);
	const kept = new Typed(group, "profile");
	let inputs = {};
	let before = {};
	let base;
	const show = (left) => {
		const profile = group.objects.get(OTYPE.profile, oid);
		base = left ? left.base : profile;
		const held = group.textOf(profile, "name");
		const name = new Input(texts, { label: "field-name", value: held ? fromUtf8(held) : part.name, isRequired: true });
		const skills = skillsOf(group, group.me.iid);
		const levels = [0, 1, 2].map((level) => new Input(texts, { label: `skills-${level}`, kind: "list", value: namesOf2(skills, level), hint: `skills-${level}-hint` }));
		inputs = { name, ...Object(levels) };
		before = valuesOf(inputs);
		fillIn(inputs, left);
		const act = async () => {
			needThat(name.value !== "", "no-title", { field: "name" });
			const typed = skillsIn(levels.map(({ value }) => value));
			needThat(typed.length <= MOST_SKILLS, "too-many-skills", { field: "skills" });
			const sent = valuesOf(inputs);
			const { name: called2, ...others } = touched(inputs, before);
			const newest = group.objects.get(OTYPE.profile, oid);
			const fields = {};
			if (called2 !== void 0 || !newest) fields.name = textField(name.value);
			if (Object.keys(others).length > 0) fields.skills = typed.length > 0 ? FIELD.levels.encode(typed) : null;
			const change = { otype: OTYPE.profile, oid, unit: new Uint8Array(16), base, fields };
			base = newest;
			await put(group, [change]);
			await kept.forget();
			show({ values: touched(inputs, sent), base: group.objects.get(OTYPE.profile, oid) });
			kept.changed();
			const said = notice(texts.of("saved"));
			part.place.append(said);
			said.focus();
			session.show();
			void session.filling.fill(document, group);
		};
		const content = [name.element, ...levels.map(({ element }) => element), make("p", { class: "small mute", text: texts.of("skills-server") })];
		const { form } = part.form({ content, button: "save", fields: { name, skills: (
			levels[0]
		) }, act });
		part.place.replaceChildren(form);
	};
	show(await kept.get());
	kept.hear(part.place, () => touched(inputs, before), () => base);
}

var ROLES = [0, 1, 2, 3].map((role) => [role, `role-${role}`]);
async function beginMembers(part, session) {
	await session.ready;
	const [list2, more] = [make("ul", { class: "rows" }), make("div")];
	const send = sendingOf(part, session, list2);
	const ended = endedOf(part, send);
	part.place.replaceChildren(ended.element, list2, part.progress.element, more);
	let shown = "";
	session.hear((group) => {
		const now = stateOf(group);
		if (now === shown) return;
		shown = now;
		renew(list2, [...group.state.members.values()].map((member) => row(part, group, member, send, ended)));
		const times = make("p", { class: "small", text: renewed(part.texts, group) });
		const renewing = group.role === ROLE.admin && !group.lies.isFrozen;
		renew(more, [times, ...renewing ? [renewForm(part, group, send)] : []]);
	});
}
function renewed(texts, { keyTime, renewsAt, device }) {
	const then = renewsAt < Infinity ? texts.of(renewsAt < device.now() ? "renewed-due" : "renewed-then", { at: momentOf(renewsAt) }) : texts.of("renewed-off");
	return keyTime > 0 ? `${texts.of("renewed", { at: momentOf(keyTime) })} ${then}` : then;
}
function renewForm(part, group, send) {
	const { texts } = part;
	const then = () => alsoUnread(part, group, texts.of("renew-then"));
	const about = make("p", { class: "small mute", text: texts.of("renew-about") });
	return fold(make("summary", { text: texts.of("renew") }), make("div", { class: "stack sm" }, about, twice(send, texts, "renew", {}, then, () => renewKey(group)).element));
}
function row(part, group, { iid, role }, send, ended) {
	const { texts } = part;
	const id = toHex(iid);
	const name = called(group, id, texts);
	const isMe = id === toHex(group.me.iid);
	const about = `${isMe ? ` ${texts.of("you")}` : ""} ${texts.of(`role-${role}`)}`;
	const head = make("p", {}, make("strong", { text: name }), make("span", { class: "mute", text: about }));
	const item = make("div", { class: "grow stack sm" }, head);
	const says = (holds, key, values = {}) => {
		if (holds) item.append(make("p", { class: "small", text: texts.of(key, values) }));
	};
	const skills = skillsOf(group, iid);
	says(skills.length > 0, "can", { skills: inWords(texts, skills) });
	says(group.tags.odd.has(keyOf(OTYPE.profile, iid.slice(0, 16))), "tags-differ");
	const waits = group.waiting.includes(id);
	const isLate = waits && group.late.includes(id);
	says(waits, isLate ? "waits-late" : "waits-at-the-door");
	const rekey = group.rekeyed.findLast((one) => one.iid === id);
	if (rekey) says(true, "rekeyed", { by: called(group, rekey.by, texts) });
	const line = make("li", { "data-of": id }, item);
	if (!isMe) line.append(comparing(part, group, iid, group.nameOf(iid) ?? `${id.slice(0, 8)}…`));
	const managing = [];
	const may = !group.lies.isFrozen && !isClosed(part);
	if (may && group.role === ROLE.admin && !isLastAdmin(group.state, id)) managing.push(roleForm(part, group, id, role, name, send));
	if (may && !isMe && mayGo(group, role)) managing.push(removeForm(part, group, id, name, send, ended));
	if (isLate && !group.lies.isFrozen && group.role === ROLE.admin) managing.unshift(letInForm(part, group, id, name, send));
	if (managing.length > 0) {
		const summary = make("summary", { text: texts.of("manage") }, make("span", { class: "sr", text: `: ${name}` }));
		line.append(fold(summary, make("div", { class: "stack" }, ...managing)));
	}
	return line;
}
function roleForm(part, group, id, role, name, send) {
	const choice = new Choice(part.texts, "role", ROLES, String(role));
	const set = button(part.texts.of("set-role"));
	for (const one of [choice.element.querySelector("label"), set]) one?.append(make("span", { class: "sr", text: `: ${name}` }));
	set.dataset.writes = "log";
	set.addEventListener("click", () => void send(() => setRole(group, id, Number(choice.value))));
	return make("div", { class: "flex ends" }, choice.element, set);
}
function removeForm(part, group, id, name, send, ended) {
	const { texts } = part;
	const about = () => {
		const count = openInvites(group).length;
		return alsoUnread(part, group, texts.of(count > 0 ? "remove-about-invites" : "remove-about", { name, count }));
	};
	return twice(send, texts, "remove", { name }, about, () => ended.by(group, () => remove(group, [id]), "removed")).element;
}
function letInForm({ texts }, group, id, name, send) {
	const { press, element } = twice(send, texts, "let-in", { name }, () => texts.of("let-in-about", { name }), () => letIn(group, id));
	press.dataset.writes = "";
	return element;
}
async function beginHead(part, session) {
	await session.ready;
	let shown = "";
	session.hear(async (group) => {
		const now = toHex(group.state.head);
		if (now === shown) return;
		const toWords = await wordsOf();
		shown = now;
		const line = (key, x) => {
			const words2 = toWords(wordIndices(x)).join(" ");
			const label = make("span", { class: "mute", text: `${part.texts.of(key)} ` });
			return make("p", {}, label, make("span", { class: "secret", lang: "en", translate: "no", text: words2 }));
		};
		part.place.replaceChildren(line("head-words", group.state.head), line("pid-words", group.pid));
	});
}
return {
	beginHead,
	beginInvite,
	beginInvites,
	beginMembers,
	beginProfile
};
};
