use proptest::prelude::*;

use super::token::tokens;
use super::*;

/// The words of a text as they are compared.
fn words(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.text).collect()
}

fn finds(typed: &str, text: &str) -> bool {
    Phrase::parse(typed).unwrap().is_in(text)
}

/// The text, with the marked pieces between brackets.
fn shown(pieces: &[TextPiece<'_>]) -> String {
    let piece = |piece: &TextPiece<'_>| {
        if piece.is_found { format!("[{}]", piece.text) } else { piece.text.to_owned() }
    };
    pieces.iter().map(piece).collect()
}

#[test]
fn words_are_compared_without_case_and_accents() {
    assert_eq!(words("Über den FLUSS, l’été"), ["uber", "den", "fluss", "l", "ete"]);
    assert_eq!(words("Straße STRASSE ﬁsh"), ["strasse", "strasse", "fish"]);
    assert_eq!(words("Ёлка ёлка Σοφός ΣΟΦΟΣ"), ["елка", "елка", "σοφοσ", "σοφοσ"]);
    assert_eq!(words("İstanbul ISTANBUL"), ["istanbul", "istanbul"]);
    assert_eq!(words("Łódź Øresund Đặng ǾRE"), ["lodz", "oresund", "dang", "ore"]);
    assert_eq!(words("Æbelø cœur Ħal"), ["aebelo", "coeur", "hal"]);
    // Vowel points of Arabic are left out, vowels of Hindi are not.
    assert_eq!(words("كِتَاب"), words("كتاب"));
    assert_ne!(words("कि"), words("का"));
    assert_eq!(words("e\u{301}t\u{ad}e\u{301}"), ["ete"], "marks and soft hyphens are parts of words");
    assert_eq!(words("snake_case 3.5 e-mail #12"), ["snake", "case", "3", "5", "e", "mail", "12"]);
    assert!(words("→ — ! \u{301}").is_empty());
}

#[test]
fn each_part_of_a_word_with_signs_in_it_is_found() {
    assert_eq!(words("mara@lingua.example"), ["mara", "lingua", "example"]);
    let address = words("https://lingua.example/p/river-watch#184");
    assert_eq!(address, ["https", "lingua", "example", "p", "river", "watch", "184"]);
    assert_eq!(
        words("can’t O'Neil 3,14 1.000 12:30"),
        ["can", "t", "o", "neil", "3", "14", "1", "000", "12", "30"]
    );
    assert!(finds("lingua", "mara@lingua.example") && finds("lingua.example", "see Lingua.Example/about"));
    assert!(finds("3,14", "π is 3,14") && !finds("3,14", "3 and 14") && !finds("3.5", "35"));
    assert!(finds("#12", "after #12") && finds("mail", "E-Mail") && finds("e-mail", "e-mails"));
    assert!(finds("neil", "O'Neil") && finds("o’neil", "O'Neil"));
    // Quotation marks stand within Hebrew words.
    assert!(finds("צה״ל", "צה\"ל") && !finds("צה״ל", "צהל"));
}

#[test]
fn what_nobody_sees_parts_no_words() {
    let seen = "ri\u{2060}ver ab\u{200e}c 1\u{fe0f}\u{20e3} ❤\u{fe0f} m² CO₂ 👩\u{200d}🌾farm 🇩🇪";
    assert_eq!(words(seen), ["river", "abc", "1", "m2", "co2", "farm"]);
    assert_eq!(words("葛\u{e0100}城"), words("葛城"));
    // The stroke that makes an Arabic word longer, the points of Hebrew.
    assert_eq!(words("كـتاب"), words("كتاب"));
    assert_eq!(words("שָׁלוֹם"), words("שלום"));
    // A letter is what people see as one, whatever it is made of.
    assert_eq!(words("n\u{303}andu\u{301}"), words("Ñandú"));
    assert_eq!(words("\u{1112}\u{1161}\u{11ab}국"), words("한국"));
    assert!(finds("한", "\u{1112}\u{1161}\u{11ab}국"));
}

#[test]
fn scripts_without_spaces_are_cut_into_pairs() {
    assert_eq!(words("東京都"), ["東京", "京都", "都"]);
    assert_eq!(words("Rust語"), ["rust", "語"]);
    assert_eq!(words("ｶﾞｽ"), words("ガス"), "narrow letters are the same");
    assert!(finds("京都", "東京都の川") && finds("東", "大東京") && finds("都の川", "東京都の川"));
    assert!(!finds("都東", "東京都の川") && !finds("京川", "東京都の川"));
    // Thai, Lao, Khmer, Myanmar.
    for (typed, text) in
        [("แม่น้ำ", "ริมแม่น้ำสายเล็ก"), ("ນ້ຳ", "ແມ່ນ້ຳຂອງ"), ("ទន្លេ", "មាត់ទន្លេសាប"), ("မြစ်", "ဧရာဝတီမြစ်ကမ်း")]
    {
        assert!(finds(typed, text), "{typed} in {text}");
        assert!(!finds(text, typed), "{text} in {typed}");
    }
}

