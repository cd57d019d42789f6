//! The events of a pursuance: everything that "Lately" shows, back to the beginning, filtered as the reader chooses.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::allowed::Sight;
use pursuance_domain::event::Recorded;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::{HOUR, Time};
use pursuance_domain::value::{ActorRef, Day};

use super::lately::{LatelyLine, lately_lines};
use super::subject::EventSubject;
use crate::actions::PerformError;
use crate::actions::access::{self, Access, actor_named};
use crate::reads::{Actors, one_more};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::events::{self, Narrowed};
use crate::text::Text;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::labels::choices;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{Choice, Field, RefusedField, TaskLink, refused};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Reader};
use crate::web::request::session::Visit;
use crate::web::request::undo::Undoables;
use crate::web::task::history::HistoryRow;

/// Events on one page.
const SHOWN: usize = 50;
/// The most events read for one page.
pub const LOOKED_AT: i64 = 2_000;
/// The largest difference between the clocks of processes on one database: events are ordered by number, and only nearly by time.
const CLOCKS: i64 = HOUR;

/// `GET /p/{slug}/activity`, with `?kind=&who=&task=&from=&until=&before=`.
#[derive(Template)]
#[template(path = "pursuance/activity.html")]
pub struct ActivityPage {
    pub l: Layout,
    pub head: Head,
    pub form: ActivityForm,
    /// The newest first.
    pub days: Vec<ActivityDay>,
    /// The address of older events.
    pub next: Option<String>,
    /// Whether the page ends here only because [`LOOKED_AT`] events were read.
    pub is_cut: bool,
}

/// The filter form.
#[derive(Default)]
pub struct ActivityForm {
    pub kinds: Vec<Choice>,
    pub kind: Field,
    pub who: Field,
    pub task: Field,
    pub from: Field,
    pub until: Field,
}

/// A day in the time zone of the reader.
pub struct ActivityDay {
    pub day: When,
    pub rows: Vec<ActivityRow>,
}

/// A line.
pub struct ActivityRow {
    pub row: HistoryRow,
    pub task: Option<TaskLink>,
    /// The time of the day.
    pub at: When,
    /// The event by which the viewer can undo it.
    pub undo: Option<i64>,
}

impl ActivityForm {
    /// Its fields by their names in addresses.
    fn fields(&self) -> [(&'static str, &Field); 5] {
        [
            ("kind", &self.kind),
            ("who", &self.who),
            ("task", &self.task),
            ("from", &self.from),
            ("until", &self.until),
        ]
    }

    /// Whether a filter is set.
    pub fn is_on(&self) -> bool {
        self.fields().iter().any(|(_, field)| !field.value.is_empty())
    }

    /// The fields that cannot be read.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[
            ("kind", "activity-kind", &self.kind),
            ("who", "activity-who", &self.who),
            ("task", "activity-task", &self.task),
            ("from", "activity-from", &self.from),
            ("until", "activity-until", &self.until),
        ])
    }
}

impl ActivityPage {
    /// The number of events read, for the note on a cut page.
    pub fn looked_at(&self) -> i64 {
        LOOKED_AT
    }
}

/// The values of the filter form.
struct ActivityFilter {
    subject: Option<EventSubject>,
    actor: Option<ActorId>,
    task: Option<TaskId>,
    from: Option<Time>,
    until: Option<Time>,
}

/// `GET /p/{slug}/activity`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let asked = query.0;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let sight = access.sight()?;
    let l = layout(&visit, &mut tx, &access).await?;
    let (form, wanted) = read(&visit, &mut tx, &l, &access, &asked).await?;
    let mut shown = ActivityPage {
        head: head(&visit, &mut tx, &access, PursuanceTab::Tasks).await?,
        days: Vec::new(),
        next: None,
        is_cut: false,
        form,
        l,
    };
    let Some(wanted) = wanted else { return page(StatusCode::UNPROCESSABLE_ENTITY, &shown) };
    let part = part_of(&mut tx, &sight, &wanted, asked.number("before")).await?;
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let mut undo = Undoables::among(&visit, &mut tx, &access.pursuance.id, &part.events).await?;
    let lines = lately_lines(&visit, &mut tx, &shown.l, &access, &mut actors, part.events, SHOWN).await?;
    let t = visit.t;
    // Some sentences hide the actor; a filter by person must not reveal it.
    let is_told = |line: &LatelyLine| wanted.actor.is_none() || line.row.says_who(t);
    shown.days = by_day(&shown.l, lines.into_iter().filter(is_told), &mut undo);
    shown.next = part.next.map(|seq| {
        let fields = shown.form.fields().map(|(name, field)| (name, field.value.as_str()));
        links::activity_before(&slug, &fields, seq)
    });
    shown.is_cut = part.is_cut;
    page(StatusCode::OK, &shown)
}

