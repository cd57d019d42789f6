//! The same change of several tasks: the tasks are chosen in a view with checkboxes; this page asks for the change and applies it.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{BulkChange, BulkTasks};
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::TaskId;
use pursuance_domain::people::role::Role;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::value::{Chosen, Size, Skill, Urgency};

use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused, Undoable};
use crate::reads::people;
use crate::store::db::ReadTx;
use crate::text::{Text, phase_key};
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::pick::{self, Meant, Pick};
use crate::web::frame::labels::{choices, size_choices, urgency_choices};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field, TaskLink, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, local, see_with};
use crate::web::request::undo::with_undo;
use crate::web::task::reviewer::{self, Reviewers};

/// The phases into which several tasks are moved.
const PHASES: [Phase; 6] =
    [Phase::HelpWanted, Phase::New, Phase::InProgress, Phase::ReadyForReview, Phase::Done, Phase::Dropped];

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Assign,
    Take,
    Done,
    AskHelp,
    Phase,
    Reviewer,
    Move,
    Urgency,
    Size,
    Due,
    AddSkill,
    RemoveSkill,
    Archive,
}

impl Kind {
    /// Every kind, in the order of the list.
    pub const ALL: [Self; 13] = [
        Self::Assign,
        Self::Take,
        Self::Done,
        Self::AskHelp,
        Self::Phase,
        Self::Reviewer,
        Self::Move,
        Self::Urgency,
        Self::Size,
        Self::Due,
        Self::AddSkill,
        Self::RemoveSkill,
        Self::Archive,
    ];

    /// Its word in forms.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Assign => "assign",
            Self::Take => "take",
            Self::Done => "done",
            Self::AskHelp => "ask_help",
            Self::Phase => "phase",
            Self::Reviewer => "reviewer",
            Self::Move => "move",
            Self::Urgency => "urgency",
            Self::Size => "size",
            Self::Due => "due",
            Self::AddSkill => "add_skill",
            Self::RemoveSkill => "remove_skill",
            Self::Archive => "archive",
        }
    }

    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Assign => "bulk-assign",
            Self::Take => "bulk-take",
            Self::Done => "bulk-finish",
            Self::AskHelp => "bulk-ask",
            Self::Phase => "bulk-phase",
            Self::Reviewer => "bulk-reviewer",
            Self::Move => "bulk-move",
            Self::Urgency => "bulk-urgency",
            Self::Size => "bulk-size",
            Self::Due => "bulk-due",
            Self::AddSkill => "bulk-add-skill",
            Self::RemoveSkill => "bulk-remove-skill",
            Self::Archive => "bulk-archive",
        }
    }

    /// The key of the button that does it.
    pub fn button_key(self) -> &'static str {
        match self {
            Self::Assign => "bulk-do-assign",
            Self::Take => "bulk-do-take",
            Self::Done => "bulk-do-finish",
            Self::AskHelp => "bulk-do-ask",
            Self::Phase => "bulk-do-phase",
            Self::Reviewer => "bulk-do-reviewer",
            Self::Move => "bulk-do-move",
            Self::Urgency => "bulk-do-urgency",
            Self::Size => "bulk-do-size",
            Self::Due => "bulk-do-due",
            Self::AddSkill => "bulk-do-add-skill",
            Self::RemoveSkill => "bulk-do-remove-skill",
            Self::Archive => "bulk-do-archive",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Whether the viewer may make this change on any task; the right on each task is checked later.
    fn is_offered(self, access: &Access) -> bool {
        match self {
            Self::Assign => access.may(Permission::Assign, None),
            Self::Reviewer => access.may(Permission::SetReviewer, None) && Reviewers::may_choose(access),
            Self::Move => access.may(Permission::MoveTask, None),
            Self::Archive => access.may(Permission::ArchiveTask, None),
            Self::Take
            | Self::Done
            | Self::AskHelp
            | Self::Phase
            | Self::Urgency
            | Self::Size
            | Self::Due
            | Self::AddSkill
            | Self::RemoveSkill => true,
        }
    }
}

/// The choice of several tasks in a view, with the changes that the viewer may make.
pub struct Choosing {
    /// Whether each line has a checkbox.
    pub is_on: bool,
    /// Whether each checkbox is ticked, and the address where it is.
    pub ticks_all: bool,
    pub all: String,
    /// The address that turns the checkboxes on or off.
    pub toggle: String,
    /// The view without checkboxes, to return to.
    pub back: String,
    pub kinds: Vec<Choice>,
}

