//! Every language has every text, with the same values; and no text is unused.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pursuance_domain::event::Verb;

use super::*;

/// The tags that texts may hold.
const TAGS: &[&str] = &["<b>", "</b>", "<code>", "</code>"];

fn files_below(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, ending, found);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
}

/// Everything that can name a text: templates, and sources but for tests.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    for folder in ["server/ground/src", "server/hall/src", "server/pages/src", "server/src", "domain/src"] {
        files_below(&root.join(folder), "rs", &mut paths);
    }
    files_below(&root.join("templates"), "html", &mut paths);
    paths.retain(|path| !path.to_string_lossy().ends_with("tests.rs"));
    let program = |path: &PathBuf| {
        let text = fs::read_to_string(path).unwrap();
        text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default().to_owned()
    };
    paths.into_iter().map(|path| (path.clone(), program(&path))).collect()
}

/// The folders of `locales/`, by name.
fn folders() -> BTreeMap<String, PathBuf> {
    let locales = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
    let paths = fs::read_dir(locales).unwrap().map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.is_dir())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .collect()
}

/// A message as it is written: the values it names, its attributes, and the tags in it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Message {
    values: BTreeSet<String>,
    attributes: BTreeSet<String>,
    tags: Vec<String>,
}

/// The messages of a language by key.
fn messages(language: Language) -> BTreeMap<&'static str, Message> {
    let mut found: BTreeMap<&'static str, Message> = BTreeMap::new();
    for (_, source) in files(language) {
        let mut key = None;
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            key = keys_of(line).next().or(key);
            let Some(key) = key else { continue };
            let message = found.entry(key).or_default();
            if let Some((attribute, _)) = line.trim().strip_prefix('.').and_then(|line| line.split_once(" ="))
            {
                message.attributes.insert(attribute.to_owned());
            }
            for after in line.split('$').skip(1) {
                let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
                message.values.insert(after[..end].to_owned());
            }
            for after in line.split('<').skip(1) {
                let end = after.find('>').map_or(after.len(), |end| end + 1);
                message.tags.push(format!("<{}", &after[..end]));
            }
        }
    }
    found
}

#[test]
fn every_language_has_a_folder_and_every_file_of_it_is_read() {
    let tags: BTreeSet<String> = Language::ALL.iter().map(|language| language.as_str().to_owned()).collect();
    assert_eq!(
        folders().into_keys().collect::<BTreeSet<_>>(),
        tags,
        "a folder without its line, or the reverse"
    );
    for language in Language::ALL.iter().copied() {
        let mut there = Vec::new();
        files_below(&folders()[language.as_str()], "ftl", &mut there);
        let there: BTreeSet<String> =
            there.iter().map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect();
        let read = files(language).iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(there, read, "{}: files_of! in text.rs", language.as_str());
    }
}

#[test]
fn the_files_can_be_read_and_no_key_is_there_twice() {
    for language in Language::ALL.iter().copied() {
        let mut seen = BTreeSet::new();
        for (name, source) in files(language) {
            if let Err((_, errors)) = FluentResource::try_new((*source).to_owned()) {
                panic!("{}/{name}: {errors:?}", language.as_str());
            }
            for key in keys_of(source) {
                assert!(seen.insert(key), "{}/{name}: {key} is there twice", language.as_str());
            }
        }
    }
}

#[test]
fn every_language_says_the_same_about_the_same_values() {
    let english = messages(Language::English);
    for language in Language::ALL.iter().copied() {
        let own = messages(language);
        let (here, there): (BTreeSet<_>, BTreeSet<_>) = (own.keys().collect(), english.keys().collect());
        let name = language.as_str();
        assert!(here == there, "{name}: {:?}", here.symmetric_difference(&there).collect::<Vec<_>>());
        for (key, message) in &own {
            assert_eq!(message.values, english[key].values, "{name}: the values of {key}");
            assert_eq!(message.attributes, english[key].attributes, "{name}: the attributes of {key}");
            assert_eq!(message.tags, english[key].tags, "{name}: the tags of {key}");
        }
    }
}

