//! One pursuance: its mission, its progress, the outline of its tasks, and recent events.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::action::CreateTask;
use pursuance_domain::allowed::{Permission, Ruling};
use pursuance_domain::id::TaskId;
use pursuance_domain::people::role::Role;
use pursuance_domain::suggestion::Needs;
use pursuance_domain::text::Phrase;
use pursuance_domain::time::DAY;
use pursuance_domain::value::{Joining, Visibility};
use serde_json::Value;

use super::about::{joining_key, readers_key};
use super::lately::{Look, lately};
use super::membership::{ViewerMembership, membership};
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused};
use crate::markdown;
use crate::reads::Actors;
use crate::reads::search::plain;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::outline::Row;
use crate::store::pursuances::{self, Pursuance};
use crate::store::sealed::seals;
use crate::store::tasks::Task;
use crate::text::{Markup, Text};
use crate::web::cards::head::{Head, PursuanceTab, head_with, layout};
use crate::web::cards::pick::Meant;
use crate::web::cards::rows::{RowContext, RowHint, TaskRow};
use crate::web::cards::watching::{WatchReason, Watching};
use crate::web::frame::counts::Counts;
use crate::web::frame::layout::Layout;
use crate::web::frame::links::alternate;
use crate::web::frame::private::PrivateGroup;
use crate::web::frame::view::{Field, Party, TaskLink, Words};
use crate::web::frame::when::When;
use crate::web::frame::{links, private};
use crate::web::people::enter::{JoinRequest, asked_page, request};
use crate::web::request::added_task::Added;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted};
use crate::web::request::refusal::{field_of, refusal_text, status_of};
use crate::web::request::session::{Visit, local, see};
use crate::web::request::suggest::{send_for, suggested, suggests};
use crate::web::request::undo::with_undo;
use crate::web::request::unplaced_texts::{FormPage, refused_page};
use crate::web::task::history::LatelyRow;
use crate::web::task::quick::{Known, Understood, not_suggested};
use crate::web::task::reviewer::{self, Reviewers};
use crate::web::views::bulk::Choosing;
use crate::web::views::filter::{Filter, Whys};
use crate::web::views::order::PLACES;
use crate::web::views::outline::{
    LEVELS, Movable, OutlinePage, OutlinePart, OutlineRow, Outlining, may_add_below, narrowed, tree,
};
use crate::web::views::searches::SavedRow;
use crate::web::views::tabs::{View, Views, with_areas, written_at};

/// The lines beside the outline. Six events mostly make three lines; the bound is three pasted lists of a hundred tasks, each of which
/// is one line, and some events without a line.
const LATELY: Look = Look { lines: 3, among: &[6, 60, 320], gathers: true };
/// Characters of the mission in the line to which it is folded: more than fit into it.
const BEGINS: usize = 200;

/// The time for which a private pursuance reminds a new member that questions about tasks go by skills.
const REMINDS: i64 = 14 * DAY;

/// `GET /p/{slug}`, with `?under=`, `?after=`, `?q=`, `?phase=`, `?who=`. A refused new task comes back as this page with 422, and so
/// does a query that is not understood.
#[derive(Template)]
#[template(path = "pursuance/page.html")]
pub struct PursuancePage {
    pub l: Layout,
    pub head: Head,
    /// The mission, from Markdown.
    pub mission: Markup,
    /// How it begins, for visitors; empty where there is none.
    pub begins: String,
    /// Whether the mission has earlier versions.
    pub had_missions: bool,
    pub joining: Joining,
    pub membership: ViewerMembership,
    /// The viewer's own request to join, if there is one.
    pub request: Option<JoinRequest>,
    /// Servers of pursuances that help with a task.
    pub helpers: Vec<String>,
    pub counts: Counts,
    pub views: Views,
    pub filter: Filter,
    /// The reasons for results whose titles do not contain the words.
    pub whys: Whys,
    /// Saved searches, beside the filter.
    pub saved: SavedRow,
    /// The task whose subtasks are shown, when it is not the whole outline.
    pub under: Option<TaskLink>,
    /// Rows in the order of the outline, each with its depth below the first shown level.
    pub rows: Vec<OutlineRow>,
    /// The address of the rest of the top level.
    pub next: Option<String>,
    /// The choice of several tasks, for a change of all of them.
    pub choosing: Option<Choosing>,
    /// Whether the viewer may write tasks at the top.
    pub may_add: bool,
    /// Whether the viewer may move some of the shown tasks in the outline.
    pub may_order: bool,
    /// Whether the viewer may suggest, but not write, tasks at the top.
    pub suggests: bool,
    /// The text of a refused field, and the task it is below (`None`: the top).
    pub add: Field,
    /// The choice of the reviewer of a new task.
    pub review: Reviewers,
    pub add_under: Option<i64>,
    /// The title of a refused task that has no field here any more, and the reason.
    pub typed: Vec<Typed>,
    pub problem: String,
    /// Recent events.
    pub lately: Vec<LatelyRow>,
    /// The founder, and the date of founding in words.
    pub founded: Markup,
    /// Whether the viewer is a member, and so may have tasks in the trash.
    pub sees_trash: bool,
    /// Whether the viewer came lately, and no task asks them before they say what they can: in a private pursuance.
    pub asks_skills: bool,
    /// Whether the viewer watches it; none for a visitor.
    pub watching: Option<Watching>,
}

