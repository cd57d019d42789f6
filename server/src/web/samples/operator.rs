//! Samples of the operator's pages.

use pursuance_domain::value::{Door, TokenScope};

use super::*;
use crate::web::account::server::ServerForm;
use crate::web::frame::view::{Field, Party};
use crate::web::operator::accounts::{AccountRow, AccountsPage, MadeLink, RequestRow};
use crate::web::operator::block::{BlockPage, Ending};
use crate::web::operator::deliveries::{
    DeliveriesPage, DeliveryRow, DeliveryState, delivery_state_choices, kind_key, said_key,
};
use crate::web::operator::head::{Head, Tab};
use crate::web::operator::log::LogRow;
use crate::web::operator::overview::OverviewPage;
use crate::web::operator::peer::{ChangedKey, ChannelRow, PeerPage};
use crate::web::operator::peers::{PeerRow, PeerState, PeersPage};
use crate::web::operator::settings::SettingsPage;
use crate::web::operator::tokens::{AnyTokenRow, TokensPage};

fn log(key: &'static str, name: &str) -> Markup {
    let who = mara().bold(super::words());
    Markup::trusted(super::words().rich(key).html("who", who).set("name", name).to_string())
}

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    let l = || signed_in(Nav::Operator);
    let overview = || OverviewPage {
        l: l(),
        head: head(Tab::Overview),
        troubles: vec![
            stopped("law.example", PeerState::OtherKey),
            stopped("film.example", PeerState::Suspended),
            stopped("song.example", PeerState::StoppedThere),
            refusing(),
            silent(),
        ],
        waiting: 22,
        blocked: 2,
        stopped: 3,
        oldest: Some(moment("2026-11-20T07:31:00Z")),
        stuck: 1,
        delivered_today: 833,
        received_today: 790,
        pursuances: 14,
        tasks: 1_204,
        new_accounts: 12,
        database_bytes: 48_000_000,
        files_bytes: 1_310_000_000,
        quotas: crate::config::Settings::default().check(None).unwrap().quotas,
        free_bytes: Some(49_000_000_000),
        jobs_due: 3,
        version: "0.1.0".to_owned(),
        database: "SQLite".to_owned(),
        started: moment("2026-11-14T03:00:00Z"),
        lately: vec![
            LogRow { text: log("log-suspended", "eve"), at: moment("2026-11-18T10:00:00Z") },
            LogRow { text: log("log-unsuspended", "eve"), at: moment("2026-11-01T10:00:00Z") },
        ],
    };
    page(pages, "operator", &overview());
    let mut fine = overview();
    fine.troubles.clear();
    fine.stopped = 0;
    fine.lately.clear();
    fine.new_accounts = 0;
    (fine.waiting, fine.oldest, fine.stuck, fine.jobs_due, fine.free_bytes) = (0, None, 0, 0, None);
    page(pages, "operator-fine", &fine);

    let peers = vec![
        silent(),
        PeerRow {
            host: "studio.example".to_owned(),
            state: PeerState::Fine,
            last_ok: Some(moment("2026-11-20T08:53:00Z")),
            waiting: 0,
        },
        PeerRow {
            host: "fastgrowth.example".to_owned(),
            state: PeerState::Blocked,
            last_ok: None,
            waiting: 0,
        },
    ];
    page(
        pages,
        "operator-peers",
        &PeersPage { l: l(), head: head(Tab::Peers), peers, next: Some("/admin/peers?after=x".to_owned()) },
    );
    page(
        pages,
        "operator-peers-none",
        &PeersPage { l: l(), head: head(Tab::Peers), peers: Vec::new(), next: None },
    );

    let peer = |peer: PeerRow, is_new: bool| PeerPage {
        l: l(),
        head: head(Tab::Peers),
        failures: if is_new { 0 } else { 5 },
        block_reason: if is_new { "It sends rubbish.".to_owned() } else { String::new() },
        signature: if is_new { String::new() } else { "RFC 9421".to_owned() },
        clock_offset_seconds: (!is_new).then_some(-3),
        last_error: "no answer within 10 s".to_owned(),
        files_bytes: 48_000_000,
        files_most: 1_073_741_824,
        texts_bytes: 210_000,
        channels: if is_new { Vec::new() } else { vec![channel(false), channel(true)] },
        changed: if is_new { Vec::new() } else { vec![changed_key()] },
        deliveries: if is_new { Vec::new() } else { deliveries() },
        peer,
    };
    page(pages, "operator-peer", &peer(silent(), false));
    page(
        pages,
        "operator-peer-new",
        &peer(
            PeerRow { host: "new.example".to_owned(), state: PeerState::Fine, last_ok: None, waiting: 0 },
            true,
        ),
    );

    let block = |host: &str, ends| BlockPage {
        l: l(),
        head: head(Tab::Peers),
        host: Field::of(host),
        reason: Field::default(),
        ends,
    };
    page(pages, "operator-block-which", &block("", None));
    page(pages, "operator-block-nothing", &block("law.example", Some(Vec::new())));
    let ending = Ending { ours: mara(), theirs: ruth(), delegations: 2 };
    page(pages, "operator-block", &block("law.example", Some(vec![ending])));

    let queue = |deliveries, selected| DeliveriesPage {
        l: l(),
        head: head(Tab::Deliveries),
        states: delivery_state_choices(super::words(), selected),
        deliveries,
        next: None,
    };
    page(pages, "operator-deliveries", &queue(deliveries(), ""));
    page(pages, "operator-deliveries-none", &queue(Vec::new(), "refused"));

    let account = |who: Party, name: &str, is_operator: bool, is_suspended: bool, is_you: bool| AccountRow {
        who,
        name: name.to_owned(),
        made: day("2026-01-02"),
        seen: (!is_suspended).then(|| moment("2026-11-20T08:00:00Z")),
        is_operator,
        is_suspended,
        is_unbounded: is_operator,
        is_you,
    };
    page(
        pages,
        "operator-accounts",
        &AccountsPage {
            l: l(),
            head: head(Tab::Accounts),
            words: String::new(),
            requests: vec![
                RequestRow {
                    id: "01q".to_owned(),
                    name: "zoe".to_owned(),
                    words: "I draw maps.\nMara told me of the river.".to_owned(),
                    asked: moment("2026-11-19T16:02:00Z"),
                },
                RequestRow {
                    id: "01r".to_owned(),
                    name: "yan".to_owned(),
                    words: "I translate.".to_owned(),
                    asked: moment("2026-11-20T08:02:00Z"),
                },
            ],
            more_requests: 1,
            new: Field::default(),
            made: Some(MadeLink {
                name: "ruth".to_owned(),
                link: "https://commons.example/reset/0f3c5a7b9d1e2f40516273849a5bc6d7".to_owned(),
                until: moment("2026-11-20T07:35:00Z"),
            }),
            accounts: vec![
                account(mara(), "mara", true, false, true),
                account(ruth(), "ruth", true, false, false),
                account(tomas(), "tomas", false, true, false),
            ],
            next: None,
            problem: "The last operator cannot stop being one.".to_owned(),
        },
    );
    let tokens = vec![AnyTokenRow {
        id: "01t".to_owned(),
        name: "Calendar script".to_owned(),
        of: ruth(),
        made: day("2026-09-01"),
        ends: day("2026-11-30"),
        scope: TokenScope::Act,
        used: None,
    }];
    page(pages, "operator-tokens", &TokensPage { l: l(), head: head(Tab::Tokens), tokens, next: None });
    page(
        pages,
        "operator-tokens-none",
        &TokensPage { l: l(), head: head(Tab::Tokens), tokens: Vec::new(), next: None },
    );
    page(
        pages,
        "operator-settings",
        &SettingsPage {
            l: l(),
            head: head(Tab::Settings),
            form: ServerForm {
                name: Field::of("").refused(super::words().s("refusal-empty")),
                door: Door::Invited,
                about: Field::default(),
                run_by: Field::of("The allotment society"),
            },
            base_url: "https://commons.example".to_owned(),
        },
    );
}

