//! Samples of a pursuance's pages.

use pursuance_domain::event::Verb;
use pursuance_domain::id::TaskId;
use pursuance_domain::people::role::Role;
use pursuance_domain::silence::{HeirRule, Heirs};
use pursuance_domain::task::Asks;
use pursuance_domain::task::phase::{Phase, Shown};
use pursuance_domain::value::{
    Deliverables, HandingOn, Joining, Reviews, Skill, Skills, TaskRef, Title, Visibility,
};

use pursuance_domain::delegation::state::{Side, State};

use super::account::cards;
use super::delegation::head;
use super::task::row;
use super::*;
use crate::reads::graph::{GraphEdge, GraphTask, GraphView};
use crate::reads::people::WordView;
use crate::web::cards::head::{Head, Tab};
use crate::web::cards::notes::BanShown;
use crate::web::cards::notes::ClosedNote;
use crate::web::cards::pick::Pick;
use crate::web::cards::rows::{RowHint, TaskRow};
use crate::web::delegation::between::Between;
use crate::web::delegation::row::DelegationRow;
use crate::web::delegation::step::Happening;
use crate::web::frame::counts::Counts;
use crate::web::frame::labels::choices;
use crate::web::frame::links;
use crate::web::frame::view::{Choice, Field, SkillTag};
use crate::web::offers::remote::RemotePage;
use crate::web::people::arrival::{ArrivalPage, Proposed};
use crate::web::people::enter::{EnterPage, Request, RequestPage};
use crate::web::people::members::{
    Asking, BannedRow, HandsShown, MemberRow, MembersFilter, MembersPage, Transfer,
};
use crate::web::pursuance::closing::{ClosingPage, ClosingState};
use crate::web::pursuance::files::FilesPage;
use crate::web::pursuance::list::PursuancesPage;
use crate::web::pursuance::new::{NewPursuancePage, PursuanceForm};
use crate::web::pursuance::pace::PacePage;
use crate::web::pursuance::pace_form::{DaysForm, PaceForm, Trial};
use crate::web::pursuance::page::{Membership, PursuancePage, founded};
use crate::web::pursuance::settings::PursuanceSettingsPage;
use crate::web::pursuance::skills::SkillsPage;
use crate::web::request::form::Fields;
use crate::web::task::conflict::{Conflict, Theirs};
use crate::web::task::edit::TaskEditPage;
use crate::web::task::fields::TaskForm;
use crate::web::task::history::{HistoryRow, LatelyRow, Line};
use crate::web::task::reviewer::Reviewers;
use crate::web::views::board::{BoardPage, Card, LaneShown, NotMoved};
use crate::web::views::bulk::{BulkPage, Choosing, Kind, LeftOut, Outcome, Reasons};
use crate::web::views::columns::Column;
use crate::web::views::filter::{Filter, Whys};
use crate::web::views::graph::GraphPage;
use crate::web::views::lanes::{Lane, Move, Way};
use crate::web::views::outline::OutlineRow;
use crate::web::views::searches::{SavedLink, SavedRow};
use crate::web::views::tabs::{View, Views};
use crate::web::views::task_list::{ListRow, Ordering, TaskListPage};

