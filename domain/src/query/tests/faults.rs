//! Faults of a text: the place, the correction, and the parts that are understood.

use super::super::*;
use crate::text::MOST_WORDS;

fn bad(text: &str) -> Bad {
    parse(text).unwrap_err()
}

#[test]
fn a_fault_is_told_where_it_is_with_what_was_meant() {
    for (text, piece, meant) in [
        ("ä staus:new map", "staus:new", Some("status:new")),
        ("is:opne", "is:opne", Some("is:open")),
        ("map !is:opne", "!is:opne", Some("!is:open")),
        ("staus:nwe", "staus:nwe", Some("status:new")),
        ("status:help", "status:help", Some("status:help_wanted")),
        ("size:small", "size:small", Some("size:s")),
        ("urgency:high", "urgency:high", None),
        ("watch:ana", "watch:ana", None),
        ("sort:-deu", "sort:-deu", Some("sort:-due")),
        ("!sort:due", "!sort:due", Some("sort:-due")),
        ("sort:due sort:new", "sort:new", None),
        ("@ana, map", "@ana,", Some("@ana")),
        ("by:Ana.", "by:Ana.", Some("by:ana")),
        ("in:River-Watch,", "in:River-Watch,", Some("in:river-watch")),
        ("@\"ana lee\" map", "@\"ana lee\"", None),
        ("#12, map", "#12,", Some("#12")),
        ("#map", "#map", Some("\"#map\"")),
        ("parent:many", "parent:many", None),
        ("depends:hidden#1", "depends:hidden#1", None),
        ("parent:#12. map", "parent:#12.", Some("parent:#12")),
        ("from:https://hive.example/about", "from:https://hive.example/about", Some("from:hive.example")),
        ("skill:Language", "skill:Language", Some("skill:Language:*")),
        ("skill:\"Old tongues\" map", "skill:\"Old tongues\"", Some("skill:\"Old tongues:*\"")),
        ("due:<2 map", "due:<2", Some("due:<2d")),
        ("due:>2 moths ago", "due:>2", Some("due:>2d")),
        ("due:<2wks", "due:<2wks", Some("due:<2w")),
        ("due:<-3d", "due:<-3d", Some("due:<3d ago")),
        ("due:tomorow", "due:tomorow", Some("due:tomorrow")),
        ("due:<none", "due:<none", Some("due:none")),
        ("due:<=fri", "due:<=fri", None),
        ("due:15.12.2026", "due:15.12.2026", Some("due:2026-12-15")),
        ("due:< is:open", "due:<", None),
        ("is: map", "is:", None),
        ("ä is: open map", "is: open", Some("is:open")),
        ("!is:  open", "!is:  open", Some("!is:open")),
        (
            "skill: \"Language:Old French\" map",
            "skill: \"Language:Old French\"",
            Some("skill:\"Language:Old French\""),
        ),
        ("due: 2 months ago map", "due: 2 months ago", Some("due:2 months ago")),
        ("sort: due", "sort: due", Some("sort:due")),
        ("! map @me", "! map", Some("!map")),
        ("! \"a b\" c", "! \"a b\"", Some("!\"a b\"")),
        ("@ ben map", "@ ben", Some("@ben")),
        ("# 12", "# 12", Some("#12")),
        ("is: ", "is:", None),
        ("map ! !", "!", None),
        ("-is:open", "-is:open", Some("!is:open")),
        ("–is:opne map", "–is:opne", Some("!is:open")),
        ("-due:<2 months ago", "-due:<2 months ago", Some("!due:<2 months ago")),
        ("deu:<2 months map", "deu:<2 months", Some("due:<2 months")),
        ("(is:open) map", "(is:open)", Some("is:open")),
        ("(-is:open)", "(-is:open)", Some("!is:open")),
        ("(is:open or is:blocked)", "(is:open", Some("is:open")),
        ("+is:open", "+is:open", Some("is:open")),
        ("depot1:plan", "depot1:plan", Some("\"depot1:plan\"")),
        ("status1:new", "status1:new", Some("status:new")),
        ("a-b:c", "a-b:c", Some("\"a-b:c\"")),
        ("status:open", "status:open", Some("is:open")),
        ("!status:Overdue", "!status:Overdue", Some("!is:overdue")),
        ("is:new", "is:new", Some("status:new")),
        ("is:in-review", "is:in-review", Some("status:in_review")),
        ("is:urgent", "is:urgent", Some("urgency:urgent")),
        ("is:today", "is:today", Some("due:today")),
        ("is:mine", "is:mine", Some("@me")),
        ("!is:mine", "!is:mine", Some("!@me")),
        ("due:overdue", "due:overdue", Some("is:overdue")),
        ("sort:newest", "sort:newest", Some("sort:new")),
        ("sort:-newest", "sort:-newest", Some("sort:-new")),
        ("map “river bank", "“river bank", Some("\"river bank\"")),
        ("map \"river bank", "\"river bank", Some("\"river bank\"")),
        ("\"river \\\"", "\"river \\\"", Some("\"river \\\"\"")),
        ("skill:\"Old tongues:", "skill:\"Old tongues:", Some("skill:\"Old tongues:*\"")),
        ("\"\" map", "\"\"", None),
        ("note:this map", "note:this", Some("\"note:this\"")),
        ("!note:\"a b\"", "!note:\"a b\"", Some("!\"note:\\\"a b\\\"\"")),
        ("map ! is:open", "! is:open", Some("!is:open")),
        ("map & compass", "&", None),
        ("@ & map", "@", None),
    ] {
        let bad = bad(text);
        let told: String = text.chars().skip(bad.position).take(bad.length).collect();
        assert_eq!((told.as_str(), bad.meant.as_deref()), (piece, meant), "{text}: {bad}");
        if let Some(meant) = meant {
            assert_eq!(bad.mended(text), Some(text.replacen(piece, meant, 1)), "{text}");
        }
    }
}

