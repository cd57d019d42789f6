//! Demands on the sources and the pages about them: a new field, a new refusal and a new button have to be named there, and no compiler
//! asks for it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pursuance::web::routes;
use pursuance_domain::task::Ask;

use crate::architecture::ROOTS;
use crate::support::asks::first;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The pages that list what a task asks for: where the list begins, and what ends it.
const LISTS: [(&str, &str, &str); 5] = [
    ("docs/protocol.md", "The mirror follows A's", "."),
    ("FEDERATION.md", "with title in `name`", "."),
    ("FEDERATION.md", "Of a task, B's mirror follows", "."),
    ("docs/data.md", "What is asked for (", ")"),
    ("docs/architecture.md", "| task | a piece of work", "\n"),
];

/// The names of a field: on the wire, and in pages.
fn names(ask: Ask<'_>) -> &'static [&'static str] {
    match ask {
        Ask::Title(_) => &["name", "title"],
        Ask::Deliverables(_) => &["source", "deliverables", "text"],
        Ask::Skills(_) => &["skills"],
        Ask::Due(_) => &["due"],
        Ask::Size(_) => &["size"],
        Ask::Urgency(_) => &["urgency"],
    }
}

#[test]
fn each_page_that_lists_what_a_task_asks_for_has_each_field() {
    let terms = read("docs/protocol.md");
    let terms = terms.split_once("### 1.2 Terms").unwrap().1.split("### 1.3").next().unwrap();
    let terms: String = terms.lines().filter_map(|row| row.strip_prefix('|')?.split('|').next()).collect();
    for ask in first().each() {
        let is_term = names(ask).iter().any(|name| terms.contains(&format!("`{name}`")));
        assert!(is_term, "{} has no row in docs/protocol.md §1.2", ask.name());
    }
    for (path, begins, ends) in LISTS {
        let page = read(path);
        let list = page.split_once(begins).unwrap_or_else(|| panic!("{begins:?} is not in {path}")).1;
        let list = list.split(ends).next().unwrap_or_default();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let words: BTreeSet<&str> =
            begins.split(|c| !is_word(c)).chain(list.split(|c| !is_word(c))).collect();
        for ask in first().each() {
            let is_there = names(ask).iter().any(|name| words.contains(name));
            assert!(is_there, "{path} does not name {} after {begins:?}", ask.name());
        }
    }
}

/// The words for programs, by the type of their refusals.
fn slugs() -> BTreeMap<String, BTreeSet<String>> {
    let mut folders: Vec<PathBuf> =
        ["domain/src"].into_iter().chain(ROOTS).map(|folder| root().join(folder)).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            for (at, _) in text.match_indices("fn slug(") {
                let of = text[..at].rsplit("\nimpl").next().and_then(|rest| rest.split('{').next());
                let of = of.unwrap_or_default().trim().rsplit(' ').next().unwrap_or_default();
                let body = text[at..].split("\n    }\n").next().unwrap_or_default();
                let words = body.split("=>").skip(1).filter_map(|arm| {
                    arm.trim_start_matches(['{', ' ', '\n']).strip_prefix('"')?.split('"').next()
                });
                found.entry(of.to_owned()).or_default().extend(words.map(str::to_owned));
            }
        }
    }
    found
}

/// The refusals that are answered with 409 for their family alone, or as invalid where `is_about_input` of the family says so.
const CONFLICTS: &[(&str, &str)] = &[
    (
        "AssignRefusal",
        "asked-first delegated no-change not-a-member not-allowed not-yours nothing-to-take-back on-offer taken task-closed would-withdraw-offer",
    ),
    (
        "ClosingRefusal",
        "already-closed another-name closed-too-shortly delegations-still-end invalid-input not-closed",
    ),
    (
        "DependencyRefusal",
        "closed cycle no-such-dependency not-blocked too-awaited too-connected too-many-blocks too-many-dependencies",
    ),
    (
        "InviteRefusal",
        "answered asked-already invalid-input invite-expired invite-revoked invite-used-up invite-void not-askable",
    ),
    (
        "MemberRefusal",
        "end-is-past heir-untrusted is-primary member-unavailable not-an-admin not-asked not-banned primary-acts receiver-gone",
    ),
    ("OfferRefusal", "answered invalid-input not-standing-by offer-over said-yes"),
    (
        "PairingRefusal",
        "asked-already blocked-task no-change no-help-wanted no-skills not-a-member not-to-be-asked on-offer open-parts pairing-paused",
    ),
    ("SkillOfferRefusal", "invalid-input skill-offer-over stale-revision too-many-skill-offers"),
    ("TreeRefusal", "below-done cycle not-a-sibling too-deep two-places"),
];

#[test]
fn a_refusal_is_no_conflict_for_its_family_alone() {
    let source = read("domain/src/refusal.rs");
    let classes = source.split("pub fn class(").nth(1).unwrap().split("\n    }\n").next().unwrap();
    // The last arm that takes families as a whole, from the end of the one before it.
    let arm = classes.rsplit("=> RefusalClass::Conflict").nth(1).unwrap().rsplit("},").next().unwrap();
    let families: BTreeSet<String> = arm
        .split("Self::")
        .skip(1)
        .filter_map(|rest| rest.split_once("(_)"))
        .map(|(family, _)| format!("{family}Refusal"))
        .collect();
    let known: BTreeSet<String> = CONFLICTS.iter().map(|(family, _)| (*family).to_owned()).collect();
    assert_eq!(families, known, "the families that are conflicts as a whole");
    let slugs = slugs();
    for (family, words) in CONFLICTS {
        let known: BTreeSet<String> = words.split(' ').map(str::to_owned).collect();
        assert_eq!(
            slugs[*family], known,
            "a new {family} is answered with 409: name it in CONFLICTS, or give it its class in domain/src/refusal.rs"
        );
    }
}

