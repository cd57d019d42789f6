//! Samples of handing over and of incoming offers.

use pursuance_domain::delegation::state::{Side, State};
use pursuance_domain::value::{PRIVATE_PURSUANCE, Visibility};

use super::task::{due_change, terms};
use super::*;
use crate::text::Markup;
use crate::web::cards::head::{Head, Tab};
use crate::web::cards::skill_offer::OfferRow;
use crate::web::delegation::between::Between;
use crate::web::delegation::readers::Readers;
use crate::web::delegation::row::DelegationRow;
use crate::web::delegation::sides::WhyForm;
use crate::web::delegation::terms::{OnwardTerms, ReofferForm, TermsView};
use crate::web::frame::asks::AsksView;
use crate::web::frame::labels::{heartbeat_choices, size_choices, why_declined};
use crate::web::frame::view::{Field, Party};
use crate::web::offers::incoming::IncomingPage;
use crate::web::offers::offer_card::{OfferCard, Suggested};
use crate::web::task::candidates::{Candidate, ChainLink};
use crate::web::task::discussion::MessageView;
use crate::web::task::hand_over::{HandOverPage, OfferChoice};
use crate::web::task::offer::{Chosen, FileChoice, OfferForm};

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    page(pages, "hand-over", &hand_over());
    page(pages, "hand-over-chosen", &chosen());

    let mut unknown = hand_over();
    unknown.known.clear();
    unknown.known_more = 0;
    unknown.address = Field::of("law-circle@law.exmaple")
        .refused("law.exmaple does not answer. Check the address for a spelling mistake.");
    page(pages, "hand-over-not-found", &unknown);

    let mut refused = chosen();
    refused.problem = "Only Coordinators and above can hand tasks over. Ruth or Ines can help.".to_owned();
    if let Some(chosen) = &mut refused.chosen {
        chosen.form.due = Field::of("2026-02-31").refused(super::words().s("refusal-date-form"));
        chosen.form.heartbeat_error = super::words().s("refusal-not-a-choice").to_owned();
        chosen.form.discussion = true;
        chosen.form.names = true;
    }
    page(pages, "hand-over-refused", &refused);

    let mut closed = chosen();
    if let Some(chosen) = &mut closed.chosen {
        (chosen.is_closed, chosen.our_mission) = (true, String::new());
        chosen.our_name = PRIVATE_PURSUANCE.to_owned();
    }
    page(pages, "hand-over-members-only", &closed);

    let mut here = chosen();
    if let Some(chosen) = &mut here.chosen {
        (chosen.party, chosen.readers) = (Party::group("Law Circle"), Readers::All);
        chosen.is_closed = true;
    }
    page(pages, "hand-over-here", &here);

    let mut chain = chosen();
    chain.chain = vec![
        ChainLink { party: Some(Party::group("Harbour Film").at("film.example")), is_repeated: true },
        ChainLink { party: None, is_repeated: false },
        ChainLink { party: Some(Party::group("River Watch")), is_repeated: false },
        ChainLink { party: Some(Party::group("Harbour Film").at("film.example")), is_repeated: true },
    ];
    page(pages, "hand-over-chain", &chain);

    let mut blocked = hand_over();
    blocked.blocked = "Tomás Leal has this task. When it is free again, it can be handed over.".to_owned();
    blocked.typed = super::typed();
    page(pages, "hand-over-blocked", &blocked);

    page(pages, "incoming", &incoming());
    let mut refused = incoming();
    refused.offers[0].refused_form = "counter";
    refused.offers[0].counter.due = Field::of("soon").refused(super::words().s("refusal-date-form"));
    refused.offers[0].problem = "They withdrew the offer a minute ago.".to_owned();
    refused.offers[1].is_accepting = true;
    refused.ended_more = Some("/p/river-watch/incoming?after=12".to_owned());
    refused.problem = super::words().s("refusal-empty").to_owned();
    refused.typed = super::typed();
    page(pages, "incoming-refused", &refused);

    let mut empty = incoming();
    empty.offers.clear();
    empty.live.clear();
    empty.ended.clear();
    empty.head.incoming = Some(0);
    page(pages, "incoming-empty", &empty);

    let mut watching = incoming();
    watching.may_answer = false;
    page(pages, "incoming-viewer", &watching);
}

