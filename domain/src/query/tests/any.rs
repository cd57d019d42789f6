//! Queries and texts of every kind.

use chrono_tz::Tz;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::*;
use crate::task::phase::ShownPhase;
use crate::time::{DAY, Time};
use crate::value::{Day, Name, Size, Skill, Urgency};

const NOW: Time = Time(1_800_000_000_000_000);

fn any_when() -> impl Strategy<Value = DayTerm> {
    let amount = (0..=Amount::MOST, select(vec![Unit::Day, Unit::Week, Unit::Month, Unit::Year]))
        .prop_map(|(count, unit)| Amount { count, unit });
    let date = (2000..2200, 1..=12, 1..=28)
        .prop_map(|(year, month, day)| Day::parse(&format!("{year}-{month}-{day}")).unwrap());
    prop_oneof![
        amount.clone().prop_map(DayTerm::Ahead),
        (0_u16..3).prop_map(|count| DayTerm::Ago(Amount { count, unit: Unit::Day })),
        amount.prop_map(DayTerm::Ago),
        select(Weekday::ALL.to_vec()).prop_map(DayTerm::On),
        date.prop_map(DayTerm::Date),
    ]
}

fn any_person() -> impl Strategy<Value = PersonTerm> {
    prop_oneof![
        Just(PersonTerm::Me),
        "[b-z][a-z0-9_-]{0,5}(@[a-z]{1,5}(\\.[a-z]{1,3})?(:[0-9]{1,4})?)?"
            .prop_filter_map("no name", |text| HandleTerm::parse(&text).map(PersonTerm::Named)),
    ]
}

fn any_name() -> impl Strategy<Value = Name> {
    "[b-z][a-z0-9_-]{0,9}[a-z]".prop_filter_map("kept", |text| Name::parse(&text).ok())
}

/// Words in which everything is that means something elsewhere.
fn any_words() -> impl Strategy<Value = Term> {
    prop_oneof![
        any::<String>(),
        "[ab:@!#\"\\\\<> -]{1,8}",
        "[ab1：＠！＃“”«\"\\\\＂ (-]{1,8}",
        "(is|due|s|note|https):?/{0,2}[a-z<>\" ]{0,6}",
        select(vec!["ago", "AGO", "2w", "months", "me", "-", "*", "none", "sort:due"])
            .prop_map(str::to_owned),
    ]
    .prop_filter_map("nothing left", |text| Term::words(&text))
}

fn any_skilled() -> impl Strategy<Value = Skilled> {
    let skill = "[A-Za-zé\"“”：\\\\ !@#-]{1,8}:[A-Za-zé\"„»：＊\\\\ !@#*-]{1,8}";
    let area = "[A-Za-zé\"“：\\\\ !@#*-]{1,8}";
    prop_oneof![
        skill.prop_filter_map("no skill", |text| {
            Skill::parse(&text).ok().filter(|skill| !skill.as_str().ends_with(":*")).map(Skilled::Is)
        }),
        area.prop_filter_map("no area", |text| Skilled::any_of(&text)),
    ]
}

fn any_term() -> impl Strategy<Value = Term> {
    let number = 1..=i64::MAX;
    prop_oneof![
        3 => any_words(),
        1 => Just(Term::Has(Has::Nobody)),
        1 => any_person().prop_map(|person| Term::Has(Has::Holder(person))),
        1 => select(Is::ALL).prop_map(Term::Is),
        1 => select(ShownPhase::ALL.to_vec()).prop_map(Term::Phase),
        2 => any_skilled().prop_map(Term::Skill),
        1 => Just(Term::Due(DueCondition::None)),
        3 => (any_when(), 0..3).prop_map(|(when, bound)| {
            Term::Due(match bound {
                0 => DueCondition::Before(when),
                1 => DueCondition::After(when),
                _ => DueCondition::On(when),
            })
        }),
        1 => select(Size::ALL).prop_map(Term::Size),
        1 => select(Urgency::ALL).prop_map(Term::Urgency),
        1 => any_person().prop_map(Term::By),
        1 => any_person().prop_map(Term::Review),
        1 => Just(Term::Watch),
        1 => any_name().prop_map(Term::In),
        1 => number.clone().prop_map(Term::Task),
        1 => number.clone().prop_map(Term::Parent),
        1 => number.prop_map(Term::Depends),
        1 => "[a-z]{1,5}(\\.[a-z]{1,3})?(:[0-9]{1,4})?"
            .prop_filter_map("no host", |text| HostTerm::parse(&text).map(Term::From)),
    ]
}

