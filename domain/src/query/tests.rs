mod any;
mod faults;
mod meaning;

use serde::Deserialize;

use super::*;
use crate::task::phase::{Phase, ShownPhase};
use crate::value::{Day, Name, Size, Skill, Urgency};

/// The meaning of the language, text by text: the pages of private pursuances read it on the device (`sealed/js/src/query`), and
/// are held to the same cases.
#[derive(Deserialize)]
struct Cases {
    /// Texts, and others that read as the same.
    written: Vec<(String, String)>,
    /// Texts that only look like a term.
    words: Vec<String>,
    /// Texts, the first faulty piece of each, and what was meant.
    faults: Vec<(String, String, Option<String>)>,
    /// Texts whose faulty piece may be words, and how.
    as_words: Vec<(String, Option<String>)>,
    /// Texts, the key of what is said of the fault behind `refusal-query-`, and what is named as typed.
    said: Vec<(String, String, Option<String>)>,
    /// Whether they find the task of `meaning`, on its day.
    holds: Vec<(String, bool)>,
    dates: Vec<(String, bool)>,
    /// Whether they find it with another date.
    days: Vec<(String, String, bool)>,
}

fn cases() -> Cases {
    serde_json::from_str(include_str!("tests/cases.json")).unwrap()
}

/// The terms of a text that is a query.
fn terms(text: &str) -> Vec<Term> {
    let query = parse(text).unwrap();
    assert!(query.parts.iter().all(|part| !part.not), "{text}");
    query.parts.into_iter().map(|part| part.term).collect()
}

fn term(text: &str) -> Term {
    let [term] = <[Term; 1]>::try_from(terms(text)).unwrap();
    term
}

/// The written form of a text.
fn written(text: &str) -> String {
    parse(text).unwrap().to_string()
}

fn words(text: &str) -> Term {
    Term::words(text).unwrap()
}

fn named(text: &str) -> PersonTerm {
    PersonTerm::Named(HandleTerm::parse(text).unwrap())
}

fn ahead(count: u16, unit: Unit) -> DayTerm {
    DayTerm::Ahead(Amount { count, unit })
}

fn ago(count: u16, unit: Unit) -> DayTerm {
    DayTerm::Ago(Amount { count, unit })
}

#[test]
fn nothing_finds_everything() {
    for text in ["", "  \n\t "] {
        assert_eq!(parse(text), Ok(Query::default()));
    }
    assert_eq!(Query::default().to_string(), "");
}

#[test]
fn every_term_is_read() {
    assert_eq!(terms("map \"river  bank\" 5\""), [words("map"), words("river bank"), words("5\"")]);
    assert_eq!(term("\"a \\\"b\\\" \\\\ \\c\""), words("a \"b\" \\ \\c"));
    assert_eq!(term("@-"), Term::Has(Has::Nobody));
    assert_eq!(term("@me"), Term::Has(Has::Holder(PersonTerm::Me)));
    assert_eq!(term("@ana"), Term::Has(Has::Holder(named("ana"))));
    assert_eq!(term("@Ana.B@Hive.example:8443"), Term::Has(Has::Holder(named("Ana.B@hive.example:8443"))));
    for is in Is::ALL {
        assert_eq!(term(&format!("is:{}", is.as_str())), Term::Is(*is));
    }
    for phase in ShownPhase::ALL {
        assert_eq!(term(&format!("status:{}", phase.as_str())), Term::Phase(phase));
    }
    for text in ["s:help_wanted", "S:Help-Wanted", "STATUS:\"help wanted\""] {
        assert_eq!(term(text), Term::Phase(ShownPhase::Is(Phase::HelpWanted)), "{text}");
    }
    let skill = |text| Term::Skill(Skilled::Is(Skill::parse(text).unwrap()));
    assert_eq!(term("skill:language:French"), skill("Language:French"));
    for text in ["skill:\"Language:Old French\"", "skill:Language:\"Old French\""] {
        assert_eq!(term(text), skill("Language:Old French"), "{text}");
    }
    assert_eq!(term("skill:Language:*"), Term::Skill(Skilled::any_of("Language").unwrap()));
    assert_eq!(term("size:l"), Term::Size(Size::L));
    assert_eq!(term("urgency:urgent"), Term::Urgency(Urgency::Urgent));
    assert_eq!(terms("by:me by:@ana"), [Term::By(PersonTerm::Me), Term::By(named("ana"))]);
    assert_eq!(term("review:ana@hive.example"), Term::Review(named("ana@hive.example")));
    assert_eq!(term("watch:me"), Term::Watch);
    assert_eq!(term("in:river-watch"), Term::In(Name::parse("river-watch").unwrap()));
    assert_eq!(terms("#12 parent:#12 parent:12"), [Term::Task(12), Term::Parent(12), Term::Parent(12)]);
    assert_eq!(term("depends:#3"), Term::Depends(3));
    assert_eq!(term("from:Hive.example"), Term::From(HostTerm::parse("hive.example").unwrap()));
}

