//! Samples of a task's page.

use pursuance_domain::delegation::state::{Side, State};
use pursuance_domain::event::Verb;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::{Size, Visibility};

use super::*;
use crate::text::Markup;
use crate::web::cards::pick::Pick;
use crate::web::cards::rows::{RowHint, TaskRow};
use crate::web::delegation::between::Between;
use crate::web::delegation::delegate::{
    FileTick, Incoming, IncomingMay, Onward, OnwardAnswer, OnwardAsked, SentBack,
};
use crate::web::delegation::origin::{Counter, MirrorStatus, OnwardQuestion, Outgoing, OutgoingMay};
use crate::web::delegation::readers::Readers;
use crate::web::delegation::row::DelegationRow;
use crate::web::delegation::sides::{NewTerms, SubmissionView, WhyForm};
use crate::web::delegation::step::{Happening, Moment};
use crate::web::delegation::terms::{OnwardTerms, ReofferForm, TermsView};
use crate::web::delegation::view::DelegationView;
use crate::web::frame::asks::AsksView;
use crate::web::frame::asks::ChangedPart;
use crate::web::frame::labels::{PhaseTag, choices, size_choices, why_declined, why_recalled, why_returned};
use crate::web::frame::view::{Field, Party, TaskLink, size_key};
use crate::web::task::clock::ClockShown;
use crate::web::task::delegations::Sides;
use crate::web::task::dependencies::{BlockView, Dependencies, End, Known};
use crate::web::task::discussion::{MessageView, Share, Talk};
use crate::web::task::ending::EndsShown;
use crate::web::task::facts::Facts;
use crate::web::task::files::Files;
use crate::web::task::heir::HeirShown;
use crate::web::task::history::History;
use crate::web::task::history::{HistoryRow, Line};
use crate::web::task::may::{TaskMay, WayIn};
use crate::web::task::notes::Notes;
use crate::web::task::page::{FormShown, TaskPage};
use crate::web::task::parts::{Ended, Parts, Told};
use crate::web::task::people::People;
use crate::web::task::reviewer::Reviewers;
use crate::web::task::step::Steps;
use crate::web::task::subtasks::Subtasks;
use crate::web::task::suggest::Suggests;
use crate::web::task::taking::{Asking, Taking};

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    let t = super::words();
    page(pages, "task-review", &with_outgoing(State::Submitted));
    page(pages, "task-offered", &with_outgoing(State::Offered));
    page(pages, "task-countered", &with_outgoing(State::Countered));
    page(pages, "task-active", &with_outgoing(State::Active));
    page(pages, "task-recalling", &with_outgoing(State::Recalling));
    page(pages, "task-mirror", &with_incoming(State::Active));
    page(pages, "task-mirror-submitted", &with_incoming(State::Submitted));

    let mut refused = with_incoming(State::Active);
    if let Some(mirror) = &mut refused.sides.incoming {
        mirror.hand_in_files.clear();
        mirror.submit_body = Field::default().refused(t.s("refusal-empty"));
        mirror.give_back.reason = Field::of("No time").refused(t.s("refusal-empty"));
        mirror.d.refused_form = "return";
        mirror.open_subtasks = 2;
        mirror.is_waived = true;
        mirror.onward.terms = Some(OnwardTerms::No);
    }
    page(pages, "task-mirror-refused", &refused);

    let mut late = with_incoming(State::Recalled);
    if let Some(mirror) = &mut late.sides.incoming {
        mirror.may.submit = true;
        mirror.late_until = Some(day("2026-11-27"));
        mirror.work = vec![SubmissionView { late: Some("work-thanked"), ..work() }];
    }
    page(pages, "task-mirror-recalled", &late);

    let mut answered = with_incoming(State::Active);
    if let Some(mirror) = &mut answered.sides.incoming {
        mirror.pending = Some(NewTerms { is_accepted: true, ..new_terms() });
        mirror.onward.is_exhausted = true;
    }
    page(pages, "task-mirror-answered", &answered);

    let mut several = with_outgoing(State::Offered);
    let second = with_outgoing(State::Countered).sides.outgoing;
    several.sides.outgoing.extend(second.into_iter().map(|mut out| {
        out.d.id = "01ja2q00000000000000000two".to_owned();
        out.d.is_first = false;
        out.counter.iter_mut().for_each(|counter| counter.is_earlier = true);
        out
    }));
    page(pages, "task-offered-to-several", &several);

    let mut recalled = with_outgoing(State::Recalled);
    for out in &mut recalled.sides.outgoing {
        out.earlier = vec![SubmissionView { late: Some("work-late"), may_thank: true, version: 2, ..work() }];
    }
    page(pages, "task-recalled", &recalled);

    let mut free = task();
    free.steps.may = TaskMay { take: true, ..TaskMay::default() };
    free.people.assignee = None;
    free.phase = Phase::New.into();
    free.taking.asking = Some(Asking { said: "asking-nobody", may_call: true, leads_on: false });
    free.subtasks.rows.clear();
    (free.subtasks.leaves, free.subtasks.done) = (0, 0);
    free.asks.deliverables = Markup::default();
    free.talk.messages.clear();
    free.talk.share = None;
    free.files.files.clear();
    page(pages, "task-free", &free);

    let until = moment("2026-11-21T08:30:00Z");
    let said = |key: &'static str| Markup::trusted(t.rich(key).html("until", until.clone()).to_string());
    free.steps.may.take = false;
    free.taking.heir =
        Some(HeirShown { said: said("heir-you"), offer: Some("01a".to_owned()), may_take_back: false });
    page(pages, "task-heir", &free);
    free.taking.heir = Some(HeirShown { said: said("heir-yours-asked"), offer: None, may_take_back: true });
    page(pages, "task-former", &free);
    let mut asked = task();
    if let Some(clock) = &mut asked.clock {
        (clock.is_you, clock.is_review, clock.is_asked) = (false, false, true);
    }
    page(pages, "task-reviewer-asked", &asked);

    let mut mine = task();
    mine.steps.may = TaskMay { hand_in: true, hand_back: true, add_subtask: true, ..TaskMay::default() };
    mine.people.assignee = Some(mara());
    mine.subtasks.add = Field::of("x".repeat(201))
        .refused(t.with("refusal-too-long").set("max", 200_u8).set("got", 201_u8).to_string());
    mine.subtasks.more = 12;
    mine.dependencies = waiting_and_waited_for();
    mine.steps.parts.is_yours = true;
    mine.steps.parts.sent_back = Some(Told {
        by: ruth(),
        at: moment("2026-11-20T08:51:00Z"),
        words: html("<p>Site 4 is missing.</p>"),
    });
    mine.people.add_review = reviewers();
    page(pages, "task-mine", &mine);

    let mut alone = task();
    alone.steps.may = TaskMay { begin: true, finish: true, set_reviewer: true, ..TaskMay::default() };
    alone.people.assignee = Some(mara());
    alone.steps.parts.is_yours = true;
    alone.people.needs_review = false;
    alone.people.reviewers.skips = true;
    alone.steps.fate = Field::default().refused("2 subtasks are still open.");
    page(pages, "task-without-review", &alone);

    let mut review = task();
    review.steps.may = TaskMay { start_review: true, accept: true, send_back: true, ..TaskMay::default() };
    review.people.assignee = Some(tomas());
    review.phase = Phase::ReadyForReview.into();
    review.steps.open_subtasks = 2;
    review.steps.parts.you_review = true;
    review.steps.parts.handed_in_by = Some(ruth());
    review.steps.parts.handed_in = Some(Told {
        by: ruth(),
        at: moment("2026-11-20T08:51:00Z"),
        words: html("<p>All five sites, in two columns.</p>"),
    });
    review.steps.send_back_comment = Field::default().refused(t.s("refusal-empty"));
    review.form.problem = "2 subtasks are still open.".to_owned();
    review.form.advice = "Finish or drop them too, or finish them one by one.".to_owned();
    page(pages, "task-own-review", &review);

    let mut others = task();
    others.people.assignee = Some(tomas());
    others.steps.in_place = TaskMay { hand_in: true, ..TaskMay::default() };
    page(pages, "task-of-others", &others);
    others.form.problem = t.s("refusal-empty").to_owned();
    others.form.typed = super::typed();
    page(pages, "task-typed", &others);
    (others.form.problem, others.form.typed) = (String::new(), Vec::new());
    others.phase = Phase::ReadyForReview.into();
    others.steps.in_place = TaskMay { accept: true, send_back: true, ..TaskMay::default() };
    others.steps.open_subtasks = 201;
    others.steps.fate = Field::default().refused("2 subtasks are still open.");
    others.form.open = "in-place".to_owned();
    page(pages, "task-of-others-in-review", &others);

    let mut closed = task();
    closed.steps.may = TaskMay { reopen: Some(Phase::InProgress), ..TaskMay::default() };
    closed.phase = Phase::Dropped.into();
    page(pages, "task-dropped", &closed);

    closed.phase = Phase::Done.into();
    closed.steps.parts.is_yours = true;
    closed.dependencies = waiting_and_waited_for();
    closed.steps.parts.end = Some(Ended {
        told: Told {
            by: ruth(),
            at: moment("2026-11-20T08:51:00Z"),
            words: html("<p>Clear, also in grey.</p>"),
        },
        is_accepted: true,
    });
    page(pages, "task-done", &closed);

    let mut visitor = task();
    visitor.l = signed_out();
    visitor.steps.may = TaskMay::default();
    visitor.taking.way_in = Some(WayIn::Join);
    visitor.files.may_add = false;
    visitor.talk.may_write = false;
    page(pages, "task-visitor", &visitor);

    let mut stuck = with_outgoing(State::Active);
    for out in &mut stuck.sides.outgoing {
        out.d.between = Between::NotAnswering {
            since: moment("2026-11-20T06:10:00Z"),
            next_try: moment("2026-11-20T10:40:00Z"),
        };
        out.d.silent_since = Some(day("2026-11-13"));
        out.d.asked_at = Some(moment("2026-11-20T06:00:00Z"));
        out.is_premature = true;
        out.may.force = true;
        out.pending = Some(new_terms());
    }
    page(pages, "task-not-answering", &stuck);

    for (name, between) in [
        ("task-between-sending", Between::Sending),
        ("task-between-delivered", Between::Delivered { at: moment("2026-11-20T08:02:00Z") }),
        ("task-between-refused", Between::Refused { at: moment("2026-11-20T08:02:00Z") }),
        (
            "task-between-not-let-in",
            Between::NotLetIn {
                since: moment("2026-11-20T06:10:00Z"),
                next_try: moment("2026-11-20T12:10:00Z"),
            },
        ),
        ("task-between-gave-up", Between::GaveUp { at: moment("2026-11-20T08:02:00Z") }),
        (
            "task-between-suspended",
            Between::Suspended { reason: "Their message 41 does not follow ours.".to_owned() },
        ),
        ("task-between-same-server", Between::SameServer),
    ] {
        let mut sample = with_outgoing(State::Active);
        if let Some(out) = sample.sides.outgoing.first_mut() {
            out.d.between = between;
        }
        page(pages, name, &sample);
    }
}