fn any_query() -> impl Strategy<Value = Query> {
    let part = (any::<bool>(), any_term()).prop_map(|(not, term)| Part { not, term });
    let sort = (select(Order::ALL), any::<bool>()).prop_map(|(by, reversed)| Sort { by, reversed });
    (proptest::collection::vec(part, 0..8), proptest::option::of(sort))
        .prop_map(|(parts, sort)| Query { parts, sort })
}

/// Texts that are nearly queries: pieces of the language in any order.
fn any_pieces() -> impl Strategy<Value = String> {
    let piece = select(vec![
        " ",
        " ",
        "\t",
        "!",
        "@",
        "#",
        ":",
        "\"",
        "“",
        "”",
        "：",
        "＠",
        "！",
        "(",
        ")",
        "\\",
        "<",
        ">",
        "-",
        "*",
        "is",
        "due",
        "skill",
        "sort",
        "staus",
        "by",
        "watch",
        "from",
        "open",
        "opne",
        "me",
        "ana",
        "2",
        "2w",
        "months",
        "ago",
        "fri",
        "none",
        "Area",
        "://",
        "hive.example",
        "é",
        "e\u{301}",
        "\u{202E}",
        "\0",
        "ß",
        "🐝",
    ]);
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "\\PC{0,80}", any_pieces()]
}

/// Tasks that stand in different ways.
fn is_found(part: &Part, kind: usize) -> bool {
    let [ana, mara] = ["ana", "mara"].map(|name| HandleTerm::parse(name).unwrap());
    let host = HostTerm::parse("hive.example").unwrap();
    let skills = [Skill::parse("Area:a").unwrap()];
    let is_even = kind.is_multiple_of(2);
    let facts = QueryFacts {
        reader: is_even.then_some(&ana),
        texts: if is_even { &["Map the river", "ago"] } else { &[] },
        number: 1,
        slug: "river-watch",
        phase: ShownPhase::ALL[kind % ShownPhase::ALL.len()],
        is_delegated: kind.is_multiple_of(3),
        is_free: kind % 3 == 1,
        skills: if is_even { &skills } else { &[] },
        due: (!kind.is_multiple_of(4)).then_some(NOW.plus(DAY * i64::try_from(kind).unwrap())),
        size: Size::S,
        urgency: Urgency::Normal,
        holder: kind.is_multiple_of(3).then_some(&ana),
        creator: &mara,
        reviewer: is_even.then_some(&mara),
        is_watched: is_even,
        parent: is_even.then_some(2),
        depends: &[3],
        from: is_even.then_some(&host),
    };
    part.matches(&facts, NOW, Tz::Europe__Warsaw)
}

proptest! {
    #[test]
    fn a_query_that_is_written_is_read_as_the_same(query in any_query()) {
        let text = query.to_string();
        prop_assume!(text.chars().count() <= MOST_CHARACTERS);
        prop_assert_eq!(parse(&text), Ok(query), "{}", text);
    }

    #[test]
    fn every_text_is_a_query_or_has_a_fault_within_it(text in any_text()) {
        match parse(&text) {
            Ok(query) => prop_assert_eq!(parse(&query.to_string()), Ok(query)),
            Err(bad) => {
                prop_assert!(bad.length > 0 && bad.position + bad.length <= text.chars().count());
                prop_assert_eq!(parse(&bad.rest.to_string()), Ok(bad.rest.clone()));
                for instead in bad.meant.iter().chain(&bad.as_words) {
                    prop_assert!(parse(instead).is_ok(), "{}", instead);
                }
            }
        }
    }

    #[test]
    fn what_was_meant_mends_the_first_fault(text in any_text()) {
        if let Err(bad) = parse(&text)
            && let Some(mended) = bad.mended(&text)
            && let Err(next) = parse(&mended)
        {
            prop_assert!(next.position >= bad.position, "{text:?} became {mended:?}");
        }
    }

    #[test]
    fn something_is_typed_at_every_cursor_of_every_text(text in any_text(), cursor in 0_usize..100) {
        let typed = complete(&text, cursor);
        prop_assert!(typed.from <= typed.to && typed.to <= text.chars().count());
    }

    #[test]
    fn the_opposite_finds_whatever_is_not_found(term in any_term(), kind in 0_usize..36) {
        let part = |not| Part { not, term: term.clone() };
        prop_assert_ne!(is_found(&part(true), kind), is_found(&part(false), kind));
    }
}
