// Made by sealed/js/build.mjs from src/page/group/views/searching.js: do not edit.
export default (lent) => {
var { ascii, cat, equal, fromUtf8, isZero, plain, sized, toHex, utf8, SealedError, need, open, pad, seal, derive, frame, hash, list, u8, v8, openPersonal, button, make, DOOR, Boxes, Input, OTYPE, FIELD, decodeRevision, here, words, writable, relOf, Sending, hear, needThat, takeAnchor } = lent;
var KINDS = ["search", "draft", "pins"];
var MOST = 65536;
var HEAD = cat(u8(1), u8(1));
var personalKey = (rootKey) => derive(rootKey, "personal");
function personalAad({ iid, kind, oid }) {
	if (!KINDS.includes(kind)) throw new SealedError("bad-fields", "a kind of box");
	return frame("pbox", sized(iid, 32), v8(ascii(kind)), sized(oid, 16));
}
function sealPersonal(place, rootKey, text, random) {
	const sealed = seal(personalKey(rootKey), personalAad(place), pad(text), random);
	need(sealed.length + HEAD.length <= MOST, "too-large", "box");
	return cat(HEAD, sealed);
}
function encodeSearch({ query, name }) {
	need(!query.includes("\n") && name !== "" && !name?.includes("\n"), "bad-fields", "a line break in a search");
	return utf8(name === void 0 ? query : `${query}
${name}`);
}
function decodeSearch(bytes) {
	const [query = "", name, more] = fromUtf8(bytes).split("\n");
	need(more === void 0 && name !== "", "bad-fields", "a search is one line, or two");
	return name === void 0 ? { query } : { query, name };
}

var BLANK = /^\p{White_Space}$/u;
var LETTER = /^\p{Alphabetic}$/u;
var WORD = /^[\p{Alphabetic}\p{N}]$/u;
var isBlank = (one) => one !== void 0 && BLANK.test(one);
var isLetter = (one) => one !== void 0 && LETTER.test(one);
var isWord = (one) => one !== void 0 && WORD.test(one);
var QUOTATION_MARKS = '"“”„«»＂';
var isQuotationMark = (one) => one !== void 0 && QUOTATION_MARKS.includes(one);
var narrow = (one) => one >= "！" && one <= "～" ? String.fromCharCode(one.charCodeAt(0) - 65248) : one;
var narrowed = (text) => [...text].map(narrow).join("");
var lengthOf = (text) => [...text].length;
function trimmed(text, holds) {
	const letters = [...text];
	while (letters.length > 0 && holds(letters[0] ?? "")) letters.shift();
	while (letters.length > 0 && holds(letters.at(-1) ?? "")) letters.pop();
	return letters.join("");
}
var UNSEEN = /(?![\u200c\u200d\ufe0f])[\p{DI}\p{Co}\p{NChar}\ufff9-\ufffc\u{13430}-\u{1343f}\u{16fe4}\u{1d159}]/gu;
var ANY_UNSEEN = /[\u2800\p{DI}\p{Co}\p{NChar}\ufff9-\ufffc\u{13430}-\u{1343f}\u{16fe4}\u{1d159}]/gu;
function oneLine(text) {
	const spaced = text.replace(/[\p{Cc}\u2800]/gu, " ").replace(UNSEEN, "").normalize("NFC");
	return spaced.split(/\p{White_Space}+/u).filter((word) => word !== "").join(" ");
}
var folded = (text) => text.replace(ANY_UNSEEN, "").normalize("NFC").toLowerCase();
var isSeen = (text) => text.replace(ANY_UNSEEN, "").replace(/[\p{White_Space}\p{Cc}]/gu, "") !== "";

var MOST2 = 2;
function nearest(written, words2) {
	const typed = [...written.toLowerCase()];
	const near = words2.flatMap((word) => {
		const slips = slipsOf(typed, [...word]);
		return slips <= Math.min(MOST2, Math.floor(word.length / 2)) ? [{ slips, word }] : [];
	});
	const least = Math.min(...near.map(({ slips }) => slips));
	const found = near.find(({ slips }) => slips === least);
	if (found) return found.word;
	const begun = words2.filter((word) => typed.length > 0 && word.startsWith(typed.join("")));
	return begun.length === 1 ? begun[0] : void 0;
}
function slipsOf(one, other) {
	if (Math.abs(one.length - other.length) > MOST2) return Infinity;
	let earlier = [Infinity];
	let before = [...other.keys(), other.length];
	one.forEach((letter, row) => {
		const now = [row + 1];
		other.forEach((wanted, column) => {
			const isSwapped = row > 0 && column > 0 && letter === other[column - 1] && one[row - 1] === wanted;
			now.push(
				Math.min(
					(before[column] ?? Infinity) + (letter === wanted ? 0 : 1),
					(before[column + 1] ?? Infinity) + 1,
					(now[column] ?? Infinity) + 1,
					isSwapped ? (earlier[column - 1] ?? Infinity) + 1 : Infinity
				)
			);
		});
		[earlier, before] = [before, now];
	});
	return before.at(-1) ?? Infinity;
}

var DAY = 864e5;
var MOST3 = 9999;
var NO_DATE = "none";
var AGO = "ago";
var NAMED = [
	["today", { ahead: { count: 0, unit: "day" } }],
	["tomorrow", { ahead: { count: 1, unit: "day" } }],
	["yesterday", { ago: { count: 1, unit: "day" } }]
];
var WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
var UNITS = [
	["day", ["d", "day", "days"]],
	["week", ["w", "week", "weeks"]],
	["month", ["month", "months", "mo", "m"]],
	["year", ["year", "years", "y"]]
];
var DAY_WORDS = [...NAMED.map(([name]) => name), ...WEEKDAYS.map((name) => name.slice(0, 3))];
function dayOf(year, month, day) {
	const at = new Date(Date.UTC(year, month - 1, day));
	const isOne = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day;
	return isOne ? at.getTime() / DAY : void 0;
}
var dayAt = (ms) => Math.floor(ms / DAY);
var todayOf = (now) => dayOf(now.getFullYear(), now.getMonth() + 1, now.getDate()) ?? 0;
var unitOf = (word) => UNITS.find(([, words2]) => words2.includes(word))?.[0];
function halvesOf(text) {
	const [, digits = "", unit = ""] = /^([0-9]*)(.*)$/su.exec(text.trim()) ?? [];
	const count = Number(digits);
	return digits !== "" && count <= MOST3 ? { count, unit: unit.trimStart() } : void 0;
}
function amountOf(text) {
	const halves = halvesOf(text);
	const unit = halves && unitOf(halves.unit);
	return unit && { count: halves.count, unit };
}
function dateOf(text) {
	const [, year = "", month = "", day = ""] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim()) ?? [];
	const is = year >= "2000" && year < "2200";
	return is ? dayOf(Number(year), Number(month), Number(day)) : void 0;
}
var small = (text) => text.replace(/[A-Z]/g, (one) => one.toLowerCase());
function whenOf(typed) {
	const text = small(typed.trim());
	const named = NAMED.find(([name]) => name === text);
	if (named) return named[1];
	const weekday = WEEKDAYS.findIndex((name) => name === text || name.slice(0, 3) === text);
	if (weekday >= 0) return { weekday };
	const ahead = amountOf(text);
	if (ahead) return { ahead };
	const before = text.slice(0, -AGO.length);
	if (text.endsWith(AGO) && isBlank(before.at(-1))) {
		const ago = amountOf(before);
		return ago && { ago };
	}
	const date = dateOf(text);
	return date === void 0 ? void 0 : { date };
}
var dateText = (day) => new Date(day * DAY).toISOString().slice(0, 10);
function amountText({ count, unit }) {
	const plural = count === 1 ? "" : "s";
	return unit === "day" || unit === "week" ? `${count}${unit[0]}` : `${count} ${unit}${plural}`;
}
function whenText(when) {
	const named = NAMED.find(([, one]) => JSON.stringify(one) === JSON.stringify(when));
	if (named) return named[0];
	if ("ahead" in when) return amountText(when.ahead);
	if ("ago" in when) return `${amountText(when.ago)} ${AGO}`;
	return "weekday" in when ? (WEEKDAYS[when.weekday] ?? "").slice(0, 3) : dateText(when.date);
}
function dateMeant(text) {
	const parts = text.split(/[./-]/);
	const [first = "", second = "", third = ""] = parts;
	if (parts.length !== 3) return void 0;
	const read3 = first.length === 4 ? [first, third] : third.length === 4 && text.includes(".") ? [third, first] : void 0;
	const date = read3 && dateOf(`${read3[0]}-${second}-${read3[1]}`);
	return date === void 0 ? void 0 : dateText(date);
}
function amountMeant(text) {
	let isPast = text.endsWith(AGO);
	let behind = isPast ? text.slice(0, -AGO.length).trimEnd() : text;
	if (behind.startsWith("-")) [behind, isPast] = [behind.slice(1), true];
	else behind = behind.replace(/^\+/, "");
	const halves = halvesOf(behind);
	if (!halves) return void 0;
	const word = halves.unit === "" ? "d" : nearest(halves.unit, UNITS.flatMap(([, words2]) => words2));
	const unit = word && unitOf(word);
	if (!unit) return void 0;
	const amount = { count: halves.count, unit };
	return whenText(isPast ? { ago: amount } : { ahead: amount });
}
function whenMeant(typed) {
	const text = small(typed.trim());
	return amountMeant(text) ?? dateMeant(text) ?? nearest(text, [NO_DATE, ...DAY_WORDS, ...WEEKDAYS]);
}
function plusMonths(day, months) {
	const at = new Date(day * DAY);
	const month = at.getUTCMonth() + months;
	const last = new Date(Date.UTC(at.getUTCFullYear(), month + 1, 0)).getUTCDate();
	return Date.UTC(at.getUTCFullYear(), month, Math.min(at.getUTCDate(), last)) / DAY;
}
function away(today, { count, unit }) {
	if (unit === "day") return today + count;
	if (unit === "week") return today + 7 * count;
	return plusMonths(today, unit === "month" ? count : 12 * count);
}
function dayFor(when, today) {
	if ("date" in when) return when.date;
	if ("ahead" in when) return away(today, when.ahead);
	if ("ago" in when) return away(today, { ...when.ago, count: -when.ago.count });
	const weekday = ((today + 3) % 7 + 7) % 7;
	return today + (when.weekday + 7 - weekday) % 7;
}
function dueTest(meant, today) {
	if (meant.bound === "none") return ({ due: due2 }) => due2 === void 0;
	const at = dayFor(meant.when, today);
	if (meant.bound === "<") return ({ due: due2 }) => due2 !== void 0 && due2 < at;
	if (meant.bound === ">") return ({ due: due2 }) => due2 !== void 0 && due2 > at;
	return ({ due: due2 }) => due2 === at;
}
var dueText = (due2) => due2.bound === "none" ? NO_DATE : due2.bound + whenText(due2.when);
var asTyped = (text) => narrowed(text.trim());

