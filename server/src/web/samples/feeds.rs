//! Samples of the page of feeds.

use pursuance_domain::value::FeedForm;

use super::*;
use crate::reads::feeds::About;
use crate::web::account::feeds::{FeedRow, FeedsPage, form};
use crate::web::frame::view::Field;

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    let feed = |id: &str, name: &str, form: FeedForm, about: About| FeedRow {
        id: id.to_owned(),
        name: name.to_owned(),
        form,
        about,
        made: day("2026-11-02"),
        used: (id != "01c").then(|| moment("2026-11-20T08:54:00Z")),
    };
    let of = |name: &str| About::Pursuance { pursuance: "river-watch".to_owned(), name: name.to_owned() };
    let mut shown = FeedsPage {
        form: form(
            &signed_in(Nav::Account),
            FeedForm::Atom,
            "river-watch",
            &[("river-watch".to_owned(), "River Watch".to_owned())],
        ),
        feeds: vec![
            feed("01a", "Phone", FeedForm::Calendar, About::You),
            feed("01b", "Reader", FeedForm::Atom, of("River Watch")),
            feed("01c", "Old", FeedForm::Atom, About::Hidden),
        ],
        made: Some("https://commons.example/f/0f3c5a7b9d1e2f40516273849a5bc6d7.ics".to_owned()),
        problem: String::new(),
        l: signed_in(Nav::Account),
    };
    page(pages, "feeds", &shown);
    shown.made = None;
    shown.form.name = Field::default().refused("A label is missing.");
    page(pages, "feeds-refused", &shown);
    shown.feeds.clear();
    page(pages, "feeds-none", &shown);
}
