//! Samples of saved searches.

use super::delegation::head;
use super::*;
use crate::web::cards::head::Tab;
use crate::web::frame::links;
use crate::web::frame::view::Field;
use crate::web::views::filter::Unclear;
use crate::web::views::searches::{ChangeForm, SaveForm, SearchPage, SearchRow, SearchesPage};

const ID: &str = "01k9w7e8f0g2h4j6k8m0n2p4q6";

/// The fault of a text.
fn unclear(text: &str) -> Unclear {
    let bad = pursuance_domain::query::parse(text).unwrap_err();
    Unclear::of(words(), links::searches(), text, &bad)
}

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    let row = |name: &str, query: &str| SearchRow {
        id: ID.to_owned(),
        name: name.to_owned(),
        query: query.to_owned(),
        href: links::tasks_found("river-watch", query),
        place: None,
        shared: false,
        home: false,
        is_hidden: false,
    };
    let form = |action: String| SaveForm {
        action,
        name: Field::default(),
        query: Field::of("@me is:open"),
        unclear: None,
        may_share: true,
        shared: true,
        home: false,
    };
    let mut shown = SearchesPage {
        head: Some(head(Tab::Tasks)),
        rows: vec![
            SearchRow { shared: true, home: true, ..row("Looks for help", "status:help_wanted") },
            row("Due <soon>", "@me is:open due:<2w \"river bank\""),
        ],
        form: Some(form(links::pursuance_searches("river-watch"))),
        problem: String::new(),
        l: in_river_watch(),
    };
    page(pages, "searches-of-pursuance", &shown);
    shown.form = None;
    shown.rows.clear();
    shown.l = signed_out();
    page(pages, "searches-visitor", &shown);
    let mine = SearchesPage {
        head: None,
        rows: vec![
            SearchRow { place: Some("River Watch".to_owned()), ..row("Due soon", "is:open due:<2w") },
            SearchRow { is_hidden: true, ..row("Gone", "is:open") },
            row("French", "skill:Language:French"),
        ],
        form: Some(SaveForm {
            may_share: false,
            shared: false,
            home: true,
            query: Field::of("statsu:new").refused("There is no key “statsu:”."),
            unclear: Some(unclear("statsu:new")),
            ..form(links::searches().to_owned())
        }),
        problem: words().s("refusal-outdated").to_owned(),
        l: signed_in(Nav::Account),
    };
    page(pages, "searches-refused", &mine);

    let mut one = SearchPage {
        id: ID.to_owned(),
        called: "Due soon".to_owned(),
        href: Some(links::tasks_found("river-watch", "is:open due:<2w")),
        place: Some(("river-watch".to_owned(), "River Watch".to_owned())),
        shared: true,
        home: true,
        may_change: true,
        form: ChangeForm { name: Field::of("Due soon"), query: Field::of("is:open due:<2w"), unclear: None },
        problem: String::new(),
        l: in_river_watch(),
    };
    page(pages, "search", &one);
    one.may_change = false;
    one.home = false;
    page(pages, "search-shared", &one);
    let hidden = SearchPage {
        href: None,
        place: None,
        shared: false,
        may_change: true,
        form: ChangeForm {
            name: Field::default().refused("A name is missing."),
            query: Field::of("is:open due:<2w"),
            unclear: Some(unclear("is:opne due:<2w")),
        },
        l: signed_in(Nav::Account),
        ..one
    };
    page(pages, "search-hidden", &hidden);
}
