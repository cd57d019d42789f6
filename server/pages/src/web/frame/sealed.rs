//! The data that pages give to the script that keeps passphrases and keys on their device (`static/sealed/page.js`): its words,
//! in the language of the reader, and the address and the hash of the script itself; and of that of private pursuances
//! (`private/words.rs`).

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use pursuance_domain::wording::Wording;

use super::files;
use super::layout::Layout;
use super::private::words::{
    BLOCKING, BULK, CHOOSING, ENTER, FOUND, GROUP, GROUPS, HAND_IN, HEAD, INVITE, INVITES, MEMBERS, PLACE,
    PROFILE, REPLACE, SEARCH, SUGGESTIONS, TAKE_PLACE, TALK, VERDICT, WRITING,
};
use crate::text::{Markup, Text, escape};

/// The script, by its path below `templates/static`.
const SCRIPT: &str = "sealed/page.js";

/// The script of private pursuances.
const GROUP_SCRIPT: &str = "sealed/group.js";

/// The worker in which Argon2 runs: its answer alone lets WebAssembly be compiled.
pub const WORKER: &str = "sealed/argon2.js";

/// The policy of that answer.
pub const WORKER_POLICY: &str =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; frame-ancestors 'none'";

/// The policy of a page on which somebody signs in with a key: whatever a script does wrong, no form leaves it.
pub const NO_FORM_POLICY: &str = "default-src 'self'; img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/// The address of a script, which names its bytes, and their hash as browsers compare it.
fn address_of(name: &str) -> (String, String) {
    let Some(file) = files::get(name) else { return (format!("/static/{name}"), String::new()) };
    let version = file.tag.trim_matches('"');
    (format!("/static/{name}?v={version}"), file.integrity.clone())
}

static PAGE: LazyLock<(String, String)> = LazyLock::new(|| address_of(SCRIPT));
static GROUP_PAGE: LazyLock<(String, String)> = LazyLock::new(|| address_of(GROUP_SCRIPT));

/// The address of the script.
pub fn script() -> &'static str {
    &PAGE.0
}

/// The hash of the script.
pub fn integrity() -> &'static str {
    &PAGE.1
}

/// The address of the script of private pursuances, and its hash.
pub fn group_script() -> (&'static str, &'static str) {
    (&GROUP_PAGE.0, &GROUP_PAGE.1)
}

/// Whether an address (the path below `/static/`, and the query) names these very bytes of a script.
pub fn names_its_bytes(name: &str, query: &str) -> bool {
    let asked = format!("/static/{name}?{query}");
    [script(), group_script().0].contains(&asked.as_str())
}

/// The beginning of the keys of these words; the script knows them without it.
const FAMILY: &str = "sealed-";

/// Words of every part.
pub(super) const EVERYWHERE: &[&str] = &[
    "sealed-passphrase",
    "sealed-show",
    "sealed-hide",
    "sealed-working",
    "sealed-slow",
    "sealed-failed",
    "sealed-lost",
    "sealed-wrong-realm",
    "sealed-weak-parameters",
    "sealed-changed-parameters",
    "sealed-problem-wrong-key",
    "sealed-problem-rate-limit",
];

/// Words beside a new passphrase.
const NEW: &[&str] = &[
    "sealed-passphrase-again",
    "sealed-hint",
    "sealed-six-words",
    "sealed-six-words-again",
    "sealed-six-words-take",
    "sealed-too-short",
    "sealed-differs",
    "sealed-problem-invalid-key",
];

/// Words of the recovery kit.
pub(super) const KIT: &[&str] = &[
    "sealed-kit-title",
    "sealed-kit-about",
    "sealed-kit-name",
    "sealed-kit-address",
    "sealed-kit-code",
    "sealed-kit-print",
    "sealed-kit-prove",
    "sealed-kit-which",
    "sealed-kit-check",
    "sealed-kit-wrong",
    "sealed-kit-back",
    "sealed-kit-done",
    "sealed-kit-later",
    "sealed-group",
    "sealed-kept",
];

/// Words where the camera reads a code.
pub(super) const SCAN: &[&str] =
    &["sealed-scan", "sealed-scan-stop", "sealed-scan-hold", "sealed-scan-other", "sealed-scan-refused"];

/// Words where the account's keys are opened or changed.
pub(super) const OPENED: &[&str] = &["sealed-bad-keys", "sealed-problem-sign-in-first"];