impl Choosing {
    /// The choice for a view; none for a viewer who may change nothing. `view`: the address of the view, with its query.
    pub fn of(t: Text, access: &Access, view: &str, asked: &FormFields) -> Option<Self> {
        // A viewer who may take tasks may change the taken ones.
        if !access.may(Permission::TakeTask, None) {
            return None;
        }
        let kinds = if access.pursuance.is_private() { signed(t, access) } else { kinds(t, access, "") };
        let ticks_all = asked.text("choose") == "all";
        let is_on = ticks_all || asked.text("choose") == "1";
        let back = match asked.text("after") {
            "" => view.to_owned(),
            after => links::with(view, "after", after),
        };
        let toggle = if is_on { back.clone() } else { links::with(&back, "choose", "1") };
        let all = links::with(&back, "choose", "all");
        Some(Self { is_on, ticks_all, all, toggle, back, kinds })
    }

    /// Whether the checkboxes of a view are ticked; none for a view without them.
    pub fn tick(choosing: Option<&Self>) -> Option<bool> {
        choosing.filter(|choosing| choosing.is_on).map(|choosing| choosing.ticks_all)
    }
}

/// The changes of several tasks that a script signs in a private pursuance: its words for them, the keys of their names, and what
/// one may do with any task where that is needed.
const SIGNED: [(&str, &str, Option<Permission>); 10] = [
    ("assign", "bulk-assign", Some(Permission::Assign)),
    ("take", "bulk-take", None),
    ("done", "bulk-finish", None),
    ("phase", "bulk-phase", None),
    ("reviewer", "bulk-reviewer", Some(Permission::SetReviewer)),
    ("move", "bulk-move", Some(Permission::MoveTask)),
    ("urgency", "bulk-urgency", None),
    ("size", "bulk-size", None),
    ("archive", "bulk-archive", Some(Permission::ArchiveTask)),
    ("trash", "bulk-trash", Some(Permission::ArchiveTask)),
];

fn signed(t: Text, access: &Access) -> Vec<Choice> {
    let offered =
        SIGNED.into_iter().filter(|(_, _, needs)| needs.is_none_or(|needs| access.may(needs, None)));
    choices(offered.map(|(word, key, _)| (word, t.s(key))), "")
}

fn kinds(t: Text, access: &Access, selected: &str) -> Vec<Choice> {
    let offered = Kind::ALL.into_iter().filter(|kind| kind.is_offered(access));
    choices(offered.map(|kind| (kind.as_str(), t.s(kind.key()))), selected)
}

/// `GET` and `POST /p/{slug}/bulk`: see [`show`] and [`act`].
#[derive(Template)]
#[template(path = "views/bulk.html")]
pub struct BulkPage {
    pub l: Layout,
    pub head: Head,
    pub tasks: Vec<TaskLink>,
    pub kind: Option<Kind>,
    pub kinds: Vec<Choice>,
    /// The members or tasks to choose from, for a change that needs one.
    pub pick: Pick,
    /// The entries of a list, for a change that has one.
    pub choices: Vec<Choice>,
    /// The typed date or skill, for a change that needs one.
    pub field: Field,
    pub back: String,
    pub problem: String,
    /// The reasons why none of the tasks was changed.
    pub refused: Option<Reasons>,
    pub outcome: Option<BulkOutcome>,
}

/// The most different reasons shown, each a sentence or two; further ones are only counted.
const REASONS: usize = 5;

/// The reasons why none of several tasks was changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Reasons {
    /// The reasons in the order of the tasks, each with the number of its tasks.
    pub told: Vec<(usize, String)>,
    /// The number of tasks with further reasons.
    pub others: usize,
}

impl Reasons {
    /// The reasons of all tasks, one for each.
    fn of(all: impl Iterator<Item = String>) -> Self {
        let mut reasons = Self::default();
        for why in all {
            let has_room = reasons.told.len() < REASONS;
            match reasons.told.iter_mut().find(|(_, told)| *told == why) {
                Some((tasks, _)) => *tasks += 1,
                None if has_room => reasons.told.push((1, why)),
                None => reasons.others += 1,
            }
        }
        reasons
    }

    /// The number of tasks.
    pub fn tasks(&self) -> usize {
        self.told.iter().map(|(tasks, _)| tasks).sum::<usize>() + self.others
    }
}

/// The changed tasks, and the reasons for the unchanged ones.
pub struct BulkOutcome {
    pub done: usize,
    pub total: usize,
    pub left_out: Vec<LeftOut>,
    /// The event by which the change can be undone.
    pub undo: Option<i64>,
}

/// The unchanged tasks with the same reason.
pub struct LeftOut {
    pub why: String,
    /// Each with its number, and the link to it; none if the viewer may not see it any more.
    pub tasks: Vec<(i64, Option<TaskLink>)>,
}