#[test]
fn texts_hold_no_markup_but_for_a_few_tags() {
    for (key, message) in messages(Language::English) {
        for tag in message.tags {
            assert!(TAGS.contains(&tag.as_str()), "{key}: {tag}");
        }
    }
}

/// Messages that show a number which no noun follows, or which is never one: a bound, a place in a row, a rest.
const NEVER_ONE: &[&str] = &[
    // One alone has a line of its own.
    "lately-added",
    "activity-cut",
    "calendar-more",
    "calendar-undated-many",
    "count-blocked",
    "count-done",
    "count-offered",
    "count-open",
    "count-review",
    "count-way",
    "delivery-number",
    "feed-more",
    "filter-cut",
    "hand-over-discussion-last",
    "happened-pairing-allied",
    "happened-pairing-allied-some",
    "health-open-now",
    "health-weighed",
    "op-received",
    "outline-said-deepest",
    "pace-place",
    "search-narrowed",
    "several-line",
    "share-cut",
    "someone-numbered",
    "step-subtasks-no-undo",
    "work-handed-in",
    "work-handed-in-version",
    "work-round",
    "work-version",
    "health-taken-few",
];

/// The messages of a language by key, as they are written.
fn written(language: Language) -> BTreeMap<&'static str, String> {
    let mut found: BTreeMap<&'static str, String> = BTreeMap::new();
    for (_, source) in files(language) {
        let mut key = None;
        for line in source.lines().filter(|line| !line.starts_with('#')) {
            key = keys_of(line).next().or(key);
            let Some(key) = key else { continue };
            let message = found.entry(key).or_default();
            message.push_str(line);
            message.push('\n');
        }
    }
    found
}

#[test]
fn a_text_with_a_count_has_words_for_one() {
    for language in Language::ALL.iter().copied() {
        let name = language.as_str();
        let all = written(language);
        for (key, message) in &all {
            let counts = message.contains("{ $n }") || message.contains("$n ->");
            if !counts || NEVER_ONE.contains(key) {
                continue;
            }
            let choice = message.split_once("$n ->").map(|(_, variants)| variants);
            assert!(
                choice.is_some_and(|variants| variants.contains("[one]") || variants.contains("[1]")),
                "{name}: {key} says the same of one and of many"
            );
        }
        let unknown: Vec<_> = NEVER_ONE.iter().filter(|key| !all.contains_key(*key)).collect();
        assert!(unknown.is_empty(), "{name}: {unknown:?} are no texts any more");
    }
}

/// Beginnings of keys with which other words begin as well: slugs of refusals, names of limits, ids of controls.
const SHARED: &[&str] = &[
    "accept-",
    "answer-",
    "ask-",
    "asked-",
    "asking-",
    "blocked-",
    "comment-",
    "counter-",
    "due-",
    "end-",
    "ended-",
    "feed-",
    "file-",
    "files-",
    "first-",
    "form-",
    "grants-",
    "hand-",
    "handed-",
    "heartbeat-",
    "heir-",
    "in-",
    "inbox-",
    "invite-",
    "join-",
    "keys-",
    "live-",
    "log-",
    "mail-",
    "member-",
    "new-",
    "no-",
    "nobody-",
    "offer-",
    "offered-",
    "offers-",
    "on-",
    "open-",
    "own-",
    "phase-",
    "pick-",
    "push-",
    "quick-",
    "reason-",
    "recall-",
    "refuse-",
    "reoffer-",
    "return-",
    "review-",
    "role-",
    "room-",
    "said-",
    "sealed-",
    "send-",
    "several-",
    "signin-",
    "silent-",
    "skill-",
    "split-",
    "suggest-",
    "suggested-",
    "take-",
    "talk-",
    "task-",
    "tasks-",
    "terms-",
    "token-",
    "told-",
    "try-",
    "unban-",
    "words-",
    "you-",
];

