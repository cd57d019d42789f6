//! What holds for every page, looked at in every sample.

use std::collections::BTreeSet;

use pursuance_domain::value::Language;

use super::samples;
use crate::text::Text;
use crate::web::frame::links::DELEGATION_FORMS;
use crate::web::request::carried::TYPED;

/// Elements without an end.
const VOID: &[&str] = &["br", "circle", "hr", "img", "input", "link", "meta", "path", "rect", "use", "wbr"];

/// One tag: `<name attributes>` or `</name>`.
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
    is_end: bool,
    is_closed: bool,
}

impl Tag {
    fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.iter().find(|(name, _)| name == attribute).map(|(_, value)| value.as_str())
    }

    fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|one| one == class))
    }
}

/// The tags of a page. The templates quote every attribute that holds more than a word.
fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    for piece in html.split('<').skip(1) {
        let inside = &piece[..piece.find('>').unwrap()];
        if inside.starts_with('!') {
            continue;
        }
        let is_end = inside.starts_with('/');
        let is_closed = inside.ends_with('/');
        let inside = inside.trim_matches('/');
        let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
        let mut attributes = Vec::new();
        while !rest.trim_start().is_empty() {
            rest = rest.trim_start();
            let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
            let (attribute, after) = rest.split_at(end);
            let value;
            if let Some(quoted) = after.strip_prefix("=\"") {
                (value, rest) = quoted.split_once('"').unwrap();
            } else if let Some(bare) = after.strip_prefix('=') {
                (value, rest) = bare.split_once(char::is_whitespace).unwrap_or((bare, ""));
            } else {
                (value, rest) = ("", after);
            }
            attributes.push((attribute.to_owned(), value.to_owned()));
        }
        tags.push(Tag { name: name.to_owned(), attributes, is_end, is_closed });
    }
    tags
}

fn each_page(look: impl Fn(&str, &[Tag])) {
    for language in Language::ALL.iter().copied() {
        for (name, html) in samples::all_in(Text::of(language)) {
            look(&format!("{name} ({})", language.as_str()), &tags(&html));
        }
    }
}

#[test]
fn what_is_opened_is_closed_in_the_right_order() {
    each_page(|page, tags| {
        let mut open: Vec<&str> = Vec::new();
        for tag in tags {
            if tag.is_end {
                assert_eq!(
                    open.pop(),
                    Some(tag.name.as_str()),
                    "{page}: </{}> closes another element",
                    tag.name
                );
            } else if !tag.is_closed && !VOID.contains(&tag.name.as_str()) {
                open.push(&tag.name);
            }
        }
        assert!(open.is_empty(), "{page}: {open:?} stay open");
    });
}

#[test]
fn ids_are_unique_and_whatever_names_one_finds_it() {
    each_page(|page, tags| {
        let mut ids = BTreeSet::new();
        for id in tags.iter().filter_map(|tag| tag.get("id")) {
            assert!(ids.insert(id), "{page}: the id {id} is there twice");
        }
        for tag in tags {
            for attribute in ["for", "aria-labelledby", "aria-describedby"] {
                for id in tag.get(attribute).into_iter().flat_map(|value| value.split(' ')) {
                    assert!(ids.contains(id), "{page}: {attribute} names {id}, which is not there");
                }
            }
            if let Some(id) = tag.get("href").and_then(|href| href.strip_prefix('#')) {
                assert!(ids.contains(id), "{page}: a link leads to #{id}, which is not there");
            }
        }
    });
}

