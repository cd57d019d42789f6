// Made by sealed/js/build.mjs from src/page/group/views/forms.js: do not edit.
export default (lent) => {
var { goTo, needThat, equal, fromHex, fromUtf8, isZero, toHex, utf8, OTYPE, Input, derive, frame, list, str, open, seal, SealedError, mayWrite, FIELD, MOST_SKILLS, alert, button, make, newId, dayOf, words, writable, keyOf, relOf, Sending, hear, isOpenTask } = lent;
var keyOfActs = ({ id, me }) => `act/${id}/${toHex(me.iid)}`;
var keepAct = (group, act) => group.device.localStore.put([{ key: keyOfActs(group), value: act }]);
async function remember(group, batches) {
	await keepAct(group, { at: group.device.now(), batches });
}

var put = async (...given) => (await lent.objectWriter()).put(...given);
var putNow = async (...given) => (await lent.objectWriter()).putNow(...given);

var block = (group, task, words2) => group.alone(async () => {
	const oid = group.device.random(16);
	const said = await putNow(group, [{ otype: OTYPE.block, oid, unit: task, fields: { text: utf8(words2) } }]);
	await remember(group, []);
	return said;
});

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
		const keepNew2 = (isLeaving) => {
			if (this.isNew) void this.keep?.(isLeaving);
		};
		addEventListener("focusout", () => keepNew2(false));
		addEventListener("pagehide", () => keepNew2(true));
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
async function keepLine(group, form, { input }) {
	const typed = new Typed(group, form);
	const kept = await typed.get();
	typed.hear(input, () => (
		input.value.trim() === "" ? {} : { text: input.value }
	));
	if (input.value !== "") {
		typed.mine = {};
		typed.changed();
	} else input.value = kept?.values.text ?? "";
	return typed;
}

async function beginBlock(part, session) {
	const group = await session.ready;
	if (!mayWrite(part, group)) return;
	const line = new Input(part.texts, { label: "block", hint: "block-hint", isRequired: true });
	line.input.dir = "auto";
	const typed = await keepLine(group, `block/${part.data("object")}`, line);
	const { form } = part.form({
		content: [line.element],
		button: "say-blocked",
		fields: { "block-empty": line },
		act: async () => {
			needThat(line.value !== "", "block-empty");
			await block(group, await group.task(part.data("object")), line.value);
			await typed.forget();
			goTo(part.data("then") || "reload");
		}
	});
	part.place.replaceChildren(form);
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
var FLAG = Object.freeze({ needsNoReview: 1, archived: 2, inTrash: 4 });
var MONDAY = Date.UTC(1970, 0, 5);
var WEEK = 6048e5;
var weekOf = (ms) => Math.max(0, Math.floor((ms - MONDAY) / WEEK));

var notice = (text) => make("div", { class: "notice ok", role: "status", tabindex: "-1" }, make("p", { class: "grow", text }));

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

var textField = (text) => text === "" ? null : utf8(text);
function taskFields({ title, desc, skills, due, size, urgency }) {
	const fields = {};
	if (title !== void 0) fields.title = textField(title);
	if (desc !== void 0) fields.desc = textField(desc);
	if (skills) fields.skills = skills.length > 0 ? FIELD.skills.encode(skills) : null;
	if (due !== void 0) fields.due = due > 0 ? FIELD.due.encode(due) : null;
	if (size !== void 0) fields.size = FIELD.size.encode(size);
	if (urgency !== void 0) fields.urgency = urgency > 0 ? FIELD.urgency.encode(urgency) : null;
	return fields;
}

function takeWhole(field, texts, lines = "") {
	const { input } = field;
	const hear2 = (event) => {
		const text = (event.clipboardData ?? event.dataTransfer)?.getData("text") || event.data || "";
		const chosen = Number(input.selectionEnd) - Number(input.selectionStart);
		const hasLines = lines !== "" && /[\r\n]/.test(text.trim());
		const isLonger = input.value.length - chosen + text.replaceAll("\r\n", "\n").length > input.maxLength;
		if (!hasLines && (!isLonger || text === "")) return;
		event.preventDefault();
		field.refuse(texts.of(hasLines ? lines : "too-long", { most: input.maxLength }));
	};
	for (const type of ["paste", "drop", "beforeinput"]) input.addEventListener(type, hear2);
}
async function keepNew(group, part, line) {
	line.input.maxLength = 200;
	takeWhole(line, part.texts, "new-task-lines");
	return keepLine(group, `new/${part.data("parent")}`, line);
}

var ZERO = new Uint8Array(16);
var oidOf = async (group, otype, named) => named === "" ? ZERO : otype === OTYPE.task ? group.task(named) : fromHex(named);
var TASK = (
	["title", "desc", "skills", "due", "size", "urgency"]
);
var keysOf = (field, count) => Array.from({ length: count }, (_, at) => (
	[at, `${field}-${at}`]
));
function control(part, group, object, field) {
	const bytes = group.textOf(object, field);
	const label = `field-${field}`;
	if (field === "size") return new Choice(part.texts, label, keysOf("size", 3), String(bytes ? FIELD.size.decode(bytes) : 1));
	if (field === "urgency") return new Choice(part.texts, label, keysOf("urgency", 2), String(bytes ? FIELD.urgency.decode(bytes) : 0));
	if (field === "due") {
		const value = bytes ? new Date(writable(FIELD.due.decode(bytes))).toISOString().slice(0, 10) : "";
		return new Input(part.texts, { label, kind: "day", value });
	}
	if (field === "skills") {
		const value = bytes ? skillsOf(object, bytes).join(", ") : "";
		return new Input(part.texts, { label, kind: "list", value, hint: "skills-hint" });
	}
	const kind = field === "desc" || field === "mission" || field === "text" ? "text" : "line";
	return new Input(part.texts, { label, kind, value: bytes ? fromUtf8(bytes) : "", isRequired: field === "title" || field === "name" });
}
function skillsOf(object, bytes) {
	return object?.otype === OTYPE.profile ? FIELD.levels.decode(bytes).map(({ name }) => name) : FIELD.skills.decode(bytes);
}
var namesIn = (text) => text.split(",").map((name) => name.trim()).filter((name) => name !== "");
function bytesFor(otype, field, value) {
	if (field === "due") return taskFields({ due: value === "" ? 0 : Date.parse(`${value}T00:00:00Z`) }).due ?? null;
	if (field === "size") return taskFields({ size: Number(value) }).size ?? null;
	if (field === "urgency") return taskFields({ urgency: Number(value) }).urgency ?? null;
	if (field !== "skills") return textField(value);
	const names = namesIn(value);
	needThat(names.length <= MOST_SKILLS, "too-many-skills", { field });
	if (otype === OTYPE.profile) return names.length > 0 ? FIELD.levels.encode(names.map((name) => ({ name, level: 0 }))) : null;
	return taskFields({ skills: names }).skills ?? null;
}
async function beginEdit(part, session) {
	const group = await session.ready;
	if (!mayWrite(part, group)) return;
	const isTask = part.data("sealed") === "edit-task";
	const suggests = part.element.dataset.suggests !== void 0;
	const otype = Number(part.data("otype") || String(OTYPE.task));
	const names = part.data("fields") === "" && isTask ? [...TASK] : part.data("fields").split(" ");
	const isNew = part.data("object") === "" && otype !== OTYPE.pursuance && otype !== OTYPE.profile;
	const named = part.data("object");
	const oid = isNew ? group.device.random(16) : otype === OTYPE.profile ? group.me.iid.slice(0, 16) : await oidOf(group, otype, named);
	const inside = otype === OTYPE.task || otype === OTYPE.room ? oid : ZERO;
	const unit = part.data("unit") === "" ? inside : await oidOf(group, OTYPE.task, part.data("unit"));
	if (otype === OTYPE.pursuance && group.role < 3) return;
	let controls = {};
	let before = {};
	let base;
	const typed = new Typed(group, isNew ? `new/${otype}/${toHex(unit)}` : `edit/${otype}/${toHex(oid)}`);
	const show = (left) => {
		const object = group.objects.get(otype, oid);
		base = left ? left.base : object;
		controls = Object.fromEntries(names.map((field) => [field, control(part, group, object, field)]));
		before = valuesOf(controls);
		fillIn(controls, left);
		const inputs = Object.entries(controls).flatMap(([field, one]) => one instanceof Input ? [
			[field, one]
		] : []);
		for (const [, one] of inputs) takeWhole(one, part.texts);
		const content = Object.values(controls).map(({ element }) => element);
		const { form } = part.form({ content, button: suggests ? "suggest" : "save", fields: Object.fromEntries(inputs), act });
		part.place.replaceChildren(form);
	};
	const act = async () => {
		await typed.keep?.().catch(console.error);
		const sent = valuesOf(controls);
		const fields = {};
		for (const [field, value] of Object.entries(sent)) {
			const isOdd = !suggests && field === "skills" && group.tags.odd.has(keyOf(otype, oid));
			if (value === before[field] && !(isNew && value !== "") && !isOdd) continue;
			needThat(value !== "" || field !== "title" && field !== "name", "no-title", { field });
			fields[field] = bytesFor(otype, field, value);
		}
		const change = { otype, oid, unit, base, fields, rel: "due" in fields ? weekFor(otype, controls.due?.value) : {} };
		if (suggests) await group.alone(() => putNow(group, [change], { suggests, choose: (conflict) => choose(part, conflict, isOwn(group, group.objects.get(otype, oid))) }));
		else await put(group, [change], (conflict) => choose(part, conflict, isOwn(group, group.objects.get(otype, oid))));
		await typed.forget();
		show({ values: touched(controls, sent), base: group.objects.get(otype, oid) });
		typed.changed();
		const said = notice(part.texts.of("saved"));
		part.place.append(said);
		said.focus();
		session.filling.fill(document, group);
		goTo(part.data("then") || "stay");
	};
	show(await typed.get());
	typed.hear(part.place, () => touched(controls, before), () => base);
}
function weekFor(otype, day) {
	if (otype !== OTYPE.task || day === void 0) return {};
	return { dueWeek: day === "" ? 0 : weekOf(Date.parse(`${day}T00:00:00Z`)) };
}
var isOwn = ({ own }, object) => own.some(({ iid }) => object !== void 0 && equal(iid, object.actor));
function choose(part, { field, theirs, mine }, isMine) {
	const { texts, progress } = part;
	const own = isMine ? "-own" : "";
	const box = alert(texts.of(`conflict${own}`, { field: texts.of(`field-${field}`) || field }));
	const shown = (key, text) => make("div", { class: "card" }, make("p", { class: "small mute", text: texts.of(key) }), make("p", { text: readable(field, text) }));
	const [keepMine, keepTheirs] = [button(texts.of("take-mine"), "btn primary"), button(texts.of(`take-theirs${own}`))];
	box.append(shown(`theirs${own}`, theirs), shown("mine", mine), make("div", { class: "flex" }, keepMine, keepTheirs));
	part.place.append(box);
	progress.end();
	keepMine.focus();
	return new Promise((resolve) => {
		const take = (which) => {
			box.remove();
			progress.begin();
			resolve(which);
		};
		keepMine.addEventListener("click", () => take("mine"));
		keepTheirs.addEventListener("click", () => take("theirs"));
	});
}
function readable(field, bytes) {
	if (!bytes) return "–";
	if (field === "skills") return FIELD.skills.decode(bytes).join(", ");
	if (field === "due") return dayOf(FIELD.due.decode(bytes));
	return field === "size" || field === "urgency" ? String(bytes[0]) : fromUtf8(bytes);
}

var pressed = async (...given) => (await lent.objectWriter()).pressed(...given);

var MOST = 10;
function titleOf(group, object) {
	try {
		const bytes = group.textOf(object, "title");
		return bytes && fromUtf8(bytes);
	} catch (error) {
		if (error instanceof SealedError) return void 0;
		throw error;
	}
}
async function candidates(group, may) {
	const found = [];
	for (const object of group.objects.all.values()) {
		await group.pause();
		const oid = toHex(object.oid);
		const called = group.names.tasks.get(oid);
		if (!called || !isOpenTask(object) || !may(oid, object)) continue;
		const title = titleOf(group, object);
		if (title === void 0) continue;
		const text = `#${called.number} ${title}`;
		found.push({ row: called.row, number: called.number, text, words: text.toLowerCase() });
	}
	return found.sort((a, b) => a.number - b.number);
}
function isBelow(group, oid, above) {
	const seen = new Set();
	for (let at = oid; !seen.has(at); ) {
		if (at === above) return true;
		seen.add(at);
		const object = group.objects.get(OTYPE.task, fromHex(at));
		if (!object) return false;
		at = toHex(relOf(object).parent);
	}
	return false;
}
function waitersOf(group, oid) {
	const waiters = new Map();
	for (const object of group.objects.all.values()) {
		if (object.otype !== OTYPE.task) continue;
		for (const on of relOf(object).waitsFor.map(toHex)) {
			const those = waiters.get(on);
			if (those) those.push(toHex(object.oid));
			else waiters.set(on, [toHex(object.oid)]);
		}
	}
	const found = new Set([oid]);
	for (const one of found) for (const waiter of waiters.get(one) ?? []) found.add(waiter);
	return found;
}
var numberIn = (words2) => Number(/^#?(\d{1,15})$/.exec(words2)?.[1] ?? "0");
function fitting(all, typed) {
	const words2 = typed.toLowerCase().split(/\s+/).filter((word) => word !== "");
	const number = numberIn(typed);
	const fits = all.filter((one) => words2.every((word) => one.words.includes(word)));
	return [...fits.filter((one) => one.number === number), ...fits.filter((one) => one.number !== number)];
}
async function beginChoice(part, session, { label, may, says, first = () => [] }) {
	const group = await session.ready;
	if (!mayWrite(part, group)) return;
	const { texts, place } = part;
	const row = part.data("object");
	const oid = await group.task(row).catch(() => void 0);
	const object = oid && group.objects.get(OTYPE.task, oid);
	if (!object) return;
	const line = new Input(texts, { label, hint: `${label}-hint` });
	const list2 = make("ul", { class: "stack sm" });
	const said = make("p", { class: "small mute", role: "status" });
	const box = make("div", { class: "stack sm" }, line.element, said, list2);
	const sending = new Sending({ texts, progress: part.progress, busy: box, before: said });
	const choose2 = (chosen) => sending.send(async () => {
		await pressed(group, { object: row, ...says(chosen) });
		goTo(part.data("then") || "reload");
	});
	let all;
	const show = async () => {
		all ??= candidates(group, may(group, object));
		const found = await all;
		const typed = line.value;
		const fits = fitting(found, typed);
		const shown = [...typed === "" ? first(object) : [], ...fits.slice(0, MOST)];
		said.textContent = shown.length === 0 ? texts.of("no-match") : fits.length > MOST ? texts.of("more-match") : "";
		const items = shown.map((one) => {
			const press = button(one.text, "btn quiet choice");
			press.dataset.writes = "";
			press.addEventListener("click", () => void choose2(one.row));
			return make("li", { dir: "auto" }, press);
		});
		list2.replaceChildren(...items);
		return fits;
	};
	line.input.addEventListener("focus", () => void show(), { once: true });
	line.input.addEventListener("input", () => void show());
	line.input.addEventListener("keydown", async (event) => {
		if (!(event instanceof KeyboardEvent) || event.key !== "Enter" || event.isComposing) return;
		event.preventDefault();
		const [one, other] = await show();
		const isMeant = one && (other === void 0 || one.number === numberIn(line.value));
		if (isMeant && line.value !== "") await choose2(one.row);
		else list2.querySelector("button")?.focus();
	});
	place.replaceChildren(box, part.progress.element);
}
var beginDepend = (part, session) => beginChoice(part, session, {
	label: "depend",
	may: (group, object) => {
		const [there, waiters] = [new Set(relOf(object).waitsFor.map(toHex)), waitersOf(group, toHex(object.oid))];
		return (oid) => !there.has(oid) && !waiters.has(oid);
	},
	says: (task) => ({ do: "depend", task })
});
var beginMove = (part, session) => beginChoice(part, session, {
	label: "move",
	may: (group, object) => {
		const [own, parent] = [toHex(object.oid), toHex(relOf(object).parent)];
		return (oid) => oid !== parent && !isBelow(group, oid, own);
	},
	says: (task) => ({ do: "move", task }),
	first: (object) => isZero(relOf(object).parent) ? [] : [{ row: "", text: part.texts.of("move-top") }]
});
return {
	beginBlock,
	beginDepend,
	beginEdit,
	beginMove,
	keepNew
};
};
