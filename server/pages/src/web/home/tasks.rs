//! `/tasks`: the free tasks of public pursuances and of the viewer's own, of these alone, or of one; and the tasks that a query finds
//! in all of them.

use askama::Template;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::allowed::Permission;
use pursuance_domain::id::TaskId;
use pursuance_domain::query::{self, Is, Part, Query, Skilled, Term};
use pursuance_domain::task::free::{Reason, Spare};
use pursuance_domain::text::Phrase;
use pursuance_domain::value::{Size, Skill};

use super::landing::{WantedTask, open_rows, proposed, said_of_all};
use crate::actions::access;
use crate::reads::searches::{FoundTasks, Looking, everywhere_found};
use crate::store::bans;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::outline::Row;
use crate::store::outline::due_told;
use crate::store::outline::free::{self, Found, FreeTasksQuery, SearchedPursuances};
use crate::store::outline::query::everywhere::Reach;
use crate::store::pursuances::Pursuance;
use crate::web::cards::rows::{RowContext, TaskRow};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{Field, said_size};
use crate::web::request::failure::{PageError, page_beside};
use crate::web::request::form::{self, FormFields, Reader};
use crate::web::request::session::{Visit, see};
use crate::web::views::builder;
use crate::web::views::filter::{FREE, Filter, Whys};
use crate::web::views::tabs;

/// Tasks on one page.
const SHOWN: usize = 30;

/// `GET /tasks`, with `?skill=`, `?time=` (how much the viewer has), `?in=` (the slug of a pursuance) or `?mine=1`, and `?from=`; or with `?q=`, `?free=`
/// (of the form of this page) and `?after=`, the tasks that a query finds and that fit `?time=` and `?mine=1`. A query with
/// a fault comes back as this page with status 422. With `?late=1` it has what Home shows as urgent, late or due soon.
#[derive(Template)]
#[template(path = "home/tasks.html")]
pub struct TasksPage {
    pub l: Layout,
    /// Free tasks, best first; or the tasks that were found, the newest first.
    pub wanted: Vec<WantedTask>,
    pub skill: Field,
    /// The choice in the address, which the form and every link of the page keep.
    pub place: ListChoice,
    /// At the end of a list, how many it has, where there may be more than were compared.
    pub cut_at: Option<usize>,
    /// The address of the next page.
    pub next: Option<String>,
    /// The reasons for results whose titles do not contain the words.
    pub whys: Whys,
    /// The query; without one the page is the board.
    pub filter: Filter,
    /// The address to save the query; none for a visitor.
    pub save: Option<String>,
}

/// The choice in the address of the page, beside a place in its list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListChoice {
    /// The query; empty on the board.
    pub text: String,
    /// The skill; empty where a query is set, which has it as a part.
    pub skill: String,
    /// The time that the viewer has.
    pub spare: Option<Spare>,
    pub within: Within,
}

/// The pursuances to which the list is limited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Within {
    /// Public pursuances, and the pursuances of the viewer.
    Everywhere,
    /// The pursuances of the viewer.
    Mine,
    /// Those where the viewer may assign: what is urgent, late or due soon there.
    Late,
    One {
        slug: String,
        name: String,
    },
    /// Some tasks of one, of which the viewer was told that nobody has them.
    Told {
        slug: String,
        name: String,
        /// Their numbers, as the address has them.
        numbers: String,
        /// How many of them nobody has still.
        count: usize,
    },
}

impl Within {
    /// Its field in an address, and the value.
    fn field(&self) -> (&'static str, &str) {
        match self {
            Self::Everywhere => ("in", ""),
            Self::Mine => ("mine", "1"),
            Self::Late => ("late", "1"),
            Self::One { slug, .. } | Self::Told { slug, .. } => ("in", slug),
        }
    }

    /// The one pursuance.
    fn slug(&self) -> Option<&str> {
        match self {
            Self::Everywhere | Self::Mine | Self::Late => None,
            Self::One { slug, .. } | Self::Told { slug, .. } => Some(slug.as_str()),
        }
    }