#[test]
fn what_a_narrow_screen_hides_is_opened_from_the_menu() {
    let mut seen = BTreeSet::new();
    each_page(|page, tags| {
        for hidden in tags.iter().filter(|tag| tag.has_class("in-menu")) {
            let part = hidden.get("id").unwrap_or_default();
            let opens = |href: &str| href.contains(&format!("?open={part}#{part}"));
            assert!(
                tags.iter().any(|tag| tag.get("href").is_some_and(opens)),
                "{page}: nothing opens {part}"
            );
        }
    });
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
fn every_form_that_changes_something_carries_the_token_of_the_session() {
    each_page(|page, tags| {
        if !tags.iter().any(|tag| tag.has_class("app")) {
            return;
        }
        let mut form: Option<(String, bool)> = None;
        for tag in tags {
            match (tag.name.as_str(), tag.is_end) {
                ("form", false) => {
                    form = (tag.get("method") == Some("post"))
                        .then(|| (tag.get("action").unwrap_or_default().to_owned(), false));
                }
                ("input", false) if tag.get("name") == Some("csrf") => {
                    let is_token = tag.get("value").is_some_and(|value| value.starts_with("c5f0d1."));
                    assert!(is_token, "{page}");
                    if let Some((_, has_token)) = &mut form {
                        *has_token = true;
                    }
                }
                ("form", true) => {
                    if let Some((action, has_token)) = form.take() {
                        assert!(has_token, "{page}: the form to {action} has no token");
                    }
                }
                _ => {}
            }
        }
    });
}

#[test]
fn pages_hold_no_script_and_no_style_of_their_own() {
    each_page(|page, tags| {
        for tag in tags {
            assert!(tag.name != "style" && tag.get("style").is_none(), "{page}: style inside the page");
            assert!(
                tag.name != "script" || tag.is_end || tag.get("src").is_some(),
                "{page}: a script inside the page"
            );
            assert!(
                !tag.attributes.iter().any(|(name, _)| name.starts_with("on")),
                "{page}: a script in an attribute"
            );
        }
    });
}

#[test]
fn a_page_has_one_title_and_at_most_one_main_button() {
    each_page(|page, tags| {
        let count = |wanted: fn(&Tag) -> bool| tags.iter().filter(|tag| !tag.is_end && wanted(tag)).count();
        assert_eq!(count(|tag| tag.name == "h1"), 1, "{page}: titles");
        assert!(count(|tag| tag.has_class("primary")) <= 1, "{page}: more than one main button");
    });
}

#[test]
fn every_field_has_a_label_and_a_name() {
    each_page(|page, tags| {
        let labelled: BTreeSet<&str> = tags.iter().filter_map(|tag| tag.get("for")).collect();
        let mut inside_label = false;
        for tag in tags {
            if tag.name == "label" {
                inside_label = !tag.is_end;
            }
            let is_field = matches!(tag.name.as_str(), "input" | "select" | "textarea") && !tag.is_end;
            if !is_field || tag.get("type") == Some("hidden") || tag.get("aria-hidden").is_some() {
                continue;
            }
            let has_label = inside_label
                || tag.get("aria-label").is_some()
                || tag.get("id").is_some_and(|id| labelled.contains(id));
            assert!(has_label, "{page}: a field without a label: {:?}", tag.attributes);
            assert!(
                tag.get("name").is_some() || tag.get("disabled").is_some(),
                "{page}: {:?}",
                tag.attributes
            );
        }
    });
}

#[test]
fn a_refused_field_says_why_beside_it() {
    each_page(|page, tags| {
        for tag in tags.iter().filter(|tag| tag.get("aria-invalid") == Some("true")) {
            let described = tag.get("aria-describedby").unwrap_or_default();
            assert!(described.split(' ').any(|id| id.ends_with("-error")), "{page}: {:?}", tag.attributes);
        }
    });
}

#[test]
fn every_form_about_a_delegation_is_one_the_router_knows() {
    let known: BTreeSet<&str> = DELEGATION_FORMS.iter().map(|(form, _)| *form).collect();
    let mut seen = BTreeSet::new();
    for (page, html) in samples::all() {
        for tag in tags(&html) {
            for address in [tag.get("action"), tag.get("formaction")].into_iter().flatten() {
                let Some((_, rest)) = address.split_once("/d/") else { continue };
                let form = rest.rsplit('/').next().unwrap().to_owned();
                assert!(known.contains(form.as_str()), "{page}: {address}");
                seen.insert(form);
            }
        }
    }
    assert_eq!(seen.iter().map(String::as_str).collect::<BTreeSet<_>>(), known, "a form that no page offers");
}

#[test]
fn what_people_type_has_a_name_on_the_page_that_brings_it_back() {
    let mut named = BTreeSet::new();
    each_page(|page, tags| {
        let mut is_post = false;
        for tag in tags {
            if tag.name == "form" {
                is_post = tag.get("method") == Some("post");
            }
            let is_text = tag.name == "textarea"
                || (tag.name == "input"
                    && matches!(tag.get("type"), None | Some("text" | "date" | "search")));
            // Who signs in or joins has not written anything yet.
            let is_signing_in = tag.get("autocomplete") == Some("username");
            if !is_post || tag.is_end || !is_text || is_signing_in {
                continue;
            }
            let name = tag.get("name").unwrap_or_default();
            assert!(TYPED.iter().any(|(typed, _)| *typed == name), "{page}: {name} is not in TYPED");
        }
    });
    for (name, key) in TYPED {
        assert!(named.insert(name), "{name} is there twice");
        assert!(!Text::english().s(key).is_empty());
    }
}