pub fn row(number: i64, title: &str, phase: Phase, assignee: Option<Party>) -> TaskRow {
    TaskRow {
        number,
        title: title.to_owned(),
        href: crate::web::frame::links::task("river-watch", number),
        phase: phase.into(),
        assignee,
        due: due("2026-11-28"),
        skills: Vec::new(),
        children: 0,
        children_done: 0,
        waiting: 0,
        after: None,
        hint: RowHint::None,
        words: Vec::new(),
        pick: None,
        done: None,
        take: None,
    }
}

fn task() -> TaskPage {
    TaskPage {
        clock: Some(ClockShown {
            quiet: "No news from you for 4 days; people here usually write after 2 days.".to_owned(),
            next: vec![Markup::trusted("A friendly reminder: Thu 26 Nov.".to_owned())],
            is_you: true,
            is_review: true,
            may_hand_on: true,
            until: Field::default(),
            is_asked: false,
        }),
        l: Layout { live: Some("/p/river-watch/t/184/live".to_owned()), ..in_river_watch() },
        slug: "river-watch".to_owned(),
        pursuance: "River Watch".to_owned(),
        number: 184,
        asks: AsksView {
            title: "Draw the river map with readings".to_owned(),
            deliverables: html(
                "<p>One map of the Aven from Old Mill to the harbour with the October <em>E. coli</em> readings at each of our six \
                 sites. It goes on page one of the report and on the poster at the library, so it must work small, large, and in \
                 grey.</p><ul><li>All six sites are on the map and named as on the site list</li><li>Readings can be told apart \
                 without colour</li></ul>",
            ),
            skills: vec![skill("Design:Illustration")],
            due: due("2026-11-21"),
            size: size_key(Size::M),
            is_urgent: false,
        },
        phase: Phase::InProgress.into(),
        dependencies: Dependencies::default(),
        files: Files {
            most: "25 MB".to_owned(),
            files: vec![file("sites.csv", 1_204, tomas()), file("september-map.pdf", 380_112, mara())],
            may_add: true,
            taken: 48_000_000,
            may_take: 1_073_741_824,
            field: Field::default(),
        },
        talk: talk(),
        watching: Some(watching("01ja2q00000000000000000184")),
        notes: Notes { closed: None, ban: None, away: None },
        people: People {
            assignee: None,
            reviewer: Some(mara()),
            creator: ruth(),
            suggested_by: Some(tomas()),
            mentor: Some(Party::person("Dov Klein")),
            needs_review: true,
            assignees: Pick::few("Nobody", choices([("ruth", "Ruth Adeyemi"), ("tomas", "Tomás Leal")], "")),
            reviewers: reviewers(),
            add_review: Reviewers::default(),
        },
        facts: Facts {
            parents: vec![link(180, "October report")],
            is_part_of_hidden: false,
            visibility: Visibility::Public,
            granted: vec!["grant-view", "grant-edit"],
            created: day("2026-11-07"),
        },
        steps: Steps {
            may: TaskMay {
                edit: true,
                add_subtask: true,
                assign: true,
                set_reviewer: true,
                hand_over: true,
                drop: true,
                call: true,
                ..TaskMay::default()
            },
            in_place: TaskMay::default(),
            has_open_parts: false,
            parts: Parts::default(),
            ends: EndsShown { archive: true, trash: true },
            suggests: Suggests::default(),
            suggestions: 2,
            open_subtasks: 1,
            fate: Field::default(),
            send_back_comment: Field::default(),
        },
        taking: Taking { asking: None, lesson: None, heir: None, way_in: None, can_help: Vec::new() },
        subtasks: Subtasks {
            rows: vec![
                row(190, "Collect the coordinates", Phase::Done, Some(tomas())),
                row(191, "Choose patterns that work in grey", Phase::Started, Some(mara())),
            ],
            more: 0,
            done: 1,
            leaves: 2,
            add: Field::default(),
        },
        sides: Sides { outgoing: Vec::new(), incoming: None, past: Vec::new(), ..Sides::default() },
        history: History {
            lines: vec![
                HistoryRow {
                    by: Some(mara()),
                    what: Line::Phase { from: Phase::New.into(), to: Phase::Started.into(), as_step: None },
                    at: moment("2026-11-20T08:51:00Z"),
                },
                HistoryRow {
                    by: Some(picket()),
                    what: Line::Delegation { what: Happening::Submitted },
                    at: moment("2026-11-19T16:02:00Z"),
                },
                HistoryRow {
                    by: Some(ruth()),
                    what: Line::Assigned { to: Some(tomas()) },
                    at: moment("2026-11-10T12:00:00Z"),
                },
                HistoryRow {
                    by: None,
                    what: Line::ByName { verb: Verb::TaskEdited, told: serde_json::json!({}) },
                    at: moment("2026-11-09T12:00:00Z"),
                },
            ],
            undo: Vec::new(),
            more: 7,
            ..History::default()
        },
        form: FormShown {
            open: "assign".to_owned(),
            board: "/p/river-watch/board?q=is%3Aopen#t-184".to_owned(),
            problem: String::new(),
            advice: String::new(),
            typed: Vec::new(),
        },
    }
}

