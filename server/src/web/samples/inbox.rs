//! Samples of the settings for notices: with mail, and with browsers that get them by push.

use pursuance_domain::notice::{Channel, NoticeKind, Wanted};

use super::*;
use crate::web::frame::view::Field;
use crate::web::inbox::mail::{MailPart, Standing};
use crate::web::inbox::push::{BrowserRow, PushPart};
use crate::web::inbox::settings::{InboxSettingsPage, KindRow, ObjectLink, WatchRow};

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    let browser = |id: &str, name: &str, is_this| BrowserRow {
        id: id.to_owned(),
        name: name.to_owned(),
        since: day("2026-11-02"),
        is_this,
    };
    let of = |kind: NoticeKind, channel: Channel| {
        let choice = |wanted: &Wanted| Choice {
            value: wanted.as_str().to_owned(),
            label: words()
                .s(match wanted {
                    Wanted::Now => "wanted-now",
                    Wanted::Digest => "wanted-digest",
                    Wanted::Never => "wanted-never",
                })
                .to_owned(),
            selected: *wanted == channel.unless_chosen(kind),
        };
        channel.choices(kind).iter().map(choice).collect::<Vec<_>>()
    };
    let row = |kind: &NoticeKind| KindRow {
        kind: *kind,
        is_on: true,
        mail: of(*kind, Channel::Mail),
        push: of(*kind, Channel::Push),
    };
    let address = "mara@mail.example".to_owned();
    let task = ObjectLink {
        object: "01a".to_owned(),
        name: "Sample the outfall".to_owned(),
        href: Some(crate::web::frame::links::task("river-watch", 180)),
        pursuance: Some("River Watch".to_owned()),
        is_mirror: false,
    };
    let written = ObjectLink { object: "01d".to_owned(), name: "Choose a name".to_owned(), ..task.clone() };
    let mut shown = InboxSettingsPage {
        mail: MailPart {
            standing: Standing::Confirmed,
            field: Field::of(address.clone()),
            passphrase: Field::default(),
            address,
        },
        push: PushPart {
            key: "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"
                .to_owned(),
            browsers: vec![browser("01b", "Firefox, Android", true), browser("01c", "Chrome, Linux", false)],
        },
        kinds: NoticeKind::ALL.iter().map(row).collect(),
        watched: vec![
            WatchRow { link: task, is_on: true, why: "watch-chosen", is_made: false },
            WatchRow { link: written, is_on: true, why: "watch-made", is_made: true },
        ],
        next: None,
        muted: Vec::new(),
        has_more_muted: false,
        skill: Field::default(),
        problem: String::new(),
        l: signed_in(Nav::Inbox),
    };
    page(pages, "inbox-settings", &shown);
    shown.push.browsers.clear();
    shown.mail.standing = Standing::Reset;
    shown.problem = "You have your notices shown in 10 browsers.".to_owned();
    page(pages, "inbox-settings-refused", &shown);
}
