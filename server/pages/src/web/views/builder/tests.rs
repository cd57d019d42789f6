//! Tests of the written query, and of the chosen values.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;

fn built(form: &str) -> Option<String> {
    written(&FormFields::parse(form.as_bytes()))
}

#[test]
fn every_choice_writes_a_part_and_what_was_typed_is_kept() {
    for (form, text) in [
        ("q=map&who=me&phase=in_review", "status:in_review @me map"),
        ("person=%40ana", "@ana"),
        ("person=Ana", "@ana"),
        ("person=ana%40lingua.example&q=%22river+bank", "@ana@lingua.example \"river bank"),
        ("skill=Language:French&size=s&urgency=urgent", "skill:Language:French size:s urgency:urgent"),
        ("skill=Language:Old+French", "skill:\"Language:Old French\""),
        ("skill=Language:*", "skill:Language:*"),
        ("due=overdue&sort=due", "is:overdue sort:due"),
        ("q=map+sort:-new&sort=due", "sort:due map"),
        ("q=s:new++map&who=me", "@me s:new  map"),
        ("q=ago&due=week", "due:<1w \"ago\""),
        ("q=AGO+is:opne&due=today", "due:today \"AGO\" is:opne"),
        ("q=agony&due=week", "due:<1w agony"),
    ] {
        assert_eq!(built(form).as_deref(), Some(text), "{form}");
        if !text.ends_with("bank") && !text.ends_with("opne") {
            assert!(parse(text).is_ok(), "{text}");
        }
    }
}

#[test]
fn a_choice_takes_the_place_of_what_the_text_says_of_its_kind() {
    for (form, text) in [
        ("q=status:new+map&phase=done", "status:done map"),
        ("q=%40me+map&who=nobody", "@- map"),
        ("q=%40me+map&who=elsewhere", "is:delegated map"),
        ("q=is:delegated+map&person=ana", "@ana map"),
        ("q=%40me&who=nobody&person=ana", "@ana"),
        ("q=is:overdue+due:%3Efri+is:open&due=week", "due:<1w is:open"),
        (
            "q=!status:new+!%40me+!due:none&phase=done&who=me&due=today",
            "status:done @me due:today !status:new !@me !due:none",
        ),
        ("q=size:s+urgency:urgent+map&size=l&urgency=normal", "size:l urgency:normal map"),
        ("q=skill:A:b&skill=A:c", "skill:A:c skill:A:b"),
        ("q=status:new+map&phase=any", "map"),
        ("q=status:new&phase=blocked", "is:blocked"),
        ("q=is:blocked+map&phase=later", "is:later map"),
        ("q=status:new&phase=any", ""),
        ("q=map+sort:-due&sort=any", "map"),
        // It may be anything.
        ("q=status:new+is:opne&phase=done", "status:done status:new is:opne"),
    ] {
        assert_eq!(built(form).as_deref(), Some(text), "{form}");
    }
}

#[test]
fn what_is_no_choice_writes_nothing() {
    for form in [
        "",
        "q=map",
        "q=map&who=&phase=&person=+&skill=&due=&sort=",
        "who=all&phase=x&size=xl",
        "q=map&phase=any&sort=any",
    ] {
        assert_eq!(built(form), None, "{form}");
    }
}

#[test]
fn every_choice_that_is_offered_reads_as_a_query() {
    let builder = Builder::new(Text::english(), "");
    for (field, choices) in fields(&builder) {
        assert!(choices.len() > 2 && choices[0].selected && choices[0].value.is_empty(), "{field}");
        for choice in choices.iter().filter(|choice| !choice.value.is_empty()) {
            let text = built(&format!("{field}={}", choice.value)).unwrap();
            assert!(parse(&text).is_ok(), "{text}");
        }
    }
}

