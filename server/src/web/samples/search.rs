//! Samples of the search over everything.

use pursuance_domain::task::phase::Phase;
use pursuance_domain::text::{marked, phrases, snippet};

use super::*;
use crate::reads::search::Kind;
use crate::web::cards::found::written;
use crate::web::frame::labels::PhaseTag;
use crate::web::search::jump::Called;
use crate::web::search::page::{FoundRow, Group, SearchPage};

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    page(pages, "search", &found());
    let nothing = SearchPage { groups: Vec::new(), ..found() };
    page(pages, "search-none", &nothing);
    let visitor = SearchPage {
        l: signed_out(),
        words: String::new(),
        within: String::new(),
        is_asked: false,
        is_filling: false,
        first: None,
        without: None,
        looked_in: None,
        ..nothing
    };
    page(pages, "search-visitor", &visitor);
    let elsewhere = SearchPage {
        words: "maps@lingua.example".to_owned(),
        groups: Vec::new(),
        elsewhere: Some("/@maps@lingua.example".to_owned()),
        ..found()
    };
    page(pages, "search-elsewhere", &elsewhere);
    let mut tasks = found();
    (tasks.kind, tasks.groups) = (Some(Kind::Tasks), tasks.groups.into_iter().take(1).collect());
    page(pages, "search-tasks", &tasks);
}

fn row(name: &str, text: &str) -> FoundRow {
    let river = phrases("river");
    FoundRow {
        title: written(&marked(name, &river)),
        excerpt: written(&snippet(text, &river, 80)),
        ..FoundRow::default()
    }
}

fn found() -> SearchPage {
    let here = || Some(Party::group("River Watch").linked("/p/river-watch"));
    let group = |kind, rows| Group { kind, rows, next: None, is_cut: false };
    let task = FoundRow {
        href: "/p/river-watch/t/184".to_owned(),
        phase: Some(PhaseTag::Is(Phase::InProgress)),
        by: Some(Party::group("Map Room").at("lingua.example").linked("/@map-room@lingua.example")),
        pursuance: here(),
        handle: "#184".to_owned(),
        ..row(
            "A map of the river",
            "Every gauge between the weir and the mouth of the river, with its owner.",
        )
    };
    let comment = FoundRow {
        href: "/p/river-watch/t/12#m-01".to_owned(),
        by: Some(ruth()),
        at: Some(moment("2026-11-19T16:02:00Z")),
        pursuance: here(),
        ..row("Read the gauges", "The river was too high yesterday.")
    };
    let file = FoundRow {
        href: "/files/01".to_owned(),
        task: Some(link(12, "Read the gauges")),
        pursuance: here(),
        ..row("river-levels.csv", "")
    };
    let known = FoundRow {
        href: "/@river-keepers@lingua.example".to_owned(),
        host: Some("lingua.example".to_owned()),
        ..row("River Keepers", "")
    };
    let own = FoundRow {
        href: "/p/river-watch".to_owned(),
        handle: "river-watch".to_owned(),
        ..row("River Watch", "We watch the river.")
    };
    let person = FoundRow {
        href: "/@ruth".to_owned(),
        handle: "@ruth".to_owned(),
        ..row("Ruth Adeyemi", "Grew up beside a river.")
    };
    let next = Some("/search?q=river&kind=tasks&before=7".to_owned());
    SearchPage {
        l: signed_in(Nav::Search),
        words: "river".to_owned(),
        within: "river-watch".to_owned(),
        kind: None,
        is_asked: true,
        groups: vec![
            Group { next, is_cut: true, ..group(Kind::Tasks, vec![task]) },
            group(Kind::Pursuances, vec![own, known]),
            group(Kind::People, vec![person]),
            group(Kind::Comments, vec![comment]),
            group(Kind::Files, vec![file]),
        ],
        is_filling: true,
        elsewhere: None,
        first: Some(Called::Pursuance { slug: "river-watch".to_owned(), name: "River Watch".to_owned() }),
        without: Some("/tasks?q=river".to_owned()),
        looked_in: Some(200),
    }
}