impl FormPage for PursuancePage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        let of_review = std::mem::take(&mut self.review.pick.field.error);
        let of_title = std::mem::take(&mut self.add.error);
        (self.typed, self.problem) = (texts, if of_title.is_empty() { of_review } else { of_title });
    }
}

/// The founder, and the date of founding.
pub fn founded(t: Text, day: When, by: &Party) -> Markup {
    Markup::trusted(t.rich("about-founded-by").html("day", day).html("who", by.markup(t)).to_string())
}

impl PursuancePage {
    /// The outline as nested parts. A template cannot call itself, so the nesting is spelled out here.
    pub fn parts(&self) -> Vec<OutlinePart<'_>> {
        let mut parts = Vec::with_capacity(self.rows.len() * 2);
        let mut open: Vec<&OutlineRow> = Vec::new();
        for row in &self.rows {
            while let Some(last) = open.pop_if(|last| last.depth >= row.depth) {
                parts.push(OutlinePart::Close(last));
            }
            if row.task.children > 0 {
                parts.push(OutlinePart::Open(row));
                open.push(row);
            } else {
                parts.push(OutlinePart::Leaf(row));
            }
        }
        parts.extend(open.into_iter().rev().map(OutlinePart::Close));
        parts
    }

    /// Whether no row unfolds and nothing can be added: the rows then need no indentation.
    pub fn is_flat(&self) -> bool {
        let may_write = self.may_add || self.suggests;
        (!may_write || self.filter.is_on) && self.rows.iter().all(|row| row.task.children == 0)
    }

    /// Whether the field below that task (`0`: at the top) was refused.
    pub fn is_refused(&self, under: &i64) -> bool {
        self.add.is_refused() && self.add_under.unwrap_or(0) == *under
    }

    /// Whether the field below that task has the focus: where there is no task yet, the page is for writing the first one.
    pub fn begins_with(&self, under: &i64) -> bool {
        let is_bare = self.counts.total() == 0 && self.rows.is_empty() && self.under.is_none();
        *under == 0 && self.may_add && is_bare && !self.filter.is_on && self.problem.is_empty()
    }

    /// The text in the field below that task.
    pub fn typed(&self, under: &i64) -> &str {
        if self.add_under.unwrap_or(0) == *under { &self.add.value } else { "" }
    }

    /// Whether the field below that task has further choices: only the main field has.
    pub fn offers_more(&self, under: &i64) -> bool {
        let main = self.under.as_ref().map_or(0, |task| task.number);
        self.may_add && *under == main
    }

    /// The number of levels that the outline shows; no task can be added below the last one.
    pub fn levels(&self) -> usize {
        LEVELS
    }

    /// The moves of a task: the names of the buttons, and the keys of their words.
    pub fn places(&self) -> [(&'static str, &'static str); 4] {
        PLACES
    }

    /// The page that moves the task of a row.
    pub fn order_of(&self, number: &i64) -> String {
        links::order_of(&self.head.slug, *number, self.under.as_ref().map(|task| task.number))
    }

    /// The page where several tasks are added here at once.
    pub fn several(&self) -> String {
        match &self.under {
            Some(task) => links::add_several_under(&self.head.slug, task.number),
            None => links::add_several(&self.head.slug),
        }
    }

    /// The page after a task was added.
    pub fn back(&self) -> String {
        match &self.under {
            Some(task) => links::pursuance_under(&self.head.slug, task.number),
            None => links::pursuance(&self.head.slug),
        }
    }

    /// The text key for the readers of the pursuance.
    pub fn readers_key(&self) -> &'static str {
        readers_key(self.head.visibility, self.head.closed.is_some())
    }

    /// The key of the way to become a member.
    pub fn joining_key(&self) -> &'static str {
        joining_key(self.head.visibility, self.joining, self.head.closed.is_some())
    }

    /// Whether anybody joins at once.
    pub fn joins_at_once(&self) -> bool {
        self.joining == Joining::Open
    }
}

