//! The health of a pursuance: the tasks that wait longest and why, the load of each member, the flow of the last weeks as a picture
//! and as a table, and the time until an assignee is found. Each list can be downloaded as CSV, too.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::allowed::Permission;
use pursuance_domain::health::{Offered, Taken, Waits, Week};
use pursuance_domain::people::limits::is_away;
use pursuance_domain::time::{DAY, HOUR, MINUTE, SECOND, Time};
use pursuance_domain::value::{Skill, Urgency};

use super::health_plot::{FlowPlot, OpenPlot};
use crate::actions::access::{self, Access};
use crate::reads::Actors;
use crate::reads::health::{self, Entry, HeldBy, Part, Stuck};
use crate::store::availability;
use crate::store::db::ReadTx;
use crate::store::outline::Row;
use crate::store::outline::health::Load;
use crate::store::roster::RosterPerson;
use crate::text::{Markup, Text};
use crate::web::cards::head::{Head, PursuanceTab, head};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::view::{Party, TaskLink, Words};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::session::Visit;

/// Entries of a list on the page.
const SHOWN: usize = 10;
/// The lists of tasks, in their order.
pub(super) const LISTS: [ListName; 4] =
    [ListName::Wanting, ListName::Stuck, ListName::Late, ListName::InReview];

/// `GET /p/{slug}/health`
#[derive(Template)]
#[template(path = "pursuance/health.html")]
pub struct HealthPage {
    pub l: Layout,
    pub head: Head,
    /// The lists of tasks.
    pub lists: Vec<HealthList>,
    /// The load of each member; none for a viewer who may not assign tasks.
    pub load: Option<LoadList>,
    pub weeks: Vec<WeekRow>,
    pub flow: FlowPlot,
    pub open: OpenPlot,
    /// Sentences about the time until an assignee is found.
    pub answers: Vec<String>,
}

/// A list of tasks.
pub struct HealthList {
    /// Its name in addresses and keys.
    pub name: ListName,
    pub rows: Vec<HealthRow>,
    pub total: i64,
    /// The number of tasks not shown.
    pub more: i64,
    /// The number of members considered for the reason of each task, if the pursuance has more.
    pub weighed: Option<i64>,
}

/// The lists of tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListName {
    Wanting,
    Stuck,
    Late,
    InReview,
}

impl ListName {
    /// The last part of the address of its download.
    pub fn file(self) -> &'static str {
        match self {
            Self::Wanting => "wanting.csv",
            Self::Stuck => "stuck.csv",
            Self::Late => "late.csv",
            Self::InReview => "in-review.csv",
        }
    }

    /// Its id on the page.
    pub fn id(self) -> &'static str {
        match self {
            Self::Wanting => "wanting",
            Self::Stuck => "stuck",
            Self::Late => "late",
            Self::InReview => "in-review",
        }
    }

    /// The page that has all of it; none where no page lists the same.
    pub fn all(self, slug: &str) -> Option<String> {
        match self {
            Self::Wanting => Some(links::found_at(&links::task_list(slug), "status:help_wanted is:free")),
            Self::Late => Some(links::found_at(&links::task_list(slug), "is:overdue sort:due")),
            Self::InReview => Some(links::pursuance_reviews(slug)),
            Self::Stuck => None,
        }
    }

    /// The keys of its heading, and of the sentence for an empty list.
    pub fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Wanting => ("health-wanting", "health-wanting-none"),
            Self::Stuck => ("health-stuck", "health-stuck-none"),
            Self::Late => ("health-late", "health-late-none"),
            Self::InReview => ("health-in-review", "health-in-review-none"),
        }
    }
}

/// The least number of tasks of which half and nine of ten are told.
const MANY: usize = 5;
/// The load that fills a bar, where nobody has more: one task is not much.
const FULL: i64 = 5;
/// The most members who have nothing that stand below the others unfolded.
const FEW: i64 = 4;