fn head(tab: Tab) -> Head {
    Head { tab, peers: 9, deliveries: 22, accounts: 214 }
}

fn silent() -> PeerRow {
    PeerRow {
        host: "lingua.example".to_owned(),
        state: PeerState::Silent {
            since: moment("2026-11-20T07:31:00Z"),
            next_try: moment("2026-11-20T10:40:00Z"),
        },
        last_ok: Some(moment("2026-11-20T07:20:00Z")),
        waiting: 22,
    }
}

fn stopped(host: &str, state: PeerState) -> PeerRow {
    PeerRow { host: host.to_owned(), state, last_ok: None, waiting: 0 }
}

fn refusing() -> PeerRow {
    let since = moment("2026-11-19T10:00:00Z");
    PeerRow { waiting: 2, ..stopped("studio.example", PeerState::Forbids { since }) }
}

fn channel(is_stopped: bool) -> ChannelRow {
    ChannelRow {
        ours: Party::group("River Watch"),
        theirs: Party::group("Translators’ Table"),
        sent: 41,
        read: 38,
        received: 12,
        held: 0,
        is_stopped,
        is_stopped_there: !is_stopped,
    }
}

fn deliveries() -> Vec<DeliveryRow> {
    let row = |id: &str, kind: &str, state, reason: &str, may_retry| DeliveryRow {
        id: id.to_owned(),
        kind: kind_key(kind),
        message: kind.to_owned(),
        said: said_key(403).filter(|_| may_retry),
        host: "lingua.example".to_owned(),
        seq: Some(41),
        state,
        attempts: 5,
        reason: reason.to_owned(),
        at: moment("2026-11-20T07:31:00Z"),
        may_retry,
    };
    vec![
        row(
            "01d",
            "Offer",
            DeliveryState::Waiting { next_try: moment("2026-11-20T10:40:00Z") },
            "no answer within 10 s",
            true,
        ),
        DeliveryRow { attempts: 0, ..row("01e", "Create", DeliveryState::Behind, "", false) },
        DeliveryRow { attempts: 0, ..row("01j", "Create", DeliveryState::Stopped, "", false) },
        row("01f", "Update", DeliveryState::Refused, "403: not-permitted", true),
        row("01g", "Nudge", DeliveryState::GaveUp, "no answer for 30 days", true),
        DeliveryRow {
            seq: None,
            attempts: 1,
            ..row("01h", "Accept", DeliveryState::Delivered { at: moment("2026-11-20T08:02:00Z") }, "", false)
        },
    ]
}

fn changed_key() -> ChangedKey {
    ChangedKey {
        actor: "01m".to_owned(),
        name: "wasps".to_owned(),
        uri: "https://law.example/ap/p/7".to_owned(),
        before: "z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH".to_owned(),
        now: "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK".to_owned(),
    }
}
