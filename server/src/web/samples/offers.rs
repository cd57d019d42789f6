//! Samples of the offers of a person, and of the search for an assignee.

use pursuance_domain::task::free::Spare;
use pursuance_domain::task::phase::Phase;

use super::{day, due, html, moment, page, signed_in, size, skill, words};
use crate::store::outline::query::Limits;
use crate::text::Markup;
use crate::web::cards::pick::Pick;
use crate::web::frame::layout::Nav;
use crate::web::frame::links;
use crate::web::frame::view::{Choice, Field};
use crate::web::home::landing::WantedTask;
use crate::web::home::offers::{EarlierOffer, LessonCard, OfferCard, OffersPage};
use crate::web::home::tasks::{Chosen, TasksPage, Within};
use crate::web::task::pairing::{AllyRow, AskedRow, MentorRow, PairingPage};
use crate::web::views::filter::{Filter, Whys};

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    let t = words();
    let choice = |name: &str| Choice { value: name.to_owned(), label: name.to_owned(), selected: false };
    let card = |id: &str, title: &str| OfferCard {
        id: id.to_owned(),
        title: title.to_owned(),
        href: links::task("river-watch", 12),
        pursuance: "River Watch".to_owned(),
        pursuance_href: links::pursuance("river-watch"),
        size: "size-s",
        due: due("2026-12-04"),
        is_urgent: true,
        deliverables: html("<p>Twelve small line icons, one for each thing in the sampling kit.</p>"),
        skills: vec![skill("Design:Illustration"), skill("Design:Icons")],
        mentor: (id == "01b").then(|| "Dov Klein has said that they accompany you.".to_owned()),
        why: vec![
            t.with("offers-why-skills").set("n", 2_i64).to_string(),
            t.with("offers-why-together").set("n", 4_i64).to_string(),
        ],
        exactly: vec![
            t.with("offers-why-record").set("accepted", 3_i64).set("offered", 5_i64).to_string(),
            t.with("offers-why-open").set("n", 1_i64).to_string(),
            t.with("offers-why-draw").set("draw", "1.18").to_string(),
        ],
        until_id: format!("until-{id}"),
        until: Field::of("2026-11-27"),
        which: vec![choice("Design:Illustration"), choice("Design:Icons")],
        skill_id: format!("skill-{id}"),
        skill: Field::default(),
        at: moment("2026-11-20T08:30:00Z"),
        ends: (id == "01b").then(|| moment("2026-11-21T08:30:00Z")),
        is_open: false,
    };
    let lesson = |id: &str, is_ready| LessonCard {
        id: id.to_owned(),
        title: "Draw the river map".to_owned(),
        href: links::task("river-watch", 14),
        pursuance: "River Watch".to_owned(),
        pursuance_href: links::pursuance("river-watch"),
        skill: "Design:Illustration".to_owned(),
        is_ready,
        at: moment("2026-11-20T08:30:00Z"),
    };
    let earlier = |id: &str, state, answer| EarlierOffer {
        id: id.to_owned(),
        title: "Translate the rent letter".to_owned(),
        href: links::task("river-watch", 9),
        state,
        answer,
        at: day("2026-11-11"),
    };
    let mut shown = OffersPage {
        l: signed_in(Nav::Offers),
        lessons: vec![lesson("01g", false), lesson("01h", true)],
        waiting: vec![card("01a", "Draw icons for the kit list"), card("01b", "Subtitle the interview")],
        earlier: vec![
            earlier("01c", "offers-state-accepted", None),
            earlier("01d", "offers-state-standing-by", Some(("stand_down", "offers-stand-down"))),
            earlier("01e", "offers-state-no", Some(("accept", "offers-accept"))),
            earlier("01f", "offers-state-taken", Some(("accept", "offers-stand-by"))),
        ],
        next: Some(links::offers_before("01c")),
        problem: String::new(),
        typed: Vec::new(),
    };
    page(pages, "offers", &shown);
    if let Some(card) = shown.waiting.first_mut() {
        card.until = Field::of("2020-01-01").refused(t.s("refusal-offer-when"));
        card.is_open = true;
    }
    shown.problem = t.s("refusal-offer-over").to_owned();
    page(pages, "offers-refused", &shown);
    shown.waiting.clear();
    shown.lessons.clear();
    shown.problem.clear();
    page(pages, "offers-none-waiting", &shown);
    shown.earlier.clear();
    shown.next = None;
    page(pages, "offers-none", &shown);
    let mut board = TasksPage {
        l: signed_in(Nav::Elsewhere),
        wanted: Vec::new(),
        skill: Field::of("French").refused(t.s("refusal-skill-form")),
        place: Chosen {
            text: String::new(),
            skill: "French".to_owned(),
            spare: None,
            within: Within::One { slug: "river-watch".to_owned(), name: "River Watch".to_owned() },
        },
        is_cut: false,
        next: None,
        whys: Whys::default(),
        filter: Filter::of_free(t, Some("river-watch"), "French".to_owned()),
        save: None,
    };
    page(pages, "board-refused", &board);
    board.skill = Field::of("Language:French");
    board.place.skill.clone_from(&board.skill.value);
    board.place.spare = Some(Spare::Hour);
    board.next = Some(links::with(&board.place.href(), "from", "30"));
    page(pages, "board-none", &board);
    board.filter = Filter::everywhere(t, "in:river-watch statsu:new".to_owned());
    page(pages, "board-found-none", &board);
    board.place.within = Within::Mine;
    let limits = Limits { is_cut: true, is_filling: true, is_narrowed: true };
    board.filter = Filter { limits, ..Filter::everywhere(t, "is:open leaflet".to_owned()) };
    board.save = Some(links::searches_with("is:open leaflet"));
    board.wanted = vec![WantedTask {
        task: super::task::row(181, "Translate the leaflet", Phase::HelpWanted, None),
        take: Some(links::task_take("river-watch", 181)),
        pursuance: "River Watch".to_owned(),
        size: size(),
        why: "",
    }];
    page(pages, "board-found", &board);
    board.filter = Filter::of_free(t, None, String::new());
    board.skill = Field::default();
    board.place = Chosen { text: String::new(), skill: String::new(), spare: None, within: Within::Late };
    (board.is_cut, board.save) = (true, None);
    page(pages, "board-late", &board);
    let said = |key: &'static str| {
        Markup::trusted(t.rich(key).set("n", 3_i64).html("at", moment("2026-11-20T14:30:00Z")).to_string())
    };
    let mut pairing = PairingPage {
        l: signed_in(Nav::Pursuance("river-watch".to_owned())),
        slug: "river-watch".to_owned(),
        number: 12,
        title: "Draw icons for the kit list".to_owned(),
        state: vec![said("pairing-next"), said("pairing-left")],
        may_call: true,
        has_next: true,
        may_pause: true,
        may_go_on: false,
        members: Some(Pick::few(t.s("pairing-nobody"), vec![choice("dov")])),
        asked: vec![AskedRow {
            name: "dov".to_owned(),
            at: moment("2026-11-20T08:30:00Z"),
            answer: "pairing-answer-none",
            why: t.s("pairing-why-skills").to_owned(),
            exactly: t
                .with("pairing-why")
                .set("wave", 1_i64)
                .set("accepted", 2_i64)
                .set("offered", 3_i64)
                .set("open", 1_i64)
                .set("draw", "1.22")
                .to_string(),
        }],
        mentors: vec![MentorRow {
            name: "ruth".to_owned(),
            skill: "Language:French".to_owned(),
            at: moment("2026-11-20T08:30:00Z"),
            answer: "pairing-mentor-ready",
        }],
        unfit: vec![("pairing-unfit-busy", 2), ("pairing-unfit-enough", 1)],
        allies: Vec::new(),
        allies_more: 0,
        problem: String::new(),
    };
    page(pages, "pairing", &pairing);
    pairing.state.push(Markup::trusted(t.rich("pairing-allied").set("n", 3_i64).to_string()));
    pairing.allies = vec![AllyRow {
        name: "Pixel Picket".to_owned(),
        address: "pixel-picket@studio.example".to_owned(),
        href: links::hand_over_to("river-watch", 12, "offer:01a"),
        why: t.s("hand-over-offers-whole").to_owned(),
    }];
    pairing.allies_more = 2;
    page(pages, "pairing-allies", &pairing);
    pairing.state = vec![said("pairing-next"), said("pairing-left-of-many")];
    (pairing.allies, pairing.allies_more) = (Vec::new(), 0);
    pairing.members = pairing.members.map(|members| members.refused("dov", t.s("refusal-pairing-was-asked")));
    page(pages, "pairing-refused", &pairing);
    (pairing.may_call, pairing.may_pause, pairing.may_go_on) = (false, false, true);
    (pairing.asked, pairing.unfit) = (Vec::new(), Vec::new());
    page(pages, "pairing-paused", &pairing);
    pairing.may_go_on = false;
    pairing.members = None;
    pairing.state = vec![said("pairing-not-wanted")];
    page(pages, "pairing-over", &pairing);
}
