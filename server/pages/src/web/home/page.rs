//! `/` for people who are signed in: a greeting, the next things, and tasks that are with others.

use askama::Template;
use axum::response::Response;
use chrono::Timelike;
use http::StatusCode;
use pursuance_domain::allowed::Sights;
use pursuance_domain::id::ActorId;
use pursuance_domain::task::free::Reason;

use super::landing::{More, landing, open_rows, same};
use super::next::{NextThingView, Why, WhyLook as _};
use crate::actions::{PerformError, access};
use crate::reads::next::{self, Further, MOST, Next, Reader, TaskWithOthers};
use crate::reads::searches::{self, FoundTasks, Known, Looking};
use crate::store::db::ReadTx;
use crate::store::instance;
use crate::store::outline::Row;
use crate::store::outline::query::Limits;
use crate::text::Text;
use crate::web::cards::arrival::ArrivalForm;
use crate::web::cards::rows::{RowContext, TaskRow};
use crate::web::delegation::between::peer_between;
use crate::web::delegation::row::DelegationRow;
use crate::web::frame::free::{free_all_key, is_said_apart};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{TaskLink, Words};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page_beside};
use crate::web::request::session::Visit;
use crate::web::views::searches::href;

/// `GET /`, signed in.
#[derive(Template)]
#[template(path = "home/page.html")]
pub struct HomePage {
    pub l: Layout,
    pub part_of_day: PartOfDay,
    /// The name in the greeting.
    pub first_name: String,
    /// The groups that are not empty: the next things, tasks that are late with nobody, and free tasks.
    pub groups: Vec<Group>,
    /// Whether anything here asks them something.
    pub asks: bool,
    /// The number of free tasks that need only skills of theirs; none where all of these stand on the page.
    pub matching: More,
    /// Tasks that wait for their review, up to a hundred; none where all of these stand on the page.
    pub reviews: i64,
    /// Tasks of their pursuances that are with others, or offered.
    pub with_others: Vec<DelegationRow>,
    /// The saved searches that they want here, each with the first tasks it finds.
    pub saved: Vec<SavedHere>,
    /// Whether these searches were stopped because they took too long.
    pub is_too_slow: bool,
    /// Whether they belong to any pursuance.
    pub is_member_anywhere: bool,
    /// Whether there is a public pursuance to find; only known of people without any of their own.
    pub has_any_pursuance: bool,
    /// Their requests to join that wait for an answer.
    pub requested: Vec<Requested>,
    /// The questions that a pursuance may ask them, while they told no skills.
    pub arrival: Option<ArrivalForm>,
}

impl HomePage {
    /// Whether the first line says how many things wait: that nobody waits only where nothing below it is a question.
    pub fn says_count(&self) -> bool {
        self.l.waiting > 0 || !self.asks
    }
}

/// A request to join that waits for an answer.
pub struct Requested {
    pub name: String,
    pub href: String,
    pub at: When,
}

/// Tasks to assign that stand open; the others are folded below them.
const OPEN_LATE: usize = 3;

/// Things under one heading.
pub struct Group {
    pub kind: GroupKind,
    pub things: Vec<NextThingView>,
    /// Further things that did not fit.
    pub more: More,
    /// Of what there is more than was looked at.
    pub further: Vec<Further>,
}

/// The groups of things on Home.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    Next,
    Late,
    Free,
}

impl GroupKind {
    /// The beginning of the id of its heading.
    pub fn id(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Late => "late",
            Self::Free => "free",
        }
    }

    /// The key of its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Next => "home-next",
            Self::Late => "home-late",
            Self::Free => "home-free",
        }
    }
}

impl Group {
    /// The group as this visitor reads it.
    fn of(visit: &Visit, l: &Layout, kind: GroupKind, things: Vec<next::NextThing>, more: More) -> Self {
        let shown = if kind == GroupKind::Late { NextThingView::to_assign } else { NextThingView::of };
        let things = things.into_iter().map(|thing| shown(visit, l, thing)).collect();
        Self { kind, things, more, further: Vec::new() }
    }

    /// The reason that all of several tasks nobody has are proposed for: it is said once, above them.
    pub fn reason_of_all(&self) -> Option<Reason> {
        same(self.things.iter().map(|thing| {
            let Why::Wanted { because } = thing.why else { return None };
            Some(because)
        }))
    }

