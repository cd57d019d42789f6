//! Samples of a pursuance's pages.

use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::{Joining, Visibility};

use super::super::delegation::Happening;
use super::super::discussion::{Happened, HistoryRow, LatelyRow};
use super::super::pursuance::{Counts, Filter, Membership, OutlineRow, PursuancePage, Tab, founded};
use super::super::task::{RowHint, TaskRow};
use super::super::text::Text;
use super::super::view::Field;
use super::delegation::head;
use super::task::row;
use super::*;

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    page(pages, "pursuance", &outline());

    let mut refused = outline();
    refused.add = Field::of(" ").refused(Text::english().s("refusal-empty"));
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
    filtered.filter = Filter::new(Text::english(), "zebra", "help_wanted", "me");
    filtered.rows.clear();
    page(pages, "pursuance-filtered", &filtered);

    let mut under = outline();
    under.under = Some(link(180, "October report"));
    page(pages, "pursuance-under", &under);

    for (name, membership, joining, signed_in) in [
        ("pursuance-visitor", Membership::SignedOut, Joining::Open, false),
        ("pursuance-stranger", Membership::Stranger, Joining::Open, true),
        ("pursuance-stranger-asks", Membership::Stranger, Joining::Approval, true),
        ("pursuance-asked", Membership::Asked, Joining::Approval, true),
    ] {
        let mut visitor = outline();
        if !signed_in {
            visitor.l = signed_out();
        }
        visitor.membership = membership;
        visitor.joining = joining;
        visitor.may_add = false;
        visitor.rows.iter_mut().for_each(|row| row.may_add = false);
        visitor.head.incoming = None;
        visitor.head.may_configure = false;
        visitor.head.visibility = if signed_in { Visibility::Public } else { Visibility::Unlisted };
        page(pages, name, &visitor);
    }
}

fn outline() -> PursuancePage {
    let top = |row: TaskRow, children, done| TaskRow { children, children_done: done, ..row };
    let at = |depth, task: TaskRow| OutlineRow {
        may_add: task.children > 0,
        task,
        depth,
        is_folded: false,
        hidden: 0,
    };
    PursuancePage {
        l: in_river_watch(),
        head: head(Tab::Tasks),
        mission: html(
            "<p>We sample the River Aven every month, publish what we find, and push to get the sewage permit reviewed.</p>",
        ),
        joining: Joining::Open,
        membership: Membership::Member(Role::AssistantAdmin),
        helpers: vec!["openlab.example".to_owned(), "studio.example".to_owned()],
        counts: Counts { done: 11, in_review: 2, under_way: 6, blocked: 1, to_pick_up: 5 },
        filter: Filter::new(Text::english(), "", "", ""),
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
            at(2, row(188, "Ask two neighbours to read it", Phase::HelpWanted, None)),
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
        may_add: true,
        may_arrange: true,
        add: Field::default(),
        add_under: None,
        lately: vec![
            LatelyRow {
                row: HistoryRow {
                    by: Some(picket()),
                    what: Happened::Delegation { what: Happening::Submitted },
                    at: moment("2026-11-19T16:02:00Z"),
                },
                task: Some(link(184, "Draw the river map")),
            },
            LatelyRow {
                row: HistoryRow {
                    by: Some(tomas()),
                    what: Happened::Took,
                    at: moment("2026-11-18T11:00:00Z"),
                },
                task: Some(link(183, "Write the summary")),
            },
            LatelyRow {
                row: HistoryRow {
                    by: Some(Party::person("Priya Nair")),
                    what: Happened::Joined,
                    at: moment("2026-11-17T11:00:00Z"),
                },
                task: None,
            },
        ],
        founded: founded(Text::english(), day("2026-01-02"), &ruth()),
    }
}