/// `GET /p/{slug}/bulk`, with `?chosen=` (a number, several times), `?change=`, `?back=`.
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let asked = query.0;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    access.demand(Permission::TakeTask, None)?;
    let mut shown = fill(&visit, &mut tx, &access, &asked).await?;
    if shown.tasks.is_empty() {
        visit.t.s("bulk-none").clone_into(&mut shown.problem);
    }
    page(StatusCode::OK, &shown)
}

/// `POST /p/{slug}/bulk`: `chosen` (a number, several times), `change`, `value`, `back`.
pub async fn act(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let kind = Kind::parse(form.text("change")).ok_or(PageError::BadRequest)?;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let change = change(&visit, &mut tx, &access, kind, form.text("value")).await?;
    drop(tx);
    let tasks = Chosen::new(numbers(&form)).map_err(|refusal| visit.t.say(&refusal.wording()));
    let (tasks, change) = match (tasks, change) {
        (Ok(tasks), Ok(change)) => (tasks, change),
        (Err(why), _) => {
            return not_done(&visit, &slug, &form, StatusCode::UNPROCESSABLE_ENTITY, Why::Whole(why)).await;
        }
        (_, Err(why)) => {
            return not_done(&visit, &slug, &form, StatusCode::UNPROCESSABLE_ENTITY, Why::Value(why)).await;
        }
    };
    let total = tasks.count();
    let action = BulkTasks { pursuance: slug.clone(), tasks, change };
    let done = match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(done) => done,
        Err(refused) => {
            let why = match &refused {
                Refused::NoneOf { why, .. } => {
                    Why::Each(Reasons::of(why.iter().map(|why| visit.t.say_and_advise(why))))
                }
                refused => Why::Whole(refusal_text(visit.t, refused)),
            };
            return not_done(&visit, &slug, &form, status_of(&refused), why).await;
        }
    };
    if done.left_out.is_empty() {
        let to = match local(form.text("back")) {
            "/" => links::pursuance(&slug),
            back => back.to_owned(),
        };
        return Ok(with_undo(
            &visit.app,
            see_with(&visit.app, &to, FormNotice::good("notice-bulk-done")),
            done.undo,
        ));
    }
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let mut shown = fill(&visit, &mut tx, &access, &form).await?;
    let changed = total.saturating_sub(done.left_out.len());
    let mut left_out: Vec<LeftOut> = Vec::new();
    for (number, why) in &done.left_out {
        let why = visit.t.say_and_advise(why);
        let task = (*number, shown.tasks.iter().find(|task| task.number == *number).cloned());
        match left_out.iter_mut().find(|left| left.why == why) {
            Some(left) => left.tasks.push(task),
            None => left_out.push(LeftOut { why, tasks: vec![task] }),
        }
    }
    let undo = done.undo.map(|Undoable { event, .. }| event);
    shown.outcome = Some(BulkOutcome { done: changed, total, left_out, undo });
    page(StatusCode::OK, &shown)
}

/// The reason why nothing was changed.
enum Why {
    /// The typed value is invalid: shown beside its field.
    Value(String),
    /// The whole change is refused: shown on top.
    Whole(String),
    /// The change of each task is refused: shown on top, too.
    Each(Reasons),
}

/// The page once more, with the reason and the typed values.
async fn not_done(
    visit: &Visit,
    slug: &str,
    form: &FormFields,
    status: StatusCode,
    why: Why,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let mut shown = fill(visit, &mut tx, &access, form).await?;
    match why {
        Why::Value(why) => {
            shown.pick = std::mem::take(&mut shown.pick).refused(form.text("value"), why.clone());
            shown.field = form.field("value").refused(why);
        }
        Why::Whole(why) => shown.problem = why,
        Why::Each(reasons) => shown.refused = Some(reasons),
    }
    page(status, &shown)
}

/// The numbers of the chosen tasks in a sent form. Other values are ignored.
fn numbers(form: &FormFields) -> impl Iterator<Item = i64> {
    form.all("chosen").filter_map(|number| number.trim().parse().ok())
}