    /// The key of its words, where neither the heading nor the rows say it.
    pub fn said_of_all(&self) -> Option<&'static str> {
        self.reason_of_all().filter(|reason| is_said_apart(*reason)).and_then(free_all_key)
    }

    /// The place of the first thing that is folded away, and how many are: all but the first [`MOST`], of tasks to assign all but the
    /// first [`OPEN_LATE`].
    pub fn folded(&self) -> Option<(usize, usize)> {
        let open = match self.kind {
            GroupKind::Next => MOST,
            GroupKind::Late => OPEN_LATE,
            GroupKind::Free => return None,
        };
        let count = self.things.len().saturating_sub(open);
        (count > 0).then_some((open, count))
    }

    /// The words about the things that did not fit, each with the page that has them.
    pub fn rest(&self, t: Text) -> Vec<(String, String)> {
        let words = || t.with(self.more.key()).set("n", self.more.n).to_string();
        match self.kind {
            GroupKind::Next => {
                self.further.iter().map(|of| (t.s(further_key(of)).to_owned(), of.path())).collect()
            }
            _ if self.more == More::default() => Vec::new(),
            GroupKind::Late => vec![(words(), links::late().to_owned())],
            GroupKind::Free => vec![(words(), links::free_mine().to_owned())],
        }
    }
}

/// The key of the words about things that were not read.
fn further_key(of: &Further) -> &'static str {
    match of {
        Further::Offers => "home-further-offers",
        Further::Incoming { .. } => "home-further-incoming",
        Further::Between { .. } => "home-further-between",
        Further::Members { .. } => "home-further-members",
        Further::Tasks { .. } => "home-further-tasks",
        Further::Own => "home-further-own",
    }
}

/// A saved search on Home.
pub struct SavedHere {
    pub id: String,
    pub name: String,
    /// The page with all the tasks that it finds.
    pub href: String,
    pub tasks: Vec<SavedTask>,
    /// Whether it finds more.
    pub has_more: bool,
    /// The limits that its words set to the result.
    pub limits: Limits,
}

/// A task that a saved search finds.
pub struct SavedTask {
    pub task: TaskRow,
    pub pursuance: Words,
}

/// The part of the day, for the greeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOfDay {
    Morning,
    Afternoon,
    Evening,
    Night,
}

impl PartOfDay {
    /// The part of the day at an hour from 0 to 23.
    pub fn at(hour: u32) -> Self {
        match hour {
            4..=11 => Self::Morning,
            12..=17 => Self::Afternoon,
            18..=22 => Self::Evening,
            _ => Self::Night,
        }
    }

    /// The key of the greeting.
    pub fn key(self) -> &'static str {
        match self {
            Self::Morning => "good-morning",
            Self::Afternoon => "good-afternoon",
            Self::Evening => "good-evening",
            Self::Night => "hello",
        }
    }
}

/// `GET /`
pub async fn show(visit: Visit) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    match visit.person().cloned() {
        Some(person) => home(&visit, tx, &person).await,
        None => landing(&visit, &mut tx).await,
    }
}

