//! Samples of invitations: the page behind the link, making and ending them, the tree of members, and people to ask.

use pursuance_domain::people::role::Role;

use super::delegation::head;
use super::*;
use crate::reads::invites::InviteState;
use crate::web::account::ask::AskPage;
use crate::web::cards::head::Tab;
use crate::web::frame::labels::role_choices;
use crate::web::frame::qr::Qr;
use crate::web::frame::view::Field;
use crate::web::people::invite::{InvitePage, Offer, Way};
use crate::web::people::invite_end::{Goes, InviteEndPage, People};
use crate::web::people::invites::{InviteForm, InviteRow, InvitesPage, Made};
use crate::web::people::recruit::{PersonRow, RecruitPage};
use crate::web::views::tree::{TreePage, TreeRow};
use pursuance_domain::value::Door;

const LINK: &str = "https://commons.example/i/0f3c5a7b9d1e2f40516273849a5bc6d7";

fn offer() -> Offer {
    Offer {
        slug: "river-watch".to_owned(),
        name: "River Watch".to_owned(),
        mission: html("<p>Samples the River Aven every month.</p>"),
        by: ruth(),
        role: "role-normal",
        role_about: "role-normal-about",
        sees: "invite-sees-all",
        is_open: false,
        asked: Some(7),
        purpose: "For everybody from the Saturday walk".to_owned(),
        skills: vec![skill("Language:Polish"), skill("Design:Illustration")],
        task: "Draw the river map with readings".to_owned(),
        ends: Some(moment("2026-11-27T08:55:00Z")),
    }
}

fn invite(state: InviteState, uses: Option<i64>, used: i64) -> InviteRow {
    InviteRow {
        href: "/p/river-watch/invites/01ja2q000000000000000invite".to_owned(),
        by: ruth(),
        role: "role-normal",
        purpose: "For everybody from the Saturday walk".to_owned(),
        skills: "Language:Polish".to_owned(),
        task: Some(link(184, "Draw the river map with readings")),
        state,
        made: moment("2026-11-19T20:00:00Z"),
        ends: Some(moment("2026-11-27T08:55:00Z")),
        uses,
        used,
    }
}

fn people(names: &[&str]) -> People {
    let goes = |name: &&str| Goes {
        who: Party::person(*name).linked("/@dov"),
        role: "role-normal",
        tasks: if names.len() > 1 { vec![link(184, "Draw the river map with readings")] } else { Vec::new() },
    };
    People { rows: names.iter().map(goes).collect(), count: names.len(), is_more: false }
}

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    link_pages(pages);
    made(pages);
    ended(pages);
    asked(pages);
}