#[test]
fn quotation_marks_are_those_of_any_language() {
    let bank = words("river bank");
    for text in [
        "“river bank”",
        "„river bank“",
        "«river bank»",
        "» river bank «",
        "”river bank”",
        "＂river bank＂",
        "“river bank\"",
    ] {
        assert_eq!(term(text), bank, "{text}");
        assert_eq!(parse(&format!("!{text}")).unwrap().to_string(), "!\"river bank\"", "{text}");
    }
    for text in
        ["skill:“Language:Old French”", "skill:Language:«Old French»", "skill：“Language：Old French”"]
    {
        assert_eq!(written(text), "skill:\"Language:Old French\"", "{text}");
    }
    assert_eq!(terms("“a b”c"), [words("a b"), words("c")]);
    assert_eq!(term("\"a “b” c\""), words("a “b” c"), "a plain one is closed by a plain one");
    assert_eq!(term("“a \\”b\\” \\\\”"), words("a ”b” \\"));
    assert_eq!(terms("5” l“x"), [words("5”"), words("l“x")], "within a word it stands for itself");
    assert_eq!(written("by:“ana” @\"Ana\""), "by:ana @ana");
}

#[test]
fn wide_signs_are_those_of_ascii() {
    assert_eq!(parse("is：open ＠ben"), parse("is:open @ben"));
    assert_eq!(term("https：//hive.example"), words("https：//hive.example"));
    assert_eq!(written("\"is：open\" \"！map\""), "\"is：open\" \"！map\"");
}

#[test]
fn a_date_is_near_or_far_before_or_behind() {
    for (text, due) in [
        ("due:none", DueCondition::None),
        ("due:<2w", DueCondition::Before(ahead(2, Unit::Week))),
        ("due:< 2w", DueCondition::Before(ahead(2, Unit::Week))),
        ("due:>2 months ago", DueCondition::After(ago(2, Unit::Month))),
        ("due:>\"2 months ago\"", DueCondition::After(ago(2, Unit::Month))),
        ("due:>2w AGO", DueCondition::After(ago(2, Unit::Week))),
        ("due:<1 Year", DueCondition::Before(ahead(1, Unit::Year))),
        ("due:3d", DueCondition::On(ahead(3, Unit::Day))),
        ("due:Today", DueCondition::On(ahead(0, Unit::Day))),
        ("due:tomorrow", DueCondition::On(ahead(1, Unit::Day))),
        ("due:yesterday", DueCondition::On(ago(1, Unit::Day))),
        ("due:>fri", DueCondition::After(DayTerm::On(Weekday::Friday))),
        ("due:Sunday", DueCondition::On(DayTerm::On(Weekday::Sunday))),
        ("due:<2026-12-15", DueCondition::Before(DayTerm::Date(Day::parse("2026-12-15").unwrap()))),
    ] {
        assert_eq!(term(text), Term::Due(due), "{text}");
    }
}

#[test]
fn a_date_takes_only_the_words_that_belong_to_it() {
    let before = Term::Due(DueCondition::Before(ahead(2, Unit::Day)));
    assert_eq!(terms("due:<2 days left"), [before.clone(), words("left")]);
    assert_eq!(terms("due:<2d \"ago\""), [before.clone(), words("ago")]);
    assert_eq!(terms("due:<2d is:open"), [before, Term::Is(Is::Open)]);
    assert_eq!(terms("long ago"), [words("long"), words("ago")]);
    assert_eq!(terms("due:today ago").len(), 2);
}

#[test]
fn an_exclamation_mark_means_the_opposite() {
    let query = parse("!is:open !@- !!#3 !\"a b\" !due:<2 months ago").unwrap();
    assert_eq!(query.parts.iter().map(|part| part.not).collect::<Vec<_>>(), [true, true, false, true, true]);
    assert_eq!(query.parts[4].term, Term::Due(DueCondition::Before(ago(2, Unit::Month))));
}