fn reviewers() -> Reviewers {
    let people = choices([("mara", "Mara Okafor"), ("tomas", "Tomás Leal")], "mara");
    Reviewers {
        pick: Pick::few("The person who added the task", people),
        may_skip: true,
        skips: false,
        not_yet: false,
    }
}

fn talk() -> Talk {
    let message = |id: &str, by: Party, when: &str, body: &str, shared: bool| MessageView {
        id: id.to_owned(),
        by,
        at: moment(when),
        body: html(body),
        shared_with: shared.then(picket),
        refused: None,
        edited: None,
        change: None,
    };
    Talk {
        messages: vec![
            message(
                "1",
                ruth(),
                "2026-11-16T09:14:00Z",
                "<p>The library wants the poster at A2. Can the map go that big without redrawing?</p>",
                true,
            ),
            message(
                "2",
                sol(),
                "2026-11-16T12:40:00Z",
                "<p>Yes, it is all vector. I left the site names as text so you can translate them.</p>",
                false,
            ),
            message(
                "3",
                tomas(),
                "2026-11-19T19:05:00Z",
                "<p>Site 4 is called “Weir Lane” now, the sign changed.</p>",
                false,
            ),
        ],
        earlier: 0,
        earlier_href: String::new(),
        may_write: true,
        names: crate::web::frame::links::names("river-watch"),
        body: Field::default(),
        pursuance: "River Watch".to_owned(),
        is_public: true,
        share: None,
    }
}

