// Made by sealed/js/build.mjs from src/page/group/several.js: do not edit.
export default (lent) => {
var { make, Progress, hear, Filling, Group, follow, leaveAtSignOut, openedHere, fromHex, toHex, utf8, OTYPE, SealedError, FIELD, frame, mac, v16, Watch } = lent;
var TAG = 16;
var BLANK = /[\t-\r ]+/g;
var normalSkill = (name) => name.normalize("NFKC").toLowerCase().normalize("NFKC").replace(BLANK, " ").replace(/^ | $/g, "");
var skillTag = (tagKey, name) => mac(tagKey, frame("tag", v16(utf8(normalSkill(name))))).slice(0, TAG);

function skillOfTag(group, { object = "", tag, epoch }) {
	const oid = group.names.task(object);
	const key = group.keyring.tagKey(Number(epoch));
	if (!oid || !key) return void 0;
	try {
		const bytes = group.textOf(group.objects.get(OTYPE.task, fromHex(oid)), "skills");
		return bytes && FIELD.skills.decode(bytes).find((name) => toHex(skillTag(key, name)) === tag);
	} catch (error) {
		if (!(error instanceof SealedError)) throw error;
		return void 0;
	}
}
function nameSkills(root, group, isOurs) {
	for (const element of root.querySelectorAll('[data-sealed="skill"][data-tag]')) {
		const name = element instanceof HTMLElement && isOurs(element) ? skillOfTag(group, element.dataset) : void 0;
		if (name !== void 0 && element.textContent !== name) element.textContent = name;
	}
}

var isOf = ({ group: named, object = "" }, { slug, names }) => named === void 0 ? names.rows.has(object) : named === slug;
var EMPTY = '[data-sealed=""][data-object]:not([data-open])';
var Several = class {
	constructor(part, localStore) {
		this.part = part;
		this.localStore = localStore;
		this.all = [];
		this.tried = new Set();
		this.isAsking = true;
	}
	async begin() {
		const why = make("p", { class: "small", text: this.part.texts.of("unlock-beside") });
		const opened = await openedHere(this.part, () => this.part.element.prepend(why));
		why.remove();
		if (!opened) return;
		leaveAtSignOut();
		this.all = this.#elements().map((element) => this.#one(element, opened));
		await Promise.all(this.all.map(async ({ group }) => group.load()));
		await this.#fill();
		await this.#ask();
	}
	#elements() {
		return [...this.part.element.querySelectorAll("[data-in]")].filter((element) => element instanceof HTMLElement);
	}
	#one(element, opened) {
		const { texts, device } = this.part;
		const { ask, random, now } = device;
		const where = { slug: element.dataset.in ?? "", pid: element.dataset.pid ?? "" };
		const group = new Group({ ask, random, now, localStore: this.localStore }, where, opened);
		const watch = new Watch({ element, texts, progress: new Progress(texts) });
		const filling = new Filling(texts, ({ dataset }) => isOf(dataset, group));
		group.lies.hear((lie) => {
			watch.show(lie, group);
			element.hidden = false;
		});
		return { group, filling, watch, element };
	}
	async #fill() {
		for (const { group, filling } of this.all) {
			await filling.fill(document, group);
			nameSkills(document, group, filling.isOurs);
		}
	}
	async #ask() {
		this.isAsking = true;
		let isFirst = this.tried.size === 0;
		do {
			for (const id of this.#empty()) this.tried.add(id);
			for (const { group, filling, watch, element } of this.all) {
				await follow(group, { filling, watch }, isFirst);
				nameSkills(document, group, filling.isOurs);
				element.hidden = watch.isQuiet;
			}
			isFirst = false;
		} while (this.#hasNew());
		this.isAsking = false;
	}
	#empty() {
		const named = ["data-group", "data-object", "data-rev"];
		return [...document.querySelectorAll(EMPTY)].map((element) => named.map((name) => element.getAttribute(name)).join(" "));
	}
	#hasNew() {
		return this.#empty().some((id) => !this.tried.has(id));
	}
	async refresh() {
		await this.#fill();
		if (!this.isAsking && this.#hasNew()) await this.#ask();
	}
};
return {
	Several,
	isOf
};
};
