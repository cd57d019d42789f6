//! Several tasks at once: a typed or pasted list, shown as the tree that it makes before anything is added.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::AddTasks;
use pursuance_domain::allowed::{Permission, Ruling};
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::Needs;
use pursuance_domain::task::listed::Listed;
use pursuance_domain::task::pasted;
use pursuance_domain::value::ActorRef;
use serde_json::Value;

use crate::actions::access::{self, Access};
use crate::store::db::ReadTx;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::asks::asks_in_words;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Field, TaskLink, Words};
use crate::web::request::added_task::Added;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::Visit;
use crate::web::request::undo::with_undo;
use crate::web::task::quick::Known;

/// `GET` and `POST /p/{slug}/add`: see [`show`] and [`send`].
#[derive(Template)]
#[template(path = "views/add.html")]
pub struct AddPage {
    pub l: Layout,
    pub head: Head,
    /// The parent of the new tasks.
    pub under: Option<TaskLink>,
    /// Whether the viewer may add tasks there; otherwise, whether they may suggest one at a time.
    pub may_add: bool,
    pub suggests: bool,
    pub text: Field,
    /// The lines as they are read; none before the first look.
    pub lines: Vec<LineShown>,
    /// The number of lines with an error.
    pub mistakes: usize,
    pub problem: String,
}

/// A line as it is read.
pub struct LineShown {
    /// Its number in the text.
    pub number: usize,
    /// Whether it is the first below the one before.
    pub opens: bool,
    /// The number of lists that end before it.
    pub closes: usize,
    /// The values read from it, in words; empty if it has an error.
    pub said: Vec<String>,
    /// Words that look as if they said more, and stay in the title.
    pub stays: String,
    pub error: String,
    /// Whether its box is ticked.
    pub is_ticked: bool,
}

impl AddPage {
    /// How many lists are open at the end.
    pub fn open_at_end(&self) -> usize {
        self.lines.iter().fold(0, |depth, line| (depth + usize::from(line.opens)).saturating_sub(line.closes))
    }

    /// The most tasks of a list.
    pub fn most(&self) -> usize {
        Listed::MOST
    }

    /// Whether the tasks can be added as they are shown.
    pub fn is_ready(&self) -> bool {
        self.may_add && !self.lines.is_empty() && self.mistakes == 0 && !self.text.is_refused()
    }

    /// The page of the outline that will contain them.
    pub fn back(&self) -> String {
        back(&self.head.slug, self.under.as_ref().map(|task| task.number))
    }
}

fn back(slug: &str, under: Option<i64>) -> String {
    under.map_or_else(|| links::pursuance(slug), |number| links::pursuance_under(slug, number))
}

/// `GET /p/{slug}/add`, with `?parent=` (a number) and `?text=`, which is only filled in: nothing is added by an address.
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    page(StatusCode::OK, &fresh(&visit, &mut tx, &access, &query.0).await?)
}

