//! Samples of suggestions and the answers to them.

use pursuance_domain::suggestion::SuggestionState;
use pursuance_domain::task::Asks;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::Title;

use super::delegation::head;
use super::*;
use crate::web::cards::head::Tab;
use crate::web::frame::labels::choices;
use crate::web::frame::view::Field;
use crate::web::suggestions::amend::{AmendForm, AmendPage};
use crate::web::suggestions::list::{Card, Decided, SuggestionsPage};
use crate::web::suggestions::suggested::Row;
use crate::web::task::fields::TaskForm;
use crate::web::task::suggest::{SuggestPage, Suggests, Whys};

fn row(label: &'static str, before: Option<&str>, after: &str, now: Option<&str>) -> Row {
    let text = str::to_owned;
    Row { label, before: before.map(text), after: after.to_owned(), now: now.map(text) }
}

fn card(id: &str, key: &'static str, rows: Vec<Row>) -> Card {
    Card {
        id: id.to_owned(),
        key,
        by: tomas(),
        at: moment("2026-11-20T08:51:00Z"),
        why: "Half of the village reads French.".to_owned(),
        task: Some(link(184, "Draw the river map")),
        of: None,
        rows,
        is_outdated: false,
        may_decide: true,
        is_ticked: false,
        may_withdraw: false,
        state: SuggestionState::Open,
        decided: None,
        reason: Field::default(),
        problem: String::new(),
    }
}

fn queue() -> SuggestionsPage {
    let edit = vec![
        row("edit-task-title", Some("Draw the river map"), "Draw both river maps", None),
        row("edit-due", Some(""), "2026-12-15", None),
    ];
    let outdated = vec![row("edit-task-title", Some("Count"), "Count all", Some("Count twice"))];
    let decided = |state, reason: &str, made| Card {
        may_decide: false,
        state,
        decided: Some(Decided {
            by: Some(ruth()),
            at: moment("2026-11-21T08:51:00Z"),
            reason: reason.to_owned(),
            made,
        }),
        by: mara(),
        ..card("01j4", "suggests-task", vec![row("edit-task-title", None, "Translate the leaflet", None)])
    };
    let declined = Card { id: "01j5".to_owned(), ..decided(SuggestionState::Declined, "We have it.", None) };
    let own = Card {
        may_decide: false,
        may_withdraw: true,
        task: None,
        of: Some(ruth()),
        by: mara(),
        ..card("01j6", "suggests-role", vec![row("members-role", Some("Helper"), "Coordinator", None)])
    };
    SuggestionsPage {
        l: in_river_watch(),
        head: head(Tab::Suggestions),
        of: None,
        is_member: true,
        decides: true,
        waiting: vec![
            card("01j1", "suggests-edit", edit),
            Card {
                is_outdated: true,
                is_ticked: true,
                problem: "Somebody changed this task while you wrote.".to_owned(),
                ..card("01j2", "suggests-edit", outdated)
            },
            Card {
                reason: Field::of("").refused("Write something here."),
                ..card("01j3", "suggests-split", vec![row("split-into", None, "North\nSouth", None)])
            },
        ],
        has_more: true,
        made: vec![
            own,
            decided(SuggestionState::Accepted, "", Some(link(190, "Translate the leaflet"))),
            declined,
        ],
        next: Some("/p/river-watch/suggestions?before=01j0#made".to_owned()),
        reason: Field::default(),
        problem: String::new(),
        typed: Vec::new(),
    }
}

fn amend(form: AmendForm, problem: &str) -> AmendPage {
    AmendPage {
        l: in_river_watch(),
        head: head(Tab::Suggestions),
        card: card("01j1", "suggests-edit", vec![row("edit-task-title", Some("Count"), "Count all", None)]),
        form: Some(form),
        problem: problem.to_owned(),
        typed: Vec::new(),
    }
}

pub fn add(pages: &mut Vec<(&'static str, String)>) {
    page(pages, "suggestions", &queue());
    let empty = || SuggestionsPage { waiting: Vec::new(), made: Vec::new(), has_more: false, ..queue() };
    page(pages, "suggestions, none", &empty());
    let visited = SuggestionsPage { is_member: false, decides: false, next: None, ..empty() };
    page(pages, "suggestions, as a visitor", &visited);
    let of = SuggestionsPage { of: Some(link(184, "Draw the river map")), ..queue() };
    page(pages, "suggestions about a task", &of);
    let asks = || Asks::titled(Title::checked("Count all".to_owned()));
    let task = |form: TaskForm| AmendForm::Task { form: Box::new(form), revision: Some(3) };
    page(pages, "amend an edit", &amend(task(TaskForm::of(words(), asks(), Pick::default())), ""));
    let refused = TaskForm {
        title: Field::of("").refused("Write something here."),
        ..TaskForm::of(words(), asks(), Pick::default())
    };
    page(pages, "amend an edit, refused", &amend(task(refused), ""));
    let phases = choices([(Phase::Dropped.as_str(), "Dropped")], "dropped");
    for (name, form) in [
        ("amend an assignee", AmendForm::Assignee(some_places(None))),
        ("amend a phase", AmendForm::Phase { phases: phases.clone(), comment: Field::default() }),
        ("amend parts", AmendForm::Parts(Field::of("North\nSouth"))),
        ("amend a role", AmendForm::Role(choices([("viewer", "Reader"), ("normal", "Helper")], "normal"))),
        ("amend a ban", AmendForm::Member { reason: Field::of("No."), until: Some(Field::default()) }),
    ] {
        page(pages, name, &amend(form, "Somebody has changed this since it was suggested."));
    }
    let suggest = SuggestPage {
        l: in_river_watch(),
        slug: "river-watch".to_owned(),
        number: 184,
        title: "Draw the river map".to_owned(),
        may: Suggests { edit: true, parts: true, assign: true, phase: true },
        assignees: some_places(None),
        phases,
        into: Field::of("").refused("Write something here."),
        why: Whys::default(),
        problem: "You cannot do that now.".to_owned(),
    };
    page(pages, "suggest about a task", &suggest);
}
