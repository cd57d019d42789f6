//! Faults of a text: the place, the correction, and the parts that are understood.

use super::super::*;
use super::cases;
use crate::text::MOST_WORDS;
use crate::value::Skill;
use crate::wording::NamedValue;

fn bad(text: &str) -> Bad {
    parse(text).unwrap_err()
}

#[test]
fn a_fault_is_told_where_it_is_with_what_was_meant() {
    for (text, piece, meant) in cases().faults {
        let (text, bad) = (text.as_str(), bad(&text));
        let told: String = text.chars().skip(bad.position).take(bad.length).collect();
        assert_eq!((&told, bad.meant.as_ref()), (&piece, meant.as_ref()), "{text}: {bad}");
        if let Some(meant) = meant {
            assert_eq!(bad.mended(text), Some(text.replacen(&piece, &meant, 1)), "{text}");
        }
    }
}

#[test]
fn a_piece_that_may_be_words_is_offered_as_words_too() {
    for (text, words) in cases().as_words {
        assert_eq!(bad(&text).as_words, words, "{text}");
    }
}

#[test]
fn every_fault_has_its_words() {
    for (text, key, typed) in cases().said {
        let wording = bad(&text).wording();
        assert_eq!(wording.key(), format!("refusal-query-{key}"), "{text}");
        let named = wording.args().iter().find(|(name, _)| *name == "typed").map(|(_, word)| word.clone());
        assert_eq!(named, typed.map(NamedValue::Name), "{text}");
    }
}

#[test]
fn whatever_is_understood_is_kept() {
    let bad = bad("map is:opne @me staus:new sort:due \"open");
    assert_eq!(bad.rest.to_string(), "map @me sort:due");
    assert_eq!((bad.position, bad.length), (4, 7), "the first fault");
}

#[test]
fn a_query_has_bounds() {
    let long = |characters| "ä".repeat(characters);
    assert_eq!(bad(&long(MOST_OF_PHRASE + 1)).fault, PieceFault::LongPhrase);
    assert!(parse(&long(MOST_OF_PHRASE)).is_ok());

    let parts = |count: usize| vec!["@-"; count].join(" ");
    assert_eq!(parse(&parts(MOST_PARTS)).unwrap().parts.len(), MOST_PARTS);
    assert!(parse(&format!("{} sort:due", parts(MOST_PARTS))).is_ok(), "an order is no part");
    let many = bad(&parts(MOST_PARTS + 2));
    assert_eq!((many.fault, many.position, many.length), (PieceFault::TooManyParts, 3 * MOST_PARTS, 5));
    assert_eq!(many.rest.parts.len(), MOST_PARTS);
    let words = ["ä"; MOST_WORDS].join(" ");
    assert!(parse(&format!("{words} is:open @me")).is_ok(), "others cost little");
    let many = bad(&format!("{words} !map is:open"));
    assert_eq!((many.fault, many.position, many.length), (PieceFault::TooManyWords, 2 * MOST_WORDS, 12));
    assert_eq!(many.rest, parse(&words).unwrap());

    let negated = ["!@-"; MOST_NEGATED].join(" ");
    assert!(parse(&format!("{negated} is:open @me")).is_ok(), "others cost little");
    let many = bad(&format!("{negated} is:open !is:done @me"));
    assert_eq!(
        (many.fault, many.position, many.length),
        (PieceFault::TooManyNegated, 4 * MOST_NEGATED + 8, 12)
    );
    assert_eq!(many.rest, parse(&format!("{negated} is:open")).unwrap());

    let full = format!("is:open {}", "ä".repeat(MOST_OF_PHRASE));
    let full = format!("{full}{}", " ".repeat(MOST_CHARACTERS - full.chars().count()));
    assert!(parse(&full).is_ok());
    // The piece at the end is cut in two, and left out.
    let longer = bad(&format!("{}is:blocked", &full[..full.len() - 3]));
    assert_eq!((longer.fault, longer.position, longer.length), (PieceFault::TooLong, MOST_CHARACTERS, 7));
    assert_eq!(longer.rest, parse(&full).unwrap());
    assert_eq!(bad(&long(MOST_CHARACTERS + 1)).rest, Query::default());
}

#[test]
fn a_term_stands_in_place_of_the_faulty_piece() {
    let maps = Term::Skill(Skilled::Is(Skill::parse("Data:Maps").unwrap()));
    for (text, mended) in [
        ("bees skill:maps is:open", "bees skill:Data:Maps is:open"),
        ("!skill:maps", "!skill:Data:Maps"),
        ("!!skill:\"maps\"", "skill:Data:Maps"),
    ] {
        assert_eq!(bad(text).with_term(text, &maps), mended, "{text}");
    }
}