/// The form as sent, and its values; none if a field is wrong.
async fn read(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    access: &Access,
    asked: &FormFields,
) -> Result<(ActivityForm, Option<ActivityFilter>), PageError> {
    let typed = |name: &str| Field::of(asked.text(name).trim());
    let (mut kind, mut who, mut task) = (typed("kind"), typed("who"), typed("task"));
    let (mut from, mut until) = (typed("from"), typed("until"));
    let t = visit.t;
    let subject = EventSubject::parse(&kind.value);
    if subject.is_none() && !kind.value.is_empty() {
        t.s("activity-kind-unknown").clone_into(&mut kind.error);
    }
    let actor = person(visit, tx, t, &mut who).await?;
    let about = number(tx, t, access, &mut task).await?;
    let reader = Reader::new(t);
    let first = reader.maybe(&mut from, Day::parse).flatten();
    let last = reader.maybe(&mut until, Day::parse).flatten();
    if first.zip(last).is_some_and(|(first, last)| last < first) {
        t.s("activity-until-before").clone_into(&mut until.error);
    }
    let subjects = EventSubject::ALL.iter().map(|subject| (subject.as_str(), t.s(subject.key())));
    let kinds = choices([("", t.s("activity-any-kind"))].into_iter().chain(subjects), &kind.value);
    let form = ActivityForm { kinds, kind, who, task, from, until };
    let wanted = ActivityFilter {
        subject,
        actor,
        task: about,
        from: first.map(|day| day.begins(l.zone)),
        until: last.map(|day| day.ends(l.zone)),
    };
    let is_read = form.refused().is_empty();
    Ok((form, is_read.then_some(wanted)))
}

/// The person named in a field.
async fn person(visit: &Visit, tx: &mut ReadTx, t: Text, field: &mut Field) -> StoreResult<Option<ActorId>> {
    let Some(Some(named)) = Reader::new(t).maybe(field, ActorRef::parse) else { return Ok(None) };
    let found = actor_named(tx, visit.app.addresses.authority(), named.as_str()).await?;
    if found.is_none() {
        t.s("activity-who-unknown").clone_into(&mut field.error);
    }
    Ok(found.map(|actor| actor.id))
}