/// Four tasks: a chain of three, one of them of another pursuance, and one that is not seen.
fn waiting() -> GraphView {
    let task = |task: TaskRef, title: &str, phase: Shown, layer: usize| GraphTask {
        task,
        pursuance: Some("river-watch".to_owned()),
        number: Some(12),
        title: Some(title.to_owned()),
        phase: Some(phase),
        later: Some(false),
        size: Some(Size::M),
        open: Some(true),
        layer,
        url: None,
    };
    let theirs = TaskRef::Of { pursuance: "map-room".to_owned(), number: 5 };
    let hidden = TaskRef::hidden(&TaskId("01ja2q0000000000000000wait".to_owned()));
    let edge = |task: &TaskRef, on: &TaskRef| GraphEdge { task: task.clone(), on: on.clone() };
    let (first, last) = (TaskRef::Number(12), TaskRef::Number(184));
    GraphView {
        tasks: vec![
            task(first.clone(), "Read the gauges", Shown::Is(Phase::InProgress), 0),
            GraphTask {
                pursuance: None,
                number: None,
                title: None,
                phase: None,
                later: None,
                size: None,
                open: None,
                ..task(hidden.clone(), "", Shown::Blocked, 0)
            },
            task(theirs.clone(), "Draw the coast from the readings of all sites", Shown::Blocked, 1),
            GraphTask { later: Some(true), ..task(last.clone(), "Publish the report", Shown::Blocked, 2) },
        ],
        edges: vec![edge(&theirs, &first), edge(&theirs, &hidden), edge(&last, &theirs)],
        left_out: 7,
        chain: vec![first, theirs, last],
    }
}

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    lists(pages);
    inside(pages);
    edits(pages);
    views(pages);
    enter(pages);
    super::invites::add(pages);
    page(pages, "pursuance", &outline());

    let mut refused = outline();
    refused.add = Field::of(" ").refused(super::words().s("refusal-empty"));
    refused.add_under = Some(150);
    refused.next = Some("/p/river-watch?after=150".to_owned());
    page(pages, "pursuance-refused", &refused);

    let mut empty = outline();
    empty.rows.clear();
    empty.counts = Counts::default();
    empty.lately.clear();
    empty.helpers.clear();
    empty.head.open_tasks = 0;
    page(pages, "pursuance-empty", &empty);

    let mut filtered = outline();
    filtered.filter = filter("q=zebra&phase=help_wanted&who=me");
    filtered.rows.clear();
    page(pages, "pursuance-filtered", &filtered);

    let mut unclear = outline();
    unclear.filter = filter("q=report+statsu:done+note:this");
    unclear.rows.truncate(1);
    page(pages, "pursuance-unclear", &unclear);

    let mut under = outline();
    under.under = Some(link(180, "October report"));
    under.rows.drain(7..);
    under.rows.remove(0);
    under.rows.iter_mut().for_each(|row| row.depth -= 1);
    page(pages, "pursuance-under", &under);

    for (name, membership, joining, signed_in) in [
        ("pursuance-visitor", Membership::SignedOut, Joining::Open, false),
        ("pursuance-stranger", Membership::Stranger, Joining::Open, true),
        ("pursuance-stranger-asks", Membership::Stranger, Joining::Approval, true),
        ("pursuance-asked", Membership::Asked, Joining::Approval, true),
        ("pursuance-banned", Membership::Banned, Joining::Open, true),
    ] {
        let mut visitor = outline();
        if !signed_in {
            visitor.l = signed_out();
        }
        visitor.membership = membership;
        visitor.head.ban = (membership == Membership::Banned).then(|| BanShown {
            since: moment("2026-12-12T20:00:00Z"),
            until: Some(moment("2026-12-19T20:00:00Z")),
            reason: "Sold the readings.".to_owned(),
        });
        visitor.joining = joining;
        visitor.request = (membership == Membership::Asked).then(request);
        visitor.may_add = false;
        visitor.rows.iter_mut().for_each(|row| row.may_add = false);
        visitor.head.incoming = None;
        visitor.head.may_configure = false;
        visitor.head.may_write = false;
        visitor.head.visibility = if signed_in { Visibility::Public } else { Visibility::Unlisted };
        page(pages, name, &visitor);
    }
}

fn request() -> Request {
    Request { at: moment("2026-11-19T18:20:00Z"), note: "I live by the river.".to_owned() }
}

fn filter(asked: &str) -> Filter {
    Filter::new(super::words(), "river-watch", &Fields::parse(asked.as_bytes()))
}

/// The choice of several tasks in a view.
fn choosing(is_on: bool) -> Option<Choosing> {
    let kind = |kind: Kind| Choice {
        value: kind.as_str().to_owned(),
        label: words().s(kind.key()).to_owned(),
        selected: false,
    };
    Some(Choosing {
        is_on,
        ticks_all: false,
        all: "/p/river-watch/list?q=&choose=all".to_owned(),
        toggle: "/p/river-watch/list?q=".to_owned(),
        back: "/p/river-watch/list?q=".to_owned(),
        kinds: Kind::ALL.into_iter().map(kind).collect(),
    })
}