pub fn terms() -> TermsView {
    TermsView {
        asks: AsksView {
            title: "Draw the river map with readings".to_owned(),
            deliverables: html(
                "<p>One map of the Aven from Old Mill to the harbour with the October readings at each of our six sites.</p>",
            ),
            skills: vec![skill("Design:Illustration"), skill("Science:Maps")],
            due: due("2026-11-28"),
            size: size(),
            is_urgent: true,
        },
        heartbeat_days: 7,
        onward: OnwardTerms::Ask,
        names: true,
        discussion: true,
        files: vec![file("sites.csv", 1_204, tomas())],
    }
}

fn new_terms() -> NewTerms {
    NewTerms {
        offer: "https://commons.example/ap/act/01ja2q".to_owned(),
        note: html("<p>The fair is earlier than we thought.</p>"),
        changes: vec![
            due_change(),
            ChangedPart {
                label: "task-needed",
                before: "Six sites".to_owned(),
                after: "Six sites\nand the harbour".to_owned(),
            },
        ],
        is_accepted: false,
    }
}

pub fn due_change() -> ChangedPart {
    ChangedPart { label: "fact-due", before: "Thu 19 Nov".to_owned(), after: "Sat 21 Nov".to_owned() }
}

fn step(what: Happening, by: Party, when: &str) -> Moment {
    Moment {
        what,
        by,
        at: moment(when),
        note: Markup::default(),
        changes: Vec::new(),
        percent: None,
        aside: String::new(),
    }
}

