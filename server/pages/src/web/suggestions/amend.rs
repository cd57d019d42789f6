//! One suggestion: its changes, and the form that accepts it with other values.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{AddTasks, AmendSuggestion, AssignTask, BanMember, CreateTask, EditTask};
use pursuance_domain::id::{ProposalId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::{Present, Suggested};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::task::quick::line;
use pursuance_domain::task::{Ask, Asks};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Body, Grounds, Parts};

use crate::actions::PerformError;
use crate::actions::access::{self, Access};
use crate::actions::suggestion::{compared, find};
use crate::reads::{Actors, people};
use crate::store::db::ReadTx;
use crate::store::suggestions::Suggestion;
use crate::text::Text;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::cards::pick::{self, Meant, Pick};
use crate::web::frame::labels::{choices, phase_key, role_key};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Choice, Field, RefusedField, refused};
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{field_of, refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see_with};
use crate::web::request::unplaced_texts::{FormPage, refused_page};
use crate::web::suggestions::list::{SuggestionCard, card};
use crate::web::task::fields::TaskForm;
use crate::web::task::quick;

/// `GET /p/{slug}/suggestions/{id}` and, when refused, `POST /p/{slug}/suggestions/{id}/amend`.
#[derive(Template)]
#[template(path = "suggestions/amend.html")]
pub struct AmendPage {
    pub l: Layout,
    pub head: Head,
    pub card: SuggestionCard,
    /// The form, for viewers who may decide.
    pub form: Option<AmendForm>,
    pub problem: String,
    /// Texts of the refused form that have no field here any more.
    pub typed: Vec<Typed>,
}

impl FormPage for AmendPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// The text fields besides the fields of a task.
const TYPED: [&str; 5] = ["assignee", "comment", "into", "reason", "until"];

/// The input of an action that was suggested.
pub enum AmendForm {
    /// A new task, or an edit with the revision that it is based on.
    Task {
        form: Box<TaskForm>,
        revision: Option<i64>,
    },
    Assignee(Pick),
    Phase {
        phases: Vec<Choice>,
        comment: Field,
    },
    Parts(Field),
    /// Parts with quick words.
    Lines(Field),
    Role(Vec<Choice>),
    /// A removal, a ban with its end, or the end of a ban.
    Member {
        reason: Field,
        until: Option<Field>,
    },
}

impl AmendForm {
    /// A field by the name under which an action refuses it.
    fn field_mut(&mut self, name: &str) -> Option<&mut Field> {
        match (self, name) {
            (Self::Task { form, .. }, name) => form.field_mut(name),
            (Self::Phase { comment, .. }, "comment") => Some(comment),
            (Self::Parts(field) | Self::Lines(field), "into") => Some(field),
            (Self::Member { reason, .. }, "reason") => Some(reason),
            (Self::Member { until, .. }, "until") => until.as_mut(),
            (Self::Assignee(pick), "assignee") => Some(&mut pick.field),
            (
                Self::Assignee(_)
                | Self::Phase { .. }
                | Self::Parts(_)
                | Self::Lines(_)
                | Self::Role(_)
                | Self::Member { .. },
                _,
            ) => None,
        }
    }
}

impl AmendPage {
    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        match &self.form {
            Some(AmendForm::Task { form, .. }) => form.refused(),
            Some(AmendForm::Assignee(pick)) => refused(&[("assignee", "fact-done-by", &pick.field)]),
            Some(AmendForm::Phase { comment, .. }) => refused(&[("comment", "typed-text", comment)]),
            Some(AmendForm::Parts(field) | AmendForm::Lines(field)) => {
                refused(&[("into", "split-into", field)])
            }
            Some(AmendForm::Member { reason, until: Some(until), .. }) => {
                refused(&[("reason", "end-reason", reason), ("until", "suggestion-ban-until", until)])
            }
            Some(AmendForm::Member { reason, until: None, .. }) => {
                refused(&[("reason", "end-reason", reason)])
            }
            Some(AmendForm::Role(_)) | None => Vec::new(),
        }
    }
}

/// `GET /p/{slug}/suggestions/{id}`
pub async fn show(visit: Visit, Path((slug, id)): Path<(String, ProposalId)>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let row = find(&mut tx, &access, &id).await?;
    let (_, present) = compared(&mut tx, &access, &row).await?;
    let form = untouched(&visit, &mut tx, &access, &row, &present).await?;
    page(StatusCode::OK, &fill(&visit, &mut tx, &access, row, form).await?)
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    row: Suggestion,
    form: AmendForm,
) -> Result<AmendPage, PageError> {
    let l = layout(visit, tx, access).await?;
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let card = card(visit, tx, &l, access, &mut actors, row).await?;
    Ok(AmendPage {
        head: head(visit, tx, access, PursuanceTab::Suggestions).await?,
        form: card.may_decide.then_some(form),
        card,
        problem: String::new(),
        typed: Vec::new(),
        l,
    })
}

