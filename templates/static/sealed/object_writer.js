// Made by sealed/js/build.mjs from src/page/group/object_writer.js: do not edit.
export default (lent) => {
var { ascii, cat, compare, equal, fromHex, sized, toHex, utf8, FIELD, RENEWED, needField, ROLE, membersOf, OTYPE, SealedError, unreadable, counted, list, u16, u32, u64, u8, v16, v32, v8, FLAG: FLAG2, PHASE: PHASE2, frame, hash, mac, sign, REL, fieldHash, revisionHash, Trouble, needThat, keyOf, relOf, sameSet, isOpenTask, isUnderNewest, entryHash, MOST_OBJECTS, TRIES, newerOf, taskIn, goTo } = lent;
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
function plainRel(flags = 0) {
	const rel = { parent: new Uint8Array(16), phase: 0, assignees: [], reviewers: [], dueWeek: 0, waitsFor: [], flags };
	return rel;
}

var inOrder = (fields) => [...fields].sort((a, b) => compare(ascii(a.field), ascii(b.field)));
function encodeBody(revision) {
	const { pid, otype, oid, unit, rev, prev, epoch, gen, time, actor, headSeq, headHash } = revision;
	const fields = inOrder(revision.fields).map((one) => cat(v8(ascii(one.field)), u64(one.rev), sized(one.hash, 32)));
	return cat(
		...[u8(1), sized(pid, 32), u8(otype), sized(oid, 16), sized(unit, 16), u64(rev), sized(prev, 32)],
		...[u32(epoch), u32(gen), u64(time), sized(actor, 32), u64(headSeq), sized(headHash, 32), counted(fields)]
	);
}
function signRevision(revision, edSeed) {
	const body = encodeBody(revision);
	return cat(body, sign(edSeed, "rev", body));
}

var keyOfActs = ({ id, me }) => `act/${id}/${toHex(me.iid)}`;
var keepAct = (group, act) => group.device.localStore.put([{ key: keyOfActs(group), value: act }]);
async function remember(group, batches) {
	await keepAct(group, { at: group.device.now(), batches });
}

var leave = async (...given) => (await lent.logWriter()).leave(...given);
var rotateNow = async (...given) => (await lent.logWriter()).rotateNow(...given);

var isSame = (a, b) => a && b ? equal(a, b) : !a && !b;
function isSamePart(a, b) {
	if (Array.isArray(a) && Array.isArray(b)) return sameSet(a, b);
	return a instanceof Uint8Array && b instanceof Uint8Array ? equal(a, b) : a === b;
}
async function merged(group, change, base, theirs, choose) {
	if (!theirs || base?.rev === theirs.rev) return change;
	let isLeft = false;
	const ask = async (conflict) => {
		const answer = await choose(conflict, change);
		isLeft ||= answer === "nothing";
		return answer === "mine";
	};
	const fields = {};
	for (const [field, mine] of Object.entries(change.fields ?? {})) {
		const [was, is] = [group.textOf(base, field), group.textOf(theirs, field) ?? null];
		if (isSame(is, mine)) continue;
		const isTaken = isSame(was, is) || await ask({ field, theirs: is, mine });
		if (isTaken) fields[field] = mine;
	}
	const [relWas, relIs] = [base ? relOf(base) : plainRel(), relOf(theirs)];
	const rel = {};
	for (
		const part of
		Object.keys(change.rel ?? {})
	) {
		const mine = change.rel?.[part];
		if (mine === void 0 || isSamePart(relIs[part], mine)) continue;
		const isOfDay = part === "dueWeek" && "due" in (change.fields ?? {});
		const isTaken = isOfDay ? "due" in fields : isSamePart(relWas[part], relIs[part]) || await ask({ field: part, theirs: null, mine: null });
		if (isTaken) Object.assign(rel, { [part]: mine });
	}
	return isLeft ? { ...change, fields: {}, rel: {} } : { ...change, fields, rel };
}

var [ENTRY, SEAL, REVISION, FIELD2, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
var record = (kind, body) => cat(u8(kind), v32(body));
var revisionRecord = (bytes) => record(REVISION, bytes);
var fieldRecord = ({ otype, oid, unit, field, rev, bytes }) => record(FIELD2, cat(u8(otype), sized(oid, 16), sized(unit, 16), v8(ascii(field)), u64(rev), v32(bytes)));
var messageRecord = ({ unit, oid, seq, bytes }) => record(MESSAGE, cat(sized(unit, 16), sized(oid, 16), u64(seq), v32(bytes)));

async function takeNewer(group, error) {
	if (!(error instanceof Trouble) || !/^problem-(stale-log|stale-epoch|stale-revision)$/.test(error.key)) return false;
	const newer = newerOf(error.records);
	if (newer.entries.length > 0) {
		const known = newer.entries.findIndex((bytes) => equal(entryHash(bytes), group.state.head));
		await group.takeEntries(newer.entries.slice(known + 1));
	}
	if (error.key !== "problem-stale-revision") await group.syncLog();
	await group.takeObjects(newer);
	if (error.key === "problem-stale-revision") await group.syncObjects();
	if (!group.isReadable) await group.syncSeals();
	return !group.lies.isFrozen;
}

var TAG = 16;
var STEP = 4;
var BLANK = /[\t-\r ]+/g;
var normalSkill = (name) => name.normalize("NFKC").toLowerCase().normalize("NFKC").replace(BLANK, " ").replace(/^ | $/g, "");
var skillTag = (tagKey, name) => mac(tagKey, frame("tag", v16(utf8(normalSkill(name))))).slice(0, TAG);
function padTags(tags, random) {
	const more = (STEP - tags.length % STEP) % STEP;
	return [...tags, ...Array.from({ length: more }, () => random(TAG))].sort(compare);
}

var LEVELS = ["do", "learning", "mentor"];
function tagsOf(group, object) {
	const key = group.keyring.tagKey(group.state.epoch);
	const none = new Map();
	if (!key) return void 0;
	if (!object.fields.has("skills")) return none;
	try {
		const bytes = group.textOf(object, "skills");
		if (!bytes) return void 0;
		const skills = object.otype === OTYPE.profile ? FIELD.levels.decode(bytes) : FIELD.skills.decode(bytes).map((name) => ({ name, level: -1 }));
		return new Map(skills.map(({ name, level }) => [toHex(skillTag(key, name)), LEVELS[level] ?? ""]));
	} catch (error) {
		if (!(error instanceof SealedError)) throw error;
		return none;
	}
}
function messageOf({ device }, { otype, oid, rev }, tags) {
	const about = { object: toHex(oid), rev };
	if (otype !== OTYPE.profile) return { kind: "task", ...about, tags: [...tags.keys()].sort().map((tag) => ({ tag })) };
	const filled = padTags([...tags.keys()].map(fromHex), device.random).map(toHex);
	const some = () => LEVELS[(device.random(1)[0] ?? 0) % LEVELS.length];
	return { kind: "profile", ...about, tags: filled.map((tag) => ({ tag, level: tags.get(tag) ?? some() })) };
}
async function sendTags(group, objects) {
	const { epoch } = group.state;
	const made = objects.flatMap((object) => {
		const tags = tagsOf(group, object);
		return tags ? [{ key: keyOf(object.otype, object.oid), tags, message: messageOf(group, object, tags) }] : [];
	});
	if (made.length === 0) return;
	await group.server.ask("POST", `${group.server.base}/tags`, { epoch, objects: made.map(({ message }) => message) });
	const known = await group.tags.all();
	const { odd } = group.tags;
	const before = odd.size;
	for (const { key, message } of made) {
		odd.delete(key);
		known.set(key, { key, epoch, tags: new Map(message.tags.map((one) => [one.tag, "level" in one ? String(one.level) : ""])) });
	}
	if (odd.size < before) await group.tags.keep();
}
async function tagWritten(group, objects) {
	const isNew = ({ otype, fields, rev }) => (otype === OTYPE.task || otype === OTYPE.profile) && fields.get("skills")?.rev === rev;
	try {
		await sendTags(group, objects.filter(isNew));
	} catch (error) {
		if (!(error instanceof Trouble)) throw error;
	}
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
function newTask({ device }, typed, rel) {
	const oid = device.random(16);
	return { otype: OTYPE.task, oid, unit: oid, fields: taskFields(typed), rel };
}

var needChoice = async ({ field }) => {
	throw new Trouble("conflict", { field });
};
function revise(group, change, base) {
	const { otype, oid, unit } = change;
	const { state, me, device } = group;
	const rev = (base?.rev ?? 0) + 1;
	const under = { epoch: state.epoch, gen: state.gens.get(toHex(unit)) ?? 0 };
	const fields = new Map();
	const changed = [];
	const set = (field, bytes2) => {
		fields.set(field, { rev, bytes: bytes2 });
		changed.push({ otype, oid, unit, field, rev, bytes: bytes2 });
	};
	for (const [field, text] of textsAfter(group, change, base)) {
		needField(otype, field);
		const held = base?.fields.get(field);
		const isKept = text === void 0 && held !== void 0;
		if (isKept) fields.set(field, held);
		else if (text) set(field, group.keyring.seal({ otype, oid, unit, field, rev }, under, text, device.random));
	}
	const before = base ? relOf(base) : plainRel();
	const rel = { ...before, ...change.rel };
	const former = base?.fields.get(REL);
	const bytes = encodeRel({ ...rel, ...ofNow(group, rel) });
	if (former && equal(former.bytes, bytes)) fields.set(REL, former);
	else set(REL, bytes);
	const list2 = [...fields].map(([field, held]) => ({ field, rev: held.rev, hash: fieldHash(held.bytes) }));
	const head = { headSeq: state.next - 1, headHash: state.head };
	const body = { pid: group.pid, otype, oid, unit, rev, prev: base?.hash ?? new Uint8Array(32), ...under };
	const revision = signRevision({ ...body, time: device.now(), actor: me.iid, ...head, fields: list2 }, me.keys.edSeed);
	const { epoch } = under;
	const object = { otype, oid, unit, rev, hash: revisionHash(revision), bytes: revision, epoch, actor: me.iid };
	const kept = { ...object, headSeq: head.headSeq, fields, seen: device.now() };
	return { object: kept, records: [revisionRecord(revision), ...changed.map(fieldRecord)] };
}
var begun = async (group, change) => revise(group, change, void 0);
function textsAfter(group, { fields = {}, isRenewal = false, unit }, base) {
	const texts = new Map();
	const isOld = base !== void 0 && !isUnderNewest(group, base, unit);
	for (const field of base?.fields.keys() ?? []) {
		if (field === REL || field === RENEWED.field) continue;
		const text = isOld ? group.textOf(base, field) : void 0;
		needThat(!isOld || text !== void 0, "unreadable");
		texts.set(field, text);
	}
	for (const [field, text] of Object.entries(fields)) texts.set(field, text);
	if (isRenewal) texts.set(RENEWED.field, utf8(RENEWED.text));
	return texts;
}
var ofNow = ({ state }, { assignees, reviewers }) => ({
	assignees: membersOf(state, assignees),
	reviewers: membersOf(state, reviewers)
});
var isEmpty = ({ fields = {}, rel = {}, isRenewal }) => !isRenewal && Object.keys(fields).length === 0 && Object.keys(rel).length === 0;
function isRenewed(group, { otype, oid, unit, isRenewal = false }) {
	const object = group.objects.get(otype, oid);
	return isRenewal && object !== void 0 && isUnderNewest(group, object, unit);
}
async function put(group, changes, choose = needChoice, along = void 0, beside = void 0) {
	return group.alone(async () => {
		const done = [];
		const objects = await putNow(group, changes, { choose, along, beside, done: (batch) => done.push(batch) });
		await remember(group, done);
		return objects;
	});
}
async function putNow(group, asked, { choose = needChoice, done, undo, suggests, along, beside } = {}) {
	needThat(asked.length <= MOST_OBJECTS, "too-many");
	const newest = ({ otype, oid }) => group.objects.get(otype, oid);
	const bases = asked.map((change) => "base" in change ? change.base : newest(change));
	const againstNewest = () => Promise.all(asked.map((change, at) => merged(group, change, bases[at], newest(change), choose)));
	let changes = await againstNewest();
	for (let tries = 0; tries < TRIES; tries += 1) {
		group.needWriting();
		if (group.state.isPending && group.role >= 1) await rotateNow(group);
		const left = changes.filter((change) => !isEmpty(change) && !isRenewed(group, change));
		const said = await along?.() ?? [];
		if (left.length + said.length === 0) return asked.flatMap((change) => newest(change) ?? []);
		for (const { otype, oid } of left) needThat(!group.lies.has("rollback", keyOf(otype, oid)), "frozen");
		const before = left.map(newest);
		const made = left.map((change, at) => revise(group, change, before[at]));
		const records = [...made.flatMap((one) => one.records), ...said.map(messageRecord)];
		let event = 0;
		try {
			const answer = await group.server.send("put", records, { ...beside, ...undo !== void 0 && { undo }, ...suggests && { suggests } });
			event = Number(answer.undo ?? 0);
		} catch (error) {
			if (!await takeNewer(group, error)) throw error;
			changes = await againstNewest();
			continue;
		}
		if (suggests) return [];
		await group.messages.take(said);
		await group.objects.keep(made.map(({ object }) => object));
		await tagWritten(group, made.map(({ object }) => object).filter(({ fields }) => !fields.has(RENEWED.field)));
		if (event > 0) done?.({ event, steps: made.map(({ object: { oid, rev, hash: hash2 } }, at) => ({ oid, before: before[at], after: { rev, hash: hash2 } })) });
		return asked.flatMap((change) => newest(change) ?? []);
	}
	throw new Trouble("too-busy");
}
var addTask = async (group, typed, rel) => put(group, [newTask(group, typed, rel)]);

var OPEN = [PHASE2.new, PHASE2.helpWanted, PHASE2.inProgress];
var into = (phase) => () => ({ phase });
var CHANGES = {
	take: ({ reviewers }, { me }) => ({ assignees: [me], phase: PHASE2.started, reviewers: without(reviewers, me) }),
	assign: (_now, { to }) => to ? { assignees: [to], phase: PHASE2.started } : {},
	"hand-back": () => ({ assignees: [], phase: PHASE2.helpWanted }),
	reviewer: (_now, { to }) => to ? { reviewers: [to] } : {},
	call: into(PHASE2.helpWanted),
	uncall: into(PHASE2.new),
	begin: into(PHASE2.inProgress),
	"hand-in": into(PHASE2.readyForReview),
	review: into(PHASE2.inReview),
	"send-back": into(PHASE2.inProgress),
	accept: into(PHASE2.done),
	finish: into(PHASE2.done),
	reopen: (_now, { phase }) => OPEN.includes(phase) ? { phase } : {},
	drop: into(PHASE2.dropped),
	archive: ({ flags }) => ({ flags: flags | FLAG2.archived }),
	trash: ({ flags }) => ({ flags: flags | FLAG2.inTrash }),
	restore: ({ flags }) => ({ flags: flags & ~(flags & FLAG2.inTrash || FLAG2.archived) }),
	move: (_now, { task }) => ({ parent: task ?? new Uint8Array(16) }),
	depend: ({ waitsFor }, { task }) => ({ waitsFor: [...without(waitsFor, task), ...task ? [task] : []] }),
	undepend: ({ waitsFor }, { task }) => ({ waitsFor: without(waitsFor, task) })
};
var without = (list2, one) => list2.filter((other) => !one || !equal(one, other));
async function pressed(group, { do: word = "", object = "", task: other = "", to = "", phase = "" }) {
	if (word === "leave") return leave(group);
	const change = CHANGES[word];
	needThat(change !== void 0, "failed");
	const oid = await group.task(object);
	const sealed = group.objects.get(OTYPE.task, oid);
	needThat(sealed !== void 0, "unknown-object");
	const task = other ? await group.task(other) : void 0;
	const given = { me: group.me.iid, to: group.state.members.get(to)?.iid, task, phase: Number(phase) };
	return put(group, [{ otype: OTYPE.task, oid, unit: oid, rel: change(relOf(sealed), given) }]);
}
function namedBy(group, { dataset, textContent }, texts) {
	const { to = "" } = dataset;
	const iid = group.state.members.get(to)?.iid;
	const name = iid && group.nameOf(iid);
	if (name || to === "") return name;
	dataset.account ??= textContent ?? "";
	return texts.of("by-account", { name: dataset.account }) || to;
}
function isBeside(element) {
	const { object, task } = element.dataset;
	const [line, page] = [taskIn(element.closest("li, tr"), "a"), taskIn(document, "h1")];
	return (line && line !== task ? line : page ?? line ?? object) === object;
}
var asking = new WeakSet();
async function press(session, element, isDouble) {
	const { dataset } = element;
	const group = await session.ready;
	needThat(isBeside(element), "unknown-object");
	const { texts } = session.part;
	const asks = dataset.do === "leave" ? texts.of("really") || "?" : namedBy(group, element, texts) || dataset.confirm || "";
	if (asks !== "" && (element.textContent !== asks || isDouble || dataset.do === "leave" && !asking.has(element))) {
		asking.add(element);
		element.textContent = asks;
		return;
	}
	session.watch.right();
	await pressed(group, dataset);
	session.show();
	goTo(dataset.then ?? "reload");
}

function isTagged({ state }, object) {
	if (!object.fields.has("skills")) return false;
	const { otype, oid, actor } = object;
	return otype === OTYPE.profile ? equal(oid, actor.slice(0, 16)) && state.members.has(toHex(actor)) : isOpenTask(object);
}
function fits({ tags }, made, isProfile) {
	const size = isProfile ? Math.ceil(made.size / STEP) * STEP : made.size;
	return tags.size === size && [...made].every(([tag, level]) => tags.get(tag) === level);
}
var mayMend = ({ me, role }, { otype, actor }) => otype === OTYPE.profile ? equal(actor, me.iid) : role === ROLE.admin;
async function compare2(group) {
	const known = await group.tags.all();
	const due = [];
	const odd = new Set();
	let isMended = false;
	for (const { otype, oid } of [...group.objects.all.values()]) {
		await group.pause();
		const object = group.objects.get(otype, oid);
		if (!object || !isTagged(group, object)) continue;
		const made = tagsOf(group, object);
		if (!made) continue;
		const key = keyOf(otype, oid);
		const there = known.get(key);
		if (there?.epoch !== group.state.epoch) {
			if (made.size > 0 || there?.epoch) due.push(object);
		} else if (made.size > 0 && !fits(there, made, otype === OTYPE.profile)) {
			odd.add(key);
			if (!mayMend(group, object)) continue;
			if (group.tags.mended.has(key)) isMended = true;
			else due.push(object);
		}
	}
	due.sort((a, b) => b.otype - a.otype);
	return { due, odd, isMended };
}
async function retag(group) {
	const { tags } = group;
	const isFollowed = await group.alone(async () => {
		if (group.role < ROLE.writer || group.lies.isFrozen || !group.isReadable || !group.isWhole) return false;
		await tags.sync(group.server);
		return true;
	});
	const now = tags.standOf(group);
	if (!isFollowed || tags.compared === now) return 0;
	const { due, odd, isMended } = await compare2(group);
	return group.alone(async () => {
		tags.odd = odd;
		if (due.length === 0) {
			tags.compared = now;
			await tags.keep(isMended ? "" : now);
		}
		const batch = due.slice(0, MOST_OBJECTS);
		for (const { otype, oid } of batch) if (odd.has(keyOf(otype, oid))) tags.mended.add(keyOf(otype, oid));
		await sendTags(group, batch);
		return due.length - batch.length;
	});
}
return {
	addTask,
	begun,
	press,
	pressed,
	put,
	putNow,
	retag,
	takeNewer
};
};
