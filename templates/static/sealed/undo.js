// Made by sealed/js/build.mjs from src/page/group/views/undo.js: do not edit.
export default (lent) => {
var { alert, button, make, goTo, Trouble, needThat, toTrouble, equal, fromUtf8, toHex, WITHIN, lastAct, OTYPE, FLAG: FLAG2, PHASE: PHASE2, relOf, sameSet, RENEWED, REL } = lent;
var keyOfActs = ({ id, me }) => `act/${id}/${toHex(me.iid)}`;
var keepAct = (group, act) => group.device.localStore.put([{ key: keyOfActs(group), value: act }]);

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

var isSame = (a, b) => a && b ? equal(a, b) : !a && !b;
function isSamePart(a, b) {
	if (Array.isArray(a) && Array.isArray(b)) return sameSet(a, b);
	return a instanceof Uint8Array && b instanceof Uint8Array ? equal(a, b) : a === b;
}

var AWAY = FLAG2.archived | FLAG2.inTrash;
var ENDS = {
	[PHASE2.readyForReview]: "handed-in",
	[PHASE2.inReview]: "reviewing",
	[PHASE2.done]: "done",
	[PHASE2.dropped]: "dropped"
};
function byPhase(former, now) {
	const end = ENDS[now.phase];
	if (end) return end;
	if (former.phase >= PHASE2.done) return "reopened";
	if (former.phase >= PHASE2.readyForReview) return "sent-back";
	if (now.phase === PHASE2.helpWanted) return "asked";
	return now.phase === PHASE2.inProgress ? "begun" : "changed";
}
function deedOf({ objects, me }, { oid, before }) {
	const object = objects.get(OTYPE.task, oid);
	if (!before) return "added";
	if (!object) return "changed";
	const [former, now] = [relOf(before), relOf(object)];
	const differs = (part) => !isSamePart(now[part], former[part]);
	if ((former.flags & AWAY) !== (now.flags & AWAY)) return now.flags & AWAY ? "put-away" : "brought-back";
	const isPassed = differs("assignees");
	if (differs("phase") && (!isPassed || ENDS[now.phase])) return byPhase(former, now);
	if (isPassed && now.assignees.length === 0) return "handed-back";
	if (isPassed) return now.assignees.some((iid) => equal(iid, me.iid)) ? "taken" : "assigned";
	if (differs("reviewers")) return "reviewer";
	return differs("parent") ? "moved" : "changed";
}
function deedsOf(group, steps) {
	const deeds = new Set(steps.map((step) => deedOf(group, step)));
	const [deed = "changed"] = deeds;
	return deeds.size === 1 ? deed : "changed";
}
function titleOf(group, { oid }) {
	const text = group.textOf(group.objects.get(OTYPE.task, oid), "title");
	return text ? fromUtf8(text) : `#${group.names.tasks.get(toHex(oid))?.number ?? ""}`;
}

var putNow = async (...given) => (await lent.objectWriter()).putNow(...given);

var CHANGED = "problem-built-on";
function asLeft(group, { oid, after: { rev, hash } }) {
	const object = group.objects.get(OTYPE.task, oid);
	needThat(object !== void 0, CHANGED);
	const isRenewed = object.rev === rev + 1 && object.fields.has(RENEWED.field);
	needThat(equal(object.hash, hash) || isRenewed, CHANGED);
	return object;
}
function isAsLeft(group, step) {
	try {
		return asLeft(group, step) !== void 0;
	} catch {
		return false;
	}
}
function backOf(group, step) {
	const { oid, before } = step;
	const object = asLeft(group, step);
	const where = { otype: OTYPE.task, oid, unit: oid };
	const now = relOf(object);
	if (!before) return { ...where, rel: { flags: now.flags | FLAG2.inTrash } };
	const former = relOf(before);
	const rel = {};
	for (
		const part of
		Object.keys(former)
	) {
		if (!isSamePart(now[part], former[part])) Object.assign(rel, { [part]: former[part] });
	}
	return { ...where, fields: textsBack(group, object, before), rel };
}
function textsBack(group, object, before) {
	const fields = {};
	for (const field of new Set([...object.fields.keys(), ...before.fields.keys()])) {
		if (field === REL || field === RENEWED.field) continue;
		const text = group.textOf(before, field);
		needThat(text !== void 0 || !before.fields.has(field), "unreadable");
		if (!isSame(text, group.textOf(object, field))) fields[field] = text ?? null;
	}
	return fields;
}
async function takeBack(group, { at, batches }) {
	return group.alone(async () => {
		needThat(group.device.now() <= at + WITHIN, "problem-too-late-to-undo");
		await group.syncObjects();
		const left = [...batches];
		const objects = [];
		for (let batch = left.at(-1); batch; batch = left.at(-1)) {
			const changes = batch.steps.map((step) => backOf(group, step)).reverse();
			const choose = async () => {
				throw new Trouble(CHANGED);
			};
			objects.push(...await putNow(group, changes, { choose, undo: batch.event }));
			left.pop();
			await keepAct(group, { at, batches: left, isBack: left.length === 0 });
		}
		return objects;
	});
}

var ON_TOP = 6e4;
var NOTHING = /^problem-(built-on|newer-first|has-parts)$/;
function wordsOf({ part: { texts } }, group, steps) {
	const [first] = steps;
	const title = first && steps.length === 1 ? titleOf(group, first) : texts.of("did-several", { count: steps.length });
	return texts.of(`did-${deedsOf(group, steps)}`, { title });
}
async function offerUndo(session, group) {
	await showLine(session, group);
	const region = sessionStorage.getItem("pressed");
	sessionStorage.removeItem("pressed");
	if (region === null || document.activeElement !== document.body) return;
	const heading = document.getElementById(region) ?? document.querySelector("h1");
	if (!heading) return;
	heading.tabIndex = -1;
	heading.focus({ preventScroll: true });
}
async function showLine(session, group) {
	const { element, texts } = session.part;
	const act = await lastAct(group);
	const former = document.querySelector("[data-undo]");
	const wasIn = former?.contains(document.activeElement);
	former?.remove();
	if (!act || group.lies.isFrozen || !texts.has("undo")) return;
	const steps = act.batches.flatMap((batch) => batch.steps).filter((step) => isAsLeft(group, step));
	if (steps.length === 0 && !act.isBack) return;
	const said = make("p", { class: "grow", dir: "auto", text: act.isBack ? texts.of("undone") : wordsOf(session, group, steps) });
	const isNew = act.isBack || !act.isSeen && group.device.now() < act.at + ON_TOP;
	const line = make("div", { class: isNew ? "notice ok flash" : "flex small mute", role: "status", tabindex: "-1", "data-undo": "" }, said);
	if (act.isBack) await keepAct(group, { at: act.at, batches: [] });
	else line.append(pressed(session, group, act, said));
	(isNew ? element : element.closest("main") ?? element).append(line);
	if (wasIn || isNew && document.activeElement === document.body) line.focus({ preventScroll: true });
	setTimeout(() => line.remove(), Math.max(0, act.at + WITHIN - group.device.now()));
	if (isNew && !act.isBack && (await lastAct(group))?.at === act.at) await keepAct(group, { ...act, isSeen: true });
}
function pressed(session, group, act, said) {
	const { texts } = session.part;
	let left = act;
	const wrong = make("p", { class: "error", role: "alert" });
	const press = button(texts.of("undo"));
	press.dataset.writes = "";
	press.addEventListener("click", async () => {
		if (press.getAttribute("aria-disabled") === "true") return;
		press.setAttribute("aria-disabled", "true");
		wrong.remove();
		try {
			await takeBack(group, left);
			goTo("reload");
		} catch (error) {
			const before = left;
			const kept = await lastAct(group);
			if (kept?.at === act.at) left = kept;
			const gone = before.batches.slice(left.batches.length).flatMap(({ steps }) => steps);
			wrong.textContent = about(texts, toTrouble(error), gone.length, before.batches.flatMap(({ steps }) => steps).length);
			said.after(wrong);
			if (!(error instanceof Trouble)) console.error(error);
		}
		press.removeAttribute("aria-disabled");
	});
	return press;
}
function about(texts, trouble, count, most) {
	if (count === 0) return texts.about(trouble);
	const partly = texts.of("undo-partly", { count, most });
	return NOTHING.test(trouble.key) ? partly : `${partly} ${texts.about(trouble)}`;
}
return {
	offerUndo
};
};