/// The beginning of a word that is written like a key: its first part, with the dash.
fn beginning(word: &str) -> Option<&str> {
    let is_key = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let (beginning, rest) = word.split_at_checked(word.find('-')? + 1)?;
    (is_key && !rest.is_empty()).then_some(beginning)
}

/// The quoted words of a source, but for the values of HTML attributes.
fn quoted(source: &str) -> impl Iterator<Item = &str> {
    let parts = source.split('"');
    parts.clone().zip(parts.skip(1)).filter(|(before, _)| !before.ends_with('=')).map(|(_, word)| word)
}

#[test]
fn every_key_that_is_asked_for_exists() {
    let keys = messages(Language::English);
    let families: BTreeSet<&str> =
        keys.keys().filter_map(|key| beginning(key)).filter(|family| !SHARED.contains(family)).collect();
    for (path, source) in sources() {
        for call in [".s(\"", ".with(\"", ".rich(\"", " key: \"", "label: \"", "Wording::new(\""] {
            for after in source.split(call).skip(1) {
                let key = after.split('"').next().unwrap_or_default();
                assert!(keys.contains_key(key), "{}: no text for {key:?}", path.display());
            }
        }
        let is_of_a_family = |word: &&str| beginning(word).is_some_and(|family| families.contains(family));
        for word in quoted(&source).filter(is_of_a_family) {
            assert!(
                keys.contains_key(word),
                "{}: no text for {word:?}, which begins like other keys; if it is none, see SHARED",
                path.display()
            );
        }
    }
}

#[test]
fn a_notice_needs_no_values() {
    for (key, message) in messages(Language::English).iter().filter(|(key, _)| key.starts_with("notice-")) {
        assert!(message.values.is_empty(), "{key}");
    }
}

/// The words that a source names: whatever stands between two quotation marks, and what `concat!` begins with.
struct Named<'a> {
    words: BTreeSet<&'a str>,
    beginnings: BTreeSet<&'a str>,
}

impl<'a> Named<'a> {
    fn of(source: &'a str) -> Self {
        let begun = source.split("concat!(\"").skip(1);
        Self {
            words: source.split('"').collect(),
            beginnings: begun.filter_map(|rest| rest.split('"').next()).collect(),
        }
    }

    /// Whether the key is among them, whole or put together by `concat!("beginning-", …)`.
    fn has(&self, key: &str) -> bool {
        self.words.contains(key)
            || key.match_indices('-').any(|(dash, _)| {
                let (beginning, rest) = key.split_at(dash + 1);
                self.beginnings.contains(beginning) && self.words.contains(rest)
            })
    }
}

/// The key of the words for a kind of event.
fn key_of(verb: Verb) -> String {
    format!("happened-{}", verb.as_str().replace(['.', '_'], "-"))
}

#[test]
fn every_key_is_used() {
    let sources = sources();
    let named: Vec<Named<'_>> = sources.iter().map(|(_, source)| Named::of(source)).collect();
    let by_name: Vec<String> = Verb::told_by_name().iter().copied().map(key_of).collect();
    let unused: Vec<_> = messages(Language::English)
        .into_keys()
        .filter(|key| !by_name.iter().any(|known| known == key))
        .filter(|key| !named.iter().any(|source| source.has(key)))
        .collect();
    assert!(unused.is_empty(), "nothing asks for {unused:?}");
}

/// A language with few texts, some of them wrong.
fn unfinished(tag: &'static str) -> Text {
    const FILES: FluentFiles = &[("x.ftl", "cancel = Annuler\nmembers-count = { $other } membres\nadd =\n")];
    Text::made_of(tag, FILES)
}

/// A language that is written from right to left, read in a region of its own.
fn hebrew() -> Text {
    Text::made_of(
        "he",
        &[(
            "x.ftl",
            "direction = rtl\nregion = IL\nedit-title = \u{5e2}\u{5e8}\u{5d9}\u{5db}\u{5ea} { $title }\n",
        )],
    )
}

#[test]
fn a_language_from_right_to_left_says_so() {
    assert_eq!((hebrew().direction(), Text::english().direction()), (Direction::Rtl, Direction::Ltr));
}

