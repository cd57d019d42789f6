//! The rules of every page, checked on every sample.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

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

/// Templates and sources, but for the list of addresses.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if !path.ends_with("web/mod.rs") {
            found.push(fs::read_to_string(&path).unwrap_or_default());
        }
    }
}

#[test]
fn every_page_has_an_address_and_every_address_is_linked_to() {
    let server = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources_found = Vec::new();
    sources(&server.join("src"), &mut sources_found);
    sources(&server.join("../templates"), &mut sources_found);
    let links = include_str!("frame/links.rs");
    let list = include_str!("mod.rs");
    let named: BTreeSet<&str> =
        list.split("\" as ").skip(1).filter_map(|rest| rest.split_once('(')).map(|(name, _)| name).collect();
    assert!(named.len() > 70, "{named:?}");
    for name in named {
        let call = format!("links::{name}(");
        let within = [format!(" {name}("), format!("({name}(")];
        let is_used = sources_found.iter().any(|source| source.contains(&call));
        assert!(is_used || within.iter().any(|call| links.contains(call)), "nothing links to {name}");
    }
    // Other servers get the first address; people get the second by hand.
    let elsewhere = ["/about", "/i/{code}"];
    let nameless: Vec<&str> = list
        .lines()
        .filter_map(|line| line.trim().strip_prefix("page get \"")?.split_once("\" =>"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(nameless, elsewhere, "pages without an address that templates can link to");
}