    /// The numbers of its tasks in an address.
    fn told(&self) -> &str {
        match self {
            Self::Everywhere | Self::Mine | Self::Late | Self::One { .. } => "",
            Self::Told { numbers, .. } => numbers,
        }
    }
}

impl ListChoice {
    /// Reads the choice beside the query and the skill.
    fn of(visit: &Visit, asked: &FormFields, text: String) -> Self {
        let is_mine = !asked.text("mine").is_empty() && visit.person().is_some();
        let within = if is_mine { Within::Mine } else { Within::Everywhere };
        Self { text, skill: String::new(), spare: Spare::parse(asked.text("time")), within }
    }

    /// The address of the page from its beginning.
    pub fn href(&self) -> String {
        let time = self.spare.map_or("", Spare::as_str);
        let (text, skill) = (("q", self.text.as_str()), ("skill", self.skill.as_str()));
        let fields = [text, self.within.field(), (TOLD, self.within.told()), skill, ("time", time)];
        let said = fields.into_iter().filter(|(_, value)| !value.is_empty());
        said.fold(links::help_wanted().to_owned(), |href, (name, value)| links::with(&href, name, value))
    }

    /// The same, however much time the viewer has.
    pub fn at_any_time(&self) -> String {
        Self { spare: None, ..self.clone() }.href()
    }

    /// The address that takes the time back; empty where none is said.
    pub fn off(&self) -> String {
        if self.spare.is_some() { self.at_any_time() } else { String::new() }
    }

    /// The same in all pursuances.
    pub fn everywhere(&self) -> String {
        Self { within: Within::Everywhere, ..self.clone() }.href()
    }

    /// The same in the pursuances of the viewer.
    pub fn mine(&self) -> String {
        Self { within: Within::Mine, ..self.clone() }.href()
    }

    /// The same with any skill.
    pub fn with_any_skill(&self) -> String {
        Self { skill: String::new(), ..self.clone() }.href()
    }

    /// A filter whose form and links keep the time and the pursuances.
    fn kept_by(&self, filter: Filter) -> Filter {
        let mine = (self.within == Within::Mine).then(|| ("mine", "1".to_owned()));
        let time = self.spare.map(|spare| ("time", spare.as_str().to_owned()));
        mine.into_iter().chain(time).fold(filter, |filter, (name, value)| filter.keeping(name, value))
    }

    /// A query, for tasks that take no longer than the viewer has: every larger size is excluded.
    fn narrow(&self, query: &Query) -> Query {
        let mut query = query.clone();
        if let Some(largest) = self.spare.map(Spare::largest) {
            let larger = Size::ALL.iter().skip_while(|size| **size != largest).skip(1);
            query.parts.extend(larger.map(|size| Part { not: true, term: Term::Size(*size) }));
        }
        query
    }
}

