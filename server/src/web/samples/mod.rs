//! Every page with believable content, in its ordinary and its interesting states. Tests render all of them.

mod account;
mod delegation;
mod feeds;
mod health;
mod inbox;
mod invites;
mod offers;
mod operator;
mod pursuance;
mod search;
mod searches;
mod suggestions;
mod task;
mod writing;

use std::cell::Cell;
use std::sync::Arc;

use askama::Template;
use chrono_tz::Tz;
use pursuance_domain::notice::Cause;
use pursuance_domain::time::Time;
use pursuance_domain::value::{Door, Size};

use crate::text::{Markup, Text};
use crate::web::cards::arrival::ArrivalForm;
use crate::web::cards::pick::Pick;
use crate::web::cards::watching::Watching;
use crate::web::frame::labels::choices;
use crate::web::frame::layout::{Layout, Nav, SidebarPursuance, Theme, Viewer};
use crate::web::frame::view::{Choice, Field, FileView, Party, SkillTag, TaskLink, size_key};
use crate::web::frame::when::{Due, When};
use crate::web::request::carried::Typed;

thread_local! {
    /// The language of the samples that are being made.
    static WORDS: Cell<Text> = Cell::new(Text::english());
}

/// The words of the samples that are being made.
pub fn words() -> Text {
    WORDS.get()
}

/// What a pursuance may ask a newcomer about.
fn arrival(back: &'static str) -> ArrivalForm {
    ArrivalForm {
        slug: "river-watch".to_owned(),
        name: "River Watch".to_owned(),
        boxes: vec![("Design:Illustration".to_owned(), true), ("Language:French".to_owned(), false)],
        known: vec!["Data:Maps".to_owned()],
        others: Field::default(),
        hours: choices([("", "I do not say"), ("2", "about 2 hours a week")], "2"),
        back,
    }
}

/// Every sample in a language.
pub fn all_in(t: Text) -> Vec<(&'static str, String)> {
    WORDS.set(t);
    let pages = all();
    WORDS.set(Text::english());
    pages
}

/// Every sample: the name of the page and state, and its HTML.
pub fn all() -> Vec<(&'static str, String)> {
    let mut pages = Vec::new();
    account::add(&mut pages);
    feeds::add(&mut pages);
    operator::add(&mut pages);
    task::add(&mut pages);
    delegation::add(&mut pages);
    pursuance::add(&mut pages);
    searches::add(&mut pages);
    health::add(&mut pages);
    inbox::add(&mut pages);
    suggestions::add(&mut pages);
    offers::add(&mut pages);
    search::add(&mut pages);
    writing::add(&mut pages);
    pages
}