pub fn head(tab: Tab) -> Head {
    Head {
        slug: "river-watch".to_owned(),
        name: "River Watch".to_owned(),
        handle: "river-watch@commons.example".to_owned(),
        visibility: Visibility::Public,
        members: 23,
        open_tasks: 14,
        incoming: Some(2),
        asking: 1,
        suggestions: Some(2),
        reviews: Some(3),
        may_see_members: true,
        may_see_health: true,
        may_configure: true,
        may_invite: true,
        may_see_log: true,
        may_write: true,
        closed: None,
        ban: None,
        tab,
    }
}

fn hand_over() -> HandOverPage {
    HandOverPage {
        l: super::in_river_watch(),
        slug: "river-watch".to_owned(),
        pursuance: "River Watch".to_owned(),
        number: 154,
        title: "Have a lawyer read the objection".to_owned(),
        parents: vec![link(150, "Permit review")],
        known: vec![
            Candidate {
                party: law_circle(),
                address: "law-circle@law.example".to_owned(),
                skills: vec![skill("Law:Environment")],
                finished: 3,
                taken: 3,
                known_since: Some(day("2026-03-02")),
                declined: None,
                is_in_chain: false,
                is_chosen: false,
            },
            Candidate {
                party: Party::group("Harbour Legal Aid"),
                address: "harbour-legal-aid".to_owned(),
                skills: Vec::new(),
                finished: 0,
                taken: 0,
                known_since: None,
                declined: Some(day("2026-11-12")),
                is_in_chain: true,
                is_chosen: false,
            },
        ],
        known_more: 4,
        offers: vec![OfferChoice {
            value: "offer:01k9w7c5e9g1j3k5m7n9p1q3r5".to_owned(),
            row: offer_row(),
            why: super::words().s("hand-over-offers-whole").to_owned(),
            is_chosen: false,
        }],
        satisfies: String::new(),
        address: Field::default(),
        chosen: None,
        problem: String::new(),
        chain: Vec::new(),
        typed: Vec::new(),
        blocked: String::new(),
    }
}

/// A skill offer of the Law Circle.
pub fn offer_row() -> OfferRow {
    OfferRow {
        party: law_circle(),
        href: None,
        skills: vec![skill("Law:*"), skill("Language:French")],
        note: html("<p>Short texts, no court.</p>"),
        hours: Some(10),
        tasks: Some(3),
        free: Some(1),
        until: day("2027-03-01"),
        causes: "rivers, housing".to_owned(),
        public: false,
        told: Some(day("2026-11-14")),
    }
}

fn law_circle() -> Party {
    Party::group("Law Circle").at("law.example").linked("/@law-circle@law.example")
}

fn chosen() -> HandOverPage {
    let mut page = hand_over();
    page.known[0].is_chosen = true;
    page.chosen = Some(Chosen {
        party: law_circle(),
        address: "law-circle@law.example".to_owned(),
        mission: "Lawyers who read what neighbours have to sign, and say in plain words what it means."
            .to_owned(),
        skills: vec![skill("Law:Environment"), skill("Law:Housing")],
        members: Some(8),
        known_since: day("2026-03-02"),
        terms: TermsView {
            asks: AsksView {
                title: page.title.clone(),
                deliverables: html(
                    "<p>The permit for the Aven outfall ends in March. We object on four points and need somebody to say which would stand.</p>",
                ),
                skills: vec![skill("Law:Environment")],
                ..terms().asks
            },
            discussion: false,
            names: false,
            files: vec![file("objection-draft-2.odt", 48_211, ruth())],
            ..terms()
        },
        note: html(
            "<p>Two pages, plain language is fine. We mainly need to know whether point 3 holds up.</p>",
        ),
        readers: Readers::Elsewhere,
        our_name: "River Watch".to_owned(),
        is_closed: false,
        our_mission: "We measure the Aven every week and tell the city what we find.".to_owned(),
        files: vec![FileChoice {
            sha256: "cd".repeat(32),
            name: "objection-draft-2.odt".to_owned(),
            size: "48 kB".to_owned(),
            is_ticked: true,
        }],
        messages: 6,
        form: OfferForm {
            due: Field::of("2026-12-11"),
            respond_by: Field::of("2026-11-27"),
            heartbeat: heartbeat_choices(super::words(), 7),
            heartbeat_error: String::new(),
            redelegation: OnwardTerms::Ask,
            names: false,
            discussion: false,
            note: Field::of(
                "Two pages, plain language is fine. We mainly need to know whether point 3 holds up.",
            ),
        },
        ends: day("2026-11-27"),
    });
    page
}

