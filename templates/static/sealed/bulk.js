// Made by sealed/js/build.mjs from src/page/group/views/bulk.js: do not edit.
export default (lent) => {
var { equal, fromHex, fromUtf8, toHex, utf8, OTYPE, alert, button, make, newId, goTo, Sending, hear, Trouble, needThat, SealedError, unreadable, FLAG: FLAG2, PHASE: PHASE2, relOf, sameSet, isOpenTask, isUnderNewest, MOST_OBJECTS, FIELD, called, Input, mayWrite } = lent;
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

var keyOfActs = ({ id, me }) => `act/${id}/${toHex(me.iid)}`;
var keepAct = (group, act) => group.device.localStore.put([{ key: keyOfActs(group), value: act }]);
async function remember(group, batches) {
	await keepAct(group, { at: group.device.now(), batches });
}

var putNow = async (...given2) => (await lent.objectWriter()).putNow(...given2);

var isSame = (a, b) => a && b ? equal(a, b) : !a && !b;
function isSamePart(a, b) {
	if (Array.isArray(a) && Array.isArray(b)) return sameSet(a, b);
	return a instanceof Uint8Array && b instanceof Uint8Array ? equal(a, b) : a === b;
}

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

var MOST_BYTES = 4 << 20;
var LEAST = 2e3;
var STOPS = /^(lost|frozen|no-member|waiting-for-key|too-busy|failed|problem-(rate-limit|no-room|pursuance-closed|sign-in-first|not-found))$/;
var CLASH = "changed-meanwhile";
var ZERO = new Uint8Array(16);
var given = (now, assignees) => sameSet(now.assignees, assignees) ? {} : { assignees, phase: assignees.length > 0 ? PHASE2.started : PHASE2.helpWanted };
var CHANGES = {
	take: ({ me }, now) => ({ rel: given(now, [me.iid]) }),
	assign: (_group, now, value) => ({ rel: given(now, value === "" ? [] : [fromHex(value)]) }),
	reviewer: (_group, _now, value) => ({ rel: { reviewers: value === "" ? [] : [fromHex(value)] } }),
	phase: (_group, _now, value) => ({ rel: { phase: Number(value) } }),
	done: () => ({ rel: { phase: PHASE2.done } }),
	move: (_group, _now, value) => ({ rel: { parent: value === "" ? ZERO : fromHex(value) } }),
	archive: (_group, now) => ({ rel: { flags: now.flags | FLAG2.archived } }),
	trash: (_group, now) => ({ rel: { flags: now.flags | FLAG2.inTrash } }),
	size: (_group, _now, value) => ({ fields: taskFields({ size: Number(value) }) }),
	urgency: (_group, _now, value) => ({ fields: taskFields({ urgency: Number(value) }) })
};
function changesFor(group, oids, what, value) {
	const change = CHANGES[what];
	needThat(change !== void 0, "failed");
	return oids.flatMap((oid) => {
		const object = group.objects.get(OTYPE.task, oid);
		needThat(object !== void 0, "unknown-object");
		const now = relOf(object);
		const made = { otype: OTYPE.task, oid, unit: oid, ...change(group, now, value) };
		return isSo(group, object, now, made) ? [] : [made];
	});
}
function isSo(group, object, now, { fields = {}, rel = {} }) {
	const parts = (
		Object.keys(rel)
	);
	return parts.every((part) => isSamePart(
		now[part],
		rel[part]
	)) && Object.entries(fields).every(([field, text]) => isHeld(group, object, field, text));
}
function isHeld(group, object, field, text) {
	try {
		return isSame(group.textOf(object, field) ?? null, text);
	} catch (error) {
		if (error instanceof SealedError) return false;
		throw error;
	}
}
function sizeOf(group, { otype, oid, unit, fields = {} }) {
	const object = group.objects.get(otype, oid);
	const anew = object && !isUnderNewest(group, object, unit) ? [...object.fields.values()].map(({ bytes }) => bytes.length) : [];
	const written = Object.values(fields).map((text) => text?.length ?? 0);
	return LEAST + [...anew, ...written].reduce((sum, length) => sum + 2 * length, 0);
}
function batchesOf(group, changes) {
	const batches = [];
	let bytes = MOST_BYTES;
	for (const change of changes) {
		const last = batches.at(-1);
		bytes += sizeOf(group, change);
		if (last && last.length < MOST_OBJECTS && bytes <= MOST_BYTES) last.push(change);
		else {
			batches.push([change]);
			bytes = sizeOf(group, change);
		}
	}
	return batches;
}
function depthOf(group, oid) {
	const seen = new Set();
	for (let object = group.objects.get(OTYPE.task, oid); object && !seen.has(toHex(object.oid)); ) {
		seen.add(toHex(object.oid));
		object = group.objects.get(OTYPE.task, relOf(object).parent);
	}
	return seen.size;
}
var lowerFirst = (group, changes) => [...changes].sort((a, b) => depthOf(group, b.oid) - depthOf(group, a.oid));
async function putMany(group, changes, progress = () => void 0) {
	const outcome = { done: [], left: [] };
	const batches = [];
	let stop;
	const leave = (some, why) => outcome.left.push(...some.map(({ oid }) => ({ oid, why })));
	const todo = batchesOf(group, lowerFirst(group, changes));
	for (let batch = todo.shift(); batch; batch = todo.shift()) {
		if (stop) leave(batch, stop);
		else {
			try {
				const clashes = await sendBatch(group, batch, (one) => batches.push(one));
				leave([...clashes], new Trouble(CLASH));
				outcome.done.push(...batch.filter((one) => !clashes.has(one)).flatMap(({ oid }) => group.objects.get(OTYPE.task, oid) ?? []));
			} catch (caught) {
				const error = caught instanceof SealedError ? new Trouble("unreadable") : caught;
				if (!(error instanceof Trouble)) throw error;
				if (STOPS.test(error.key)) stop = error;
				const half = Math.ceil(batch.length / 2);
				if (!stop && batch.length > 1) {
					todo.unshift(batch.slice(0, half), batch.slice(half));
					continue;
				}
				leave(batch, error);
			}
		}
		progress(outcome.done.length + outcome.left.length);
	}
	if (batches.length > 0) await remember(group, batches);
	return outcome;
}
async function sendBatch(group, batch, done) {
	const clashes = new Set();
	await group.alone(
		() => putNow(group, batch, {
			choose: async (_conflict, change) => {
				clashes.add(change);
				return "nothing";
			},
			done
		})
	);
	return clashes;
}

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
		const called2 = group.names.tasks.get(oid);
		if (!called2 || !isOpenTask(object) || !may(oid, object)) continue;
		const title = titleOf(group, object);
		if (title === void 0) continue;
		const text = `#${called2.number} ${title}`;
		found.push({ row: called2.row, number: called2.number, text, words: text.toLowerCase() });
	}
	return found.sort((a, b) => a.number - b.number);
}
var numberIn = (words) => Number(/^#?(\d{1,15})$/.exec(words)?.[1] ?? "0");
function fitting(all, typed) {
	const words = typed.toLowerCase().split(/\s+/).filter((word) => word !== "");
	const number = numberIn(typed);
	const fits = all.filter((one) => words.every((word) => one.words.includes(word)));
	return [...fits.filter((one) => one.number === number), ...fits.filter((one) => one.number !== number)];
}

var PHASES = [1, 0, 3, 5, 7, 8];
var MOST = 5;
var allBoxes = () => [...document.querySelectorAll("input[data-pick]")].filter((box) => box instanceof HTMLInputElement);
var boxes = () => allBoxes().filter(({ checked }) => checked);
function listOf(label, options) {
	const id = newId();
	const select = make("select", { id });
	for (const [value, text] of options) select.append(make("option", { value, text, dir: "auto" }));
	return { element: make("span", {}, make("label", { class: "sr", for: id, text: label }), select), value: () => select.value };
}
function peopleOf({ texts }, group) {
	const people = [...group.state.members].filter(([, { role }]) => role >= 1).map(([id]) => [id, called(group, id, texts) ?? `${id.slice(0, 8)}…`]);
	people.sort(([, a], [, b]) => a.localeCompare(b));
	return listOf(texts.of("bulk-who"), [...people, ["", texts.of("bulk-nobody")]]);
}
function placeOf({ texts }, group) {
	const line = new Input(texts, { label: "move", hint: "move-hint" });
	const list = make("ul", { class: "stack sm" });
	let chosen;
	let all;
	const show = async () => {
		const own = new Set(boxes().map((box) => group.names.task(box.value)));
		all ??= candidates(group, () => true);
		const found = fitting(await all, line.value).map(({ row, text }) => ({ oid: group.names.task(row) ?? "", text }));
		const fits = [{ oid: "", text: texts.of("move-top") }, ...found.filter(({ oid }) => oid !== "" && !own.has(oid))];
		const items = fits.slice(0, MOST + 1).map((one) => {
			const press = button(one.text, "btn quiet choice");
			press.addEventListener("click", () => {
				chosen = one;
				line.input.value = one.text;
				list.replaceChildren();
				line.input.focus();
			});
			return make("li", { dir: "auto" }, press);
		});
		list.replaceChildren(...items);
	};
	line.input.addEventListener("focus", () => void show(), { once: true });
	line.input.addEventListener("input", () => {
		chosen = void 0;
		void show();
	});
	line.input.addEventListener("keydown", async (event) => {
		if (!(event instanceof KeyboardEvent) || event.key !== "Enter" || event.isComposing || chosen) return;
		event.preventDefault();
		await show();
		list.querySelector("button")?.focus();
	});
	const value = () => {
		needThat(chosen !== void 0, "bulk-no-place");
		return chosen.oid;
	};
	return { element: make("div", { class: "stack sm" }, line.element, list), value };
}
function controlFor(part, group, what) {
	const { texts } = part;
	const named = (key, numbers) => listOf(texts.of("which-change"), numbers.map((number) => [String(number), texts.of(`${key}-${number}`)]));
	if (what === "assign" || what === "reviewer") return peopleOf(part, group);
	if (what === "phase") return named("phase", PHASES);
	if (what === "size") return named("size", [0, 1, 2]);
	if (what === "urgency") return named("urgency", [0, 1]);
	if (what === "move") return placeOf(part, group);
	return { element: make("span", {}), value: () => "" };
}
async function beginBulk(part, session) {
	const group = await session.ready;
	const { element: bar, texts, place } = part;
	const kinds = bar.querySelector("select");
	if (!mayWrite(part, group) || !(bar instanceof HTMLFormElement) || !(kinds instanceof HTMLSelectElement)) return;
	const go = make("button", { class: "btn", text: texts.of("bulk-go") });
	const said = make("p", { class: "small mute", role: "status" });
	const report = make("div", { class: "stack sm" });
	let control = controlFor(part, group, kinds.value);
	const show = () => {
		control = controlFor(part, group, kinds.value);
		place.replaceChildren(control.element, go, part.progress.element, said, report);
	};
	kinds.addEventListener("change", show);
	const sending = new Sending({ texts, progress: part.progress, busy: bar, before: said });
	const act = async () => {
		report.replaceChildren();
		const [what, chosen, { value: valueOf }] = [kinds.value, boxes(), control];
		needThat(chosen.length > 0, "bulk-none");
		const value = valueOf();
		const byOid = new Map();
		for (const box of chosen) byOid.set(toHex(await group.task(box.value)), box.value);
		const changes = changesFor(group, [...byOid.keys()].map(fromHex), what, value);
		const { left } = await putMany(group, changes, (count) => {
			said.textContent = texts.of("bulk-progress", { count, most: changes.length });
		});
		said.textContent = "";
		if (left.length === 0) {
			goTo(part.data("then") || "reload");
			return;
		}
		const isLeft = new Set(left.map(({ oid }) => byOid.get(toHex(oid))));
		const acted = new Set(byOid.values());
		for (const box of allBoxes().filter(({ value: value2 }) => acted.has(value2))) {
			box.checked = isLeft.has(box.value);
			box.dispatchEvent(new Event("change", { bubbles: true }));
		}
		report.replaceChildren(...reportOf(part, group, left, byOid.size));
		await session.offerUndo();
	};
	hear(bar, () => void sending.send(act));
	show();
}
function reportOf({ texts }, group, left, most) {
	const byReason = new Map();
	for (const one of left) byReason.set(one.why.key, [...byReason.get(one.why.key) ?? [], one]);
	return [...byReason].map(([key, some]) => {
		const said = texts.has(`bulk-${key}`) ? texts.of(`bulk-${key}`, { count: some.length, most }) : `${texts.of("bulk-left", { count: some.length, most })} ${some[0] ? texts.about(some[0].why) : ""}`;
		const box = alert(said);
		box.append(make("ul", { class: "small" }, ...some.map(({ oid }) => make("li", { dir: "auto", text: calledOf(group, oid) }))));
		return box;
	});
}
function calledOf(group, oid) {
	const object = group.objects.get(OTYPE.task, oid);
	return `#${group.names.tasks.get(toHex(oid))?.number ?? ""} ${(object && titleOf(group, object)) ?? ""}`;
}
return {
	beginBulk
};
};