/// A task in one of the lists.
pub struct HealthRow {
    pub task: TaskLink,
    pub reason: String,
    /// The time since when it is so, and the next step.
    pub when: Vec<Markup>,
    pub is_urgent: bool,
    /// The page where it is given to somebody: nobody has it, and the viewer may do that.
    pub assign: Option<String>,
}

/// The load of each member.
pub struct LoadList {
    pub rows: Vec<LoadRow>,
    pub more: i64,
    /// The load that fills a bar.
    pub most: i64,
    /// The members who have nothing, by name.
    pub idle: Vec<Idle>,
    /// The number of idle members, shown or not.
    pub idle_total: i64,
}

impl LoadList {
    /// Whether the members who have nothing are more than a few.
    pub fn folds_idle(&self) -> bool {
        self.idle_total > FEW
    }

    /// Whether not all of them are shown.
    pub fn has_more_idle(&self) -> bool {
        self.idle_total > i64::try_from(self.idle.len()).unwrap_or(i64::MAX)
    }
}

/// A member who has nothing.
pub struct Idle {
    pub who: Party,
    /// The last day on which they are away, while they are.
    pub away: Option<When>,
}

/// The load of one member.
pub struct LoadRow {
    pub who: Party,
    pub under_way: i64,
    pub reviews: i64,
}

impl LoadRow {
    /// The tasks under way and the reviews.
    pub fn all(&self) -> i64 {
        self.under_way + self.reviews
    }
}

/// A week in the table.
pub struct WeekRow {
    pub until: When,
    pub made: i64,
    pub finished: i64,
    pub open: i64,
}

impl HealthPage {
    /// Makes the page from the data read.
    pub fn of(
        l: Layout,
        head: Head,
        lists: Vec<HealthList>,
        load: Option<LoadList>,
        flow: &[Week],
        answers: Vec<String>,
    ) -> Self {
        let row = |week: &Week| WeekRow {
            until: l.day(week.until),
            made: week.made,
            finished: week.finished,
            open: week.open,
        };
        Self {
            weeks: flow.iter().rev().map(row).collect(),
            flow: FlowPlot::of(flow),
            open: OpenPlot::of(flow),
            l,
            head,
            lists,
            load,
            answers,
        }
    }
}

/// The sentence that explains why a task has no assignee yet.
pub fn waits(t: Text, why: &Waits) -> String {
    let people = |key, people: &usize| t.with(key).set("n", *people).to_string();
    match why {
        Waits::Closed => t.s("health-why-closed").to_owned(),
        Waits::NoSkills => t.s("health-why-no-skills").to_owned(),
        Waits::Paused => t.s("health-why-paused").to_owned(),
        Waits::NobodyHas { skills } => {
            let skills = skills.iter().map(Skill::as_str).collect::<Vec<_>>().join(", ");
            t.with("health-why-nobody-has").set("skills", skills).to_string()
        }
        Waits::Searching => t.s("health-why-searching").to_owned(),
        Waits::NobodyHasAll => t.s("health-why-nobody-has-all").to_owned(),
        Waits::Unanswered { people: n } => people("health-why-unanswered", n),
        Waits::AllAsked { people: n } => people("health-why-all-asked", n),
        Waits::AllAway { people: n } => people("health-why-all-away", n),
        Waits::NobodyFree { people: n } => people("health-why-nobody-free", n),
    }
}

/// Sentences about the time until an assignee is found.
pub fn answers(t: Text, taken: Option<Taken>, offers: Offered) -> Vec<String> {
    let taken = match taken {
        Some(taken) if (2..MANY).contains(&taken.tasks) => t
            .with("health-taken-few")
            .set("n", taken.tasks)
            .set("longest", duration(t, taken.ninety_seconds))
            .to_string(),
        Some(taken) => t
            .with("health-taken")
            .set("n", taken.tasks)
            .set("median", duration(t, taken.median_seconds))
            .set("ninety", duration(t, taken.ninety_seconds))
            .to_string(),
        None => t.s("health-taken-none").to_owned(),
    };
    let ended = match offers.percent() {
        Some(_) if offers.ended == 1 => t
            .s(if offers.accepted == 0 { "health-offer-refused" } else { "health-offer-accepted" })
            .to_owned(),
        Some(percent) => t
            .with("health-offers")
            .set("ended", offers.ended)
            .set("accepted", offers.accepted)
            .set("percent", percent)
            .to_string(),
        None => t.s("health-offers-none").to_owned(),
    };
    let mut said = vec![taken, ended];
    if offers.waiting > 0 {
        said.push(t.with("health-offers-waiting").set("n", offers.waiting).to_string());
    }
    said
}