/// `POST /p/{slug}/add`: `text`, a task on each line, and as needed `parent`, the number of a task. Shows how the lines are read; with
/// `add` (yes) they are added. Scripts send what is pasted into a field for one task here, without `add`.
pub async fn send(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let mut shown = fresh(&visit, &mut tx, &access, &form).await?;
    let tasks = read(&visit, &mut tx, &access, &mut shown).await?;
    drop(tx);
    let is_refused = shown.mistakes > 0 || shown.text.is_refused();
    let (true, Some(tasks)) = (form.is_ticked("add"), tasks) else {
        let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        return page(status, &shown);
    };
    let parent = shown.under.as_ref().map(|task| task.number);
    let add = AddTasks { pursuance: slug.clone(), parent, tasks };
    match split_refusal(visit.app.perform(&visit.who, add.into()).await)? {
        Ok(done) => {
            let made = done.result.get("tasks").and_then(Value::as_array).map_or(0, Vec::len);
            let added = Added::Several(u16::try_from(made).unwrap_or(u16::MAX));
            Ok(with_undo(&visit.app, added.see(&visit.app, &back(&slug, parent)), done.undo))
        }
        Err(refused) => {
            shown.problem = refusal_text(visit.t, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

/// The form with the typed text.
async fn fresh(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    typed: &FormFields,
) -> Result<AddPage, PageError> {
    let under = match typed.number("parent") {
        Some(number) => Some(access::find_task(tx, access, number).await?),
        None => None,
    };
    let (permission, needs) = match &under {
        Some(_) => (Permission::AddSubtask, Needs::AddSubtask),
        None => (Permission::CreateTask, Needs::CreateTask),
    };
    let may_add = access.may(permission, under.as_ref());
    let ruling = needs.ruling(&access.who, &access.facts(under.as_ref()), Role::Untrusted);
    let suggests = !may_add && matches!(ruling, Ruling::Suggest(_));
    if !may_add && !suggests {
        access.demand(permission, under.as_ref())?;
    }
    let slug = &access.pursuance.slug;
    Ok(AddPage {
        l: layout(visit, tx, access).await?,
        head: head(visit, tx, access, PursuanceTab::Tasks).await?,
        under: under.map(|task| TaskLink {
            href: links::task(slug, task.number),
            number: task.number,
            title: Words::of(&task.title, visit.t),
        }),
        may_add,
        suggests,
        text: typed.field("text"),
        lines: Vec::new(),
        mistakes: 0,
        problem: String::new(),
    })
}

/// The words of a title that look like quick words, and are none: half a skill, a name that nobody has, a date that is none.
fn unread(title: &str) -> String {
    let is_like_one = |word: &&str| {
        let rest = word.strip_prefix(['@', '#', '!', '~']);
        word.starts_with("due:") || rest.is_some_and(|rest| rest.starts_with(char::is_alphabetic))
    };
    title.split_whitespace().filter(is_like_one).collect::<Vec<_>>().join(" ")
}

/// Reads the lines and notes how; the tasks, where all can be taken.
async fn read(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    shown: &mut AddPage,
) -> Result<Option<Listed>, PageError> {
    let mut lines = pasted::lines(&shown.text.value);
    if lines.is_empty() {
        shown.text.error = visit.t.s("refusal-empty").to_owned();
        return Ok(None);
    }
    if lines.len() > Listed::MOST {
        shown.text.error = visit.t.with("several-too-many").set("max", Listed::MOST).to_string();
        lines.truncate(Listed::MOST);
    }
    let known = Known::of(visit, tx, access, lines.iter().map(|line| line.text.as_str())).await?;
    let viewer = visit.signed_in.as_ref().map(|found| found.account.name.as_str());
    let mut tasks = Vec::with_capacity(lines.len());
    let mut before = 0;
    for line in lines {
        let (opens, closes) = (line.depth > before, before.saturating_sub(line.depth));
        before = line.depth;
        let mut stays = String::new();
        let (said, error) = match known.understand(&line.text) {
            Ok(understood) => {
                let is_viewer = understood.assignee.as_ref().map(ActorRef::as_str) == viewer;
                let who = understood.who.as_deref();
                let who = if is_viewer { who.and(Some(visit.t.s("you"))) } else { who };
                let said = asks_in_words(visit.t, &understood.asks, who, understood.is_asking());
                stays = unread(understood.asks.title.as_str());
                tasks.push(understood.listed(line.depth));
                (said, String::new())
            }
            Err(why) => {
                shown.mistakes += 1;
                // The line itself, so that it can be found in the text.
                (vec![line.text], why)
            }
        };
        let (number, is_ticked) = (line.number, line.is_ticked);
        shown.lines.push(LineShown { number, opens, closes, said, stays, error, is_ticked });
    }
    let is_whole = shown.mistakes == 0 && !shown.text.is_refused();
    Ok(if is_whole { Listed::new(tasks).ok() } else { None })
}