async fn home(visit: &Visit, mut reading: ReadTx, person: &ActorId) -> Result<Response, PageError> {
    let tx = &mut reading;
    let mut l = visit.layout(tx, Nav::Home).await?;
    l.live = Some(links::inbox_live().to_owned());
    let sights = visit.sights(tx).await?;
    let reader = Reader {
        who: &visit.who,
        now: visit.now,
        has_newcomers: l.newcomers > 0,
        stopped: &l.stopped,
        requests: l.requests,
        instance: &l.instance,
    };
    let Next {
        things,
        further,
        asks,
        late,
        free,
        matching,
        reviews,
        with_others,
        mut actors,
        has_saved,
        requested,
        arriving,
    } = next::of(tx, reader, sights.clone(), person).await?;
    let arrival = match arriving {
        Some(slug) => {
            let access = access::find(tx, &visit.who, &slug, visit.now).await?;
            Some(ArrivalForm::of(visit, tx, &access, "home").await?)
        }
        None => None,
    };
    let requested = requested.into_iter().map(|one| Requested {
        href: links::pursuance(&one.slug),
        name: one.name,
        at: l.moment(one.at),
    });
    let requested = requested.collect();
    let mut beside = Vec::with_capacity(with_others.len());
    for TaskWithOthers { row, title, number, slug } in with_others {
        beside.push(DelegationRow {
            task: TaskLink { number, title: Words::of(&title, visit.t), href: links::task(&slug, number) },
            peer: visit.party_of(tx, &mut actors, row.peer()).await?,
            between: peer_between(visit, tx, &l, &mut actors, &row).await?,
            side: row.side,
            state: row.state,
            cut: None,
            at: l.moment(row.updated),
        });
    }
    let is_member_anywhere = !l.pursuances.is_empty();
    let has_any_pursuance = is_member_anywhere || instance::front(tx).await?.pursuances > 0;
    // A request that waits for a search must not hold a connection.
    drop(reading);
    for thing in things.iter().chain(&late.things).chain(&free.things) {
        if thing.title.is_sealed() {
            l.open_in(thing.place.slug());
        }
    }
    let found = if has_saved { saved(visit, &mut l, &sights).await } else { Ok(Vec::new()) };
    let (saved, is_too_slow) = match found {
        Ok(saved) => (saved, false),
        Err(PageError::Store(gave_up) | PageError::Perform(PerformError::Store(gave_up)))
            if gave_up.is_of_searches() =>
        {
            (Vec::new(), true)
        }
        Err(error) => return Err(error),
    };
    let rest = |group: &next::Group| More {
        n: group.count - group.things.len() - group.elsewhere,
        is_many: group.has_more,
    };
    let (more_late, more_free) = (rest(&late), rest(&free));
    let matching = if matching.all > matching.here {
        More { n: matching.all, is_many: free.has_more }
    } else {
        More::default()
    };
    let groups = [
        (GroupKind::Next, things, More::default()),
        (GroupKind::Late, late.things, more_late),
        (GroupKind::Free, free.things, more_free),
    ];
    let groups = groups.map(|(kind, things, more)| Group::of(visit, &l, kind, things, more));
    let mut groups = Vec::from(groups);
    if let Some(first) = groups.first_mut() {
        first.further = further.into_iter().collect();
    }
    groups.retain(|group| !group.things.is_empty() || !group.further.is_empty());
    let display = l.viewer.as_ref().map(|viewer| viewer.display.clone()).unwrap_or_default();
    let shown = HomePage {
        part_of_day: PartOfDay::at(visit.now.utc().with_timezone(&visit.zone).hour()),
        first_name: display.split_whitespace().next().unwrap_or_default().to_owned(),
        groups,
        asks,
        matching,
        reviews,
        with_others: beside,
        saved,
        is_too_slow,
        is_member_anywhere,
        has_any_pursuance,
        requested,
        arrival,
        l,
    };
    page_beside(StatusCode::OK, &shown, &shown.l)
}

/// How many tasks of a saved search stand on Home.
const SAVED_TASKS: usize = 5;

/// The saved searches on the viewer's Home, each with the tasks that it finds and the viewer may read.
async fn saved(visit: &Visit, l: &mut Layout, sights: &Sights) -> Result<Vec<SavedHere>, PageError> {
    let tx = &mut visit.search().await?;
    let looking = Looking { app: &visit.app, who: &visit.who, now: visit.now, zone: visit.zone };
    let mut found = Vec::new();
    for known in searches::on_home(tx, &visit.who, visit.now).await? {
        let FoundTasks { items, next, limits } =
            searches::first(tx, looking, sights, &known, SAVED_TASKS).await?;
        found.push((known, items, next.is_some(), limits));
    }
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let rows: Vec<Row> = found.iter().flat_map(|(_, rows, _, _)| rows.iter().cloned()).collect();
    open_rows(l, &rows);
    let context = RowContext::of(visit, tx, &rows).await?;
    let here = |(known, rows, has_more, limits): (Known, Vec<Row>, bool, Limits)| SavedHere {
        id: known.search.id.to_string(),
        name: known.search.name.clone(),
        href: href(known.slug(), &known.search.query),
        tasks: rows
            .iter()
            .map(|row| SavedTask {
                task: context.row(visit, row),
                pursuance: l.name_in(&row.slug, &row.pursuance),
            })
            .collect(),
        has_more,
        limits,
    };
    Ok(found.into_iter().map(here).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_wished_a_good_evening_at_three_in_the_morning() {
        let keys: Vec<_> = [2, 4, 12, 18, 23].map(|hour| PartOfDay::at(hour).key()).into();
        assert_eq!(keys, ["hello", "good-morning", "good-afternoon", "good-evening", "hello"]);
    }
}
