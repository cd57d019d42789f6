// Made by sealed/js/build.mjs from src/page/group/incident.js: do not edit.
export default (lent) => {
var { ascii, cat, compare, sized, toBase64url, toHex, button, make, Trouble, needThat, toTrouble, KIND, SealedError, u64, u8, v32, v8, TYPE, decodeEntry, emptyState, needFold, decodeRevision, foldSlowly, keyOf } = lent;
var SOON = 1e3;
function saveFile(name, type, text) {
	const address = URL.createObjectURL(new Blob([text], { type }));
	make("a", { href: address, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(address), SOON);
}

var sealAll = async (...given) => (await lent.logWriter()).sealAll(...given);

var [ENTRY, SEAL, REVISION, FIELD, MESSAGE, NOTE] = [1, 2, 3, 4, 5, 10];
var record = (kind, body) => cat(u8(kind), v32(body));
var entryRecord = (bytes) => record(ENTRY, bytes);
var sealRecord = (bytes) => record(SEAL, bytes);
var revisionRecord = (bytes) => record(REVISION, bytes);
var fieldRecord = ({ otype, oid, unit, field, rev, bytes }) => record(FIELD, cat(u8(otype), sized(oid, 16), sized(unit, 16), v8(ascii(field)), u64(rev), v32(bytes)));
var messageRecord = ({ unit, oid, seq, bytes }) => record(MESSAGE, cat(sized(unit, 16), sized(oid, 16), u64(seq), v32(bytes)));

var AT_ONCE = 100;
var TOGETHER = 50;
var OPENING = new Set([TYPE.remove, TYPE.rekey]);
async function giveBack(group) {
	const given = { entries: 0, objects: 0, messages: 0, missing: 0, others: 0 };
	if (group.there && !await giveEntries(group, group.there, given)) return given;
	group.hasForgotten = true;
	group.there = void 0;
	group.lies.heal("rollback");
	forgetCursors(group);
	await group.objects.load();
	const there = await thereNow(group);
	await giveObjects(group, there, given);
	await giveMessages(group, there, given);
	group.hasGiven = true;
	await group.syncObjects();
	return given;
}
async function giveEntries({ pid, state, raw, pause, keyring, device, server }, there, given) {
	const first = state.next - raw.length;
	if (there.length < first || there.length >= state.next) return false;
	const folded = await foldSlowly(pid, emptyState(pid), there, pause, () => void 0);
	if (folded.refusal) return false;
	let at = folded.state;
	for (const batch of batches(raw.slice(there.length - first))) {
		const after = needFold(at.next === 0 ? pid : at, batch);
		const seals = after.epoch > at.epoch ? await sealsOf({ pid, keyring, device }, after) : [];
		const records = seals && [...batch.map(entryRecord), ...seals.map(sealRecord)];
		if (!records || await refusalOf(() => server.send("log", records)) !== void 0) {
			given.missing += state.next - at.next;
			return false;
		}
		given.entries += batch.length;
		at = after;
	}
	return true;
}
function batches(entries) {
	const found = [];
	let batch = [];
	let isOpen = false;
	for (const bytes of entries) {
		const { type } = decodeEntry(bytes);
		const isAlone = type === TYPE.join && !isOpen;
		if (isAlone && batch.length > 0) found.push(batch);
		if (isAlone) batch = [];
		batch.push(bytes);
		isOpen = OPENING.has(type) || isOpen && type !== TYPE.epoch;
		if (isOpen || !isAlone && type !== TYPE.epoch && batch.length < AT_ONCE) continue;
		found.push(batch);
		batch = [];
	}
	return batch.length > 0 ? [...found, batch] : found;
}
async function sealsOf({ pid, keyring, device }, after) {
	const es = keyring.secrets.get(after.epoch);
	return es && sealAll({ ...after, pid }, es, device.random);
}
async function refusalOf(send) {
	try {
		await send();
		return void 0;
	} catch (error) {
		if (!(error instanceof Trouble) || !error.key.startsWith("problem-") || error.key === "problem-rate-limit") throw error;
		return error.key;
	}
}
async function giveInParts(things, give, most = TOGETHER) {
	const refused = [];
	for (let at = 0; at < things.length; at += most) {
		const part = things.slice(at, at + most);
		const [first] = part;
		const refusal = await give(part);
		if (refusal === void 0 || first === void 0) continue;
		if (part.length === 1) refused.push({ thing: first, refusal });
		else refused.push(...await giveInParts(part, give, Math.ceil(part.length / 2)));
	}
	return refused;
}
var put = ({ server }, records, beside = {}) => refusalOf(() => server.send("put", records, { given_back: true, ...beside }));
async function thereNow({ server }) {
	const there = { revs: new Map(), messages: new Set() };
	for (let after = 0; ; ) {
		const page = await server.objects(after);
		if (page.count === 0 && page.gone.length === 0 || page.next <= after) return there;
		for (const { otype, oid, rev } of page.revisions.map(decodeRevision)) there.revs.set(keyOf(otype, oid), rev);
		for (const { oid } of [...page.messages, ...page.gone]) there.messages.add(toHex(oid));
		after = page.next;
	}
}
async function giveObjects(group, { revs }, given) {
	let left = [...group.objects.all].filter(([key, { rev }]) => rev > (revs.get(key) ?? 0));
	for (let before = Infinity; left.length > 0 && left.length < before; ) {
		before = left.length;
		const give = async (some) => {
			const refusal = await put(group, some.flatMap(([key, object]) => recordsOf(object, revs.get(key) ?? 0)));
			if (refusal === void 0) given.objects += some.length;
			return refusal;
		};
		left = (await giveInParts(left, give)).map(({ thing }) => thing);
	}
	for (const key of group.lies.about("rollback")) group.lies.heal("rollback", key);
	given.missing += left.length;
}
function recordsOf({ otype, oid, unit, bytes, fields }, known) {
	const changed = [...fields].filter(([, { rev }]) => rev > known);
	return [revisionRecord(bytes), ...changed.map(([field, held]) => fieldRecord({ otype, oid, unit, field, ...held }))];
}
async function giveMessages(group, { messages }, given) {
	const me = toHex(group.me.iid);
	const lost = (await group.messages.all()).filter(({ oid, bytes }) => bytes && !messages.has(toHex(oid)));
	const own = [];
	for (const kept of lost.sort((a, b) => a.seq - b.seq)) {
		await group.pause();
		const message = read(group, kept);
		if (!message || !kept.bytes) continue;
		const { unit, oid, seq, bytes } = kept;
		const sender = toHex(message.sender);
		if (sender !== me) given[group.own.some(({ iid }) => toHex(iid) === sender) ? "missing" : "others"] += 1;
		else own.push({ record: messageRecord({ unit, oid, seq, bytes }), beside: besideOf(toHex(oid), message) });
	}
	const give = async (some) => {
		const [edits, ends] = [some.map(({ beside: beside2 }) => beside2.edits), some.map(({ beside: beside2 }) => beside2.ends)];
		const beside = { edits: Object.assign({}, ...edits), ends: Object.assign({}, ...ends) };
		const refusal = await put(group, some.map(({ record: record2 }) => record2), beside);
		if (refusal === void 0) given.messages += some.length;
		return refusal;
	};
	const refused = await giveInParts(own, give);
	given.missing += refused.filter(({ refusal }) => refusal !== "problem-stale-revision").length;
}
function read({ keyring, state }, kept) {
	try {
		return kept.bytes && keyring.message(state, kept, kept.bytes)?.message;
	} catch (error) {
		if (!(error instanceof SealedError)) throw error;
		return void 0;
	}
}
function besideOf(id, { said }) {
	if (said.kind === KIND.edit) return { edits: { [id]: toHex(said.meant) } };
	if (said.kind === KIND.retract || said.kind === KIND.removal) return { ends: { [id]: said.meant.map(({ oid }) => toHex(oid)) } };
	return {};
}
async function goOnOlder(group) {
	const about = group.lies.about("rollback");
	for (const key of about) {
		group.objects.all.delete(key);
		group.objects.older.add(key);
		group.lies.heal("rollback", key);
	}
	forgetCursors(group);
	await group.syncObjects();
}
function forgetCursors(group) {
	group.objectsAfter = 0;
	group.sealsAfter = 0;
	group.tags.forget();
}

var MOST = 50;
function evidenceFor(texts, group, kind) {
	const details = make("details", {}, make("summary", { text: texts.of("evidence") }));
	const list2 = make("ul", { class: "small", translate: "no" });
	const save = button(texts.of("evidence-save"));
	details.addEventListener("toggle", () => list2.replaceChildren(...linesOf(group, kind).map((text) => make("li", { text }))));
	save.addEventListener("click", () => saveFile("evidence.json", "application/json", JSON.stringify(evidenceOf(group), null, 2)));
	details.append(list2, save);
	return details;
}
function offerOlder(watch, said, group) {
	if (said.querySelector("[data-older]")) return;
	const { texts } = watch.part;
	const press = button(texts.of("older"));
	press.dataset.older = "";
	press.addEventListener("click", () => {
		press.disabled = true;
		const gone = group.alone(() => goOnOlder(group));
		gone.then(() => location.reload()).catch((error) => watch.failed(toTrouble(error)));
	});
	said.append(make("p", { class: "grow", text: texts.of("older-about") }), press);
}
var linesOf = ({ lies }, kind) => [...lies.all.values()].filter((lie) => lie.kind === kind).flatMap(({ about, evidence }) => evidence.map((one) => [about, ...one].filter((text) => text !== "").join(" ")));
var evidenceOf = (group) => ({
	pid: group.id,
	head: group.state.next - 1,
	lies: [...group.lies.all.values()],
	entries: group.raw.slice(-MOST).map(toBase64url)
});

var PATIENCE = 3e4;
var ROW = /data-member="([0-9a-f]+)" data-level="([0-9]+)" data-entries="([0-9]+)"/g;
var NUMBER = /^[0-9]+$/;
async function rowsNow() {
	let text;
	let answer;
	try {
		const signal = AbortSignal.timeout?.(PATIENCE) ?? null;
		answer = await fetch(location.href, { cache: "no-store", credentials: "same-origin", signal });
		text = await answer.text();
	} catch {
		throw new Trouble("lost");
	}
	needThat(answer.ok, "failed");
	return new Map([...text.matchAll(ROW)].map(([, member = "", level = "", entries = ""]) => [member, { level, entries }]));
}
async function holdRows(filling, group) {
	const mark = (row) => {
		filling.mark(row, false, group, `member/${row.dataset.member}`);
		row.closest("details")?.setAttribute("open", "");
	};
	const seen = filling.compare(document, group).filter((row) => !row.querySelector(":scope > [data-lie]"));
	if (seen.length === 0 || group.lies.isFrozen) return;
	const least = group.state.next;
	for (const row of seen) if (Number(row.dataset.entries) === least) mark(row);
	const now = await rowsNow();
	await group.alone(() => group.syncLog());
	if (group.lies.isFrozen) return;
	const { members, next } = group.state;
	const left = new Set(filling.compare(document, group));
	let isOld = false;
	for (const row of seen) {
		if (!left.has(row)) continue;
		const { member = "", level, entries = "" } = row.dataset;
		const here = now.get(member);
		const count = Number(here?.entries ?? next);
		const isLie = !(NUMBER.test(entries) && Number(entries) < next && count >= least && count <= next);
		if (isLie) mark(row);
		if (isLie || count !== next) continue;
		isOld = true;
		if (!here) (row.closest("li") ?? row).remove();
		else if (here.level === level) row.dataset.entries = here.entries;
		else if (here.level !== `${members.get(member)?.role}`) mark(row);
		else Object.assign(row, { textContent: "…" }).dataset.level = "";
	}
	if (isOld) document.dispatchEvent(new CustomEvent("pursuance:told"));
}
return {
	evidenceFor,
	giveBack,
	holdRows,
	offerOlder
};
};