fn outline() -> PursuancePage {
    let top = |row: TaskRow, children, done| TaskRow { children, children_done: done, ..row };
    let at = |depth, task: TaskRow| OutlineRow {
        may_add: task.children > 0,
        may_order: true,
        task,
        depth,
        is_folded: false,
        hidden: 0,
    };
    PursuancePage {
        whys: Whys::default(),
        may_order: true,
        sees_trash: true,
        l: in_river_watch(),
        head: head(Tab::Tasks),
        had_missions: true,
        mission: html(
            "<p>We sample the River Aven every month, publish what we find, and push to get the sewage permit reviewed.</p>",
        ),
        joining: Joining::Open,
        membership: Membership::Member(Role::AssistantAdmin),
        request: None,
        helpers: vec!["openlab.example".to_owned(), "studio.example".to_owned()],
        counts: Counts {
            done: 11,
            in_review: 2,
            under_way: 6,
            blocked: 1,
            to_pick_up: 5,
            on_offer: 1,
            in_parts: 2,
        },
        views: Views::new("river-watch", View::Outline, ""),
        filter: filter(""),
        saved: saved(),
        under: None,
        rows: vec![
            at(0, top(row(180, "October report", Phase::InProgress, Some(ruth())), 7, 1)),
            at(1, row(181, "Collect samples at six sites", Phase::Done, Some(tomas()))),
            at(
                1,
                TaskRow {
                    skills: vec![skill("Science:Lab work")],
                    ..row(182, "Test samples for E. coli", Phase::InProgress, Some(lab()))
                },
            ),
            at(1, top(row(183, "Write the plain-language summary", Phase::Started, Some(tomas())), 1, 0)),
            at(
                2,
                TaskRow {
                    take: Some(links::task_take("river-watch", 188)),
                    ..row(188, "Ask two neighbours to read it", Phase::HelpWanted, None)
                },
            ),
            at(
                1,
                TaskRow {
                    skills: vec![skill("Design:Illustration")],
                    hint: RowHint::YouReview,
                    due: due("2026-11-21"),
                    ..row(184, "Draw the river map with readings", Phase::ReadyForReview, Some(picket()))
                },
            ),
            at(
                1,
                TaskRow {
                    hint: RowHint::OfferedTo(Party::group("Lingua").at("lingua.example")),
                    ..row(185, "Translate the summary into Polish", Phase::HelpWanted, None)
                },
            ),
            OutlineRow {
                hidden: 40,
                ..at(0, top(row(150, "Permit review", Phase::InProgress, Some(mara())), 44, 9))
            },
            at(
                1,
                TaskRow {
                    hint: RowHint::Yours,
                    ..row(152, "Log overflow hours from the reply", Phase::InProgress, Some(mara()))
                },
            ),
            at(
                1,
                TaskRow {
                    due: due("2026-11-18"),
                    hint: RowHint::Urgent,
                    ..row(153, "Draft the objection", Phase::InProgress, Some(ruth()))
                },
            ),
            at(
                1,
                TaskRow {
                    hint: RowHint::Countered(picket()),
                    due: None,
                    ..row(154, "Have a lawyer read the objection", Phase::New, None)
                },
            ),
            OutlineRow {
                is_folded: true,
                ..at(0, top(row(120, "Volunteers and kit", Phase::Started, None), 2, 1))
            },
            at(
                1,
                TaskRow {
                    hint: RowHint::For(Party::group("Harbour Film").at("film.example")),
                    ..row(121, "Lend the sampling kit", Phase::InReview, Some(tomas()))
                },
            ),
            at(0, row(200, "Winter party", Phase::Dropped, None)),
        ],
        next: None,
        choosing: None,
        may_add: true,
        suggests: false,
        add: Field::default(),
        review: Reviewers::default(),
        add_under: None,
        typed: Vec::new(),
        problem: String::new(),
        lately: vec![
            LatelyRow {
                row: HistoryRow {
                    by: Some(picket()),
                    what: Line::Delegation { what: Happening::Submitted },
                    at: moment("2026-11-19T16:02:00Z"),
                },
                task: Some(link(184, "Draw the river map")),
            },
            LatelyRow {
                row: HistoryRow { by: Some(tomas()), what: Line::Took, at: moment("2026-11-18T11:00:00Z") },
                task: Some(link(183, "Write the summary")),
            },
            LatelyRow {
                row: HistoryRow {
                    by: Some(Party::person("Priya Nair")),
                    what: Line::ByName { verb: Verb::MemberJoined, told: serde_json::json!({}) },
                    at: moment("2026-11-17T11:00:00Z"),
                },
                task: None,
            },
        ],
        founded: founded(super::words(), day("2026-01-02"), &ruth()),
        watching: Some(watching("01ja2q00000000000000000001")),
    }
}