var PART = /^(?:\p{M}|[\u00ad\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\uff9e\uff9f])$/u;
var WORD2 = /^[\p{Alphabetic}\p{N}]$/u;
var PAIR = /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u303c\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua9e0-\ua9fe\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9d\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]$/u;
var MARKED = /^[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua9e0-\uaa7f]$/u;
var SYLLABLE = /^[\uac00-\ud7a3]$/u;
var LEFT_OUT = /[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0640\u064b-\u065f\u0670\u180b-\u180d\u180f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\u{e0100}-\u{e01ef}]/gu;
var PLAIN = { đ: "d", ð: "d", ħ: "h", ł: "l", ø: "o", ŧ: "t", æ: "ae", œ: "oe" };
var LETTER_MOST = 18;
var TOKEN_MOST = 40;
var PHRASE_MOST = 40;
var segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(void 0, { granularity: "grapheme" }) : void 0;
var lettersOf = (text) => segmenter ? [...segmenter.segment(text)].map(({ segment }) => segment) : text.match(/\P{M}\p{M}*|\p{M}+/gu) ?? [];
function classOf(letter) {
	const points = [...letter];
	const one = points.find((point) => WORD2.test(point) && !PART.test(point));
	if (one !== void 0) return PAIR.test(one) ? "pair" : "word";
	return points.every((point) => PART.test(point)) ? "part" : "gap";
}
function fold(letter) {
	if (letter.length === 1 && letter < "") return letter.toLowerCase();
	const plain2 = [...letter.normalize("NFKD").replace(LEFT_OUT, "")];
	const small3 = plain2.flatMap((one) => [...one.toUpperCase()]).map((one) => one.toLowerCase());
	const kept = [...small3.join("").normalize("NFC")].filter((one) => WORD2.test(one) || /\p{M}/u.test(one));
	return kept.slice(0, LETTER_MOST).map((one) => PLAIN[one] ?? one).join("");
}
function tokensOf(text) {
	const tokens = [];
	let run = [];
	let of = "gap";
	const end = () => {
		const letters = run;
		run = [];
		if (letters.length === 0) return;
		if (of === "word") {
			const word = [...letters.map(fold).join("")].slice(0, TOKEN_MOST).join("");
			if (word !== "") tokens.push({ text: word, kind: "word" });
			return;
		}
		const folded2 = letters.map(fold);
		folded2.forEach((one, at) => {
			const next = folded2[at + 1];
			if (next === void 0) tokens.push({ text: one, kind: letters.length === 1 ? "alone" : "last" });
			else tokens.push({ text: one + next, kind: "pair" });
		});
	};
	for (const letter of lettersOf(text)) {
		const next = classOf(letter);
		if (next === "part") {
			if (run.length > 0) run.push((run.pop() ?? "") + letter);
			continue;
		}
		if (next !== of || next === "gap") end();
		of = next;
		if (next !== "gap") run.push(letter);
	}
	end();
	return tokens;
}
function isBeginning({ text, kind }) {
	const [first = ""] = text;
	if (kind === "word") return [...text].length > 2 || SYLLABLE.test(first);
	return kind === "pair" ? MARKED.test(first) : true;
}
function phraseOf(text) {
	const all = tokensOf(text);
	if (all.at(-1)?.kind === "last") all.pop();
	const words2 = all.filter((token) => token.text !== "");
	const kept = words2.slice(0, PHRASE_MOST);
	const last = kept.at(-1);
	return last && { words: kept.map((token) => token.text), isOpen: words2.length <= PHRASE_MOST && isBeginning(last) };
}
var lineOf = (words2) => ` ${words2.join(" ")} `;
var soughtOf = ({ words: words2, isOpen: isOpen2 }) => isOpen2 ? lineOf(words2).slice(0, -1) : lineOf(words2);
var SIMPLE = /^[\0-\x7f\u00a0-\u00ac\u00ae-\u00bb\u00bf-\u013e\u0141-\u0148\u014a-\u02af\u0386-\u03ce\u0400-\u0481\u048a-\u052f\u2010-\u2027]*$/;
var ASCII = /^[\0-\x7f]*$/;
var LETTERS = /[0-9A-Z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u0373\u0386\u0388-\u03f5\u03f7-\u0481\u048a-\u052f]+/g;
function simpleWords(text) {
	if (ASCII.test(text)) return (text.toLowerCase().match(/[a-z0-9]+/g) ?? []).map((word) => word.slice(0, TOKEN_MOST));
	const plain2 = text.normalize("NFKD").replace(LEFT_OUT, "").toUpperCase();
	return (plain2.match(LETTERS) ?? []).map((word) => small2(word).slice(0, TOKEN_MOST));
}
var small2 = (word) => word.toLowerCase().replace(/ς/g, "σ").replace(/[đðħłøŧæœ]/g, (one) => PLAIN[one] ?? one);
var wordsOf = (text) => SIMPLE.test(text) ? simpleWords(text) : text.split(/\p{White_Space}+/u).flatMap((part) => SIMPLE.test(part) ? simpleWords(part) : cutWords(part));
var cutWords = (text) => tokensOf(text).map((token) => token.text);
var sought = (text) => lineOf(wordsOf(text));