/// The first different numbers, up to the most tasks of one change; no others are looked up.
fn first(numbers: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut first = Vec::new();
    for number in numbers {
        if first.len() == Chosen::MOST {
            break;
        }
        if !first.contains(&number) {
            first.push(number);
        }
    }
    first
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    asked: &FormFields,
) -> Result<BulkPage, PageError> {
    let (t, slug) = (visit.t, &access.pursuance.slug);
    let kind = Kind::parse(asked.text("change")).filter(|kind| kind.is_offered(access));
    let mut tasks: Vec<TaskLink> = Vec::new();
    let mut ids = Vec::new();
    for number in first(numbers(asked)) {
        match access::find_task(tx, access, number).await {
            Ok(task) => {
                tasks.push(TaskLink {
                    href: links::task(slug, task.number),
                    number: task.number,
                    title: Words::of(&task.title, t),
                });
                ids.push(task.id);
            }
            Err(PerformError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let value = asked.text("value");
    let pick = match kind {
        Some(Kind::Assign) => {
            let ids: Vec<&TaskId> = ids.iter().collect();
            pick::able(tx, t, (access, &ids), t.s("bulk-nobody"), Role::Untrusted, None).await?
        }
        Some(Kind::Reviewer) => {
            let none = t.s(reviewer::nobody_named_key(access));
            pick::members(tx, access, none, Role::Normal, None).await?
        }
        Some(Kind::Move) => pick::places(tx, t, access, None, None).await?,
        _ => Pick::default(),
    };
    let choices = match kind {
        Some(Kind::Phase) => {
            choices(PHASES.into_iter().map(|phase| (phase.as_str(), t.s(phase_key(phase)))), value)
        }
        Some(Kind::Urgency) => urgency_choices(t, value),
        Some(Kind::Size) => size_choices(t, value),
        _ => Vec::new(),
    };
    let back = match local(asked.text("back")) {
        "/" => links::pursuance(slug),
        back => back.to_owned(),
    };
    Ok(BulkPage {
        l: layout(visit, tx, access).await?,
        head: head(visit, tx, access, PursuanceTab::Tasks).await?,
        tasks,
        kind,
        kinds: kinds(t, access, asked.text("change")),
        pick,
        choices,
        field: Field::of(value),
        back,
        problem: String::new(),
        refused: None,
        outcome: None,
    })
}

/// The change in a sent form, or the reason why its value is invalid.
async fn change(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    kind: Kind,
    value: &str,
) -> Result<Result<BulkChange, String>, PageError> {
    let t = visit.t;
    Ok(Ok(match kind {
        Kind::Take => BulkChange::Take,
        Kind::Done => BulkChange::Phase(Phase::Done),
        Kind::AskHelp => BulkChange::Phase(Phase::HelpWanted),
        Kind::Archive => BulkChange::Archive,
        Kind::Assign => {
            // This check comes before any lookup: the answer would reveal who is a member.
            access.demand(Permission::Assign, None)?;
            match pick::member(tx, t, access, value).await? {
                Meant::This(member) => BulkChange::Assign(Some(member)),
                Meant::None => BulkChange::Assign(None),
                Meant::Unclear(why) => return Ok(Err(why)),
            }
        }
        Kind::Reviewer => {
            access.demand(Permission::SetReviewer, None)?;
            match reviewer::named(tx, t, access, value).await? {
                Meant::This(member) => BulkChange::Reviewer(Some(member)),
                Meant::None => BulkChange::Reviewer(None),
                Meant::Unclear(why) => return Ok(Err(why)),
            }
        }
        Kind::Move => match pick::task(tx, t, access, value).await? {
            Meant::This(parent) => BulkChange::Move(Some(parent)),
            Meant::None => BulkChange::Move(None),
            Meant::Unclear(why) => return Ok(Err(why)),
        },
        Kind::Phase => BulkChange::Phase(Phase::parse(value).ok_or(PageError::BadRequest)?),
        Kind::Urgency => BulkChange::Urgency(Urgency::parse(value).map_err(|_| PageError::BadRequest)?),
        Kind::Size => BulkChange::Size(Size::parse(value).map_err(|_| PageError::BadRequest)?),
        Kind::Due => {
            let mut field = Field::of(value);
            match Reader::new(t).date(&mut field) {
                Some(due) => BulkChange::Due(due),
                None => return Ok(Err(field.error)),
            }
        }
        Kind::AddSkill | Kind::RemoveSkill => {
            let mut field = Field::of(people::meant_list(tx, &visit.who, (Some(access), &[]), value).await?);
            match (Reader::new(t).need(&mut field, Skill::parse), kind) {
                (Some(skill), Kind::AddSkill) => BulkChange::AddSkill(skill),
                (Some(skill), _) => BulkChange::RemoveSkill(skill),
                (None, _) => return Ok(Err(field.error)),
            }
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reasons(all: &[&str]) -> Reasons {
        Reasons::of(all.iter().map(|why| (*why).to_owned()))
    }

    #[test]
    fn each_reason_is_told_once_with_how_many_tasks_it_holds_for() {
        let found = reasons(&["closed", "taken", "closed"]);
        assert_eq!(found.told, [(2, "closed".to_owned()), (1, "taken".to_owned())]);
        assert_eq!((found.others, found.tasks()), (0, 3));
    }

    #[test]
    fn beyond_a_few_reasons_the_others_are_counted() {
        let found = reasons(&["a", "b", "c", "d", "e", "f", "g", "f", "a"]);
        assert_eq!(found.told.len(), REASONS);
        assert_eq!(found.told[0], (2, "a".to_owned()));
        assert_eq!((found.others, found.tasks()), (3, 9));
    }
}