/// `GET /tasks`
pub async fn show(visit: Visit, query: form::AddressQuery) -> Result<Response, PageError> {
    let mut asked = with_skill(&visit, query.0).await?;
    // An address without a query has the free tasks, perhaps only of one skill.
    if asked.iter().any(|(name, _)| name == "q") {
        asked = tabs::with_areas(&visit, None, asked).await?;
        let text = looked_for(&asked);
        if let Some(to) = leads_on(&visit, &asked, &text) {
            return Ok(see(&to));
        }
        if !text.is_empty() {
            return found(&visit, &asked, text).await;
        }
    }
    if !asked.text("late").is_empty() && visit.person().is_some() {
        return late(&visit, &asked).await;
    }
    if !asked.text(TOLD).is_empty() && !asked.text("in").is_empty() {
        return told(&visit, &asked).await;
    }
    let mut skill = asked.field("skill");
    // A text that is not a skill finds nothing, and the field shows the reason.
    let read = Reader::new(visit.t).maybe(&mut skill, Skill::parse);
    let mut tx = visit.app.db.read().await?;
    let (mut place, mut nav) = (ListChoice::of(&visit, &asked, String::new()), Nav::Elsewhere);
    let (now, spare) = (visit.now, place.spare);
    let found = match (read, asked.text("in")) {
        (None, _) => Found { tasks: Vec::new(), is_all: true },
        (Some(skill), "") => {
            let key = skill.map(|skill| skill.key());
            let sights = visit.sights(&mut tx).await?;
            let is_mine = place.within == Within::Mine;
            let among = if is_mine {
                SearchedPursuances::Theirs(&sights)
            } else {
                SearchedPursuances::Everywhere(&sights)
            };
            free::first(
                &mut tx,
                among,
                FreeTasksQuery { reader: visit.person(), skill: key.as_deref(), spare },
                now,
            )
            .await?
        }
        (Some(skill), slug) => {
            let key = skill.map(|skill| skill.key());
            let access = access::find(&mut tx, &visit.who, slug, now).await?;
            let sight = access.sight()?;
            nav = Nav::Pursuance(access.pursuance.slug.clone());
            place.within = Within::One { slug: access.pursuance.slug, name: access.pursuance.name };
            free::first(
                &mut tx,
                SearchedPursuances::One(&sight),
                FreeTasksQuery { reader: visit.person(), skill: key.as_deref(), spare },
                now,
            )
            .await?
        }
    };
    let from = asked.text("from").parse::<usize>().unwrap_or_default().min(found.tasks.len());
    let shown = &found.tasks[from..found.tasks.len().min(from + SHOWN)];
    let next = from + shown.len();
    let has_next = next < found.tasks.len();
    let barred = barred(&visit, &mut tx).await?;
    let mut l = visit.layout(&mut tx, nav).await?;
    let wanted = proposed(&visit, &mut tx, &mut l, (shown, &barred)).await?;
    place.skill.clone_from(&skill.value);
    let filter = Filter::of_free(visit.t, place.within.slug(), skill.value.clone());
    let shown = TasksPage {
        wanted,
        next: has_next.then(|| links::with(&place.href(), "from", &next.to_string())),
        cut_at: (!has_next && !found.is_all).then_some(found.tasks.len()),
        l,
        skill,
        filter: place.kept_by(filter),
        place,
        whys: Whys::default(),
        save: None,
    };
    page_beside(StatusCode::OK, &shown, &shown.l)
}

/// The fields of an address whose skill is a word without an area: it has one, as in a query. What means a whole area is a query.
async fn with_skill(visit: &Visit, asked: FormFields) -> Result<FormFields, PageError> {
    let (skill, words) = ("skill", "q");
    let typed = asked.text(skill).trim().to_owned();
    if typed.is_empty() || typed.contains(':') || asked.iter().any(|(name, _)| name == words) {
        return Ok(asked);
    }
    let slug = Some(asked.text("in")).filter(|slug| !slug.is_empty());
    let alone = FormFields::default().with(skill, typed);
    let meant = tabs::with_areas(visit, slug, alone).await?.text(words).to_owned();
    let only = query::parse(&meant).ok().and_then(|mut query| query.parts.pop());
    Ok(match only.map(|part| part.term) {
        Some(Term::Skill(Skilled::Is(found))) => asked.without(&[skill]).with(skill, found.to_string()),
        Some(Term::Skill(Skilled::Area(_))) => {
            asked.without(&[skill]).with(words, meant).with(FREE, "yes".to_owned())
        }
        _ => asked,
    })
}

/// Lists the tasks that Home shows as urgent, late or due soon, and without anybody: all of them, by the same statement.
async fn late(visit: &Visit, asked: &FormFields) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let sights = visit.sights(&mut tx).await?;
    let (found, _) = free::late(&mut tx, &sights, visit.now, free::MOST).await?;
    known(visit, tx, asked, &found, (Nav::Elsewhere, Within::Late)).await
}

/// The field of an address with the numbers of tasks, and the most of them.
const TOLD: &str = "told";
const TOLD_MOST: usize = 500;