/// A duration in its largest unit, rounded up. A duration up to two of a unit is shown in the next smaller unit.
fn duration(t: Text, seconds: i64) -> String {
    let micros = seconds.saturating_mul(SECOND).max(1);
    let (key, unit) = match micros {
        short if short <= 2 * HOUR => ("health-minutes", MINUTE),
        middling if middling <= 2 * DAY => ("health-hours", HOUR),
        _ => ("health-days", DAY),
    };
    t.with(key).set("n", (micros + unit - 1) / unit).to_string()
}

/// A task of a list, with the reason in words and the time since when.
pub(super) struct Said {
    pub row: Row,
    pub reason: String,
    pub when: Vec<Markup>,
    pub since: Time,
}

fn rich(l: &Layout, key: &'static str, at: When) -> Markup {
    Markup::trusted(l.t.rich(key).html("at", at).to_string())
}

/// One of the lists of tasks, in words.
pub(super) async fn said(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    l: &Layout,
    name: ListName,
    limit: usize,
) -> Result<Part<Said>, PageError> {
    let t = l.t;
    let since = |at| vec![rich(l, "health-since", l.moment(at))];
    Ok(match name {
        ListName::Wanting => {
            health::wanting(tx, access, limit).await?.map(|Entry { row, since: at, what }| Said {
                row,
                reason: waits(t, &what),
                when: since(at),
                since: at,
            })
        }
        ListName::Stuck => health::stuck(tx, access, limit).await?.map(|Entry { row, since: at, what }| {
            let mut when = since(at);
            let reason = match what {
                Stuck::Blocked(held) => held_by(visit, held),
                Stuck::Silent { who, nudged_at, hand_on_at } => {
                    when.extend(nudged_at.map(|at| rich(l, "health-nudged", l.moment(at))));
                    when.extend(hand_on_at.map(|at| rich(l, "health-hand-on", l.day(at))));
                    t.with("health-stuck-silent").set("who", visit.who(&who).name).to_string()
                }
            };
            Said { row, reason, when, since: at }
        }),
        ListName::Late => health::late(tx, access, limit).await?.map(|Entry { row, since: at, what: () }| {
            let reason = match &row.assignee {
                Some(who) if visit.person() == Some(&who.id) => t.s("health-you-have-it").to_owned(),
                Some(who) => t.with("health-has-it").set("who", visit.who(who).name).to_string(),
                None => t.s("health-nobody-has-it").to_owned(),
            };
            Said { row, reason, when: vec![rich(l, "health-due", l.date(at))], since: at }
        }),
        ListName::InReview => {
            let found = health::in_review(tx, access, limit).await?;
            let mut actors = Actors::default();
            actors.look_up(tx, found.items.iter().map(|entry| entry.row.judge().clone()).collect()).await?;
            let mut items = Vec::with_capacity(found.items.len());
            for Entry { row, since: at, what: () } in found.items {
                let who = visit.party_of(tx, &mut actors, row.judge()).await?;
                let reason = match who.is_you {
                    true => t.s("health-you-decide").to_owned(),
                    false => t.with("health-decides").set("who", who.name).to_string(),
                };
                items.push(Said { row, reason, when: since(at), since: at });
            }
            Part { items, total: found.total }
        }
    })
}

