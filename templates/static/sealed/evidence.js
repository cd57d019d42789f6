// Made by sealed/js/build.mjs from src/page/group/evidence.js: do not edit.
export default (lent) => {
var { toBase64url, button, make, toTrouble } = lent;
// src/page/saving.js
var SOON = 1e3;
function saveFile(name, type, text) {
	const address = URL.createObjectURL(new Blob([text], { type }));
	make("a", { href: address, download: name }).click();
	setTimeout(() => URL.revokeObjectURL(address), SOON);
}

// src/page/group/evidence.js
var MOST = 50;
function evidenceFor(texts, group, kind) {
	const details = make("details", {}, make("summary", { text: texts.of("evidence") }));
	const list = make("ul", { class: "small", translate: "no" });
	const save = button(texts.of("evidence-save"));
	details.addEventListener("toggle", () => list.replaceChildren(...linesOf(group, kind).map((text) => make("li", { text }))));
	save.addEventListener("click", () => saveFile("evidence.json", "application/json", JSON.stringify(evidenceOf(group), null, 2)));
	details.append(list, save);
	return details;
}
function offerOlder(watch, said, group, healing) {
	if (said.querySelector("[data-older]")) return;
	const { texts } = watch.part;
	const press = button(texts.of("older"));
	press.dataset.older = "";
	press.addEventListener("click", () => {
		press.disabled = true;
		const gone = healing().then(({ goOnOlder }) => group.alone(() => goOnOlder(group)));
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
return {
	evidenceFor,
	offerOlder
};
};