/// Exactly the tasks that a row of the inbox or of a digest counts, as far as nobody has them still.
async fn told(visit: &Visit, asked: &FormFields) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, asked.text("in"), visit.now).await?;
    let numbers = asked.text(TOLD).split('-').filter_map(|number| number.parse().ok());
    let numbers: Vec<i64> = numbers.take(TOLD_MOST).collect();
    let mut ids = due_told::nobodys_among(&mut tx, &access.sight()?, &numbers).await?;
    let found: Vec<TaskId> = numbers.iter().filter_map(|number| ids.remove(number)).collect();
    let Pursuance { slug, name, .. } = access.pursuance;
    let nav = Nav::Pursuance(slug.clone());
    let within = Within::Told { slug, name, numbers: asked.text(TOLD).to_owned(), count: found.len() };
    known(visit, tx, asked, &found, (nav, within)).await
}

/// A part of a list of known tasks, from `?from=` on: nothing is searched for, and nothing narrows it.
async fn known(
    visit: &Visit,
    mut tx: ReadTx,
    asked: &FormFields,
    found: &[TaskId],
    (nav, within): (Nav, Within),
) -> Result<Response, PageError> {
    let from = asked.text("from").parse::<usize>().unwrap_or_default().min(found.len());
    let until = found.len().min(from + SHOWN);
    let items = free::rows_of(&mut tx, &found[from..until]).await?;
    let mut l = visit.layout(&mut tx, nav).await?;
    let mut wanted = rows(visit, &mut tx, &mut l, (&items, &[])).await?;
    let is_late = matches!(within, Within::Late);
    if is_late {
        for (one, row) in wanted.iter_mut().zip(&items) {
            one.why = Some(Reason::of_late(row.asked.due, visit.now));
        }
    }
    let place = ListChoice { text: String::new(), skill: String::new(), spare: None, within };
    let has_next = until < found.len();
    let shown = TasksPage {
        wanted,
        next: has_next.then(|| links::with(&place.href(), "from", &until.to_string())),
        cut_at: (is_late && !has_next && found.len() >= free::MOST).then_some(found.len()),
        l,
        skill: Field::default(),
        filter: Filter::of_free(visit.t, None, String::new()),
        place,
        whys: Whys::default(),
        save: None,
    };
    page_beside(StatusCode::OK, &shown, &shown.l)
}

/// The text of the query in an address, with the choices of its form. A pursuance in the address becomes a part of it, and what is
/// looked for on the page of the free tasks is one of these.
fn looked_for(asked: &FormFields) -> String {
    let mut typed = builder::written(asked).unwrap_or_else(|| asked.text("q").trim().to_owned());
    if !typed.is_empty() && !asked.text(FREE).is_empty() && !says_how_far(&typed) {
        typed.insert_str(0, "is:free ");
    }
    match asked.text("in") {
        slug if !slug.is_empty() && !typed.is_empty() => format!("in:{slug} {typed}"),
        _ => typed,
    }
}

/// Whether a query says itself how far its tasks are.
fn says_how_far(text: &str) -> bool {
    text.split_whitespace().any(|part| {
        let part = part.trim_start_matches('!');
        part.starts_with("is:") || part.starts_with("status:")
    })
}

/// The redirect for an address that has more fields than the query, the time and the pursuances.
fn leads_on(visit: &Visit, asked: &FormFields, text: &str) -> Option<String> {
    let is_short = tabs::written_at(links::help_wanted(), asked).is_some();
    let has_place = [FREE, "in"].iter().any(|field| !asked.text(field).is_empty());
    let has_more = is_short || (has_place && builder::is_writable(asked));
    let to = ListChoice::of(visit, asked, text.to_owned()).href();
    match (text, asked.text("in")) {
        ("", "") => is_short.then_some(to),
        ("", slug) => is_short.then(|| links::with(&to, "in", slug)),
        (_, _) => has_more.then_some(to),
    }
}