fn link_pages(pages: &mut Vec<(&'static str, String)>) {
    let path = || "/i/0f3c5a7b9d1e2f40516273849a5bc6d7".to_owned();
    let shown = |l, offer, way, problem: &str| InvitePage {
        l,
        path: path(),
        offer,
        way,
        problem: problem.to_owned(),
    };
    let elsewhere = || signed_in(Nav::Elsewhere);
    page(pages, "invite-visitor", &shown(signed_out(), Some(offer()), Way::Account, ""));
    let closed = Layout { door: Door::Nobody, ..signed_out() };
    page(pages, "invite-closed-server", &shown(closed, Some(offer()), Way::Account, ""));
    page(pages, "invite-join", &shown(elsewhere(), Some(offer()), Way::Join, ""));
    let open =
        Offer { is_open: true, sees: "invite-sees-open", purpose: String::new(), ends: None, ..offer() };
    page(pages, "invite-there", &shown(elsewhere(), Some(open), Way::There, ""));
    let over = words().s("refusal-invite-expired");
    page(pages, "invite-over", &shown(elsewhere(), None, Way::Nowhere, over));
    let banned = words().s("refusal-banned");
    page(pages, "invite-banned", &shown(elsewhere(), Some(offer()), Way::Nowhere, banned));
}

fn made(pages: &mut Vec<(&'static str, String)>) {
    let form = || InviteForm {
        roles: role_choices(words(), Role::Admin, Role::Normal),
        lives: Vec::new(),
        purpose: Field::of("For everybody from the Saturday walk"),
        uses: Field::of("1"),
        skills: Field::default(),
        task: Field::default(),
    };
    let list = || InvitesPage {
        l: in_river_watch(),
        head: head(Tab::Invites),
        made: None,
        form: form(),
        invites: vec![
            invite(InviteState::Open, Some(5), 2),
            InviteRow {
                purpose: String::new(),
                task: None,
                ends: None,
                ..invite(InviteState::Void, None, 1)
            },
            invite(InviteState::UsedUp, Some(1), 1),
            invite(InviteState::Revoked, None, 0),
            invite(InviteState::Expired, Some(9), 0),
        ],
        next: Some("/p/river-watch/invites?before=01".to_owned()),
        sees_all: true,
        problem: String::new(),
    };
    page(pages, "invites", &list());
    let made = Some(Made { link: LINK.to_owned(), qr: Qr::of(LINK) });
    page(pages, "invites-made", &InvitesPage { made, ..list() });
    let refused = InviteForm {
        uses: Field::of("none").refused(words().s("refusal-empty")),
        task: Field::of("#999").refused(words().s("refusal-task-form")),
        ..form()
    };
    let full = "You have 30 open invitations.".to_owned();
    page(pages, "invites-refused", &InvitesPage { form: refused, problem: full, ..list() });
    let none = InvitesPage { invites: Vec::new(), next: None, sees_all: false, ..list() };
    page(pages, "invites-none", &none);
}

fn ended(pages: &mut Vec<(&'static str, String)>) {
    let end = || InviteEndPage {
        l: in_river_watch(),
        head: head(Tab::Invites),
        action: "/p/river-watch/invites/01ja2q000000000000000invite".to_owned(),
        invite: invite(InviteState::Open, None, 3),
        came: people(&["Dov Klein", "Sol Vega"]),
        invited: people(&["Ivo Brand"]),
        came_reason: Field::default(),
        all_reason: Field::default(),
        problem: String::new(),
        typed: Vec::new(),
    };
    page(pages, "invite-end", &end());
    let alone = InviteEndPage {
        invite: InviteRow { purpose: String::new(), ..invite(InviteState::Revoked, Some(1), 0) },
        came: People::default(),
        invited: People::default(),
        problem: "Somebody was faster.".to_owned(),
        ..end()
    };
    page(pages, "invite-end-nobody", &alone);
    let row = |who, role, opens, closes| TreeRow {
        who,
        role,
        since: Some(day("2026-11-10")),
        href: "/p/river-watch/m/dov".to_owned(),
        opens,
        closes,
    };
    let tree = vec![
        row(mara(), Some("role-admin"), false, 0),
        row(tomas(), Some("role-normal"), true, 0),
        row(Party::person("Dov Klein"), None, true, 0),
        row(Party::person("Ivo Brand"), Some("role-viewer"), true, 0),
        row(ruth(), Some("role-primary"), false, 3),
        row(Party::person("Sol Vega"), Some("role-normal"), true, 0),
    ];
    page(pages, "tree", &TreePage { l: in_river_watch(), head: head(Tab::Members), tree, is_more: true });
    let empty = TreePage { l: in_river_watch(), head: head(Tab::Members), tree: Vec::new(), is_more: false };
    page(pages, "tree-empty", &empty);
}

fn asked(pages: &mut Vec<(&'static str, String)>) {
    let person = |name: &str, is_open| PersonRow {
        who: Party::person(name).linked("/@dov"),
        person: name.to_lowercase().replace(' ', "-"),
        about: "I live by the weir.".to_owned(),
        skills: vec![skill("Language:Polish")],
        roles: role_choices(words(), Role::Admin, Role::Normal),
        note: Field::of("We need you."),
        is_open,
    };
    let found = |people, problem: &str| RecruitPage {
        l: in_river_watch(),
        head: head(Tab::Invites),
        words: "polish".to_owned(),
        people,
        next: Some("/p/river-watch/recruit?q=polish&after=dov".to_owned()),
        problem: problem.to_owned(),
        kept: String::new(),
    };
    page(pages, "recruit", &found(vec![person("Dov Klein", false), person("Ivo Brand", false)], ""));
    let mut refused = person("Dov Klein", true);
    refused.note = Field::of("x".repeat(2_001)).refused(words().s("refusal-empty"));
    page(pages, "recruit-refused", &found(vec![refused], words().s("refusal-asked-already")));
    page(
        pages,
        "recruit-none",
        &RecruitPage {
            next: None,
            kept: "We need you.".to_owned(),
            ..found(Vec::new(), words().s("refusal-not-askable"))
        },
    );
    let ask = AskPage {
        l: signed_in(Nav::Elsewhere),
        action: "/me/asks/01ja2q0000000000000000000ask".to_owned(),
        offer: Offer {
            purpose: String::new(),
            skills: Vec::new(),
            task: String::new(),
            ends: None,
            ..offer()
        },
        note: "We need somebody who reads Polish.".to_owned(),
        at: moment("2026-11-19T20:00:00Z"),
        problem: words().s("refusal-invite-void").to_owned(),
    };
    page(pages, "ask", &ask);
}