/// Phases that can be suggested.
fn phases(t: Text, chosen: Phase) -> Vec<Choice> {
    let offered = Phase::ALL.into_iter().filter(|phase| !matches!(phase, Phase::InReview | Phase::Done));
    choices(offered.map(|phase| (phase.as_str(), t.s(phase_key(phase)))), chosen.as_str())
}

fn roles(t: Text, chosen: Role) -> Vec<Choice> {
    let below = Role::ALL.into_iter().filter(|role| *role != Role::Primary);
    choices(below.map(|role| (role.as_str(), t.s(role_key(role)))), chosen.as_str())
}

fn day(time: Option<Time>) -> Field {
    Field::of(time.map(Time::date).unwrap_or_default())
}

/// The asks of a task after a suggested edit, and its present revision.
fn edited(edit: &EditTask, present: &Present) -> Option<(Asks, i64)> {
    let now = present.task.as_ref()?;
    let asks = now.asks.as_ref()?;
    Some((edit.asks_after(asks).unwrap_or_else(|| asks.clone()), now.revision))
}

/// The form filled with the suggestion, applied to the present values.
async fn untouched(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    row: &Suggestion,
    present: &Present,
) -> Result<AmendForm, PageError> {
    let t = visit.t;
    Ok(match &row.what {
        Suggested::CreateTask(a) => {
            let (_, _, asks) = a.clone().into_parts();
            AmendForm::Task { form: Box::new(TaskForm::of(t, asks, Pick::default())), revision: None }
        }
        Suggested::EditTask(a) => {
            let (asks, revision) = edited(a, present).ok_or(PageError::BadRequest)?;
            AmendForm::Task {
                form: Box::new(TaskForm::of(t, asks, Pick::default())),
                revision: Some(revision),
            }
        }
        Suggested::AssignTask(a) => {
            let mut actors = Actors::default();
            let chosen = match &a.assignee {
                Some(named) => {
                    let id = pursuance_domain::id::ActorId(named.as_str().to_owned());
                    Some((actors.name(tx, &id).await?, actors.get(tx, &id).await?.display.clone()))
                }
                None => None,
            };
            let chosen = chosen.as_ref().map(|(name, display)| (name.as_str(), display.as_str()));
            let task = match access::find_task(tx, access, a.task).await {
                Ok(task) => Some(task.id),
                Err(PerformError::Refused(_)) => None,
                Err(error) => return Err(error.into()),
            };
            let of: Vec<&TaskId> = task.iter().collect();
            let pick = pick::able(tx, t, (access, &of), t.s("nobody-yet"), Role::Untrusted, chosen).await?;
            AmendForm::Assignee(pick)
        }
        Suggested::SetPhase(a) => {
            let comment = a.comment.as_ref().map(|body| body.as_str().to_owned()).unwrap_or_default();
            AmendForm::Phase { phases: phases(t, a.phase), comment: Field::of(comment) }
        }
        Suggested::SplitTask(a) => AmendForm::Parts(Field::of(a.into.to_string())),
        Suggested::AddTasks(a) => {
            let lines: Vec<String> = a.tasks.iter().filter_map(|task| line(&task.asks(), task.ask)).collect();
            AmendForm::Lines(Field::of(lines.join("\n")))
        }
        Suggested::SetRole(a) => AmendForm::Role(roles(t, a.role)),
        Suggested::RemoveMember(a) => {
            AmendForm::Member { reason: Field::of(a.reason.to_string()), until: None }
        }
        Suggested::BanMember(a) => {
            let until = Some(day(a.until));
            AmendForm::Member { reason: Field::of(a.reason.to_string()), until }
        }
        Suggested::UnbanMember(a) => {
            let reason = a.reason.as_ref().map(ToString::to_string).unwrap_or_default();
            AmendForm::Member { reason: Field::of(reason), until: None }
        }
    })
}