#[test]
fn a_word_finds_words_that_begin_with_it() {
    assert!(finds("map", "The maps of the river") && finds("MAP", "map"));
    assert!(!finds("ap", "map") && !finds("maps", "map"));
    // One or two letters are a word of their own.
    assert!(finds("of", "Maps of it") && !finds("of", "Offer it") && !finds("5", "52"));
    // In Korean what follows is an ending.
    assert!(finds("강", "강을 건너다"));
}

#[test]
fn a_phrase_is_words_in_a_row() {
    assert!(finds("river bank", "Count along the River-Bank") && finds("river ban", "river banks"));
    assert!(!finds("river bank", "bank of the river") && !finds("riv bank", "river bank"));
    assert!(finds("l’eau", "de l'eau") && finds("eau", "de l'eau"));
}

#[test]
fn what_somebody_typed_is_read_as_words_and_phrases() {
    let read = |text| phrases(text).iter().map(|phrase| phrase.words().join(" ")).collect::<Vec<_>>();
    assert_eq!(read("map “river bank” \"all of it\" – 5"), ["map", "river bank", "all of it", "5"]);
    assert_eq!(read("the \"open end"), ["the", "open end"]);
    assert!(read(" \"\" – ").is_empty());
    assert_eq!(phrases("a b c d e f g h i j").len(), MOST_WORDS);
    assert_eq!(Phrase::parse("→"), None);
}

#[test]
fn what_was_looked_for_is_marked() {
    let marks = |text, typed| shown(&marked(text, &phrases(typed)));
    assert_eq!(marks("Maps of the Über-River", "map uber"), "[Maps] of the [Über]-River");
    assert_eq!(marks("東京都の川", "京都 川"), "東[京都]の[川]");
    assert_eq!(marks("river bank, river", "\"river bank\""), "[river bank], river");
    assert_eq!(marks("nothing", "map"), "nothing");
}

#[test]
fn a_snippet_is_cut_around_the_first_place() {
    let long = format!("{}the old bridge {}", "before ".repeat(40), "after ".repeat(40));
    let cut = shown(&snippet(&long, &phrases("bridge"), 60));
    assert!(cut.starts_with("… ") && cut.ends_with('…') && cut.contains("old [bridge] after"), "{cut}");
    assert!(cut.chars().count() < 80, "{cut}");
    assert_eq!(shown(&snippet("short bridge", &phrases("bridge"), 60)), "short [bridge]");
    assert_eq!(shown(&snippet("", &phrases("bridge"), 60)), "");
}

#[test]
fn as_much_of_a_thing_is_kept_as_both_databases_take() {
    let many = "bees wasps ".repeat(INDEXED_MAX);
    let kept = indexed(&[&many]);
    assert_eq!(kept.len(), INDEXED_MAX);
    assert_eq!(kept.iter().flatten().filter(|word| *word == "bees").count(), 256);
    // A phrase does not go from one text to the next.
    assert_eq!(indexed(&["a", "b"]), [Some("a".to_owned()), None, Some("b".to_owned())]);
    let long: String = (0..INDEXED_MAX).map(|n| format!("{n:𐐨>40} ")).collect();
    assert!(indexed(&[&long]).iter().flatten().map(String::len).sum::<usize>() < 500_000);
}

proptest! {
    #[test]
    fn words_have_nothing_that_a_database_would_read(text in "\\PC{0,60}") {
        for token in tokens(&text) {
            prop_assert!(token.start < token.end && text.get(token.start..token.end).is_some());
            prop_assert!(token.text.chars().all(|one| {
                one.is_alphanumeric() || unicode_normalization::char::is_combining_mark(one)
            }), "{:?}", token.text);
            prop_assert!(!token.text.bytes().any(|byte| byte.is_ascii_uppercase()));
            prop_assert!(token.text.chars().count() <= 40);
        }
    }

    #[test]
    fn a_text_is_found_by_its_own_words(text in "[a-zäß東京กิ0-9 .-]{1,40}") {
        if let Some(phrase) = Phrase::parse(&text) {
            prop_assert!(phrase.is_in(&text));
            prop_assert!(phrase.is_in(&text.to_uppercase()));
            let around = format!("x {text}y");
            prop_assert!(!phrase.is_open() || phrase.is_in(&around));
        }
    }

    #[test]
    fn pieces_are_the_text(text in "\\PC{0,40}", typed in "[a-c東京 ]{0,8}") {
        let pieces = marked(&text, &phrases(&typed));
        prop_assert_eq!(pieces.iter().map(|piece| piece.text).collect::<String>(), text.clone());
        snippet(&text, &phrases(&typed), 10);
    }
}