/// The task whose number is in a field. A task that the reader may not see is as unknown as a missing one.
async fn number(
    tx: &mut ReadTx,
    t: Text,
    access: &Access,
    field: &mut Field,
) -> Result<Option<TaskId>, PageError> {
    if field.value.is_empty() {
        return Ok(None);
    }
    let Ok(number) = field.value.trim_start_matches('#').parse() else {
        t.s("activity-task-form").clone_into(&mut field.error);
        return Ok(None);
    };
    match access::find_task(tx, access, number).await {
        Ok(task) => Ok(Some(task.id)),
        Err(PerformError::Refused(_)) => {
            t.s("activity-task-unknown").clone_into(&mut field.error);
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// The events of a page.
struct Part {
    events: Vec<Recorded>,
    /// The event number before which the next page begins.
    next: Option<i64>,
    is_cut: bool,
}

/// The newest events before the number `before` that match the filter, among at most [`LOOKED_AT`].
async fn part_of(
    tx: &mut ReadTx,
    sight: &Sight,
    wanted: &ActivityFilter,
    before: Option<i64>,
) -> StoreResult<Part> {
    let start = match wanted.from {
        Some(from) => events::first_since(tx, sight, from.plus(-CLOCKS)).await?,
        None => 1,
    };
    let end = events::first_since(tx, sight, wanted.until.map_or(Time(i64::MAX), |until| until.plus(CLOCKS)))
        .await?;
    let end = before.map_or(end, |before| before.min(end));
    let lowest = start.max(end.saturating_sub(LOOKED_AT));
    let verbs = EventSubject::verbs(wanted.subject);
    let narrowed = Narrowed {
        verbs: &verbs,
        actor: wanted.actor.as_ref(),
        task: wanted.task.as_ref(),
        from: wanted.from.unwrap_or(Time(i64::MIN)),
        until: wanted.until.unwrap_or(Time(i64::MAX)),
    };
    let mut events = events::between(tx, sight, lowest..end, &narrowed, one_more(SHOWN)).await?;
    if let Some(kept) = cut(&events) {
        events.truncate(kept);
        let next = events.last().map(|event| event.seq);
        return Ok(Part { events, next, is_cut: false });
    }
    let is_cut = lowest > start;
    Ok(Part { events, next: is_cut.then_some(lowest), is_cut })
}

/// The number of events to keep if there are too many for a page. Events of one moment stay on one page, unless they are too many
/// for one.
fn cut(events: &[Recorded]) -> Option<usize> {
    let over = events.get(SHOWN)?;
    let kept = events.iter().take(SHOWN).rposition(|event| event.at != over.at);
    Some(kept.map_or(SHOWN, |last| last + 1))
}

fn by_day(l: &Layout, lines: impl Iterator<Item = LatelyLine>, undo: &mut Undoables) -> Vec<ActivityDay> {
    let mut days: Vec<ActivityDay> = Vec::new();
    let mut day_before = None;
    for LatelyLine { seq, at, row, task } in lines {
        let day = Day::at(at, l.zone);
        if day_before != Some(day) {
            days.push(ActivityDay { day: l.day(at), rows: Vec::new() });
            day_before = Some(day);
        }
        let clock = When { words: l.clock(at), date: String::new(), ..l.moment(at) };
        if let Some(last) = days.last_mut() {
            last.rows.push(ActivityRow { row, task, at: clock, undo: undo.offer(seq) });
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use chrono_tz::Tz;
    use pursuance_domain::event::happened::Bare;
    use pursuance_domain::event::{Happened, StreamId};

    use super::*;
    use crate::web::frame::view::Party;
    use crate::web::task::history::Line;

    fn line(at: &str, what: Line) -> LatelyLine {
        let at = Time::parse(at).unwrap();
        let row = HistoryRow {
            by: Some(Party::person("Mara")),
            what,
            at: Layout::of_nobody(Text::english()).moment(at),
        };
        LatelyLine { seq: 1, at, row, task: None }
    }

    #[test]
    fn lines_stand_under_the_days_of_whoever_reads() {
        let days = |zone: Tz| {
            let l = Layout { zone, ..Layout::of_nobody(Text::english()) };
            let times = ["2026-11-19T16:02:00Z", "2026-11-19T14:59:00Z", "2026-11-18T20:00:00Z"];
            let days =
                by_day(&l, times.into_iter().map(|at| line(at, Line::Left)), &mut Undoables::default());
            days.into_iter()
                .map(|day| (day.day.words, day.rows.into_iter().map(|row| row.at.words).collect::<Vec<_>>()))
                .collect::<Vec<_>>()
        };
        let of = |day: &str, times: &[&str]| {
            (day.to_owned(), times.iter().map(|time| (*time).to_owned()).collect::<Vec<_>>())
        };
        assert_eq!(days(Tz::UTC), [of("yesterday", &["16:02", "14:59"]), of("Wed 18 Nov", &["20:00"])]);
        assert_eq!(days(Tz::Asia__Tokyo), [of("today", &["01:02"]), of("yesterday", &["23:59", "05:00"])]);
    }

    #[test]
    fn some_lines_do_not_say_who_did_it() {
        let t = Text::english();
        assert!(line("2026-11-19T16:02:00Z", Line::Left).row.says_who(t));
        assert!(!line("2026-11-19T16:02:00Z", Line::Nudged).row.says_who(t));
        let by_itself = HistoryRow { by: None, ..line("2026-11-19T16:02:00Z", Line::Left).row };
        assert!(!by_itself.says_who(t));
    }

    #[test]
    fn what_happened_at_one_moment_is_not_parted_unless_it_is_too_much() {
        let at_times = |times: &[usize]| {
            let event = |(n, at): (usize, &usize)| Recorded {
                stream: StreamId("bees".to_owned()),
                seq: i64::try_from(times.len() - n).unwrap(),
                at: Time(i64::try_from(*at).unwrap()),
                actor: None,
                what: Happened::PursuanceReopened(Bare {}),
                object: String::new(),
                task: None,
                action: None,
            };
            times.iter().enumerate().map(event).collect::<Vec<_>>()
        };
        let each: Vec<usize> = (0..=SHOWN).rev().collect();
        assert_eq!(cut(&at_times(&each[1..])), None);
        assert_eq!(cut(&at_times(&each)), Some(SHOWN));
        let mut two = each.clone();
        two[SHOWN - 2] = two[SHOWN];
        two[SHOWN - 1] = two[SHOWN];
        assert_eq!(cut(&at_times(&two)), Some(SHOWN - 2));
        assert_eq!(cut(&at_times(&[7; SHOWN + 1])), Some(SHOWN));
    }
}