/// The lists of a part, and the words of its own with the key under which the script knows each.
pub(super) type Part = (&'static [&'static [&'static str]], &'static [(&'static str, &'static str)]);

const SIGNIN: Part = (
    &[
        EVERYWHERE,
        OPENED,
        &[
            "sealed-signin",
            "sealed-keep-legend",
            "sealed-keep-hours",
            "sealed-keep-signout",
            "sealed-keep-page",
            "sealed-problem-account-suspended",
        ],
    ],
    &[],
);
const JOIN: Part = (
    &[
        EVERYWHERE,
        NEW,
        KIT,
        &[
            "sealed-about",
            "sealed-problem-name-taken",
            "sealed-problem-invalid-input",
            "sealed-problem-registration-closed",
            "sealed-problem-setup-used",
        ],
    ],
    &[],
);
const PASSPHRASE: Part = (
    &[EVERYWHERE, NEW, OPENED, &["sealed-old", "sealed-change", "sealed-same", "sealed-end-tokens"]],
    &[("sealed-done-changed", "done"), ("sealed-passphrase-new", "passphrase")],
);
const DERIVE: Part = (
    &[EVERYWHERE, NEW, KIT, OPENED, &["sealed-old", "sealed-same"]],
    &[("sealed-make-derived", "make"), ("sealed-passphrase-new", "passphrase")],
);
const RECOVERY: Part = (&[EVERYWHERE, KIT, OPENED], &[("sealed-make-kit", "make")]);
const RECOVER: Part = (
    &[
        EVERYWHERE,
        NEW,
        OPENED,
        &[
            "sealed-name",
            "sealed-code",
            "sealed-code-hint",
            "sealed-bad-code",
            "sealed-set",
            "sealed-to-signin",
            "sealed-problem-account-suspended",
        ],
    ],
    &[
        ("sealed-done-recovered", "done"),
        ("sealed-passphrase-new", "passphrase"),
        ("sealed-problem-wrong-code", "problem-wrong-key"),
    ],
);
const IDENTITY: Part = (
    &[EVERYWHERE, NEW, OPENED],
    &[
        ("sealed-file-begin", "begin"),
        ("sealed-file-own", "old"),
        ("sealed-file-passphrase", "passphrase"),
        ("sealed-file-again", "passphrase-again"),
        ("sealed-file-save", "save"),
        ("sealed-file-saved", "done"),
    ],
);
const DEVICE_NEW: Part = (
    &[
        EVERYWHERE,
        OPENED,
        &[
            "sealed-keep-legend",
            "sealed-keep-hours",
            "sealed-keep-signout",
            "sealed-keep-page",
            "sealed-copy",
            "sealed-copied",
            "sealed-device-code",
            "sealed-device-code-hint",
            "sealed-device-picture",
            "sealed-device-waits",
            "sealed-device-over",
            "sealed-device-again",
            "sealed-problem-account-suspended",
        ],
    ],
    &[("sealed-device-unknown", "problem-wrong-key")],
);
const FILE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        &[
            "sealed-keep-legend",
            "sealed-keep-hours",
            "sealed-keep-signout",
            "sealed-keep-page",
            "sealed-file",
            "sealed-file-none",
            "sealed-file-wrong",
            "sealed-file-open",
            "sealed-problem-account-suspended",
        ],
    ],
    &[("sealed-file-of", "passphrase"), ("sealed-file-unknown", "problem-wrong-key")],
);
const DEVICE: Part = (
    &[
        EVERYWHERE,
        OPENED,
        SCAN,
        &[
            "sealed-device-typed",
            "sealed-device-typed-hint",
            "sealed-device-scanned",
            "sealed-device-hand",
            "sealed-device-bad-code",
            "sealed-problem-code-used",
        ],
    ],
    &[("sealed-device-begin", "begin"), ("sealed-file-own", "old"), ("sealed-device-handed", "done")],
);
const PROOF: Part = (&[EVERYWHERE], &[]);

/// The words of a part of a page.
fn part(name: &str) -> Part {
    match name {
        "signin" => SIGNIN,
        "join" => JOIN,
        "passphrase" => PASSPHRASE,
        "derive" => DERIVE,
        "recovery" => RECOVERY,
        "recover" => RECOVER,
        "identity" => IDENTITY,
        "device-new" => DEVICE_NEW,
        "file" => FILE,
        "device" => DEVICE,
        "group" => GROUP,
        "groups" => GROUPS,
        "found" => FOUND,
        "enter" => ENTER,
        "members" => MEMBERS,
        "profile" => PROFILE,
        "head" => HEAD,
        "invite" => INVITE,
        "invites" => INVITES,
        "new-task" | "edit" => WRITING,
        "bulk" => BULK,
        "depend" | "move" => CHOOSING,
        "block" => BLOCKING,
        "suggestions" => SUGGESTIONS,
        "talk" => TALK,
        "verdict" => VERDICT,
        "hand-in" => HAND_IN,
        "search" => SEARCH,
        "replace" => REPLACE,
        "place" => PLACE,
        "take-place" => TAKE_PLACE,
        _ => PROOF,
    }
}

/// The names of the values that the script puts into a text.
const PUT_IN: [&str; 27] = [
    "percent", "minutes", "number", "name", "count", "by", "purpose", "role", "used", "uses", "until",
    "names", "title", "field", "entries", "objects", "messages", "missing", "others", "typed", "key",
    "words", "most", "skills", "skill", "at", "who",
];

/// The beginning of the keys of refusals, which say what to do next, too.
const REFUSAL: &str = "refusal-";