fn timeline() -> Vec<Moment> {
    vec![
        Moment {
            aside: "Due 19 Nov, news once a week. Delivered in 2 seconds.".to_owned(),
            ..step(Happening::Offered, mara(), "2026-11-09T18:20:00Z")
        },
        Moment {
            note: html("<p>Happy to. Could we say the 21st? Our printer is away until Thursday.</p>"),
            changes: vec![due_change()],
            ..step(Happening::Countered, picket(), "2026-11-10T09:30:00Z")
        },
        Moment { changes: vec![due_change()], ..step(Happening::Reoffered, ruth(), "2026-11-10T10:02:00Z") },
        step(Happening::Accepted, picket(), "2026-11-11T08:00:00Z"),
        step(Happening::Granted, Party::group("River Watch"), "2026-11-11T08:00:00Z"),
        Moment {
            percent: Some(50),
            note: html("<p>First sketch is there.</p>"),
            ..step(Happening::Progressed, picket(), "2026-11-15T14:10:00Z")
        },
    ]
}

fn view(side: Side, state: State, peer: Party) -> DelegationView {
    let mut timeline = timeline();
    match state {
        State::Offered => timeline.truncate(1),
        State::Countered => timeline.truncate(2),
        State::Submitted => timeline.push(step(Happening::Submitted, picket(), "2026-11-19T16:02:00Z")),
        State::Recalling => timeline.push(step(Happening::Recalling, mara(), "2026-11-20T08:30:00Z")),
        _ => {}
    }
    DelegationView {
        id: "01ja2q00000000000000000dlg".to_owned(),
        slug: "river-watch".to_owned(),
        side,
        state,
        cut: None,
        peer,
        peer_title: if state.is_open() { String::new() } else { "Aven map".to_owned() },
        terms: terms(),
        timeline,
        older: Some(at("2026-11-09T18:20:00Z")),
        is_newest: state != State::Completed,
        between: Between::InStep { since: moment("2026-11-19T16:02:00Z") },
        respond_by: day("2026-11-25"),
        silent_since: None,
        asked_at: None,
        problem: String::new(),
        is_first: true,
        refused_form: "",
        is_for_you: true,
    }
}

