use proptest::prelude::*;

use super::*;

#[test]
fn good_names_are_accepted() {
    for name in ["ana", "leaks-lab", "a1", "river_watch", "abcdefghijklmnopqrstuvwxyzabcd"] {
        assert_eq!(Name::parse(name).unwrap().as_str(), name);
    }
}

#[test]
fn bad_names_are_refused() {
    for name in
        ["", "a", "1a", "Ana", "ana-", "-ana", "ána", "a b", "ana@b", "abcdefghijklmnopqrstuvwxyzabcde"]
    {
        assert_eq!(Name::parse(name), Err(ValueRefusal::NameForm), "{name}");
    }
}

#[test]
fn path_words_and_their_look_alikes_are_kept() {
    for name in ["admin", "adm1n", "ap1", "sign-in", "me"] {
        assert!(matches!(Name::parse(name), Err(ValueRefusal::Reserved { .. })), "{name}");
    }
}

#[test]
fn look_alike_names_fold_together() {
    assert_eq!(fold_name("river-watch"), fold_name("r1ver_watch"));
    assert_eq!(fold_name("lo0p"), fold_name("1oop"));
    assert_ne!(fold_name("ana"), fold_name("anna"));
}

#[test]
fn a_title_is_one_clean_line() {
    assert_eq!(Title::parse("  Count\n the \u{202E}bees ").unwrap().as_str(), "Count the bees");
    let joined = Title::parse("Cafe\u{202A}\u{301}").unwrap();
    assert_eq!((joined.as_str(), Title::parse(joined.as_str())), ("Caf\u{e9}", Ok(joined.clone())));
    assert_eq!(Title::parse(" \n "), Err(ValueRefusal::Empty { what: "the title" }));
    assert!(Title::parse(&"é".repeat(200)).is_ok());
    assert!(matches!(Title::parse(&"x".repeat(201)), Err(ValueRefusal::TooLong { got: 201, .. })));
}

#[test]
fn no_more_skills_are_looked_at_than_fit() {
    let read = std::cell::Cell::new(0);
    let many = (0..1_000_000).map(|number| {
        read.set(read.get() + 1);
        Skill::parse(&format!("Counting:To{number}")).unwrap()
    });
    assert!(matches!(Skills::new(many), Err(ValueRefusal::TooMany { max: 32, .. })));
    assert_eq!(read.get(), 33);
}

#[test]
fn skills_are_compared_without_case_and_kept_once() {
    let skills = Skills::parse("Language:French, language:french\nEditing:Copyedit").unwrap();
    assert_eq!(skills.to_string(), "Language:French, Editing:Copyedit");
    assert_eq!(Skills::parse("French"), Err(ValueRefusal::SkillForm));
    assert_eq!(Skills::parse("A:"), Err(ValueRefusal::SkillForm));
}

#[test]
fn what_nobody_sees_is_no_text() {
    for empty in [
        "\u{200B}",
        "\u{FEFF} \u{2060}",
        "\u{3164}",
        "\u{2800}",
        "\u{AD}\u{200F}",
        "\u{E0041}",
        "\u{FE0F}",
        "\u{FFFC}",
        "\u{E000}",
        "\u{1D159}\u{16FE4}",
        "\u{FFFE}",
    ] {
        assert_eq!(Title::parse(empty), Err(ValueRefusal::Empty { what: "the title" }), "{empty:?}");
        assert!(FileName::parse(empty).is_err() && Skill::parse(&format!("A:{empty}")).is_err(), "{empty:?}");
        assert_eq!(
            Deliverables::parse(empty).unwrap().as_str(),
            empty.trim(),
            "what may be empty may be that"
        );
    }
    // They join and shape the letters beside them.
    for text in ["می\u{200C}خواهم", "👩\u{200D}🔬", "☂\u{FE0F}", "क\u{94D}\u{200D}ष", "\u{301}"]
    {
        assert_eq!(Title::parse(text).unwrap().as_str(), text);
    }
}

#[test]
fn skills_that_look_the_same_are_the_same() {
    let charts = Skill::parse("Design:Charts").unwrap();
    for unseen in
        ["Design:Ch\u{200B}arts", "De\u{AD}sign\u{2060}:Charts\u{FE0F}", "\u{E0044}Design:Charts\u{3164}"]
    {
        let skill = Skill::parse(unseen).unwrap();
        assert_eq!((skill.as_str(), skill.key()), ("Design:Charts", charts.key()), "{unseen:?}");
    }
    // Characters that shape letters are kept, and make no other skill.
    let persian = Skill::parse("زبان:می\u{200C}خوانم").unwrap();
    assert!(persian.as_str().contains('\u{200C}'));
    assert_eq!(persian, Skill::parse("زبان:میخوانم").unwrap());
    assert_eq!(fold_name("a\u{200B}na"), fold_name("ana"));
}

#[test]
fn lines_have_no_letters_that_are_not_seen() {
    let text = "a\u{200B}\u{2800}\u{FFFC}\u{E0041}b\u{FE0F}";
    let mut read = text::lines(text);
    read.push(("FileName", FileName::parse(text).map(|name| name.to_string())));
    for (name, read) in read {
        assert_eq!(read.as_deref(), Ok("a b"), "{name}");
    }
    assert_eq!(Deliverables::parse(text).unwrap().as_str(), text, "many lines are Markdown, and stay");
}

#[test]
fn a_file_name_has_no_folder() {
    assert_eq!(FileName::parse("../../etc/passwd").unwrap().as_str(), "passwd");
    assert_eq!(FileName::parse("C:\\map.svg").unwrap().as_str(), "map.svg");
    assert!(FileName::parse("..").is_err());
}

proptest! {
    #[test]
    fn parsing_never_panics_and_is_stable(text in "\\PC{0,300}") {
        if let Ok(title) = Title::parse(&text) {
            prop_assert_eq!(Title::parse(title.as_str()).unwrap(), title);
        }
        if let Ok(skill) = Skill::parse(&text) {
            prop_assert_eq!(Skill::parse(skill.as_str()).unwrap(), skill);
        }
        let _ = Name::parse(&text);
        let _ = FileName::parse(&text);
        let _ = Deliverables::parse(&text);
    }
}