fn say(t: Text, key: &'static str) -> String {
    if key.starts_with(REFUSAL) {
        let said =
            PUT_IN.into_iter().fold(Wording::new(key), |said, name| said.set(name, format!("{{{name}}}")));
        return t.say_and_advise(&said);
    }
    PUT_IN.into_iter().fold(t.with(key), |text, name| text.set(name, format!("{{{name}}}"))).to_string()
}

/// The words of a part, by the keys that the script knows. A word of its own stands in for that of a list.
fn texts(t: Text, (lists, own): Part) -> Vec<(&'static str, String)> {
    let own = own.iter().map(|(key, known)| (*known, *key));
    let lists = lists.iter().flat_map(|list| list.iter());
    let lists = lists.map(|&key| (key.strip_prefix(FAMILY).unwrap_or(key), key));
    let mut texts: Vec<(&str, String)> = Vec::new();
    for (known, key) in own.chain(lists) {
        if !texts.iter().any(|(there, _)| *there == known) {
            texts.push((known, say(t, key)));
        }
    }
    texts
}

/// The words of parts as HTML, by language and part. To make those of one page costs more than its list of tasks, and they are the same
/// for everybody. There are as many as parts and languages.
static MADE: RwLock<BTreeMap<(&str, &str), Arc<Markup>>> = RwLock::new(BTreeMap::new());

/// The words of a part as HTML, as a script reads them.
fn made(t: Text, name: &'static str) -> Arc<Markup> {
    let place = (t.language(), name);
    if let Some(there) = MADE.read().unwrap_or_else(PoisonError::into_inner).get(&place) {
        return there.clone();
    }
    let texts = texts(t, part(name)).into_iter();
    let html = texts.map(|(key, text)| format!("\n<p data-text=\"{key}\">{}</p>", escape(&text))).collect();
    let made = Arc::new(Markup::trusted(html));
    MADE.write().unwrap_or_else(PoisonError::into_inner).insert(place, made.clone());
    made
}

impl Layout {
    /// The words of a part that the script fills (`data-sealed`), as HTML.
    pub fn sealed_texts(&self, name: &'static str) -> Arc<Markup> {
        made(self.t, name)
    }
}

#[cfg(test)]
mod tests {
    use pursuance_domain::value::Language;

    use super::*;

    #[test]
    fn the_script_and_its_worker_are_there_and_have_their_hash() {
        assert!([SCRIPT, GROUP_SCRIPT, WORKER].into_iter().all(|name| files::get(name).is_some()));
        assert!(script().starts_with("/static/sealed/page.js?v="), "{}", script());
        assert_eq!(integrity().len(), "sha384-".len() + 64, "{}", integrity());
        assert_eq!(group_script().1.len(), integrity().len());
        let (_, version) = group_script().0.split_once('?').unwrap();
        assert!(names_its_bytes(GROUP_SCRIPT, version) && !names_its_bytes(WORKER, version));
    }

    #[test]
    fn words_that_were_made_are_those_of_their_part_and_language() {
        let german = Text::of(Language::German);
        for (t, name, words) in [
            (Text::english(), "passphrase", "New passphrase"),
            (german, "passphrase", "Neue Passphrase"),
            (Text::english(), "recover", "New passphrase"),
        ] {
            let first = made(t, name).to_string();
            assert!(first.contains(&format!("<p data-text=\"passphrase\">{words}</p>")), "{first}");
            assert_eq!(first, made(t, name).to_string());
            assert_eq!(first.matches("<p ").count(), texts(t, part(name)).len(), "{name}");
        }
    }

    #[test]
    fn a_part_has_each_word_once_and_its_own_before_others() {
        let of_groups = [
            GROUP, GROUPS, FOUND, ENTER, MEMBERS, PROFILE, HEAD, INVITE, INVITES, WRITING, CHOOSING,
            BLOCKING, TALK, VERDICT, HAND_IN, SEARCH, REPLACE, PLACE, TAKE_PLACE,
        ];
        let of_accounts =
            [SIGNIN, JOIN, PASSPHRASE, DERIVE, RECOVERY, RECOVER, IDENTITY, DEVICE_NEW, FILE, DEVICE, PROOF];
        for part in of_accounts.into_iter().chain(of_groups) {
            let texts = texts(Text::english(), part);
            let mut known: Vec<_> = texts.iter().map(|(known, _)| *known).collect();
            known.sort_unstable();
            let count = known.len();
            known.dedup();
            assert_eq!(known.len(), count, "{known:?}");
            assert!(known.contains(&"passphrase") && known.contains(&"failed"));
            let working = texts.iter().find(|(known, _)| *known == "working");
            assert!(working.is_some_and(|(_, text)| text.contains("{percent}")), "{working:?}");
        }
        let said = texts(Text::english(), SEARCH).into_iter().find(|(known, _)| *known == "query-word");
        let said = said.map(|(_, text)| text).unwrap_or_default();
        assert!(said.contains("{typed}") && said.contains("It is one of: {words}."), "{said}");
        let texts = texts(Text::english(), PASSPHRASE);
        let passphrase = texts.iter().find(|(known, _)| *known == "passphrase");
        assert_eq!(passphrase.map(|(_, text)| text.as_str()), Some("New passphrase"));
    }
}