/// The form as typed, and the action if no field is wrong.
async fn typed(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    row: &Suggestion,
    form: &FormFields,
) -> Result<(AmendForm, Option<Suggested>), PageError> {
    let (t, reader) = (visit.t, Reader::new(visit.t));
    let skills = people::meant_list(tx, &visit.who, (Some(access), &[]), form.text("skills")).await?;
    let task = |due: Option<Time>| {
        let mut typed = TaskForm::typed(t, form, Pick::default());
        typed.skills.value.clone_from(&skills);
        let asks = typed.asks(t, visit.now, form, due)?;
        Ok::<_, PageError>((Box::new(typed), asks))
    };
    Ok(match row.what.clone() {
        Suggested::CreateTask(a) => {
            let (form, asks) = task(a.due)?;
            let made =
                asks.map(|asks| CreateTask { ask: a.ask, ..CreateTask::asking(a.pursuance, a.parent, asks) });
            (AmendForm::Task { form, revision: None }, made.map(Suggested::CreateTask))
        }
        Suggested::EditTask(a) => {
            let revision = form.number("revision").ok_or(PageError::BadRequest)?;
            let (_, present) = compared(tx, access, row).await?;
            let (form, asks) = task(edited(&a, &present).and_then(|(asks, _)| asks.due))?;
            let edit = asks.map(|asks| EditTask { revision, ..a }.asking(asks));
            (AmendForm::Task { form, revision: Some(revision) }, edit.map(Suggested::EditTask))
        }
        Suggested::AssignTask(a) => {
            let written = form.text("assignee");
            let chosen = Some((written, written)).filter(|(name, _)| !name.is_empty());
            let picks = pick::members(tx, access, t.s("nobody-yet"), Role::Untrusted, chosen).await?;
            match pick::member(tx, t, access, written).await? {
                Meant::Unclear(why) => (AmendForm::Assignee(picks.refused(written, why)), None),
                meant @ (Meant::This(_) | Meant::None) => {
                    let assign = AssignTask { assignee: meant.this(), ..a };
                    (AmendForm::Assignee(picks), Some(Suggested::AssignTask(assign)))
                }
            }
        }
        Suggested::SetPhase(mut a) => {
            a.phase = Phase::parse(form.text("phase")).ok_or(PageError::BadRequest)?;
            let mut comment = form.field("comment");
            let body = reader.maybe(&mut comment, Body::parse);
            let form = AmendForm::Phase { phases: phases(t, a.phase), comment };
            let set = body.map(|comment| {
                a.comment = comment;
                Suggested::SetPhase(a)
            });
            (form, set)
        }
        Suggested::SplitTask(mut a) => {
            let mut field = form.field("into");
            let into = reader.need(&mut field, Parts::parse);
            let split = into.map(|into| {
                a.into = into;
                Suggested::SplitTask(a)
            });
            (AmendForm::Parts(field), split)
        }
        Suggested::AddTasks(a) => {
            let mut field = form.field("into");
            let read = quick::parts(visit, tx, access, &field.value).await?;
            let tasks = read.and_then(|read| match quick::not_suggested(t, &read) {
                Some(why) => Err(why),
                None => quick::listed(t, read),
            });
            let tasks = tasks.map_err(|why| field.error = why).ok();
            let add = tasks.map(|tasks| Suggested::AddTasks(AddTasks { tasks, ..a }));
            (AmendForm::Lines(field), add)
        }
        Suggested::SetRole(mut a) => {
            a.role = Role::parse(form.text("role")).ok_or(PageError::BadRequest)?;
            (AmendForm::Role(roles(t, a.role)), Some(Suggested::SetRole(a)))
        }
        Suggested::RemoveMember(mut a) => {
            let mut reason = form.field("reason");
            let remove = reader.need(&mut reason, Grounds::parse).map(|reason| {
                a.reason = reason;
                Suggested::RemoveMember(a)
            });
            (AmendForm::Member { reason, until: None }, remove)
        }
        Suggested::BanMember(a) => {
            let (mut reason, mut until) = (form.field("reason"), form.field("until"));
            let grounds = reader.need(&mut reason, Grounds::parse);
            let end = reader.date(&mut until);
            let ban = grounds.zip(end).map(|(reason, until)| BanMember { reason, until, ..a });
            let form = AmendForm::Member { reason, until: Some(until) };
            (form, ban.map(Suggested::BanMember))
        }
        Suggested::UnbanMember(mut a) => {
            let mut reason = form.field("reason");
            let unban = reader.maybe(&mut reason, Grounds::parse).map(|reason| {
                a.reason = reason;
                Suggested::UnbanMember(a)
            });
            (AmendForm::Member { reason, until: None }, unban)
        }
    })
}

/// `POST /p/{slug}/suggestions/{id}/amend`: the fields of the action, by their names in it.
pub async fn amend(
    Path((slug, id)): Path<(String, ProposalId)>,
    posted: Posted,
) -> Result<Response, PageError> {
    let Posted { visit, form: sent } = posted;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let row = find(&mut tx, &access, &id).await?;
    let (mut form, what) = typed(&visit, &mut tx, &access, &row, &sent).await?;
    drop(tx);
    let (mut status, mut problem) = (StatusCode::UNPROCESSABLE_ENTITY, String::new());
    if let Some(what) = what {
        let (pursuance, suggestion) = (slug.clone(), id.clone());
        let action = AmendSuggestion { pursuance, suggestion, input: what.input() };
        let Err(refused) = split_refusal(visit.app.perform(&visit.who, action.into()).await)? else {
            let notice = FormNotice::good("notice-suggestion-amended");
            return Ok(see_with(&visit.app, &links::suggestions_answered(&slug, id.as_str()), notice));
        };
        status = status_of(&refused);
        let why = refusal_text(visit.t, &refused);
        match field_of(&refused).and_then(|name| form.field_mut(name)) {
            Some(field) => field.error = why,
            None => problem = why,
        }
    }
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let row = find(&mut tx, &access, &id).await?;
    // The next save is based on the values that this page shows.
    if let AmendForm::Task { revision: Some(revision), .. } = &mut form {
        let (_, present) = compared(&mut tx, &access, &row).await?;
        *revision = present.task.map_or(*revision, |task| task.revision);
    }
    let shown = AmendPage { problem, ..fill(&visit, &mut tx, &access, row, form).await? };
    let names = [Ask::NAMES, &TYPED].concat();
    refused_page(visit.t, status, shown, &sent, &names)
}