/// `GET /p/{slug}`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let asked = with_areas(&visit, Some(&slug), query.0).await?;
    let (mut tx, found) = Outlining::begin(&visit, &slug, &asked).await?;
    let access = match found {
        Err(PerformError::Refused(Refused::NotFound(_))) => return asked_page(&visit, &mut tx, &slug).await,
        found => found?,
    };
    if let Some(number) =
        asked.text("q").trim().strip_prefix('#').and_then(|number| number.parse::<i64>().ok())
        && access::find_task(&mut tx, &access, number).await.is_ok()
    {
        return Ok(see(&links::task(&slug, number)));
    }
    if let Some(to) = written_at(&links::pursuance(&slug), &asked) {
        return Ok(see(&to));
    }
    let mut shown = outline_page(&visit, &mut tx, &access, &asked).await?;
    shown.l.document = Some(access.pursuance.uri.clone());
    shown.l.feed =
        access.pursuance.visibility.is_open().then(|| links::pursuance_atom(&access.pursuance.slug));
    shown.l.back = Some(links::pursuance(&slug));
    let mut response = page(shown.filter.status(), &shown)?;
    if let Ok(link) = HeaderValue::from_str(&alternate(&access.pursuance.uri)) {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// The parts that the rows of the outline show besides their tasks, and the rights of the viewer there.
struct OutlineContext {
    context: RowContext,
    /// The words searched for.
    words: Vec<Phrase>,
    /// Whether the checkboxes are ticked, where rows have one.
    pick: Option<bool>,
    /// The tasks that the viewer may move; none where the rows have an order of their own.
    movable: Option<Movable>,
    /// Whether a row says something of its parts: it unfolds then.
    unfolds: bool,
}

impl OutlineContext {
    /// The rows of `found`, in the order of the page.
    fn rows(&self, visit: &Visit, access: &Access, found: &OutlinePage) -> Vec<OutlineRow> {
        let may_arrange = access.may(Permission::ArchiveTask, None);
        let task = |row: &Row| {
            let task = TaskRow { words: self.words.clone(), pick: self.pick, ..self.context.row(visit, row) };
            if self.unfolds { task } else { TaskRow { children: 0, children_done: 0, ..task } }
        };
        let row = |(row, depth, hidden): (&Row, usize, i64)| OutlineRow {
            task: task(row),
            depth,
            is_folded: row.phase.is_closed() || (depth > 0 && hidden > 0),
            hidden,
            may_add: !row.phase.is_closed() && (may_arrange || may_add_below(visit, access, row)),
            may_order: self.movable.as_ref().is_some_and(|movable| movable.has(row)),
        };
        found.rows().map(row).collect()
    }
}

/// The outline, filtered.
async fn outline_page(
    visit: &Visit,
    tx: &mut Outlining,
    access: &Access,
    asked: &FormFields,
) -> Result<PursuancePage, PageError> {
    let pursuance = &access.pursuance;
    let slug = &pursuance.slug;
    let under = match asked.number("under") {
        Some(number) => Some(access::find_task(tx, access, number).await?),
        None => None,
    };
    let mut filter = Filter::new(visit.t, slug, asked);
    let sight = access.sight()?;
    let found = match tx {
        Outlining::List(tx) => narrowed(visit, tx, access, &sight, &filter, asked).await?,
        Outlining::Tree(tx) => tree(tx, access, &sight, under.as_ref(), asked).await?,
    };
    filter.limits = found.limits;
    let address = match &under {
        Some(task) => links::pursuance_under(slug, task.number),
        None if filter.is_on => links::tasks_found(slug, &filter.text),
        None => links::pursuance(slug),
    };
    let choosing = Choosing::of(visit.t, access, &address, asked).filter(|_| filter.unclear.is_none());
    // The results of a query have an order of their own, so they cannot be moved.
    let movable =
        if filter.is_on { None } else { Some(Movable::among(visit, tx, access, &found.all).await?) };
    let drawn = OutlineContext {
        context: RowContext::of(visit, tx, &found.all).await?,
        words: filter.words(),
        pick: Choosing::tick(choosing.as_ref()),
        movable,
        unfolds: !found.is_list || sight.only_of().is_some(),
    };
    let rows = drawn.rows(visit, access, &found);
    let may_add = match &under {
        Some(task) => !task.phase.is_closed() && access.may(Permission::AddSubtask, Some(task)),
        None => access.may(Permission::CreateTask, None),
    };
    let suggests = suggests_tasks(access, under.as_ref());
    let l = layout(visit, tx, access).await?;
    let beside = pursuances::page_facts(tx, &sight, visit.person(), visit.now).await?;
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let lately = lately(visit, tx, &l, access, &mut actors, &LATELY).await?;
    let lately = lately.into_iter().map(|told| LatelyRow { row: told.row, task: told.task }).collect();
    let founded = match &beside.founder {
        Some(founder) => {
            let by = if access.pursuance.is_private() {
                visit.party_of(tx, &mut actors, &founder.id).await?
            } else {
                visit.who(founder)
            };
            founded(visit.t, l.day(access.pursuance.created), &by)
        }
        None => Markup::default(),
    };
    let counts = visit.sums.at(tx, &sight, beside.last).await?;
    let saved = SavedRow::of(visit, tx, access, &filter, beside.has_searches).await?;
    let is_new = access.member.as_ref().is_some_and(|member| access.now < member.since.plus(REMINDS));
    let may_say = l.private.as_ref().is_some_and(PrivateGroup::signs) && pursuance.closed_at.is_none();
    let asks_skills = is_new && may_say && !beside.has_said_skills && has_key(visit, tx, access).await?;
    let review = if may_add { Reviewers::of_new(tx, visit.t, access).await? } else { Reviewers::default() };
    Ok(PursuancePage {
        head: head_with(visit, tx, access, PursuanceTab::Tasks, (counts, &beside)).await?,
        begins: if membership(visit, access).is_member() { String::new() } else { begins(pursuance) },
        mission: mission(pursuance),
        had_missions: beside.had_missions,
        joining: pursuance.joining,
        membership: membership(visit, access),
        request: request(tx, &l, access).await?,
        helpers: beside.helpers,
        counts,
        views: Views::of(slug, View::Outline, &filter),
        whys: if filter.is_on { Whys::read(tx, &found.all, &drawn.words).await? } else { Whys::default() },
        filter,
        saved,
        under: under.map(|task| TaskLink {
            href: links::task(slug, task.number),
            number: task.number,
            title: Words::of(&task.title, visit.t),
        }),
        rows,
        next: found.next,
        choosing,
        may_add,
        may_order: drawn.movable.is_some_and(|movable| movable.is_any()),
        suggests,
        add: Field::default(),
        review,
        add_under: None,
        typed: Vec::new(),
        problem: String::new(),
        lately,
        founded,
        sees_trash: access.role().is_some(),
        asks_skills,
        watching: Watching::known(
            visit,
            pursuance.id.as_str(),
            (beside.watched, beside.is_muted),
            false,
            WatchReason::Off,
        ),
        l,
    })
}

/// Whether the viewer has been given a key that opens: a newcomer without one says nothing yet.
async fn has_key(visit: &Visit, tx: &mut ReadTx, access: &Access) -> StoreResult<bool> {
    let waiting = seals::at_the_door(tx, &access.pursuance.id).await?;
    Ok(!waiting.iter().any(|(_, actor)| Some(actor) == visit.person()))
}

/// The mission from Markdown; of a private pursuance, the place of it.
pub(super) fn mission(pursuance: &Pursuance) -> Markup {
    match pursuance.visibility {
        Visibility::Sealed => private::mission_of(),
        Visibility::Public | Visibility::Unlisted | Visibility::Members => {
            Markup::trusted(markdown::to_html(&pursuance.mission))
        }
    }
}

/// The first words of the mission, in one line.
fn begins(pursuance: &Pursuance) -> String {
    match pursuance.visibility {
        Visibility::Sealed => String::new(),
        Visibility::Public | Visibility::Unlisted | Visibility::Members => {
            plain(&pursuance.mission).chars().take(BEGINS).collect()
        }
    }
}

/// Whether the viewer may suggest, but not add, tasks below `under`, or at the top.
fn suggests_tasks(access: &Access, under: Option<&Task>) -> bool {
    let needs = if under.is_some() { Needs::AddSubtask } else { Needs::CreateTask };
    let is_open = under.is_none_or(|task| !task.phase.is_closed());
    is_open && matches!(needs.ruling(&access.who, &access.facts(under), Role::Untrusted), Ruling::Suggest(_))
}

/// A new task as sent: the title with quick words, and the reviewer.
struct SentTask {
    field: Field,
    of_review: Option<String>,
    /// `None` if a field is wrong.
    create: Option<CreateTask>,
}

async fn read_new(visit: &Visit, slug: &str, form: &FormFields) -> Result<SentTask, PageError> {
    let mut field = form.field("title");
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let known = Known::of(visit, &mut tx, &access, [form.text("title")]).await?;
    let understood = known.understand(form.text("title"));
    let understood = match understood.and_then(|read| suggestible(visit, form, read)) {
        Ok(understood) => Some(understood),
        Err(why) => {
            field.error = why;
            None
        }
    };
    let (reviewer, of_review) = match reviewer::meant(&mut tx, visit.t, &access, form).await? {
        Meant::This(reviewer) => (Some(reviewer), None),
        Meant::None => (None, None),
        Meant::Unclear(why) => (None, Some(why)),
    };
    let create = understood.filter(|_| of_review.is_none()).map(|understood| CreateTask {
        reviewer,
        assignee: understood.assignee,
        needs_review: !form.is_ticked("no_review"),
        // A quick word in the line counts more than the checkbox beside it.
        ask: understood.ask.or(form.is_ticked("not_yet").then_some(false)),
        ..CreateTask::asking(slug.to_owned(), form.number("parent"), understood.asks)
    });
    Ok(SentTask { field, of_review, create })
}

/// Refuses a suggested task that names an assignee; returns any other unchanged.
fn suggestible(visit: &Visit, form: &FormFields, read: Understood) -> Result<Understood, String> {
    match suggests(form).then(|| not_suggested(visit.t, [&read])).flatten() {
        Some(why) => Err(why),
        None => Ok(read),
    }
}

/// `POST /p/{slug}/tasks`: `title`, with quick words (RULES §7), and as needed `parent, reviewer, no_review` (yes), `not_yet` (yes),
/// `back`; and for scripts `told` (yes): the page behind it has the number of the task in its address (`added`), and `key`, the same for
/// the same task that is sent once more.
pub async fn add_task(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let parent = form.number("parent");
    let SentTask { mut field, mut of_review, create } = read_new(&visit, &slug, &form).await?;
    let refused = match create {
        Some(create) => match send_for(&visit, &form, create.into()).await? {
            Ok(None) => return Ok(suggested(&visit, &slug)),
            // The notice names the task: it is what "Undo" beside it takes back.
            Ok(Some(done)) => {
                let back = form.text("back");
                let to = if back.is_empty() { links::pursuance(&slug) } else { local(back).to_owned() };
                // The fragment names the field the task was typed in: browsers move the focus there.
                let field =
                    if back.contains("/t/") { "title".to_owned() } else { parent.unwrap_or(0).to_string() };
                // The script of the outline opens the next field below the new task.
                let number =
                    done.result.get("task").and_then(Value::as_i64).filter(|_| form.is_ticked("told"));
                let to = number
                    .map_or_else(|| to.clone(), |number| links::with(&to, "added", &number.to_string()));
                let to = format!("{to}#add-{field}");
                let made = done.result.get("id").and_then(Value::as_str);
                let answer = match made {
                    Some(id) => Added::Task(TaskId(id.to_owned())).see(&visit.app, &to),
                    None => see(&to),
                };
                return Ok(with_undo(&visit.app, answer, done.undo));
            }
            Err(refused) => {
                let why = refusal_text(visit.t, &refused);
                if field_of(&refused) == Some("reviewer") {
                    of_review = Some(why);
                } else {
                    field.error = why;
                }
                status_of(&refused)
            }
        },
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let of_review = of_review.unwrap_or_default();
    // The form came from the page of the parent, or from the outline.
    if let (Some(number), true) = (parent, form.text("back").contains("/t/")) {
        let mut shown = crate::web::task::show::load(&visit, &slug, number).await?;
        shown.subtasks.add = field;
        shown.people.add_review.refused(&form, of_review);
        return refused_page(visit.t, refused, shown, &form, &["title"]);
    }
    let asked = form.text("back").split_once('?').map_or("", |(_, query)| query);
    let asked = FormFields::parse(asked.as_bytes());
    let (mut tx, found) = Outlining::begin(&visit, &slug, &asked).await?;
    let mut shown = outline_page(&visit, &mut tx, &found?, &asked).await?;
    (shown.add, shown.add_under) = (field, parent);
    shown.review.refused(&form, of_review);
    refused_page(visit.t, refused, shown, &form, &["title"])
}