/// The page of the tasks that a query finds.
async fn found(visit: &Visit, asked: &FormFields, text: String) -> Result<Response, PageError> {
    let mut filter = Filter::everywhere(visit.t, text.clone());
    let mut place = ListChoice::of(visit, asked, text);
    // A query that names a pursuance looks there.
    if filter.query.parts.iter().any(|part| matches!(part, Part { not: false, term: Term::In(_) })) {
        place.within = Within::Everywhere;
    }
    filter = place.kept_by(filter);
    let mut tx = visit.search().await?;
    let looking = Looking { app: &visit.app, who: &visit.who, now: visit.now, zone: visit.zone };
    let sights = visit.sights(&mut tx).await?;
    let theirs = sights.limited_to(Permission::TakeTask);
    let reach = match place.within {
        Within::Mine => Reach { sights: &theirs, with_public: false },
        Within::Everywhere | Within::Late | Within::One { .. } | Within::Told { .. } => {
            Reach { sights: &sights, with_public: true }
        }
    };
    let query = place.narrow(&filter.query);
    let FoundTasks { items, next, limits } =
        everywhere_found(&mut tx, looking, reach, &query, asked.text("after"), SHOWN).await?;
    filter.limits = limits;
    // A saved search is its text alone.
    let is_whole = place.spare.is_none() && place.within == Within::Everywhere;
    let can_be_saved = visit.person().is_some() && filter.unclear.is_none() && is_whole;
    let mut l = visit.layout(&mut tx, Nav::Elsewhere).await?;
    let shown = TasksPage {
        wanted: rows(visit, &mut tx, &mut l, (&items, &filter.words())).await?,
        whys: Whys::read(&mut tx, &items, &filter.words()).await?,
        next: next.map(|after| links::with(&place.href(), "after", &after)),
        l,
        skill: Field::default(),
        place,
        cut_at: None,
        save: can_be_saved.then(|| links::searches_with(&filter.text)),
        filter,
    };
    page_beside(shown.filter.status(), &shown, &shown.l)
}

impl TasksPage {
    /// Whether it lists urgent, late or soon due tasks for members who may assign: it has no form.
    pub fn is_late(&self) -> bool {
        self.place.within == Within::Late
    }

    /// The reason that all of its tasks are proposed for, in words: it is said once, above them.
    pub fn said_of_all(&self) -> Option<&'static str> {
        said_of_all(&self.wanted)
    }

    /// How many tasks it lists of which the viewer was told; none for other lists.
    pub fn told(&self) -> Option<usize> {
        match self.place.within {
            Within::Told { count, .. } => Some(count),
            Within::Everywhere | Within::Mine | Within::Late | Within::One { .. } => None,
        }
    }

    /// The key of what is said at the end of a list that is not whole.
    pub fn cut(&self) -> &'static str {
        if self.is_late() { "board-late-cut" } else { "board-cut" }
    }

    /// Whether how much time somebody has is asked: among tasks that can be taken, and where it was said.
    pub fn asks_for_time(&self) -> bool {
        if self.is_late() || self.told().is_some() {
            return false;
        }
        let free = Part { not: false, term: Term::Is(Is::Free) };
        !self.filter.is_on || self.place.spare.is_some() || self.filter.query.parts.contains(&free)
    }
}

/// The pursuances in which the viewer is banned.
async fn barred(visit: &Visit, tx: &mut ReadTx) -> StoreResult<Vec<String>> {
    match visit.person() {
        Some(person) => bans::places_of(tx, person, visit.now).await,
        None => Ok(Vec::new()),
    }
}

/// The rows for tasks of several pursuances, with the words searched for. Free ones can be taken, unless the viewer is banned there.
async fn rows(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &mut Layout,
    (items, words): (&[Row], &[Phrase]),
) -> StoreResult<Vec<WantedTask>> {
    let context = RowContext::of(visit, tx, items).await?;
    let barred = barred(visit, tx).await?;
    open_rows(l, items);
    let wanted = items.iter().map(|row| WantedTask {
        task: TaskRow { words: words.to_vec(), ..context.row(visit, row) },
        take: (context.is_free(row) && !barred.contains(&row.slug))
            .then(|| links::task_take(&row.slug, row.number)),
        pursuance: l.name_in(&row.slug, &row.pursuance),
        size: said_size(row.asked.size),
        why: None,
    });
    Ok(wanted.collect())
}