/// The words for programs that refusals of several types have. The row of each in docs/api.md is true of all of them.
const AGAIN: &[(&str, &str)] = &[
    ("answered", "InviteRefusal OfferRefusal"),
    ("asked-already", "InviteRefusal PairingRefusal"),
    ("cycle", "DependencyRefusal TreeRefusal"),
    ("delegated", "AssignRefusal PhaseRefusal ReviewRefusal"),
    ("depth", "DelegationRefusal TermsRefusal"),
    ("invalid-input", "ClosingRefusal InviteRefusal OfferRefusal Refused SkillOfferRefusal"),
    ("mirror-follows-origin", "PhaseRefusal ReviewRefusal"),
    ("no-change", "AssignRefusal PairingRefusal SuggestionRefusal"),
    ("not-a-member", "AssignRefusal NotAllowed PairingRefusal"),
    ("not-allowed", "AssignRefusal NotAllowed"),
    ("not-found", "NotAllowed Refused"),
    ("not-the-reviewer", "NotAllowed PhaseRefusal"),
    ("not-yours", "AssignRefusal NotAllowed PhaseRefusal SuggestionRefusal"),
    ("on-offer", "AssignRefusal PairingRefusal"),
    ("open-parts", "PairingRefusal PhaseRefusal"),
    ("open-subtasks", "DelegationRefusal PhaseRefusal"),
    ("own-work", "NotAllowed PhaseRefusal"),
    ("rate-limit", "Refusal TalkRefusal"),
    ("signature-needed", "Refused SealedRefusal"),
    ("stale-revision", "CommentRefusal Refused SealedRefusal SkillOfferRefusal SuggestionRefusal"),
    ("task-closed", "AssignRefusal DelegationRefusal"),
    ("too-many", "AccountKeyRefusal SealedRefusal"),
];

#[test]
fn a_word_for_programs_that_is_used_again_is_known_to_be() {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (of, words) in slugs() {
        for word in words {
            places.entry(word).or_default().insert(of.clone());
        }
    }
    let mut again = AGAIN.iter().map(|(word, of)| (*word, *of)).collect::<BTreeMap<_, _>>();
    for (word, of) in places.into_iter().filter(|(_, of)| of.len() > 1) {
        let of: Vec<String> = of.into_iter().collect();
        let of = of.join(" ");
        let known = again.remove(word.as_str()).unwrap_or_default();
        assert_eq!(
            of, known,
            "`{word}`: is its row in docs/api.md true of each of them? Then AGAIN names them"
        );
    }
    assert!(again.is_empty(), "not used again any more: {again:?}");
}

/// Acts of people with a task, by the end of the address, and the words for them that every text has: the English ones of the table in
/// locales/README.md. None where the words may be any.
const DONE: &[(&str, Option<&str>)] = &[
    ("archive", None),
    ("assign", Some("assign")),
    ("block", None),
    ("comments", Some("discussion")),
    ("delete", None),
    ("depend", None),
    ("edit", None),
    ("files", None),
    ("grants", None),
    ("hand-back", Some("give back")),
    ("hand-on", Some("hand on")),
    ("hand-over", Some("hand over")),
    ("move", None),
    ("need-longer", None),
    ("pairing", None),
    ("phase", Some("drop")),
    ("read", None),
    ("restore", None),
    ("reviewer", Some("review")),
    ("show-waiting", None),
    ("silence", None),
    ("split", Some("subtask")),
    ("still-on-it", None),
    ("take", Some("take")),
    ("take-back", Some("take back")),
    ("trash", None),
    ("unblock", None),
    ("undepend", None),
];

#[test]
fn what_is_done_with_a_task_has_its_word_in_the_glossary_or_says_that_it_needs_none() {
    let page = read("locales/README.md");
    let table = page.split_once("| English | German | means |").unwrap().1.split("\n\n").next().unwrap();
    let rows = table.lines().filter_map(|line| line.strip_prefix('|')?.split('|').next());
    let words: BTreeSet<&str> = rows.flat_map(|cell| cell.split([',', ';', ':'])).map(str::trim).collect();
    let posts = routes().filter(|route| route.method == "POST").map(|route| route.path);
    let done: BTreeSet<&str> = posts
        .filter_map(|path| path.strip_prefix("/p/{slug}/t/{number}/"))
        .filter(|end| !end.contains('/'))
        .collect();
    let known: BTreeSet<&str> = DONE.iter().map(|(end, _)| *end).collect();
    assert_eq!(done, known, "does a new one need a row in locales/README.md? Then DONE names its word");
    for (end, word) in DONE {
        assert!(
            word.is_none_or(|word| words.contains(word)),
            "{word:?} of {end} is not in locales/README.md"
        );
    }
}

/// The most letters a browser takes, so that nobody writes a text that is refused afterwards.
#[test]
fn each_text_in_the_form_of_a_task_has_its_greatest_length() {
    let form = read("templates/task/fields.html");
    let controls = form
        .lines()
        .filter(|line| line.contains("c::area(") || (line.contains("c::line(") && line.contains("\"text\"")));
    let without: Vec<&str> = controls.filter(|line| !line.contains("maxlength=")).collect();
    assert!(without.is_empty(), "without maxlength: {without:?}");
}