#[test]
fn a_name_that_runs_against_its_sentence_does_not_reorder_it() {
    let in_hebrew = |name: &str| hebrew().with("edit-title").set("title", name).to_string();
    assert!(in_hebrew("River Watch").ends_with("\u{2068}River Watch\u{2069}"));
    assert!(in_hebrew("\u{5e0}\u{5d4}\u{5e8}").ends_with(" \u{5e0}\u{5d4}\u{5e8}"), "it runs the same way");
    assert!(in_hebrew("184").ends_with(" 184"));
    let in_english = Text::english().with("edit-title").set("title", "\u{5e0}\u{5d4}\u{5e8}").to_string();
    assert!(in_english.contains("\u{2068}\u{5e0}\u{5d4}\u{5e8}\u{2069}"), "{in_english}");
}

#[test]
fn times_are_told_as_in_the_region_that_the_browser_names_whatever_language_the_words_are_in() {
    use HourClock::{Twelve, TwentyFour};
    use WeekStart::{Monday, Saturday, Sunday};
    for (accepted, clock, first_day) in [
        ("en", TwentyFour, Monday),
        ("en-US,en;q=0.9", Twelve, Sunday),
        ("en-GB,en-US;q=0.9", TwentyFour, Monday),
        ("en,en-US;q=0.9", Twelve, Sunday),
        ("de-DE,en-US;q=0.5", TwentyFour, Monday),
        ("de,en-US", TwentyFour, Monday),
        ("fr-FR,en-CA;q=0.5", TwentyFour, Monday),
        ("hu-HU,hu;q=0.9,en-US;q=0.8,en;q=0.7", TwentyFour, Monday),
        ("hu,en-US;q=0.7", TwentyFour, Monday),
        ("pt-BR,pt;q=0.9,en-US;q=0.8", TwentyFour, Sunday),
        ("ar-EG,en-US;q=0.8", Twelve, Saturday),
        ("he-IL,he;q=0.9,en-US;q=0.8", TwentyFour, Sunday),
        ("fr,fr-CA;q=0.8,en-US;q=0.5", Twelve, Sunday),
        ("en-US;q=0.5,fr-FR", TwentyFour, Monday),
        ("tlh,en-US;q=0.5", Twelve, Sunday),
        ("tlh", TwentyFour, Monday),
    ] {
        let times = Text::preferred(accepted).times();
        assert_eq!((times.clock, times.first_day), (clock, first_day), "{accepted}");
    }
    assert_eq!(hebrew().times().first_day, Sunday, "by the language, where the browser names no region");
    for (language, accepted, clock) in [
        (Language::English, "hu-HU,en-US;q=0.5", TwentyFour),
        (Language::English, "de-DE", TwentyFour),
        (Language::German, "en-US,en;q=0.5", TwentyFour),
        (Language::German, "en-US,de;q=0.5", Twelve),
    ] {
        let t = Text::chosen(language, accepted);
        assert_eq!((t.language(), t.times().clock), (language.as_str(), clock), "{accepted}");
    }
    let chosen = Text::preferred("en-US").telling(Some(TwentyFour), Some(Saturday)).times();
    assert_eq!((chosen.clock, chosen.first_day), (TwentyFour, Saturday), "what somebody chose counts more");
}

#[test]
fn the_hours_are_counted_as_the_clock_has_them() {
    let told = |clock, text: &str| {
        let at = Time::parse(text).unwrap().utc();
        Text::english().telling(Some(clock), None).clock(&at)
    };
    for (text, twelve, twenty_four) in [
        ("2026-11-20T00:05:00Z", "12:05\u{a0}AM", "00:05"),
        ("2026-11-20T09:30:00Z", "9:30\u{a0}AM", "09:30"),
        ("2026-11-20T12:00:00Z", "12:00\u{a0}PM", "12:00"),
        ("2026-11-20T16:02:00Z", "4:02\u{a0}PM", "16:02"),
    ] {
        let both = (told(HourClock::Twelve, text), told(HourClock::TwentyFour, text));
        assert_eq!(both, (twelve.to_owned(), twenty_four.to_owned()));
    }
}