/// Renders one sample.
fn page(pages: &mut Vec<(&'static str, String)>, name: &'static str, template: &impl Template) {
    pages.push((name, template.render().unwrap()));
}

/// A Friday morning.
pub fn now() -> Time {
    at("2026-11-20T08:55:00Z")
}

pub fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

pub fn moment(text: &str) -> When {
    crate::web::frame::when::moment(words(), Tz::UTC, now(), at(text))
}

pub fn day(text: &str) -> When {
    crate::web::frame::when::day(words(), Tz::UTC, now(), at(text))
}

pub fn due(text: &str) -> Option<Due> {
    Some(crate::web::frame::when::due(words(), Tz::UTC, now(), at(text), false))
}

/// A text that has no field on its page any more.
pub fn typed() -> Vec<Typed> {
    vec![Typed { label: words().s("typed-text"), text: "The scale is missing.\nPlease add one.".to_owned() }]
}

pub fn html(text: &str) -> Markup {
    Markup::trusted(text.to_owned())
}

pub fn signed_out() -> Layout {
    Layout {
        t: words(),
        now: now(),
        zone: Tz::UTC,
        zone_cookie: "pursuance-zone-8001".to_owned(),
        instance: "Commons".to_owned(),
        host: "commons.example".to_owned(),
        door: Door::Anybody,
        viewer: None,
        theme: Theme::System,
        single_keys: true,
        pictures: Arc::default(),
        waiting: 0,
        offers: 0,
        unread: 0,
        newcomers: 0,
        requests: 0,
        stopped: Vec::new(),
        pursuances: Vec::new(),
        nav: Nav::Elsewhere,
        flash: None,
        undo: None,
        live: None,
        back: None,
        here: "/".to_owned(),
        document: None,
        feed: None,
    }
}

pub fn signed_in(nav: Nav) -> Layout {
    let mine = |name: &str, slug: &str, is_members_only, incoming| SidebarPursuance {
        name: name.to_owned(),
        slug: slug.to_owned(),
        is_members_only,
        is_closed: false,
        incoming,
    };
    Layout {
        viewer: Some(Viewer {
            name: "mara".to_owned(),
            display: "Mara Okafor".to_owned(),
            csrf: "c5f0d1".to_owned(),
            is_operator: true,
        }),
        waiting: 7,
        unread: 3,
        pursuances: vec![
            mine("River Watch", "river-watch", false, 2),
            mine("Harbour Tenants", "harbour-tenants", true, 0),
            mine("Open Records Desk", "open-records", false, 0),
        ],
        nav,
        ..signed_out()
    }
}

pub fn in_river_watch() -> Layout {
    Layout {
        live: Some("/p/river-watch/live".to_owned()),
        ..signed_in(Nav::Pursuance("river-watch".to_owned()))
    }
}

pub fn watching(object: &str) -> Watching {
    Watching {
        object: object.to_owned(),
        cause: Some(Cause::Reviews),
        is_muted: false,
        is_mirror: false,
        is_around: false,
        begins: false,
    }
}

/// Tasks that can become the parent.
pub fn some_places(chosen: Option<i64>) -> Pick {
    let place = |(number, title): (i64, &str)| Choice {
        value: number.to_string(),
        label: format!("{title} #{number}"),
        selected: chosen == Some(number),
    };
    Pick::few("Top level", [(180, "October report"), (150, "Permit review")].map(place).to_vec())
}

/// Tasks that can become the parent, too many for a list.
pub fn many_places() -> Pick {
    let place = |number: i64| Choice {
        value: format!("#{number} Sample site {number}"),
        label: String::new(),
        selected: false,
    };
    Pick::many("Top level", (100..180).map(place).collect(), String::new())
}

pub fn mara() -> Party {
    Party::person("Mara Okafor").linked("/@mara").you()
}

pub fn ruth() -> Party {
    Party::person("Ruth Adeyemi").linked("/@ruth")
}

pub fn tomas() -> Party {
    Party::person("Tomás Leal").linked("/@tomas")
}

pub fn picket() -> Party {
    Party::group("Pixel Picket").at("studio.example").linked("/@pixel-picket@studio.example")
}

pub fn sol() -> Party {
    Party::person("Sol Vega").at("studio.example")
}

pub fn lab() -> Party {
    Party::group("Lab Bench").at("openlab.example").linked("/@lab-bench@openlab.example")
}

pub fn skill(name: &str) -> SkillTag {
    SkillTag { name: name.to_owned(), have: name.starts_with("Design") }
}

pub fn link(number: i64, title: &str) -> TaskLink {
    TaskLink { number, title: title.to_owned(), href: crate::web::frame::links::task("river-watch", number) }
}

pub fn file(name: &str, bytes: i64, by: Party) -> FileView {
    FileView {
        name: name.to_owned(),
        href: Some(crate::web::frame::links::file("01ja2q0000000000000000file")),
        bytes,
        by,
        at: moment("2026-11-19T16:02:00Z"),
        problem: None,
        sha256: "9f3c".repeat(16),
        remove: None,
        task: None,
    }
}

pub fn size() -> &'static str {
    size_key(Size::M)
}