#[test]
fn a_piece_that_may_be_words_is_offered_as_words_too() {
    assert_eq!(bad("staus:new").as_words.as_deref(), Some("\"staus:new\""));
    assert_eq!(bad("!staus:new").as_words.as_deref(), Some("!\"staus:new\""));
    assert_eq!(bad("@Ana,").as_words.as_deref(), Some("\"@Ana,\""));
    assert_eq!(bad("！statsu:new").as_words.as_deref(), Some("!\"statsu:new\""));
    assert_eq!(bad("(is:open)").as_words.as_deref(), Some("\"(is:open)\""));
    assert_eq!(bad("! is:open").as_words, None);
    assert_eq!(bad("note:this").as_words, None, "it is what was meant");
    assert_eq!(bad("is:opne").as_words, None);
}

#[test]
fn every_fault_has_its_name() {
    let text = |text: &str| text.to_owned().into_boxed_str();
    for (query, fault) in [
        ("\"a", Fault::OpenQuote),
        ("skill:\"a", Fault::OpenQuote),
        ("due:\"a", Fault::OpenQuote),
        ("\" \"", Fault::NoWords),
        ("→", Fault::NoLetters { typed: text("→") }),
        ("\" – \"", Fault::NoLetters { typed: text("–") }),
        ("a b c d e f g h \"i j\"", Fault::TooManyWords),
        ("!", Fault::NothingToNegate),
        ("note:", Fault::UnknownKey { key: text("note") }),
        ("by:", Fault::NothingBehind { key: text("by:") }),
        ("due:>", Fault::NothingBehind { key: text("due:>") }),
        ("parent:#", Fault::NothingBehind { key: text("parent:") }),
        ("#", Fault::NothingBehind { key: text("#") }),
        ("s:x", Fault::UnknownWord { key: Key::Status, word: text("x") }),
        ("sort:x", Fault::UnknownWord { key: Key::Sort, word: text("x") }),
        ("@a b", Fault::NotAName { name: text("a") }),
        ("@admin", Fault::NotAName { name: text("admin") }),
        ("@ana@", Fault::NotAName { name: text("ana@") }),
        ("in:me", Fault::NotAName { name: text("me") }),
        ("skill:a,b:c", Fault::NotASkill { skill: text("a,b:c") }),
        ("due:2026-02-30", Fault::NotADay { day: text("2026-02-30") }),
        ("due:<10000d", Fault::NotADay { day: text("10000d") }),
        ("#0", Fault::NotANumber { number: text("0") }),
        ("#9223372036854775808", Fault::NotANumber { number: text("9223372036854775808") }),
        ("depends:-1", Fault::NotANumber { number: text("-1") }),
        ("from:a..b", Fault::NotAHost { host: text("a..b") }),
        ("from:a:99999", Fault::NotAHost { host: text("a:99999") }),
        ("!sort:due", Fault::NegatedSort),
        ("sort:due sort:due", Fault::SecondSort),
    ] {
        assert_eq!(bad(query).fault, fault, "{query}");
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
    assert_eq!(bad(&long(MOST_OF_PHRASE + 1)).fault, Fault::LongPhrase);
    assert!(parse(&long(MOST_OF_PHRASE)).is_ok());

    let parts = |count: usize| vec!["@-"; count].join(" ");
    assert_eq!(parse(&parts(MOST_PARTS)).unwrap().parts.len(), MOST_PARTS);
    assert!(parse(&format!("{} sort:due", parts(MOST_PARTS))).is_ok(), "an order is no part");
    let many = bad(&parts(MOST_PARTS + 2));
    assert_eq!((many.fault, many.position, many.length), (Fault::TooManyParts, 3 * MOST_PARTS, 5));
    assert_eq!(many.rest.parts.len(), MOST_PARTS);
    let words = ["ä"; MOST_WORDS].join(" ");
    assert!(parse(&format!("{words} is:open @me")).is_ok(), "others cost little");
    let many = bad(&format!("{words} !map is:open"));
    assert_eq!((many.fault, many.position, many.length), (Fault::TooManyWords, 2 * MOST_WORDS, 12));
    assert_eq!(many.rest, parse(&words).unwrap());

    let negated = ["!@-"; MOST_NEGATED].join(" ");
    assert!(parse(&format!("{negated} is:open @me")).is_ok(), "others cost little");
    let many = bad(&format!("{negated} is:open !is:done @me"));
    assert_eq!((many.fault, many.position, many.length), (Fault::TooManyNegated, 4 * MOST_NEGATED + 8, 12));
    assert_eq!(many.rest, parse(&format!("{negated} is:open")).unwrap());

    let full = format!("is:open {}", "ä".repeat(MOST_OF_PHRASE));
    let full = format!("{full}{}", " ".repeat(MOST_CHARACTERS - full.chars().count()));
    assert!(parse(&full).is_ok());
    // The piece at the end is cut in two, and left out.
    let longer = bad(&format!("{}is:blocked", &full[..full.len() - 3]));
    assert_eq!((longer.fault, longer.position, longer.length), (Fault::TooLong, MOST_CHARACTERS, 7));
    assert_eq!(longer.rest, parse(&full).unwrap());
    assert_eq!(bad(&long(MOST_CHARACTERS + 1)).rest, Query::default());
}