fn card(id: &str) -> OfferCard {
    OfferCard {
        id: id.to_owned(),
        slug: "river-watch".to_owned(),
        from: Party::group("Harbour Film").at("film.example").linked("/@harbour-film@film.example"),
        from_mission: "Films about the harbour and the people who live there.".to_owned(),
        known_since: day("2026-10-01"),
        terms: TermsView {
            asks: AsksView { title: "Subtitle the tenants’ interview".to_owned(), ..terms().asks },
            ..terms()
        },
        files_there: 1,
        files_there_bytes: 4_212_480,
        note: html("<p>A rough transcript is there already. Could you take it?</p>"),
        at: moment("2026-11-19T17:20:00Z"),
        respond_by: day("2026-11-24"),
        changes: Vec::new(),
        suggested: None,
        said: Vec::new(),
        said_in_all: 0,
        is_answered: false,
        is_accepting: false,
        may_be_ours: false,
        answers: String::new(),
        may_adopt: false,
        hops: 0,
        between: Between::InStep { since: moment("2026-11-19T17:20:00Z") },
        places: some_places(None),
        offer: "https://film.example/ap/act/01ja2q".to_owned(),
        decline: WhyForm { codes: why_declined(super::words(), ""), reason: Field::default() },
        counter: ReofferForm {
            due: Field::default(),
            sizes: size_choices(super::words(), "m"),
            note: Field::default(),
        },
        problem: String::new(),
        refused_form: "",
    }
}

fn incoming() -> IncomingPage {
    let row = |title: &str, peer: Party, side, state, between| DelegationRow {
        task: link(184, title),
        peer,
        side,
        state,
        cut: None,
        between,
        at: moment("2026-11-19T16:02:00Z"),
    };
    let in_step = Between::InStep { since: moment("2026-11-19T16:02:00Z") };
    IncomingPage {
        l: super::in_river_watch(),
        head: head(Tab::Incoming),
        strangers: vec![card("01ja2qc")],
        offers_more: Some("/p/river-watch/incoming?after=1.0.01ja2qc".to_owned()),
        offers: vec![
            card("01ja2qa"),
            OfferCard {
                note: Markup::default(),
                changes: vec![due_change()],
                suggested: Some(Suggested {
                    changes: vec![due_change()],
                    note: html("<p>A week later would do.</p>"),
                }),
                said: vec![MessageView {
                    id: "01ja2qc".to_owned(),
                    by: Party::group("Open Records Desk"),
                    at: moment("2026-11-20T10:02:00Z"),
                    body: html("<p>Two pages, and the map.</p>"),
                    shared_with: None,
                    refused: None,
                    edited: None,
                    change: None,
                }],
                said_in_all: 3,
                is_answered: true,
                may_be_ours: true,
                answers: "Language:French, Design:Illustration".to_owned(),
                may_adopt: true,
                hops: 2,
                from: Party::group("Open Records Desk").linked("/p/open-records"),
                between: Between::SameServer,
                ..card("01ja2qb")
            },
        ],
        live: vec![
            row(
                "Draw the river map with readings",
                picket(),
                Side::Origin,
                State::Submitted,
                in_step.clone(),
            ),
            row(
                "Test samples for E. coli",
                lab(),
                Side::Origin,
                State::Active,
                Between::NotAnswering {
                    since: moment("2026-11-20T06:10:00Z"),
                    next_try: moment("2026-11-20T10:40:00Z"),
                },
            ),
            row(
                "Film the weir",
                Party::group("Harbour Film").at("film.example"),
                Side::Delegate,
                State::Active,
                in_step.clone(),
            ),
        ],
        ended: vec![
            row("September map", picket(), Side::Origin, State::Completed, in_step.clone()),
            row(
                "Print 40 posters",
                Party::group("Night Kitchen"),
                Side::Delegate,
                State::Returned,
                Between::SameServer,
            ),
        ],
        ended_more: None,
        may_answer: true,
        problem: String::new(),
        typed: Vec::new(),
    }
}