/// The choices by the names of their fields.
fn fields(builder: &Builder) -> [(&'static str, &Vec<Choice>); 6] {
    [
        ("phase", &builder.phases),
        ("who", &builder.who),
        ("size", &builder.sizes),
        ("urgency", &builder.urgencies),
        ("due", &builder.dues),
        ("sort", &builder.sorts),
    ]
}

#[test]
fn what_the_text_says_is_chosen_and_sent_again_it_changes_nothing() {
    let chosen = |text: &str| -> Vec<String> {
        let builder = Builder::new(Text::english(), text);
        let mut labels = Vec::new();
        for (field, choices) in fields(&builder) {
            let [one] = choices.iter().filter(|choice| choice.selected).collect::<Vec<_>>()[..] else {
                panic!("{field} of {text}")
            };
            assert_eq!(one.value, "", "{field} of {text}");
            labels.push(one.label.clone());
        }
        labels
    };
    let usual = chosen("");
    assert_eq!(chosen("map !status:new !@me"), usual);
    assert_eq!(chosen("status:new is:opne"), usual, "who knows what was meant");
    assert_eq!(chosen("status:new status:done")[0], "status:new status:done");
    let said = chosen("s:in_review @ANA size:s urgency:urgent due:<14d sort:-due");
    assert_eq!(said, ["In review", "@ana", "S, an hour or two", "Urgent", "due:<14d", "sort:-due"]);
    let said = chosen("status:new @- due:<1w sort:new");
    assert_eq!([&said[0], &said[1], &said[5]], ["New", "Nobody yet", "Newest first"]);
    for text in ["status:new", "status:new status:done"] {
        assert_eq!(Builder::new(Text::english(), text).phases[0].value, ANY, "{text}");
    }
}

#[test]
fn what_is_no_name_and_no_skill_is_one_faulty_piece() {
    for (form, position, rest) in [
        ("skill=%22French%22+maps&q=is:open", 0, "is:open"),
        ("person=Ana+Lee&q=is:open", 0, "is:open"),
        ("person=%22ana&q=is:open", 0, "is:open"),
        ("person=“ana+lee&q=is:open", 0, "is:open"),
        ("person=a\\&q=is:open", 0, "is:open"),
    ] {
        let text = built(form).unwrap();
        let bad = parse(&text).unwrap_err();
        assert_eq!((bad.position, bad.rest.to_string().as_str()), (position, rest), "{text}");
    }
}

proptest! {
    #[test]
    fn what_is_written_reads_as_its_parts(
        words in "((ago|AGO|months|2|w|map|is:open|!status:new|@me|due:<2|due:3d|\"a b\"|sort:due|“ago”|size:s) ?){0,6}",
        phase in select(vec!["", "new", "any"]),
        who in select(vec!["", "me", "nobody"]),
        person in select(vec!["", "Ana", "ben@hive.example"]),
        skill in select(vec!["", "A:b", "A:b \"c", "A:*"]),
        due in select(vec!["", "overdue", "week", "none", "any"]),
        sort in select(vec!["", "size", "any"]),
    ) {
        let fields = [("phase", phase), ("who", who), ("person", person), ("skill", skill), ("due", due), ("sort", sort)];
        let all = fields.iter().fold(FormFields::default(), |all, (name, value)| all.with(name, (*value).to_owned()));
        let alone = written(&all).unwrap_or_default();
        if let (Ok(typed), Some(text)) = (parse(&words), written(&all.with("q", words.clone()))) {
            let query = parse(&text).unwrap();
            let chosen = parse(&alone).unwrap();
            let (front, behind) = query.parts.split_at(chosen.parts.len());
            prop_assert_eq!(front, &chosen.parts[..], "{}", text);
            prop_assert!(behind.iter().all(|part| typed.parts.contains(part)), "{}", text);
            let left = typed.parts.iter().filter(|part| matches!(part.term, Term::Words(_)));
            prop_assert!(left.clone().eq(behind.iter().filter(|part| matches!(part.term, Term::Words(_)))), "{}", text);
            let kept = if sort == "any" { None } else { typed.sort };
            prop_assert_eq!(query.sort, chosen.sort.or(kept));
        }
    }
}