fn work() -> SubmissionView {
    SubmissionView {
        uri: "https://studio.example/ap/s/01ja2q".to_owned(),
        round: 2,
        version: 0,
        at: moment("2026-11-19T16:02:00Z"),
        body: html("<p>All six sites, two patterns for each reading. The annexes you missed are in.</p>"),
        files: vec![
            file("river-map-october.svg", 212_480, sol()),
            FileView { href: None, ..file("river-map-a2.pdf", 4_212_480, sol()) },
            FileView {
                href: None,
                problem: Some("the bytes do not match their fingerprint".to_owned()),
                ..file("old.pdf", 12, sol())
            },
        ],
        late: None,
        may_thank: false,
        is_accepted: false,
    }
}

fn reoffer() -> ReofferForm {
    ReofferForm {
        due: Field::of("2026-11-21"),
        sizes: size_choices(super::words(), "m"),
        note: Field::default(),
    }
}

fn with_outgoing(state: State) -> TaskPage {
    let mut page = task();
    page.phase =
        if state == State::Submitted { Phase::ReadyForReview.into() } else { Phase::InProgress.into() };
    page.people.assignee = (!state.is_open()).then(picket);
    page.steps.may.hand_over = false;
    page.steps.may.assign = false;
    page.talk.share = Some(Share { peers: vec![picket()], readers: Readers::All, is_ticked: true });
    page.sides.past = vec![DelegationRow {
        task: link(184, "Draw the river map with readings"),
        peer: lab(),
        side: Side::Origin,
        state: State::Declined,
        cut: None,
        between: Between::SameServer,
        at: moment("2026-11-08T10:00:00Z"),
    }];
    page.sides.outgoing = vec![Outgoing {
        d: view(Side::Origin, state, picket()),
        counter: (state == State::Countered).then(|| Counter {
            is_earlier: false,
            note: html("<p>Happy to. Could we say the 21st? Our printer is away until Thursday.</p>"),
            changes: vec![due_change()],
            at: moment("2026-11-19T09:30:00Z"),
        }),
        pending: None,
        mirror: state.holds_task().then(|| MirrorStatus {
            phase: PhaseTag::Blocked,
            progress: Some((1, 2)),
            at: moment("2026-11-19T16:02:00Z"),
        }),
        submission: (state == State::Submitted).then(work),
        earlier: if state == State::Submitted {
            vec![SubmissionView { round: 1, files: Vec::new(), version: 1, ..work() }]
        } else {
            Vec::new()
        },
        onward: if state == State::Active {
            vec![OnwardQuestion {
                to: Party::group("Map Makers").at("maps.example"),
                address: "map-makers@maps.example".to_owned(),
                at: moment("2026-11-19T11:00:00Z"),
            }]
        } else {
            Vec::new()
        },
        left: (state == State::Submitted).then_some((1, 3)),
        is_in_review: false,
        is_premature: false,
        may: OutgoingMay { review: true, manage: true, nudge: true, force: false },
        reoffer: reoffer(),
        send_back_comment: Field::default(),
        refuse_comment: Field::default(),
        recall: WhyForm { codes: why_recalled(super::words(), "stalled"), reason: Field::default() },
        nudge_note: Field::default(),
    }];
    page
}