#[test]
fn an_order_is_no_part() {
    let query = parse("sort:-due map").unwrap();
    assert_eq!(query.sort, Some(Sort { by: Order::Due, reversed: true }));
    assert_eq!(query.parts.len(), 1);
    for order in Order::ALL {
        let sort = Sort { by: *order, reversed: false };
        assert_eq!(parse(&sort.to_string()).unwrap().sort, Some(sort));
    }
}

#[test]
fn what_only_looks_like_a_term_is_a_word() {
    for text in cases().words {
        assert_eq!(term(&text), words(&text), "{text}");
    }
}

#[test]
fn what_is_written_is_short_and_the_same() {
    for (text, again) in cases().written {
        assert_eq!(parse(&again), parse(&text), "{text}");
        assert_eq!(written(&text), written(&again), "{text}");
    }
    assert_eq!(written("  map   IS:Open "), "map is:open");
    assert_eq!(written("due:friday due:2026-2-5 sort:due map"), "due:fri due:2026-02-05 map sort:due");
}

#[test]
fn what_has_more_parts_than_a_query_has_no_text() {
    let mut query = parse(&vec!["@-"; MOST_PARTS].join(" ")).unwrap();
    assert_eq!(query.text(), Some(query.to_string()));
    query.parts.push(Part { not: false, term: Term::Is(Is::Open) });
    assert_eq!(query.text(), None);
}

#[test]
fn whoever_is_named_with_this_host_is_here() {
    let host = HostTerm::parse("hive.example").unwrap();
    let seen = |text| HandleTerm::parse(text).unwrap().seen_from(&host).to_string();
    assert_eq!(seen("ana@hive.example"), "ana");
    assert_eq!(seen("Ana@hive.example"), "ana");
    assert_eq!(seen("Ana@wasps.example"), "Ana@wasps.example");
    assert_eq!(seen("ana@wasps.example"), "ana@wasps.example");
    assert_eq!(seen("ana"), "ana");
}

#[test]
fn what_is_being_typed_is_told_with_its_stem() {
    for (text, what, stem, from) in [
        ("", Completing::Nothing, "", 0),
        ("map ", Completing::Nothing, "", 4),
        ("map", Completing::Key, "map", 0),
        ("is:open !st", Completing::Key, "st", 9),
        ("@an", Completing::Person, "an", 1),
        ("!@", Completing::Person, "", 2),
        ("by:@an", Completing::Person, "an", 4),
        ("review:a", Completing::Person, "a", 7),
        ("is:o", Completing::Word(Key::Is), "o", 3),
        ("ä s:in", Completing::Word(Key::Status), "in", 4),
        ("due:<to", Completing::Word(Key::Due), "to", 5),
        ("sort:-d", Completing::Word(Key::Sort), "d", 6),
        ("skill:Lang", Completing::Skill, "Lang", 6),
        ("skill:\"Language:Old ", Completing::Skill, "Language:Old ", 6),
        ("skill：“Language:Old ", Completing::Skill, "Language:Old ", 6),
        ("＠an", Completing::Person, "an", 1),
        ("ｉｓ：o", Completing::Word(Key::Is), "o", 3),
        ("! op", Completing::Key, "op", 2),
        ("in:riv", Completing::Pursuance, "riv", 3),
        ("from:", Completing::Host, "", 5),
        ("#1", Completing::Nothing, "#1", 0),
        ("note:x", Completing::Nothing, "x", 5),
        ("\"is:o", Completing::Nothing, "\"is:o", 0),
    ] {
        let to = text.chars().count();
        let expected = Completion { what, stem: stem.to_owned(), from, to };
        assert_eq!(complete(text, to), expected, "{text}");
    }
    assert_eq!(complete("is:open map", 4).stem, "o", "what is behind the cursor does not count");
    assert_eq!(complete("is:open", 99).to, 7);
}

#[test]
fn a_key_knows_the_words_behind_it() {
    for key in Key::ALL {
        assert_eq!(Key::parse(key.as_str()), Some(*key));
        for word in key.words() {
            assert!(parse(&format!("{key}:{word}")).is_ok(), "{key}:{word}");
        }
    }
}