var ME = "me";
var NOBODY = "-";
var ANY = "*";
var KEYS = ["is", "status", "skill", "due", "size", "urgency", "by", "review", "watch", "in", "parent", "depends", "from", "sort"];
var WORDS = {
	is: ["open", "done", "free", "blocked", "later", "delegated", "overdue"],
	status: ["new", "help_wanted", "started", "in_progress", "blocked", "ready_for_review", "in_review", "done", "dropped"],
	size: ["xs", "s", "none", "m", "l"],
	urgency: ["normal", "urgent"],
	watch: [ME],
	sort: ["due", "new", "updated", "urgency", "size", "order"],
	due: [...DAY_WORDS, NO_DATE]
};
var MOST_OF_PHRASE = 200;
var MOST_OF_SKILL = 64;
var MOST_OF_HANDLE = 64;
var MOST_OF_HOST = 253 + 6;
function keyOf(typed) {
	const key = typed.replace(/[A-Z]/g, (one) => one.toLowerCase());
	return key === "s" ? "status" : KEYS.find((one) => one === key);
}
function wordsTerm(text) {
	const words2 = oneLine(text);
	return lengthOf(words2) <= MOST_OF_PHRASE && phraseOf(words2) ? { kind: "words", words: words2 } : void 0;
}
var RESERVED = "about account actor admin administrator ap api assets blob demo files help home host inbox incoming instance join login logout me members moderator new nodeinfo offers operator outbox pursuance pursuances root search security settings setup signin signout signup static support system tags task tasks www";
var foldName = (name) => name.replace(/[-_.]/g, "").replace(/0/g, "o").replace(/[1i]/g, "l");
var KEPT = new Set(RESERVED.split(" ").map(foldName));
function nameOf(text) {
	const name = text.trim();
	return /^[a-z][a-z0-9_-]{0,28}[a-z0-9]$/.test(name) && !KEPT.has(foldName(name)) ? name : void 0;
}
function hostOf(text) {
	const host2 = text.replace(/[A-Z]/g, (one) => one.toLowerCase());
	const [, name = "", port] = /^([^:]*)(?::(.*))?$/su.exec(host2) ?? [];
	const isLabel = (label) => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/.test(label);
	const isPort = port === void 0 || /^[0-9]{1,5}$/.test(port) && Number(port) < 65536;
	return host2.length <= MOST_OF_HOST && name.split(".").every(isLabel) && isPort ? host2 : void 0;
}
function handleOf(text) {
	const at = text.indexOf("@");
	if (at < 0) return nameOf(text) === text ? { name: text, host: "" } : void 0;
	const [name, host2] = [text.slice(0, at), hostOf(text.slice(at + 1))];
	const isName = [...name].every((one) => isWord(one) || "_.-".includes(one)) && lengthOf(name) >= 1 && lengthOf(name) <= MOST_OF_HANDLE;
	return isName && host2 !== void 0 ? { name, host: host2 } : void 0;
}
function skillOf(text) {
	const line = oneLine(text);
	const at = line.indexOf(":");
	const [area, detail] = [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()];
	const skill2 = `${area}:${detail}`;
	const isOne = at >= 0 && isSeen(area) && isSeen(detail) && !detail.includes(":") && !line.includes(",");
	return isOne && lengthOf(skill2) <= MOST_OF_SKILL ? skill2 : void 0;
}
var areaOf = (area) => skillOf(`${area}:x`)?.split(":")[0];
var skillKey = (skill2) => folded(skill2);
var quoted = (text) => `"${text.replace(/["\\]/g, "\\$&")}"`;
var valueText = (text) => [...text].some((one) => isBlank(one) || isQuotationMark(one)) ? quoted(text) : text;
function isPlain(words2) {
	const letters = [...words2];
	const isOne = !letters.some((one) => isBlank(one) || isQuotationMark(one) || narrow(one) === ":");
	return isOne && !"!@#".includes(narrow(letters[0] ?? " ")) && words2.toLowerCase() !== AGO;
}
var personText = (who) => who === ME ? ME : who.host === "" ? who.name : `${who.name}@${who.host}`;
function termText(term2) {
	switch (term2.kind) {
		case "words":
			return isPlain(term2.words) ? term2.words : quoted(term2.words);
		case "has":
			return `@${term2.who ? personText(term2.who) : NOBODY}`;
		case "is":
			return `is:${term2.is}`;
		case "status":
			return `status:${term2.phase}`;
		case "skill":
			return `skill:${valueText(term2.isArea ? `${term2.skill}:${ANY}` : term2.skill)}`;
		case "due":
			return `due:${dueText(term2.due)}`;
		case "size":
			return `size:${term2.size}`;
		case "urgency":
			return `urgency:${term2.urgency}`;
		case "by":
		case "review":
			return `${term2.kind}:${personText(term2.who)}`;
		case "watch":
			return `watch:${ME}`;
		case "in":
			return `in:${term2.slug}`;
		case "task":
			return `#${term2.number}`;
		case "parent":
		case "depends":
			return `${term2.kind}:#${term2.number}`;
		case "from":
			return `from:${term2.host}`;
	}
}
var sortText = ({ by, isReversed }) => `sort:${isReversed ? "-" : ""}${by}`;