/// Both ends, with a task that is not seen, one of another pursuance, and a refused field.
fn waiting_and_waited_for() -> Dependencies {
    let known = |number: i64, title: &str, phase: Phase| Known {
        link: TaskLink {
            href: crate::web::frame::links::task("river-watch", number),
            number,
            title: title.to_owned(),
        },
        pursuance: None,
        phase: phase.into(),
        origin: None,
    };
    let end = |task: Option<Known>| End {
        named: "01ja2q0000000000000000wait".to_owned(),
        is_elsewhere: task.as_ref().is_none_or(|known| known.pursuance.is_some()),
        is_shown: task.is_some(),
        task,
    };
    let theirs = Known {
        pursuance: Some("map-room".to_owned()),
        origin: Some("harbour-film@film.example".to_owned()),
        ..known(5, "Draw the coast", Phase::InProgress)
    };
    Dependencies {
        waits_for: vec![end(Some(theirs)), end(None), end(Some(known(12, "Read the gauges", Phase::Done)))],
        waiting: vec![end(Some(known(31, "Print the map", Phase::New))), end(None)],
        waiting_more: 7,
        may: true,
        may_add: true,
        may_send_away: true,
        blocks: vec![
            BlockView {
                on: Some(tomas()),
                reason: String::new(),
                by: mara(),
                since: moment("2026-11-18T10:00:00Z"),
                is_there: false,
            },
            BlockView {
                on: None,
                reason: "The river is frozen".to_owned(),
                by: mara(),
                since: moment("2026-11-18T10:00:00Z"),
                is_there: false,
            },
            BlockView {
                on: None,
                reason: "It waits for another task.".to_owned(),
                by: Party::group("Wasps"),
                since: moment("2026-11-18T10:00:00Z"),
                is_there: true,
            },
        ],
        may_unblock: true,
        may_block: true,
        blocker: Field::of("@nobody").refused(super::words().s("refusal-empty")),
        share: Some(true),
        field: Field::of("#31").refused(super::words().s("refusal-empty")),
    }
}

fn tick() -> FileTick {
    FileTick {
        sha256: "ab".repeat(32),
        name: "map.svg".to_owned(),
        size: "212 kB".to_owned(),
        is_ticked: true,
    }
}

fn with_incoming(state: State) -> TaskPage {
    let mut page = task();
    let origin = Party::group("Harbour Film").at("film.example").linked("/@harbour-film@film.example");
    page.steps.may = TaskMay { add_subtask: true, assign: true, begin: false, ..TaskMay::default() };
    page.people.assignee = Some(tomas());
    page.talk.share =
        Some(Share { peers: vec![origin.clone(), picket()], readers: Readers::Elsewhere, is_ticked: false });
    let is_active = state == State::Active;
    page.sides.incoming = Some(Incoming {
        d: view(Side::Delegate, state, origin),
        sent_back: is_active.then(|| SentBack {
            comment: html("<p>Pages 7 and 9 are missing the annexes.</p>"),
            round: 1,
            at: moment("2026-11-18T10:00:00Z"),
        }),
        pending: is_active.then(new_terms),
        changed: vec![ChangedPart {
            label: "edit-task-title",
            before: "Draw the map".to_owned(),
            after: "Draw the river map with readings".to_owned(),
        }],
        open_subtasks: 0,
        is_waived: false,
        late_until: None,
        hand_in_files: vec![tick()],
        may: IncomingMay {
            progress: is_active,
            submit: is_active || state == State::Submitted,
            give_back: is_active || state == State::Submitted,
            manage: true,
            place: true,
        },
        places: some_places(Some(180)),
        readers: Readers::Elsewhere,
        onward: Onward {
            terms: Some(OnwardTerms::Ask),
            is_exhausted: false,
            asked: vec![
                OnwardAsked {
                    to: lab(),
                    address: "lab-bench@openlab.example".to_owned(),
                    answer: OnwardAnswer::Allowed,
                },
                OnwardAsked {
                    to: picket(),
                    address: "pixel-picket@studio.example".to_owned(),
                    answer: OnwardAnswer::Waiting,
                },
            ],
            hand_over_href: crate::web::frame::links::hand_over("river-watch", 184),
            to: Field::default(),
        },
        work: vec![SubmissionView { round: 1, is_accepted: state == State::Completed, ..work() }],
        progress_note: Field::default(),
        submit_body: Field::default(),
        give_back: WhyForm { codes: why_returned(super::words(), ""), reason: Field::default() },
        give_back_files: vec![tick()],
        decline: WhyForm { codes: why_declined(super::words(), ""), reason: Field::default() },
        counter: reoffer(),
    });
    page
}