/// Names the thing that a task waits for, in words.
fn held_by(visit: &Visit, held: HeldBy) -> String {
    let t = visit.t;
    match held {
        HeldBy::Task(number) => t.with("health-stuck-after").set("number", number.to_string()).to_string(),
        HeldBy::Person(who) => t.with("health-stuck-on").set("who", visit.who(&who).name).to_string(),
        HeldBy::Words(words) if words.is_sealed() || words.is_blank() => {
            t.s("health-stuck-blocked").to_owned()
        }
        HeldBy::Words(words) => {
            t.with("health-stuck-words").set("words", words.said(t).into_owned()).to_string()
        }
        HeldBy::Elsewhere => t.s("health-stuck-elsewhere").to_owned(),
    }
}

fn task_list(t: Text, name: ListName, part: Part<Said>, assigns: bool) -> HealthList {
    let (total, more) = (part.total, part.more());
    let row = |said: Said| HealthRow {
        is_urgent: said.row.asked.urgency == Urgency::Urgent,
        assign: (assigns && said.row.phase.is_unassigned())
            .then(|| links::task_open(&said.row.slug, said.row.number, "assign")),
        task: TaskLink {
            href: links::task(&said.row.slug, said.row.number),
            number: said.row.number,
            title: Words::of(&said.row.title, t),
        },
        reason: said.reason,
        when: said.when,
    };
    HealthList { name, rows: part.items.into_iter().map(row).collect(), total, more, weighed: None }
}

/// Who has how much, and who has nothing; none for a viewer who may not assign tasks.
async fn load_list(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    l: &Layout,
) -> Result<Option<LoadList>, PageError> {
    let Some(part) = health::load(tx, access, SHOWN).await? else { return Ok(None) };
    let more = part.more();
    let Part { items: found, total: idle_total } = health::idle(tx, access, SHOWN).await?;
    let said = if found.is_empty() {
        HashMap::new()
    } else {
        availability::of_people(tx, found.iter().map(|one| &one.member.actor)).await?
    };
    let idle = found.into_iter().map(|RosterPerson { member, is_suspended, .. }| {
        let away = said.get(&member.actor).and_then(|said| said.away);
        let away = away.filter(|away| is_away(*away, visit.now)).map(|away| l.day(away.until.plus(-1)));
        let who = Party::person(&member.display);
        // Nobody reads the profile of somebody suspended.
        let who = if is_suspended { who } else { who.linked(links::actor(&member.name)) };
        Idle { who: if visit.person() == Some(&member.actor) { who.you() } else { who }, away }
    });
    let idle = idle.collect();
    let row =
        |load: Load| LoadRow { who: visit.who(&load.who), under_way: load.under_way, reviews: load.reviews };
    let rows: Vec<LoadRow> = part.items.into_iter().map(row).collect();
    let most = rows.iter().map(LoadRow::all).max().unwrap_or(0).max(FULL);
    Ok(Some(LoadList { rows, more, most, idle, idle_total }))
}

/// `GET /p/{slug}/health`
pub async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    health::sight(&access)?;
    let l = visit.layout(&mut tx, Nav::pursuance(&access.pursuance.slug)).await?;
    let mut lists = Vec::new();
    let assigns = access.may(Permission::Assign, None);
    for name in LISTS {
        let part = said(&visit, &mut tx, &access, &l, name, SHOWN).await?;
        let list = task_list(visit.t, name, part, assigns);
        let weighed = (name == ListName::Wanting).then(|| health::weighed(&access)).flatten();
        lists.push(HealthList { weighed, ..list });
    }
    let load = load_list(&visit, &mut tx, &access, &l).await?;
    let flow = health::flow(&mut tx, &access).await?;
    let (taken, offers) = health::answers(&mut tx, &access).await?;
    let answers = answers(l.t, taken, offers);
    let head = head(&visit, &mut tx, &access, PursuanceTab::Health).await?;
    page(StatusCode::OK, &HealthPage::of(l, head, lists, load, &flow, answers))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_in_a_unit_of_which_there_are_some() {
        let t = Text::english();
        for (seconds, words) in [
            (0, "one minute"),
            (3_600, "60 minutes"),
            (7_201, "3 hours"),
            (2 * 86_400, "48 hours"),
            (5 * 86_400, "5 days"),
        ] {
            assert_eq!(duration(t, seconds), words);
        }
    }
}