var BLANK2 = 32;
function matcher({ parts }, today) {
	const isWords = ({ term: term2 }) => term2.kind === "words" ? 1 : 0;
	const tests = [...parts].sort((a, b) => isWords(a) - isWords(b)).map((part) => testOf(part, today));
	return (facts) => {
		for (const test of tests) if (!test(facts)) return false;
		return true;
	};
}
function testOf({ not, term: term2 }, today) {
	const test = termTest(term2, today);
	return not ? (facts) => !test(facts) : test;
}
function isPerson(somebody, meant, { reader }) {
	const name = meant === "me" ? reader : meant.host === "" ? meant.name : `${meant.name}@${meant.host}`;
	return name !== "" && somebody === name;
}
function hasWords(text, words2) {
	const bare2 = words2.slice(1);
	let at = text.indexOf(bare2, 1);
	while (at > 0 && text.charCodeAt(at - 1) !== BLANK2) at = text.indexOf(bare2, at + 1);
	return at > 0;
}
function termTest(term2, today) {
	switch (term2.kind) {
		case "words": {
			const phrase2 = phraseOf(term2.words);
			const words2 = phrase2 && soughtOf(phrase2);
			return ({ texts }) => words2 !== void 0 && texts.some((text) => hasWords(text, words2));
		}
		case "has": {
			const { who } = term2;
			return (facts) => who ? isPerson(facts.holder, who, facts) : facts.holder === "";
		}
		case "is":
			return isTest(term2.is, today);
		case "status":
			return ({ phase }) => phase === term2.phase;
		case "skill": {
			const key = skillKey(term2.isArea ? `${term2.skill}:` : term2.skill);
			return ({ skills }) => skills.some((skill2) => term2.isArea ? skill2.startsWith(key) : skill2 === key);
		}
		case "due":
			return dueTest(term2.due, today);
		case "size":
			return ({ size }) => size === term2.size;
		case "urgency":
			return ({ urgency }) => urgency === term2.urgency;
		case "by":
			return (facts) => isPerson(facts.creator, term2.who, facts);
		case "review":
			return (facts) => isPerson(facts.reviewer, term2.who, facts);
		case "watch":
			return ({ isWatched }) => isWatched;
		case "in":
			return ({ slug: slug2 }) => slug2 === term2.slug;
		case "task":
			return ({ number: number2 }) => number2 === term2.number;
		case "parent":
			return ({ parent }) => parent === term2.number;
		case "depends":
			return ({ depends }) => depends.includes(term2.number);
		case "from":
			return ({ from }) => from === term2.host;
	}
}
function isTest(is, today) {
	switch (is) {
		case "open":
			return isOpen;
		case "done":
			return ({ phase }) => phase === "done";
		case "free":
			return ({ isFree }) => isFree;
		case "blocked":
			return ({ phase, holder: holder2 }) => phase === "blocked" && holder2 !== "";
		case "later":
			return ({ phase, holder: holder2 }) => phase === "blocked" && holder2 === "";
		case "delegated":
			return ({ isDelegated }) => isDelegated;
		default:
			return (facts) => facts.due !== void 0 && facts.due < today && isOpen(facts);
	}
}
var isOpen = ({ phase }) => phase !== "done" && phase !== "dropped";

var BEFORE_KEY = "-–—−+!([{*,;";
var Scan = class _Scan {
	constructor(letters, at = 0) {
		this.letters = letters;
		this.at = at;
	}
	copy() {
		return new _Scan(this.letters, this.at);
	}
	get rest() {
		return this.letters.slice(this.at);
	}
	get next() {
		return this.letters[this.at];
	}
	get isEnd() {
		return this.next === void 0 || isBlank(this.next);
	}
	get isQuote() {
		return isQuotationMark(this.next);
	}
	eat(wanted) {
		const is = this.next !== void 0 && narrow(this.next) === wanted;
		if (is) this.at += 1;
		return is;
	}
	blanks() {
		while (isBlank(this.next)) this.at += 1;
	}
	since(start) {
		return this.letters.slice(start, this.at).join("");
	}
	finish() {
		this.at = this.letters.length;
	}
	word() {
		const start = this.at;
		while (!this.isEnd) this.at += 1;
		return this.since(start);
	}
	key() {
		const { letters, at } = this;
		let begin = at;
		while (letters[begin] !== void 0 && BEFORE_KEY.includes(narrow(letters[begin] ?? ""))) begin += 1;
		let end = begin;
		while (isWord(letters[end]) || letters[end] !== void 0 && "-_".includes(narrow(letters[end] ?? ""))) end += 1;
		const isKey = isLetter(letters[begin]) && letters[end] !== void 0 && narrow(letters[end] ?? "") === ":";
		if (!isKey || letters[end + 1] === "/" && letters[end + 2] === "/") return void 0;
		this.at = end + 1;
		return letters.slice(at, end).join("");
	}
	value() {
		let [text, isClosed2, mayOpen] = ["", true, true];
		while (!this.isEnd) {
			if (mayOpen && this.isQuote) {
				const quoted2 = this.quoted();
				text += quoted2.text;
				isClosed2 = quoted2.isClosed;
				mayOpen = false;
			} else {
				const letter = this.next ?? "";
				mayOpen = narrow(letter) === ":";
				text += letter;
				this.at += 1;
			}
		}
		return { text, isClosed: isClosed2 };
	}
	quoted() {
		const isPlain2 = this.next === '"';
		const closes = (letter) => isPlain2 ? letter === '"' : isQuotationMark(letter);
		this.at += 1;
		let text = "";
		for (let letter = this.next; letter !== void 0; letter = this.next) {
			this.at += 1;
			const taken = this.next;
			if (closes(letter)) return { text, isClosed: true };
			if (letter === "\\" && taken !== void 0 && (taken === "\\" || closes(taken))) {
				text += taken;
				this.at += 1;
			} else text += letter;
		}
		return { text, isClosed: false };
	}
};