#[test]
fn what_is_missing_in_a_language_is_read_in_english() {
    let t = unfinished("fr");
    assert_eq!(t.s("cancel"), "Annuler");
    assert_eq!(t.s("open"), "Open");
    assert_eq!(t.s("add"), "Add");
    assert_eq!(t.with("members-count").set("n", 23_i64).to_string(), "23 members");
    let refusal = Wording::new("refusal-phase-nobody");
    assert_eq!(t.say_and_advise(&refusal), "Nobody has this task yet. Take it, or assign it to somebody.");
    assert_eq!(missed("fr"), ["add", "members-count", "open", "refusal-phase-nobody"]);
}

#[test]
fn a_missing_text_is_logged_once() {
    let t = unfinished("it");
    assert!(t.0.miss("open"));
    assert!(!t.0.miss("open"));
    assert_eq!(t.s("open"), "Open");
    assert_eq!(missed("it"), ["open"]);
}

#[test]
fn a_number_chooses_the_form_of_the_words() {
    let t = Text::english();
    assert_eq!(t.with("members-count").set("n", 1_i64).to_string(), "One member");
    assert_eq!(t.with("members-count").set("n", 23_i64).to_string(), "23 members");
}

#[test]
fn what_people_wrote_cannot_bring_markup_into_a_rich_text() {
    let rich = Text::english().rich("preview-from").set("name", "<script>alert(1)</script>").to_string();
    assert_eq!(rich, "Offer from <b>&#60;script&#62;alert(1)&#60;/script&#62;</b>");
}

#[test]
fn the_language_liked_best_of_those_there_are_is_taken() {
    for (header, language) in [
        ("pl-PL,pl;q=0.9,en;q=0.8", "en"),
        ("", "en"),
        ("tlh, *", "en"),
        ("en-GB", "en"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("DE", "de"),
        ("en;q=0.5, de;q=0.9", "de"),
        ("de;q=0, en", "en"),
        ("de;q=0.8,en;q=0.8", "de"),
        (";;q,=,,;q=nan", "en"),
    ] {
        assert_eq!(Text::preferred(header).language(), language, "{header:?}");
    }
}

#[test]
fn every_kind_of_event_has_its_words_or_stands_in_no_history() {
    // The order of tasks is seen in the outline, and what is said in a room there.
    let shown = [Verb::TaskReordered, Verb::RoomSaid, Verb::RoomMessageEdited, Verb::RoomMessageDeleted];
    let untold = |verb: &Verb| Verb::kinds_of_the_instance().contains(verb) || shown.contains(verb);
    let told: Vec<String> = Verb::ALL.iter().filter(|verb| !untold(verb)).copied().map(key_of).collect();
    let keys: Vec<&str> = messages(Language::English).into_keys().collect();
    for key in &told {
        assert!(keys.contains(&key.as_str()), "no words for {key}");
    }
    for key in keys.iter().filter(|key| key.starts_with("happened-")) {
        assert!(told.iter().any(|told| key.starts_with(told.as_str())), "{key} is of no kind of event");
    }
}

#[test]
fn a_sentence_that_is_found_by_name_asks_only_for_what_is_told() {
    let shapes = include_str!("../../../../domain/src/event/happened/told.txt");
    let english = messages(Language::English);
    for verb in Verb::told_by_name() {
        let told: BTreeSet<String> = shapes
            .lines()
            .filter_map(|line| line.split_once(' '))
            .filter(|(word, _)| *word == verb.as_str())
            .filter_map(|(_, data)| serde_json::from_str::<serde_json::Map<_, _>>(data).ok())
            .flat_map(|data| data.into_iter().map(|(name, _)| name))
            .collect();
        assert!(!told.is_empty() || *verb != Verb::TaskMoved, "told.txt is read");
        for value in &english[key_of(*verb).as_str()].values {
            assert!(value == "who" || told.contains(value), "{verb:?} tells no {value}");
        }
    }
}
