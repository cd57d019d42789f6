// Made by sealed/js/build.mjs from src/page/group/views/founding.js: do not edit.
export default (lent) => {
var { cat, fromUtf8, toHex, utf8, SealedError, goTo, needThat, button, make, newId, Group, Input, OTYPE, open, seal, derive, frame, str, u8, v32, needFold, textOf, SLUG, GroupServer, openedHere } = lent;
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

var introduce = async (...given) => (await lent.logWriter()).introduce(...given);

var rotate = async (...given) => (await lent.logWriter()).rotate(...given);

var firstEntry = async (...given) => (await lent.logWriter()).firstEntry(...given);

var begun = async (...given) => (await lent.objectWriter()).begun(...given);

var [ENTRY, SEAL, REVISION, FIELD, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
var record = (kind, body) => cat(u8(kind), v32(body));
var entryRecord = (bytes) => record(ENTRY, bytes);
var sealRecord = (bytes) => record(SEAL, bytes);

var textField = (text) => text === "" ? null : utf8(text);

async function found(device, me, { name, mission, history }) {
	const time = device.now();
	const { pid, entry } = await firstEntry(me.keys, history, time, device.random);
	const group = new Group(device, { slug: "new", pid: toHex(pid) }, me);
	const first = await rotate(needFold(pid, [entry]), me.keys, time, {}, device.random);
	const entries = [entry, ...first.entries];
	group.state = first.state;
	group.raw = entries;
	group.since = group.state.next - 1;
	group.keyring.learn(group.state.epoch, first.es);
	const fields = { name: textField(name), mission: textField(mission) };
	const change = { otype: OTYPE.pursuance, oid: new Uint8Array(16), unit: new Uint8Array(16), fields };
	const { object, records } = await begun(group, change);
	const sent = [...entries.map(entryRecord), ...first.seals.map(sealRecord), ...records];
	group.slug = await sendFounding(device.ask, toHex(pid), sent);
	group.server = new GroupServer(device.ask, group.slug);
	await group.keepLog();
	await group.keepOwn();
	await group.objects.keep([object]);
	return group;
}
async function sendFounding(ask, pid, records) {
	const slug = textOf(await ask("POST", `/sealed/${pid}/log`, { records }), "pursuance");
	needThat(SLUG.test(slug), "failed");
	return slug;
}

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
		const isLeft = Object.keys(kept).length > 0;
		await this.kept.put(isLeft ? JSON.stringify(kept) : void 0, isLeft ? base : null);
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

var pathOf = (slug) => `/p/${encodeURIComponent(slug)}`;
var deviceOf = ({ device: { ask, random, now } }, localStore) => ({ ask, random, now, localStore });

async function beginFound(part, localStore) {
	const opened = await openedHere(part);
	if (!opened) return;
	const { texts } = part;
	const name = new Input(texts, { label: "name", isRequired: true });
	const mission = new Input(texts, { label: "mission", kind: "text", hint: "mission-hint" });
	const called = new Input(texts, { label: "display", value: part.data("display") || part.name, hint: "display-hint", isRequired: true });
	const history = new Choice(texts, "history", [
		[1, "history-1"],
		[2, "history-2"]
	]);
	const device = deviceOf(part, localStore);
	const kept = await keepForm(new Group(device, { slug: "new", pid: "0".repeat(64) }, opened), "found", part.place, { name, mission, called, history });
	const { form, sending } = part.form({
		content: [name.element, mission.element, called.element, history.element],
		button: "found",
		fields: { name, display: called },
		act: async () => {
			needThat(isText(name.value), "no-name", { field: "name" });
			needThat(isText(called.value), "no-name", { field: "display" });
			const typed = { name: name.value, mission: mission.value, history: Number(history.value) };
			const group = await found(device, opened, typed);
			await kept.forget();
			await introduce(group, called.value).catch(() => void 0);
			sending.stay();
			goTo(pathOf(group.slug));
		}
	});
	part.place.replaceChildren(form);
}
function isText(text) {
	try {
		return utf8(text).length > 0;
	} catch (error) {
		if (error instanceof SealedError) return false;
		throw error;
	}
}
return {
	beginFound
};
};