var Slip = class extends Error {
	constructor(fault, said, near, mayBeWords = false) {
		super(fault);
		this.fault = fault;
		this.said = said;
		this.near = near;
		this.mayBeWords = mayBeWords;
	}
};
function tried(read3) {
	try {
		return read3();
	} catch (error) {
		if (error instanceof Slip) return error;
		throw error;
	}
}
function piece(scan) {
	const start = scan.at;
	const read3 = tried(() => whole(scan));
	if (!(read3 instanceof Slip)) return read3;
	throw read3.fault === "nothing" || read3.fault === "not" ? parted(scan, start, read3) : read3;
}
function parted(scan, start, { fault, said }) {
	const sign = scan.since(start);
	const behind = scan.copy();
	behind.blanks();
	const together = [...sign, ...behind.rest];
	const ahead = new Scan(together);
	if (tried(() => whole(ahead)) instanceof Slip) return new Slip(fault, said);
	scan.at = behind.at + Math.max(0, ahead.at - lengthOf(sign));
	return new Slip(fault, said, together.slice(0, ahead.at).join(""));
}
function whole(scan) {
	let not = false;
	while (scan.eat("!")) not = !not;
	if (scan.isEnd) throw new Slip("not", {}, void 0, true);
	const read3 = tried(() => term(scan));
	if (read3 instanceof Slip) throw not && read3.near !== void 0 ? new Slip(read3.fault, read3.said, `!${read3.near}`, read3.mayBeWords) : read3;
	if ("part" in read3) return { part: { ...read3.part, not } };
	if (not) throw new Slip("sort-not", {}, sortText({ ...read3.sort, isReversed: !read3.sort.isReversed }));
	return read3;
}
function term(scan) {
	const part = (one) => ({ part: { not: false, term: one } });
	if (scan.isQuote) {
		const { text: text2, isClosed: isClosed2 } = scan.quoted();
		return part(phrase(text2, isClosed2));
	}
	if (scan.eat("@")) return part({ kind: "has", who: holder(scan) });
	if (scan.eat("#")) {
		const typed2 = scan.word();
		const read3 = tried(() => number(typed2, (digits) => `#${digits}`, "#"));
		if (read3 instanceof Slip) throw new Slip(read3.fault, read3.said, read3.near, true);
		return part({ kind: "task", number: read3 });
	}
	const typed = scan.key();
	if (typed === void 0) return part(phrase(scan.word(), true));
	const key = keyOf(narrowed(typed));
	if (key === void 0) throw unknownKey(typed, scan);
	if (key === "due") return part({ kind: "due", due: due(scan) });
	const text = value(key, scan);
	return key === "sort" ? { sort: sort(text) } : part(keyed(key, text));
}
function phrase(text, isClosed2) {
	if (!isClosed2) throw new Slip("quote", {});
	const read3 = wordsTerm(text);
	if (read3) return read3;
	const words2 = oneLine(text);
	if (words2 === "") throw new Slip("no-words", {});
	if (lengthOf(words2) > MOST_OF_PHRASE) throw new Slip("phrase", { most: MOST_OF_PHRASE });
	throw new Slip("letters", { typed: words2 });
}
function unknownKey(typed, scan) {
	const plain2 = [...narrowed(typed)];
	const begin = Math.max(0, plain2.findIndex(isLetter));
	const [signs, name] = [plain2.slice(0, begin).join(""), plain2.slice(begin).join("")];
	const near = keyOf(name) ?? keyOf(nearest(name, KEYS) ?? "");
	const behind = scan.at;
	const ahead = scan.copy();
	if (near === "due" && !(tried(() => due(ahead)) instanceof Slip)) scan.at = ahead.at;
	else scan.value();
	if (near === void 0) return new Slip("key", { typed: `${typed}:` }, void 0, true);
	const not = /[-–—−!]/.test(signs) ? "!" : "";
	const text = /[([{]/.test(signs) ? scan.since(behind).replace(/[)\]}）］｝]+$/u, "") : scan.since(behind);
	return new Slip("key", { typed: `${typed}:` }, `${not}${near}:${text}`, true);
}
function closed(scan) {
	const { text, isClosed: isClosed2 } = scan.value();
	if (!isClosed2) throw new Slip("quote", {});
	return text;
}
function value(key, scan) {
	const text = closed(scan);
	if (text.trim() === "") throw new Slip("nothing", { typed: `${key}:` });
	return text;
}
var phaseWord = (text) => text.replace(/[\p{White_Space}-]/gu, "_");
function keyed(key, text) {
	switch (key) {
		case "is":
			return { kind: "is", is: choice(key, text) };
		case "status":
			return { kind: "status", phase: choice(key, phaseWord(text.trim())) };
		case "size":
			return { kind: "size", size: choice(key, text) };
		case "urgency":
			return { kind: "urgency", urgency: choice(key, text) };
		case "watch":
			choice(key, text);
			return { kind: "watch" };
		case "by":
			return { kind: "by", who: person(text, "by:") };
		case "review":
			return { kind: "review", who: person(text, "review:") };
		case "in":
			return { kind: "in", slug: slug(text) };
		case "parent":
		case "depends":
			return { kind: key, number: number(text, (digits) => `${key}:#${digits}`, `${key}:`) };
		case "from":
			return { kind: "from", host: host(text) };
		default:
			return skill(text);
	}
}
function choice(key, typed) {
	const words2 = WORDS[key] ?? [];
	const word = asTyped(typed).toLowerCase();
	const read3 = words2.find((one) => one === word);
	if (read3 !== void 0) return read3;
	const said = { typed, key: `${key}:`, words: words2.join(", ") };
	const other = key === "is" || key === "status" ? elsewhere(word) : void 0;
	if (other) throw new Slip("word", said, termText(other));
	const near = nearest(word, words2) ?? words2.find((one) => one.length === 1 && word.startsWith(one));
	throw new Slip("word", said, near && `${key}:${near}`);
}
function elsewhere(word) {
	if (word === ME || word === "mine") return { kind: "has", who: ME };
	if (word === "nobody" || word === "unassigned") return { kind: "has", who: void 0 };
	if (word === "late") return { kind: "is", is: "overdue" };
	if (WORDS.is?.includes(word)) return { kind: "is", is: word };
	if (WORDS.status?.includes(phaseWord(word))) return { kind: "status", phase: phaseWord(word) };
	if (WORDS.urgency?.includes(word)) return { kind: "urgency", urgency: word };
	const when = DAY_WORDS.includes(word) ? whenOf(word) : void 0;
	return when && { kind: "due", due: { bound: "", when } };
}
function holder(scan) {
	const mayBeWords = !scan.isQuote;
	const typed = mayBeWords ? scan.word() : closed(scan);
	if (narrowed(typed) === NOBODY) return void 0;
	if (typed.trim() === "") throw new Slip("nothing", { typed: "@" }, void 0, true);
	const read3 = tried(() => person(typed, "@"));
	if (read3 instanceof Slip) throw new Slip(read3.fault, read3.said, read3.near, mayBeWords);
	return read3;
}
function person(typed, key) {
	const read3 = (name2) => name2.toLowerCase() === ME ? ME : handleOf(name2.includes("@") ? name2 : name2.toLowerCase());
	const name = asTyped(typed).replace(/^@+/, "");
	const who = read3(name);
	if (who) return who;
	const near = read3(bare(name));
	throw new Slip("name", { typed }, near && key + personText(near));
}
var bare = (name) => trimmed(name, (one) => !isWord(one)).toLowerCase();
function slug(typed) {
	const read3 = nameOf(narrowed(typed).toLowerCase());
	if (read3 !== void 0) return read3;
	const near = nameOf(bare(typed));
	throw new Slip("name", { typed }, near && `in:${near}`);
}
var MOST_NUMBER = 2n ** 63n - 1n;
function digitsOf(digits) {
	const is = /^[0-9]+$/.test(digits) && BigInt(digits) > 0n && BigInt(digits) <= MOST_NUMBER;
	return is ? String(BigInt(digits)) : void 0;
}
function number(typed, write, key) {
	const digits = asTyped(typed).replace(/^#/, "");
	if (digits === "") throw new Slip("nothing", { typed: key });
	const read3 = digitsOf(digits);
	if (read3 !== void 0) return read3;
	const isOfAnother = digits.includes("#") && [...digits.slice(0, digits.indexOf("#"))].some(isWord);
	const near = isOfAnother ? void 0 : digitsOf(trimmed(digits, (one) => !/^[0-9]$/.test(one)));
	throw new Slip("number", { typed }, near && write(near));
}
function host(typed) {
	const text = asTyped(typed);
	const read3 = hostOf(text);
	if (read3 !== void 0) return read3;
	const behind = text.slice(text.includes("://") ? text.lastIndexOf("://") + 3 : 0);
	const name = (behind.split("/")[0] ?? "").split("@").at(-1) ?? "";
	const near = hostOf(name);
	throw new Slip("host", { typed: text }, near && `from:${near}`);
}
function skill(typed) {
	const one = oneLine(typed);
	const line = one.includes(":") ? one : one.replace("：", ":");
	const at = line.indexOf(":");
	const [area, detail] = at < 0 ? [line, ""] : [line.slice(0, at), line.slice(at + 1)];
	const isArea = detail.trim() === ANY;
	const read3 = isArea ? areaOf(area) : skillOf(line);
	if (read3 !== void 0) return { kind: "skill", skill: read3, isArea };
	const near = detail.trim() === "" ? areaOf(area) : void 0;
	throw new Slip("skill", { typed }, near && termText({ kind: "skill", skill: near, isArea: true }));
}
function sort(typed) {
	const words2 = WORDS.sort ?? [];
	const word = asTyped(typed).toLowerCase();
	const isReversed = word.startsWith("-");
	const by = isReversed ? word.slice(1) : word;
	if (words2.includes(by)) return { by, isReversed };
	const near = nearest(by, words2) ?? words2.find((one) => by.startsWith(one));
	throw new Slip("word", { typed, key: "sort:", words: words2.join(", ") }, near && sortText({ by: near, isReversed }));
}
function due(scan) {
	const bound = scan.eat("<") ? "<" : scan.eat(">") ? ">" : "";
	if (bound !== "" && scan.isEnd) stepOverBlanksToADay(scan);
	let day = narrowed(closed(scan).trim());
	if (day === "") throw new Slip("nothing", { typed: `due:${bound}` });
	if (/^[0-9]+$/.test(day)) day = take(scan, day, (word) => unitOf(word) !== void 0);
	const ahead = /^[0-9]/.test(day) ? whenOf(day) : void 0;
	if (ahead && "ahead" in ahead) day = take(scan, day, (word) => word === AGO);
	if (bound === "" && day.toLowerCase() === NO_DATE) return { bound: "none" };
	const when = whenOf(day);
	if (when) return { bound, when };
	const other = elsewhere(day.toLowerCase());
	if (other) throw new Slip("day", { typed: day }, termText(other));
	const meant = day.startsWith("=") ? void 0 : whenMeant(day);
	throw new Slip("day", { typed: day }, meant && `due:${meant === NO_DATE ? "" : bound}${meant}`);
}
function stepOverBlanksToADay(scan) {
	const ahead = scan.copy();
	ahead.blanks();
	const behind = ahead.at;
	const word = ahead.word();
	if (/^[0-9]/.test(word) || whenOf(word)) scan.at = behind;
}
function take(scan, text, isWanted) {
	const ahead = scan.copy();
	ahead.blanks();
	const word = ahead.word().replace(/[A-Z]/g, (one) => one.toLowerCase());
	if (!isWanted(word)) return text;
	scan.at = ahead.at;
	return `${text} ${word}`;
}
function isMore(scan) {
	scan.blanks();
	return scan.next !== void 0 && !isBlank(scan.next);
}

var MOST_CHARACTERS = 1e3;
var MOST_PARTS = 40;
var MOST_NEGATED = 8;
var MOST_WORDS = 8;
var MOST_MENDINGS = 2;
var parse = (text) => read(text, MOST_MENDINGS);
function read(text, mendings) {
	const letters = [...text];
	if (letters.length > MOST_CHARACTERS) {
		const shown = letters.slice(0, MOST_CHARACTERS + 1);
		const { query: query2 } = understand(shown.slice(0, Math.max(0, shown.findLastIndex((one) => isBlank(one)))));
		const where = { position: MOST_CHARACTERS, length: letters.length - MOST_CHARACTERS };
		return { query: query2, bad: { ...where, meant: void 0, asWords: void 0, fault: "long", said: { most: MOST_CHARACTERS } } };
	}
	const { query, faulty } = understand(letters);
	if (!faulty) return { query, bad: void 0 };
	const { start, end, slip } = faulty;
	const typed = letters.slice(start, end).join("");
	const words2 = slip.mayBeWords ? inQuotes(typed) : void 0;
	const near = good(slip.fault === "quote" ? closed2(typed) : slip.near, mendings);
	const [meant, asWords] = near !== void 0 ? [near, words2] : [words2, void 0];
	return { query, bad: { position: start, length: end - start, meant, asWords, fault: slip.fault, said: slip.said } };
}
function understand(letters) {
	const scan = new Scan(letters);
	const query = { parts: [], sort: void 0 };
	let words2 = 0;
	let faulty;
	while (isMore(scan)) {
		const start = scan.at;
		const slip = tried(() => {
			const one = piece(scan);
			if ("sort" in one) {
				if (query.sort) throw new Slip("sort-twice", {});
				query.sort = one.sort;
				return void 0;
			}
			const isWords = one.part.term.kind === "words";
			const beyond = (fault, most) => {
				scan.finish();
				return new Slip(fault, { most });
			};
			if (isWords && words2 === MOST_WORDS) throw beyond("words", MOST_WORDS);
			if (one.part.not && query.parts.filter(({ not }) => not).length >= MOST_NEGATED) throw beyond("negated", MOST_NEGATED);
			if (query.parts.length >= MOST_PARTS) throw beyond("parts", MOST_PARTS);
			words2 += isWords ? 1 : 0;
			query.parts.push(one.part);
			return void 0;
		});
		if (slip) faulty ??= { start, end: scan.at, slip };
	}
	return { query, faulty };
}
function closed2(typed) {
	const letters = [...typed];
	const at = letters.findIndex(isQuotationMark);
	if (at >= 0) letters[at] = '"';
	return `${letters.join("")}"`;
}
function inQuotes(typed) {
	const isNegated = /^[!！]./su.test(typed);
	return good((isNegated ? "!" : "") + quoted(isNegated ? typed.slice(1) : typed), 0);
}
function good(typed, mendings) {
	if (typed === void 0) return void 0;
	const length = lengthOf(typed);
	if (mendings === 0) return length <= MOST_CHARACTERS && !understand([...typed]).faulty ? typed : void 0;
	const { bad } = read(typed, mendings - 1);
	if (!bad) return typed;
	return bad.position === 0 && bad.length === length ? bad.meant : void 0;
}
function mended(text, { position, length }, instead) {
	const letters = [...text];
	return [...letters.slice(0, position), instead, ...letters.slice(position + length)].join("");
}

var PHASES = ["new", "help_wanted", "started", "in_progress", "blocked", "ready_for_review", "in_review", "done", "dropped"];
var BLOCKED = 4;
var SIZES = ["s", "m", "l"];
var AWAY = 6;
var NO_REST = { skills: [], due: void 0, size: "none", urgency: "normal" };
var OF_REST = ["skill", "due", "size", "urgency"];
var asksRest = ({ parts, sort: sort2 }) => parts.some(({ term: term2 }) => OF_REST.includes(term2.kind) || term2.kind === "is" && term2.is === "overdue") || OF_REST.includes(sort2?.by ?? "");
var isClosed = ({ phase }) => phase >= 7;
var Knowing = class {
	constructor(group, accounts, blocked = new Set()) {
		this.group = group;
		this.accounts = accounts;
		this.blocked = blocked;
		this.opened = new Map();
		this.all = [];
		this.opening = Promise.resolve();
	}
	async refresh() {
		const { group } = this;
		const tasks = new Map();
		for (const object of group.objects.all.values()) {
			await group.pause();
			if (object.otype !== OTYPE.task) continue;
			const oid = toHex(object.oid);
			tasks.set(oid, { object, rel: relOf(object) });
			if (this.opened.get(oid)?.rev !== object.rev) this.#open(oid, object);
		}
		const parents = new Set([...tasks.values()].filter(({ rel }) => !isClosed(rel)).map(({ rel }) => toHex(rel.parent)));
		const away2 = new Map();
		const isAway = (oid) => {
			const known = away2.get(oid);
			if (known !== void 0) return known;
			const rel = tasks.get(oid)?.rel;
			away2.set(oid, false);
			const is = rel !== void 0 && ((rel.flags & AWAY) !== 0 || !isZero(rel.parent) && isAway(toHex(rel.parent)));
			away2.set(oid, is);
			return is;
		};
		const isOpen2 = (oid) => {
			const rel = tasks.get(toHex(oid))?.rel;
			return rel !== void 0 && !isClosed(rel);
		};
		const all = [];
		for (const [oid, { object, rel }] of tasks) {
			const [opened, called] = [this.opened.get(oid), group.names.tasks.get(oid)];
			if (!opened || !called || isAway(oid)) continue;
			const isBlocked = !isClosed(rel) && (rel.waitsFor.some(isOpen2) || this.blocked.has(called.row));
			const phase = isBlocked ? BLOCKED : rel.phase;
			const isFree = rel.phase <= 1 && rel.assignees.length === 0 && !isBlocked && !parents.has(oid);
			const numbers = (oids) => oids.map((one) => String(group.names.tasks.get(toHex(one))?.number ?? ""));
			const facts = {
				reader: this.#name(group.me.iid),
				texts: opened.words,
				number: String(called.number),
				slug: group.slug,
				phase: PHASES[phase] ?? "",
				isDelegated: false,
				isFree,
				...NO_REST,
				holder: this.#name(rel.assignees[0]),
				creator: "",
				reviewer: this.#name(rel.reviewers[0]),
				isWatched: false,
				parent: isZero(rel.parent) ? "" : numbers([rel.parent])[0] ?? "",
				depends: numbers(rel.waitsFor),
				from: ""
			};
			const { time } = decodeRevision(object.bytes);
			all.push({ oid, number: called.number, title: opened.title, phase, assignees: rel.assignees, due: void 0, time, facts });
		}
		this.all = all.sort((a, b) => b.number - a.number);
		this.opening = this.#openRest(this.all, tasks);
	}
	async #openRest(all, tasks) {
		for (const one of all) {
			await this.group.pause();
			const [opened, object] = [this.opened.get(one.oid), tasks.get(one.oid)?.object];
			if (!opened || opened.rev !== object?.rev) continue;
			opened.rest ??= this.#restOf(object);
			one.due = opened.rest.due;
			Object.assign(one.facts, opened.rest, { due: one.due === void 0 ? void 0 : dayAt(one.due) });
		}
	}
	#name(iid) {
		return iid ? this.accounts.get(toHex(iid)) ?? toHex(iid) : "";
	}
	#open(oid, object) {
		try {
			const [title, desc] = ["title", "desc"].map((field) => this.group.textOf(object, field));
			if (!title) return;
			const text = fromUtf8(title);
			const words2 = [[text, ...desc ? [fromUtf8(desc)] : []].map(sought).join("\n")];
			this.opened.set(oid, { rev: object.rev, title: text, words: words2, rest: void 0 });
		} catch (error) {
			if (!(error instanceof SealedError)) throw error;
		}
	}
	#restOf(object) {
		try {
			const [skills, due2, size, urgency] = ["skills", "due", "size", "urgency"].map((field) => this.group.textOf(object, field));
			return {
				skills: skills ? FIELD.skills.decode(skills).map(skillKey) : [],
				due: due2 && writable(FIELD.due.decode(due2)),
				size: size ? SIZES[FIELD.size.decode(size)] ?? "none" : "none",
				urgency: urgency && FIELD.urgency.decode(urgency) === 1 ? "urgent" : "normal"
			};
		} catch (error) {
			if (!(error instanceof SealedError)) throw error;
			return NO_REST;
		}
	}
};
var ORDERS = {
	due: ({ due: due2 }) => due2 ?? Infinity,
	new: ({ number: number2 }) => -number2,
	updated: ({ time }) => -time,
	urgency: ({ facts }) => facts.urgency === "urgent" ? 0 : 1,
	size: ({ facts }) => WORDS.size?.indexOf(facts.size) ?? 0,
	order: ({ number: number2 }) => number2
};
function inOrder(found, sort2) {
	if (!sort2) return found;
	const { by, isReversed } = sort2;
	const of = ORDERS[by] ?? ORDERS.new ?? (() => 0);
	const placed = found.map((one) => ({ one, at: of(one) }));
	placed.sort((a, b) => {
		if (a.at === b.at) return b.one.number - a.one.number;
		if (a.at === Infinity || b.at === Infinity) return a.at === Infinity ? 1 : -1;
		return isReversed ? b.at - a.at : a.at - b.at;
	});
	return placed.map(({ one }) => one);
}

