//! The rules of every page, checked on every sample.

use std::collections::BTreeSet;

use pursuance_domain::value::Language;

use self::html::{Known, Tag, hold, tags};
use super::{ROUTES, samples};
use crate::text::Text;
use crate::web::frame::links::DELEGATION_FORMS;
use crate::web::request::carried::TYPED;

#[path = "../../tests/support/html.rs"]
mod html;

#[test]
fn every_sample_keeps_every_rule_of_a_page() {
    let posts = ROUTES.iter().filter(|route| route.method == "POST").map(|route| route.path).collect();
    let known = Known { typed: TYPED, forms: DELEGATION_FORMS, posts };
    for language in Language::ALL.iter().copied() {
        for (name, html) in samples::all_in(Text::of(language)) {
            hold(&format!("{name} ({})", language.as_str()), &html, &known);
        }
    }
}

#[test]
fn the_samples_show_every_part_that_a_narrow_screen_hides() {
    let mut seen = BTreeSet::new();
    for (_, html) in samples::all() {
        for part in ["assign", "hand-back", "drop", "return", "recall"] {
            if html.contains(&format!("in-menu\" id=\"{part}\"")) {
                seen.insert(part);
            }
        }
    }
    assert_eq!(seen.len(), 5, "the samples show each of them: {seen:?}");
}

#[test]
fn every_form_about_a_delegation_stands_on_some_page() {
    let known: BTreeSet<String> = DELEGATION_FORMS.iter().map(|(form, _)| (*form).to_owned()).collect();
    let mut seen = BTreeSet::new();
    for (_, html) in samples::all() {
        seen.extend(tags(&html).iter().filter_map(Tag::delegation_form).map(str::to_owned));
    }
    assert_eq!(seen, known, "a form that no page offers");
}

#[test]
fn every_field_that_is_brought_back_has_one_name_in_words() {
    let mut named = BTreeSet::new();
    for (name, key) in TYPED {
        assert!(named.insert(name), "{name} is there twice");
        assert!(!Text::english().s(key).is_empty());
    }
}
