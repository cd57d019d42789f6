//! The addresses of pages, what people type into them, and the pages of failures.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use askama::Template;
use pursuance_domain::value::Language;

use self::html::{Known, hold};
use super::routes;
use crate::reads::search::Kind;
use crate::text::Text;
use crate::web::frame::layout::Layout;
use crate::web::frame::links::DELEGATION_FORMS;
use crate::web::request::carried_forms::{Carried, TYPED};
use crate::web::request::errors::{ErrorKind, ErrorPage};
use crate::web::request::form::FormFields;
use crate::web::search::page::{FoundRow, Group, SearchPage};

#[path = "../../../tests/support/html.rs"]
mod html;

#[test]
fn a_title_names_the_page_and_then_the_instance() {
    let page =
        ErrorPage::new(Layout::of_nobody(Text::english()), ErrorKind::NotFound, None).render().unwrap();
    assert!(page.contains(" · Commons</title>"), "{page}");
}

#[test]
fn a_language_from_right_to_left_turns_its_pages_around() {
    let t = Text::made_of("he", &[("x.ftl", "direction = rtl\nregion = IL\n")]);
    let page = ErrorPage::new(Layout::of_nobody(t), ErrorKind::NotFound, None).render().unwrap();
    assert!(page.contains("<html lang=\"he\" dir=\"rtl\""), "{page}");
}

/// No browser of a test meets all of these: a full disk, a database that is busy, a failure of the program.
#[test]
fn the_page_of_every_failure_keeps_every_rule_of_a_page_in_every_language() {
    let posts = routes().filter(|route| route.method == "POST").map(|route| route.path).collect();
    let known = Known { typed: &TYPED, forms: DELEGATION_FORMS, posts };
    for (language, fault) in
        Language::ALL.iter().flat_map(|language| ErrorKind::ALL.map(|fault| (language, fault)))
    {
        let fields = FormFields::parse(b"body=The+map+is+%3Cb%3Ehalf%3C%2Fb%3E+done.");
        let written = Carried::new("/p/river-watch/t/184/comments", "mara", &fields);
        let mut page = ErrorPage::new(Layout::of_nobody(Text::of(*language)), fault, Some(written));
        page.reference = "01ja2q7k".to_owned();
        let html = page.render().unwrap();
        hold(&format!("{fault:?} ({})", language.as_str()), &html, &known);
        assert!(html.contains(&format!("<html lang=\"{}\"", language.as_str())), "{fault:?}");
    }
}

/// More than a thousand tasks, and more than two hundred pursuances of one person.
#[test]
fn a_search_that_looked_at_a_part_alone_says_so() {
    let tasks = Group { kind: Kind::Tasks, rows: vec![FoundRow::default()], next: None, is_cut: true };
    let page = SearchPage {
        l: Layout::of_nobody(Text::english()),
        words: "river".to_owned(),
        within: String::new(),
        kind: None,
        is_asked: true,
        no_room: None,
        groups: vec![tasks],
        is_filling: false,
        elsewhere: None,
        first: None,
        without: None,
        looked_in: Some(200),
    };
    let html = page.render().unwrap();
    assert!(html.contains("Only the newest 1,000 were looked through."), "{html}");
    assert!(html.contains("Words were looked for in 200 of them"), "{html}");
}

#[test]
fn every_field_that_is_brought_back_has_one_name_in_words() {
    let mut named = BTreeSet::new();
    for (name, key) in TYPED.iter() {
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
    sources(&server.join("../../templates"), &mut sources_found);
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