var rootOfFile = ({ edSeed }) => derive(edSeed, "file-root");
var isOfFile = ({ rootKey, keys }) => equal(rootKey, rootOfFile(keys));
async function putBox({ me, random, ask }, kind, oid, text) {
	needThat(!isOfFile(me), "file-root");
	const sealed = text && sealPersonal({ iid: me.iid, kind, oid }, me.rootKey, text, random);
	await ask("POST", DOOR, { kind, oid: toHex(oid), sealed });
}

var [NAME, BESIDE] = ["60", 12];
function read2({ oid, text }) {
	try {
		const { query = void 0, name = query ?? "" } = text ? decodeSearch(text) : {};
		return { oid, name, query };
	} catch (error) {
		if (!(error instanceof SealedError)) throw error;
		return { oid, name: "", query: void 0 };
	}
}
var byName = (all) => [...all].sort((one, other) => one.name.localeCompare(other.name));
var Saved = class {
	constructor(boxes, random) {
		this.boxes = boxes;
		this.random = random;
		this.all = [];
	}
	async load() {
		this.all = byName((await this.boxes.list("search")).map(read2));
		return this.all;
	}
	async add({ query, name }) {
		const oid = this.random(16);
		await putBox(this.boxes, "search", oid, encodeSearch({ query, name }));
		this.all = byName([...this.all, { oid, name, query }]);
	}
	async forget(oid) {
		await putBox(this.boxes, "search", oid);
		this.all = this.all.filter((one) => !equal(one.oid, oid));
	}
};
function beginSaved(part, saved, left, keep, run) {
	const { texts, progress } = part;
	const names = make("p", { class: "flex small" });
	const list2 = make("div", {});
	const about = make("p", { class: "small mute", text: texts.of("saved-about") });
	const summary = make("summary", { text: texts.of("saved") });
	const sign = document.querySelector("details.why > summary > .i");
	if (sign) summary.prepend(sign.cloneNode(true));
	const details = make("details", { class: "why" }, summary, make("div", { class: "stack sm" }, about, list2));
	const said = make("p", { class: "small mute", role: "status" });
	const name = new Input(texts, { label: "saved-name", value: left, isRequired: true });
	name.input.maxLength = Number(NAME);
	name.input.dir = "auto";
	name.input.addEventListener("input", () => void keep(name.value));
	let query = "";
	const { form } = part.form({
		content: [name.element],
		button: "saved-save",
		fields: { name },
		act: async () => {
			needThat(name.value !== "", "nameless", { field: "name" });
			await once();
			await saved.add({ query, name: name.value });
			name.input.value = "";
			await keep("");
			tell("stored");
			const here2 = names.querySelector("[aria-current]");
			if (here2 instanceof HTMLElement) here2.focus();
		}
	});
	form.hidden = true;
	const sending = new Sending({ texts, progress, busy: list2, before: details });
	let loading;
	const once = async () => {
		loading ??= saved.load();
		try {
			await loading;
		} catch (error) {
			loading = void 0;
			throw error;
		}
	};
	const load = () => sending.send(async () => {
		await once();
		show();
	});
	const tell = (key) => {
		said.textContent = texts.of(key);
		form.hidden = true;
		show();
	};
	const show = () => {
		const readable = saved.all.filter((one) => one.query !== void 0);
		const isHere = (one) => one.query === query;
		const named = readable.slice(0, BESIDE).map((one) => nameOf2(one, isHere(one)));
		const save = button(texts.of("saved-this"), "btn quiet");
		save.addEventListener("click", () => {
			form.hidden = false;
			name.input.focus();
		});
		names.replaceChildren(...named, ...query === "" || readable.some(isHere) ? [] : [save]);
		names.hidden = names.childElementCount === 0;
		if (query === "") form.hidden = true;
		const rows = saved.all.map(row);
		list2.replaceChildren(rows.length === 0 ? make("p", { class: "mute", text: texts.of("saved-none") }) : make("ul", { class: "rows" }, ...rows));
	};
	const nameOf2 = (one, isHere) => {
		const press = button(one.name, "btn quiet");
		press.dir = "auto";
		if (isHere) press.setAttribute("aria-current", "true");
		press.addEventListener("click", () => run(one.query ?? ""));
		return press;
	};
	const row = (one) => {
		const forget = button(texts.of("saved-forget"));
		forget.append(make("span", { class: "sr", text: `: ${one.name}` }));
		forget.addEventListener(
			"click",
			() => sending.send(async () => {
				await saved.forget(one.oid);
				tell("forgotten");
				summary.focus();
			})
		);
		const what = one.query === void 0 ? [make("span", { class: "mute", text: texts.of("shut") })] : [make("b", {}, nameOf2(one, one.query === query)), make("br"), make("code", { class: "small", dir: "auto", text: one.query })];
		return make("li", {}, make("div", { class: "grow" }, ...what), forget);
	};
	details.addEventListener("toggle", () => {
		if (details.open) void load();
	});
	const element = make("div", { class: "stack sm" }, names, form, said, details);
	show();
	return {
		element,
		load,
		changed: (now) => {
			if (now === query) return;
			query = now;
			said.textContent = "";
			form.hidden = name.value === "";
			show();
		}
	};
}