fn form() -> PursuanceForm {
    PursuanceForm {
        name: Field::of("River Watch"),
        mission: Field::of("We sample the River Aven every month."),
        visibility: Visibility::Public,
        joining: Joining::Approval,
        reviews: Reviews::Named,
    }
}

fn lists(pages: &mut Vec<(&'static str, String)>) {
    let t = super::words();
    let list = |words: &str, mine, found| PursuancesPage {
        l: signed_in(Nav::Pursuances),
        words: words.to_owned(),
        mine,
        closed: vec![Party::group("Old Mill").linked("/p/old-mill")],
        found,
        total: 12,
        next: None,
        elsewhere: None,
    };
    page(
        pages,
        "pursuances",
        &PursuancesPage { next: Some("/p?after=3".to_owned()), ..list("", cards(), cards()) },
    );
    page(
        pages,
        "pursuances-search",
        &PursuancesPage {
            elsewhere: Some("/@lab-bench@openlab.example".to_owned()),
            ..list("lab-bench@openlab.example", Vec::new(), Vec::new())
        },
    );
    page(
        pages,
        "pursuances-none",
        &PursuancesPage { l: signed_out(), total: 0, ..list("", Vec::new(), Vec::new()) },
    );

    let new = |slug: Field, form: PursuanceForm, problem: &str| NewPursuancePage {
        l: signed_in(Nav::Pursuances),
        form,
        slug,
        problem: problem.to_owned(),
    };
    page(pages, "pursuance-new", &new(Field::default(), form(), ""));
    let refused = PursuanceForm {
        name: Field::of("").refused(t.s("refusal-empty")),
        visibility: Visibility::Members,
        ..form()
    };
    let slug = Field::of("new").refused(t.with("refusal-reserved").set("name", "new").to_string());
    page(
        pages,
        "pursuance-new-refused",
        &new(slug, refused, "You started three pursuances today. Please wait until tomorrow."),
    );

    let remote = |is_capable: bool, delegations| RemotePage {
        l: signed_in(Nav::Elsewhere),
        who: picket(),
        handle: "pixel-picket@studio.example".to_owned(),
        url: "https://studio.example/p/pixel-picket".to_owned(),
        mission: if is_capable {
            html("<p>Illustrators who draw for good causes.</p>")
        } else {
            Markup::default()
        },
        skills: if is_capable { vec![skill("Design:Illustration")] } else { Vec::new() },
        members: is_capable.then_some(8),
        known_since: day("2026-03-02"),
        fetched: moment("2026-11-20T08:54:00Z"),
        is_capable,
        problem: if is_capable {
            String::new()
        } else {
            "studio.example is not answering. This is from yesterday.".to_owned()
        },
        delegations,
    };
    let row = |state, between| DelegationRow {
        task: link(184, "Draw the river map"),
        peer: picket(),
        side: Side::Origin,
        state,
        cut: None,
        between,
        at: moment("2026-11-19T16:02:00Z"),
    };
    let in_step = Between::InStep { since: moment("2026-11-19T16:02:00Z") };
    page(
        pages,
        "remote",
        &remote(
            true,
            vec![
                row(State::Submitted, in_step),
                row(State::Active, Between::GaveUp { at: moment("2026-11-19T16:02:00Z") }),
            ],
        ),
    );
    page(pages, "remote-none", &remote(true, Vec::new()));
    page(pages, "remote-incapable", &RemotePage { l: signed_out(), ..remote(false, Vec::new()) });
}

fn inside(pages: &mut Vec<(&'static str, String)>) {
    let t = super::words();
    let settings = |form: PursuanceForm| PursuanceSettingsPage {
        l: in_river_watch(),
        head: head(Tab::Settings),
        form,
        may_skip_review: true,
        revision: 3,
        key: "z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH".to_owned(),
        may_close: true,
        problem: String::new(),
    };
    page(pages, "pursuance-settings", &settings(form()));
    page(
        pages,
        "pursuance-settings-refused",
        &settings(PursuanceForm { name: Field::of("x".repeat(81)).refused(t.s("refusal-empty")), ..form() }),
    );

    let days = || DaysForm {
        remind_after: Field::of("9"),
        hand_on_after: Field::of("3").refused(t.s("refusal-hand-on-first")),
    };
    let heirs = Heirs::new([HeirRule::Inviter]);
    let pace = PaceForm { mode: HandingOn::Fixed, days: days(), heirs, assigns: true, asks_reviewer: true };
    let trial = Trial { mode: HandingOn::Fixed, days: days(), asks_reviewer: false };
    page(
        pages,
        "pace-refused",
        &PacePage {
            l: in_river_watch(),
            head: head(Tab::Settings),
            form: pace,
            problem: String::new(),
            plots: Vec::new(),
            trial,
            would: Vec::new(),
            is_cut: false,
        },
    );

    let closing = |state, closed: bool| {
        let note = ClosedNote {
            since: moment("2026-11-06T16:02:00Z"),
            by: Some(sol()),
            why: "The river is clean.".to_owned(),
            decides: true,
        };
        ClosingPage {
            l: in_river_watch(),
            head: Head { closed: closed.then_some(note), ..head(Tab::Settings) },
            state,
            reason: Field::default(),
            confirm: Field::default(),
            problem: String::new(),
            typed: Vec::new(),
        }
    };
    let ends = vec![
        ("closing-handed-out", 3),
        ("closing-taken", 1),
        ("closing-suggestions", 2),
        ("closing-invites", 1),
        ("closing-asking", 1),
        ("closing-asked", 2),
    ];
    page(pages, "pursuance-closing", &closing(ClosingState::Open { ends }, false));
    for (name, ending) in [("pursuance-deletable", 0), ("pursuance-ending", 2)] {
        page(pages, name, &closing(ClosingState::Closed { until: None, ending }, true));
    }

    let files = |files| FilesPage {
        l: in_river_watch(),
        head: head(Tab::Files),
        files,
        next: Some("/p/river-watch/files?after=2".to_owned()),
    };
    let on_task = FileView {
        task: Some(link(184, "Draw the river map with readings")),
        ..file("river-map-october.svg", 212_480, sol())
    };
    page(pages, "files", &files(vec![on_task, file("sites.csv", 1_204, tomas())]));
    page(pages, "files-none", &files(Vec::new()));

    page(pages, "graph", &GraphPage::of(in_river_watch(), head(Tab::Tasks), None, None, &waiting(), ""));
    let around = Some(link(12, "Draw the coast"));
    let here = Some(TaskRef::Number(12));
    page(
        pages,
        "graph-around",
        &GraphPage::of(in_river_watch(), head(Tab::Tasks), around, here.as_ref(), &waiting(), "is:open"),
    );

    let word = |skill: &str, means: Option<&str>| WordView {
        skill: Skill::parse(skill).unwrap(),
        means: means.map(|means| Skill::parse(means).unwrap()),
    };
    let mut listed = SkillsPage {
        l: in_river_watch(),
        head: head(Tab::Members),
        words: vec![word("Design:Illustration", None), word("Design:Pictures", Some("Design:Illustration"))],
        next: Some("/p/river-watch/skills?after=design%3Apictures".to_owned()),
        may_merge: true,
        skill: Field::default(),
        into: Field::of("Pictures").refused(t.s("refusal-skill-form")),
        problem: String::new(),
    };
    page(pages, "words", &listed);
    (listed.words, listed.next, listed.may_merge, listed.into) = (Vec::new(), None, false, Field::default());
    page(pages, "words-none", &listed);

    let arriving = |form| ArrivalPage {
        l: in_river_watch(),
        slug: "river-watch".to_owned(),
        name: "River Watch".to_owned(),
        form,
        tasks: vec![Proposed {
            task: link(184, "Draw the map"),
            skills: vec![SkillTag { name: "Design:Maps".to_owned(), have: true }],
            why: "why-free-fits",
            due: Some(day("2026-12-02")),
            size: "size-s",
        }],
        has_skills: true,
        problem: String::new(),
    };
    let mut asked = arriving(Some(arrival("")));
    page(pages, "arrival", &asked);
    if let Some(form) = &mut asked.form {
        form.others = Field::of("::").refused(t.s("refusal-skill-form"));
    }
    page(pages, "arrival-refused", &asked);
    page(pages, "arrival-tasks", &arriving(None));
    page(pages, "arrival-nothing", &ArrivalPage { tasks: Vec::new(), has_skills: false, ..arriving(None) });

    let member = |who: Party, name: &str, role, may: bool| MemberRow {
        who,
        member: name.to_owned(),
        role,
        since: day("2026-01-02"),
        skills: vec![SkillTag { name: "Sewing".to_owned(), have: may }],
        more_skills: usize::from(may) * 2,
        hands: may.then(|| HandsShown {
            under_way: 2,
            reviews: 1,
            asked: 2,
            last: day("2026-11-02"),
            is_silent: may,
        }),
        may_ask: may,
        has_page: may,
        suggests: false,
        is_suspended: false,
        away: may.then(|| day("2026-12-02")),
    };
    let transfer = |is_you| Transfer {
        member: "ruth".to_owned(),
        name: "Ruth Adeyemi".to_owned(),
        at: moment("2026-11-19T20:00:00Z"),
        is_you,
    };
    let members = || MembersPage {
        l: in_river_watch(),
        head: head(Tab::Members),
        transfer: Some(transfer(true)),
        banned: vec![BannedRow {
            who: Party::person("Ivo Brand").linked("/@ivo"),
            member: "ivo".to_owned(),
            until: Some(moment("2026-12-19T20:00:00Z")),
            reason: "Sold the readings.".to_owned(),
        }],
        next_banned: Some("/p/river-watch/members?banned_after=ivo#banned".to_owned()),
        may: vec!["may-see-tasks", "can-discuss", "can-ban"],
        may_read_log: true,
        may_invite: true,
        sees_tree: true,
        may_leave: true,
        asking: vec![Asking {
            who: Party::person("Dov Klein").linked("/@dov"),
            member: "dov".to_owned(),
            about: "I live by the weir and can sample on Saturdays.".to_owned(),
            note: "I would like to help with the samples.".to_owned(),
            before: Some("role-viewer"),
            wanted: Some(link(184, "Draw the map")),
            reason: Field::default(),
            at: moment("2026-11-19T20:00:00Z"),
        }],
        filter: MembersFilter {
            roles: choices([("", "Any role"), ("normal", "Helper")], "normal"),
            show: choices([("everybody", "Everybody, by name"), ("newest", "Newest first")], "newest"),
            words: "r".to_owned(),
            is_on: true,
        },
        members: vec![
            member(ruth(), "ruth", Role::Primary, false),
            member(mara(), "mara", Role::Admin, false),
            member(tomas(), "tomas", Role::Normal, true),
            MemberRow {
                is_suspended: true,
                may_ask: false,
                ..member(Party::person("Pia Lund"), "pia", Role::Normal, true)
            },
            member(sol(), "sol@studio.example", Role::Viewer, true),
        ],
        next: Some("/p/river-watch/members?after=4".to_owned()),
        role: Some(Role::Admin),
        problem: String::new(),
        typed: Vec::new(),
    };
    page(pages, "members", &members());
    let mut refused = members();
    refused.problem = "Ines changed this role a moment ago. Look again before you change it.".to_owned();
    refused.transfer = Some(transfer(false));
    refused.typed = super::typed();
    page(pages, "members-refused", &refused);
    let mut visitor = members();
    visitor.l = signed_out();
    visitor.role = None;
    visitor.may_invite = false;
    visitor.asking.clear();
    visitor.banned.clear();
    visitor.may.clear();
    (visitor.transfer, visitor.may_read_log, visitor.may_leave) = (None, false, false);
    visitor.members.iter_mut().for_each(|row| {
        (row.may_ask, row.has_page, row.hands, row.is_suspended) = (false, false, None, false);
    });
    (visitor.head.incoming, visitor.head.may_configure, visitor.next) = (None, false, None);
    page(pages, "members-visitor", &visitor);
}

fn edits(pages: &mut Vec<(&'static str, String)>) {
    let t = super::words();
    let edit = || TaskEditPage {
        l: in_river_watch(),
        slug: "river-watch".to_owned(),
        pursuance: "River Watch".to_owned(),
        number: 184,
        title: "Draw the river map with readings".to_owned(),
        parents: vec![link(180, "October report")],
        revision: 4,
        was: "title:0123456789abcdef".to_owned(),
        form: TaskForm::of(
            t,
            Asks {
                deliverables: Deliverables::parse("One map of the Aven.\n\n- All six sites").unwrap(),
                skills: Skills::parse("Design:Illustration").unwrap(),
                due: Some(at("2026-11-21T00:00:00Z")),
                ..Asks::titled(Title::parse("Draw the river map with readings").unwrap())
            },
            Pick::few("Ruth Adeyemi, who wrote it", choices([("mara", "Mara Okafor")], "mara")),
        ),
        conflict: None,
        suggests: false,
        why: Field::default(),
        delegated_to: None,
        mirror_of: None,
        places: some_places(Some(180)),
        problem: String::new(),
    };
    page(pages, "task-edit", &edit());
    let mut conflict = edit();
    conflict.conflict = Some(Conflict {
        by: tomas(),
        fields: vec![
            Theirs { name: "title", label: "edit-task-title", text: "Draw the Aven".to_owned() },
            Theirs { name: "due", label: "edit-due", text: String::new() },
        ],
    });
    conflict.form.due = Field::of("soon").refused(t.s("refusal-date-form"));
    conflict.delegated_to = Some(picket());
    page(pages, "task-edit-conflict", &conflict);
    page(pages, "task-edit-suggests", &TaskEditPage { suggests: true, ..edit() });
    let mut many = edit();
    many.places = many_places().refused("report", "These match: #180 October report, #150 Permit review.");
    page(pages, "task-edit-among-many", &many);
    let mut mirror = edit();
    mirror.mirror_of = Some(Party::group("Harbour Film").at("film.example"));
    page(pages, "task-edit-mirror", &mirror);
}

/// The board, with a card in each lane but one, and a move that was refused; the list and the table.
fn views(pages: &mut Vec<(&'static str, String)>) {
    let moves = |from: Lane| {
        let way = |to: Lane| match to {
            Lane::Stuck => Way::Page("/p/river-watch/t/184?open=block&back=x#blocker".to_owned()),
            _ => Way::Form,
        };
        let others = Lane::ALL.into_iter().filter(|lane| *lane != from);
        others.map(|to| Move { to, way: way(to) }).collect::<Vec<_>>()
    };
    let shown = |lane: Lane, task: Option<TaskRow>| LaneShown {
        lane,
        count: task.iter().count().to_string(),
        cards: task.into_iter().map(|task| Card { task, size: "size-m", moves: moves(lane) }).collect(),
        rest: None,
    };
    let board = |asked: &str| BoardPage {
        l: in_river_watch(),
        head: head(Tab::Tasks),
        views: Views::new("river-watch", View::Board, asked),
        filter: filter(asked),
        saved: saved(),
        lanes: vec![
            LaneShown {
                count: "999+".to_owned(),
                rest: Some("/p/river-watch/list?q=is%3Aopen".to_owned()),
                ..shown(
                    Lane::PickUp,
                    Some(row(188, "Ask two neighbours to read it", Phase::HelpWanted, None)),
                )
            },
            shown(
                Lane::UnderWay,
                Some(TaskRow {
                    skills: vec![skill("Science:Lab work")],
                    waiting: 2,
                    hint: RowHint::Yours,
                    ..row(182, "Test samples for E. coli", Phase::InProgress, Some(lab()))
                }),
            ),
            shown(Lane::Stuck, None),
            shown(Lane::InReview, Some(row(184, "Draw the river map", Phase::InReview, Some(tomas())))),
            shown(Lane::Done, Some(row(181, "Collect samples at six sites", Phase::Done, Some(tomas())))),
        ],
        refused: None,
    };
    page(pages, "board", &board(""));
    let task = link(184, "Draw the river map");
    let refused = Some(NotMoved { task, why: "Somebody else reviews this work.".to_owned() });
    page(pages, "board-refused", &BoardPage { refused, ..board("q=is:open") });
    let none = Lane::ALL.into_iter().map(|lane| shown(lane, None)).collect();
    page(pages, "board-empty", &BoardPage { lanes: none, ..board("q=nothing") });

    let order = |key: &'static str, is_here: bool| Ordering {
        key,
        href: "/p/river-watch/list?q=sort%3Adue".to_owned(),
        is_here,
        is_descending: true,
    };
    let rows = [row(182, "Test samples", Phase::InProgress, Some(lab())), row(188, "Ask", Phase::New, None)];
    let list_row = |task: TaskRow| ListRow {
        task,
        urgency: "urgency-urgent",
        size: "size-l",
        changed: moment("2026-11-19T18:20:00Z"),
    };
    let list = || TaskListPage {
        l: in_river_watch(),
        head: head(Tab::Tasks),
        views: Views::new("river-watch", View::List, ""),
        filter: filter(""),
        saved: SavedRow::default(),
        orders: vec![order("order-new", true), order("order-due", false)],
        newest: order("column-number", true),
        columns: Column::ALL
            .map(|column| (column, (column == Column::Due).then(|| order("order-due", false))))
            .into(),
        rows: rows.iter().cloned().map(list_row).collect(),
        whys: Whys::default(),
        next: Some("/p/river-watch/list?q=&after=12".to_owned()),
        choosing: choosing(false),
    };
    page(pages, "task-list", &list());
    let rows = rows.iter().cloned().map(|task| list_row(TaskRow { pick: Some(false), ..task })).collect();
    let unclear = filter("q=statsu:new");
    let chosen = TaskListPage { rows, filter: unclear, choosing: choosing(true), ..list() };
    page(pages, "task-list-chosen", &chosen);
    page(
        pages,
        "task-list-empty",
        &TaskListPage { columns: Vec::new(), rows: Vec::new(), next: None, filter: filter("q=x"), ..list() },
    );
    let left_out = |number: i64, task| LeftOut {
        number,
        task,
        why: "Somebody has this task already. Ask them in the discussion.".to_owned(),
    };
    let bulk = |kind| BulkPage {
        l: in_river_watch(),
        head: head(Tab::Tasks),
        tasks: vec![link(182, "Test samples"), link(188, "Ask")],
        kind: Some(kind),
        kinds: Vec::new(),
        pick: Pick::default(),
        choices: Vec::new(),
        field: Field::default(),
        back: "/p/river-watch".to_owned(),
        problem: String::new(),
        refused: None,
        outcome: None,
    };
    let outcome = Outcome {
        done: 9,
        total: 11,
        left_out: vec![left_out(182, Some(link(182, "Test samples"))), left_out(190, None)],
        undo: Some(184),
    };
    page(pages, "bulk-some", &BulkPage { outcome: Some(outcome), ..bulk(Kind::Take) });
    let told = vec![(2, "Somebody has this task already.".to_owned()), (1, "It is closed.".to_owned())];
    let refused = Reasons { told, others: 1 };
    page(pages, "bulk-refused", &BulkPage { refused: Some(refused), ..bulk(Kind::Archive) });
}

/// A saved search beside a filter, and the way to save another one.
pub(super) fn saved() -> SavedRow {
    SavedRow {
        searches: vec![SavedLink {
            name: "Due soon".to_owned(),
            href: links::tasks_found("river-watch", "is:open due:<2w"),
            is_here: true,
        }],
        list: links::pursuance_searches("river-watch"),
        save: Some(links::pursuance_searches_with("river-watch", "is:open")),
    }
}

fn enter(pages: &mut Vec<(&'static str, String)>) {
    let entrance = |task: Option<TaskLink>, asks| EnterPage {
        l: in_river_watch(),
        slug: "river-watch".to_owned(),
        name: "River Watch".to_owned(),
        mission: html("<p>We measure the river.</p>"),
        task,
        asks,
        is_open: true,
        asked: if asks { 0 } else { 7 },
        note: Field::default(),
        problem: String::new(),
    };
    page(pages, "enter", &entrance(None, false));
    page(pages, "enter-with-a-task", &entrance(Some(link(184, "Draw the map")), false));
    page(pages, "enter-asking", &entrance(Some(link(184, "Draw the map")), true));
    let l = in_river_watch();
    page(pages, "request", &RequestPage { l, slug: "river-watch".to_owned(), request: request() });
    let mut refused = entrance(None, true);
    refused.note = Field::of("x").refused("That is too long.");
    page(pages, "enter-refused", &refused);
}