var MOST4 = 100;
var REST = 400;
var NOT_HERE = ["by", "watch"];
function saidByPage(what) {
	const template = document.querySelector(`template[data-${what}]`);
	const names = template instanceof HTMLTemplateElement ? [...template.content.querySelectorAll("[data-of]")] : [];
	return new Map(names.map((name) => [name.getAttribute("data-of") ?? "", name.textContent ?? ""]));
}
function draftOf({ device, me, pid, id }, field) {
	const key = `draft/${id}/${field}`;
	const place = (
		{ iid: me.iid, kind: "draft", oid: pid.slice(0, 16) }
	);
	return {
		read: async () => {
			const kept = await device.localStore.get(key);
			try {
				return kept instanceof Uint8Array ? fromUtf8(openPersonal(place, me.rootKey, kept)) : "";
			} catch (error) {
				if (error instanceof SealedError) return "";
				throw error;
			}
		},
		keep: (text) => device.localStore.put([{ key, value: sealPersonal(place, me.rootKey, utf8(text), device.random) }])
	};
}
async function beginSearch(part, session) {
	const group = await session.ready;
	if (group.lies.isFrozen || !group.isMember || !group.isReadable) return;
	const { texts, place } = part;
	const knowing = new Knowing(group, saidByPage("accounts"), new Set(saidByPage("blocked").keys()));
	const draft = draftOf(group, "search");
	const naming = draftOf(group, "saved");
	const line = new Input(texts, { label: "search", hint: "query-hint", value: await draft.read() });
	line.input.maxLength = MOST_CHARACTERS;
	for (const [name, value2] of [["type", "search"], ["autocapitalize", "none"], ["spellcheck", "false"], ["dir", "auto"]]) {
		line.input.setAttribute(name ?? "", value2 ?? "");
	}
	const said = make("p", { class: "small mute", role: "status" });
	const wrong = make("div", {});
	const list2 = make("ul", { class: "rows small" });
	const all = new Saved(new Boxes(group.device, ...group.own), group.device.random);
	const saved = beginSaved(part, all, await naming.read(), naming.keep, (query) => look(query));
	const box = make("div", { class: "stack sm", role: "search" }, line.element, saved.element, wrong, said, list2);
	let isStale = true;
	let fresh = Promise.resolve();
	let count = 0;
	const show = async () => {
		const text = line.value;
		count += 1;
		const mine = count;
		if (text === "") return clear();
		if (isStale) {
			isStale = false;
			fresh = knowing.refresh();
		}
		await fresh;
		const read3 = parse(text);
		const { query, left } = understood(read3.query);
		if (asksRest(query)) await knowing.opening;
		if (mine !== count) return;
		saved.changed(read3.bad || left !== "" ? "" : text);
		wrong.replaceChildren(...read3.bad ? [faultOf(text, read3.bad)] : [], ...left === "" ? [] : [notHere(left)]);
		const matches = matcher(query, todayOf(new Date()));
		const found = inOrder(knowing.all.filter(({ facts }) => matches(facts)), query.sort);
		say(found.length);
		list2.replaceChildren(...found.slice(0, MOST4).map((one) => row(one)));
	};
	const clear = () => {
		saved.changed("");
		wrong.replaceChildren();
		list2.replaceChildren();
		said.textContent = "";
	};
	const say = (found) => {
		const key = found === 0 ? "found-none" : found > MOST4 ? "found-most" : "found";
		said.textContent = texts.of(key, { count: found });
	};
	const row = ({ number: number2, title, phase, assignees }) => {
		const who = assignees.map((iid) => group.nameOf(iid) ?? "").filter((name) => name !== "");
		const about = [`#${number2}`, texts.of(`phase-${phase}`), ...who].join(" · ");
		const link = make("a", { href: `/p/${group.slug}/t/${number2}`, dir: "auto", text: title });
		return make("li", {}, make("div", { class: "grow" }, link, make("br"), make("span", { class: "mute", text: about })));
	};
	const faultOf = (text, bad) => {
		const { fault, said: named, position, length, meant, asWords } = bad;
		const letters = [...text];
		const [before, piece2, behind] = [letters.slice(0, position), letters.slice(position, position + length), letters.slice(position + length)];
		const tried2 = [meant, asWords].filter((one) => one !== void 0).map((one) => {
			const better = mended(text, bad, one);
			const press = button(better, "btn quiet");
			press.addEventListener("click", () => look(better));
			return make("p", { text: `${texts.of("meant")} ` }, press);
		});
		const where = make("p", { dir: "auto" });
		where.append(before.join(""), make("mark", { text: piece2.join("") }), behind.join(""));
		const why = make("p", {}, make("b", { text: texts.of(`query-${fault}`, named) }));
		const rest = make("p", { class: "small mute", text: texts.of("rest") });
		return make("div", { class: "notice" }, make("div", { class: "grow stack sm" }, why, where, ...tried2, rest));
	};
	const notHere = (left) => make("p", { class: "notice", text: texts.of("not-here", { words: left }) });
	let resting;
	const changed = () => {
		void show();
		clearTimeout(resting);
		resting = setTimeout(() => void draft.keep(line.value), REST);
	};
	const look = (text) => {
		line.input.value = text;
		line.input.focus();
		changed();
	};
	line.input.addEventListener("input", changed);
	line.input.addEventListener("focus", () => void saved.load(), { once: true });
	group.lies.hear(() => {
		if (group.lies.isFrozen) place.replaceChildren();
	});
	session.hear(() => {
		isStale = true;
		if (line.value !== "") void show();
	});
	place.replaceChildren(box);
	openFold(part, line);
	takeAnchor(part, line);
	await show();
}
function openFold({ element }, line) {
	const fold2 = element.closest("details");
	if (!fold2) return;
	fold2.open ||= line.value !== "" || location.hash === `#${element.id}`;
	fold2.addEventListener("toggle", () => {
		if (fold2.open && document.activeElement !== document.body) line.input.focus();
	});
}
function understood({ parts, sort: sort2 }) {
	const isHere = ({ term: term2 }) => !NOT_HERE.includes(term2.kind);
	const left = parts.filter((part) => !isHere(part)).map(({ term: term2 }) => termText(term2));
	return { query: { parts: parts.filter(isHere), sort: sort2 }, left: left.join(" ") };
}
return {
	beginSearch
};
};
