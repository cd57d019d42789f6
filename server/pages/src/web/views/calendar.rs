//! The calendar of a pursuance: the tasks that a query finds, by due date. A month as a table, and as a list for phones.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use chrono::{Datelike, Days, Months, NaiveDate, Weekday};
use pursuance_domain::allowed::Sight;
use pursuance_domain::query::{self, DayTerm, DueCondition, Is, Order, Part, Range, Sort, Term};
use pursuance_domain::text::{Phrase, marked};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Day, WeekStart};

use crate::actions::access;
use crate::reads;
use crate::store::db::SearchTx;
use crate::store::outline::Row;
use crate::store::outline::query::{QueryAsker, answer, days};
use crate::text::{Markup, Text};
use crate::web::cards::found_words::written;
use crate::web::cards::head::{Head, layout};
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::Words;
use crate::web::frame::when::{self, weekday_key};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::{Visit, see};
use crate::web::views::filter::Filter;
use crate::web::views::searches::SavedRow;
use crate::web::views::tabs::{View, Views, beside, with_areas, written_at};

/// Tasks of one day on the page; a link leads to the rest.
pub const EACH_DAY: usize = 12;
/// Tasks without a date are counted up to here.
pub(in crate::web) const UNDATED: i64 = 1_000;

/// `GET /p/{slug}/calendar`, with `?q=`, `?phase=`, `?who=`, and `?month=2026-11`. A query that is not understood is answered with 422.
#[derive(Template)]
#[template(path = "views/calendar.html")]
pub struct CalendarPage {
    pub l: Layout,
    pub head: Head,
    pub views: Views,
    pub filter: Filter,
    /// Saved searches, and the link to save the query.
    pub saved: SavedRow,
    /// The month, in words.
    pub month: String,
    /// The links to the months before and after.
    pub before: Option<MonthLink>,
    pub after: Option<MonthLink>,
    /// The address of the present month, if another one is shown.
    pub now: Option<String>,
    /// The days of the week in their order, by key.
    pub weekdays: Vec<&'static str>,
    /// The weeks, each with seven days; days of other months are empty.
    pub weeks: Vec<Vec<Option<CalendarDay>>>,
    /// The task that is due next behind the month, where the month has nothing left that is open.
    pub next: Option<NextDue>,
    /// The number of tasks without a date, up to a limit, and the address of them.
    pub undated: i64,
    pub undated_href: String,
}

/// A link to another month, or to other days.
pub struct MonthLink {
    pub href: String,
    pub name: String,
}

/// A day of the month.
pub struct CalendarDay {
    pub number: u32,
    /// `2026-11-05`
    pub date: String,
    /// The date in words, with the day of the week.
    pub words: String,
    pub is_today: bool,
    pub is_past: bool,
    /// Open ones first.
    pub tasks: Vec<CalendarTask>,
    /// The number of tasks not shown, in words, and the address of all tasks of the day.
    pub more: Option<String>,
    pub href: Option<String>,
}

/// The task that is due next behind a month.
pub struct NextDue {
    /// `2026-12-03`, and the date in words, with the day of the week.
    pub date: String,
    pub words: String,
    /// The month of that day.
    pub href: String,
    pub task: CalendarTask,
}

/// A task on its day.
pub struct CalendarTask {
    pub number: i64,
    pub title: Words,
    pub href: String,
    pub phase: PhaseTag,
    pub is_closed: bool,
    /// The words searched for.
    pub words: Vec<Phrase>,
}

impl CalendarPage {
    /// The days with tasks, in order.
    pub fn agenda(&self) -> Vec<&CalendarDay> {
        self.weeks.iter().flatten().flatten().filter(|day| !day.tasks.is_empty()).collect()
    }

    /// The key of the words for a month that has nothing, or nothing left.
    pub fn none_key(&self) -> &'static str {
        if self.agenda().is_empty() { "calendar-none" } else { "calendar-none-left" }
    }

    /// Whether there may be more tasks without a date than were counted.
    pub fn has_many_undated(&self) -> bool {
        self.undated >= UNDATED
    }
}

/// A month of the calendar; [`Day`] limits the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Month(NaiveDate);

impl Month {
    /// Reads `2026-11`.
    fn parse(text: &str) -> Option<Self> {
        let day = NaiveDate::parse_from_str(&format!("{}-01", text.trim()), "%Y-%m-%d").ok()?;
        Self(day).if_there()
    }

    fn of(moment: Time, zone: chrono_tz::Tz) -> Self {
        let day = moment.utc().with_timezone(&zone).date_naive();
        Self(day.with_day(1).unwrap_or(day))
    }

    fn if_there(self) -> Option<Self> {
        Day::parse(&date(self.0)).is_ok().then_some(self)
    }

    fn before(self) -> Option<Self> {
        self.0.checked_sub_months(Months::new(1)).map(Self)?.if_there()
    }

    fn after(self) -> Option<Self> {
        self.0.checked_add_months(Months::new(1)).map(Self)?.if_there()
    }

    fn name(self, t: Text) -> String {
        when::month(t, &self.0)
    }

    /// The moments of its dates: a date is stored as the end of its day in UTC, and is that day for everybody.
    fn range(self) -> Range {
        let begins = |day: NaiveDate| Time(day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros());
        let next = self.0.checked_add_months(Months::new(1));
        Range { from: Some(begins(self.0)), until: next.map(begins) }
    }

    /// Its last day.
    fn last(self) -> Option<Day> {
        let next = self.0.checked_add_months(Months::new(1))?;
        Day::parse(&date(next.pred_opt()?)).ok()
    }

    /// Its days by week, with `None` for days of other months.
    fn weeks(self, first: Weekday) -> Vec<Vec<Option<NaiveDate>>> {
        let skipped = u64::from(self.0.weekday().days_since(first));
        let begin = self.0.checked_sub_days(Days::new(skipped)).unwrap_or(self.0);
        let is_here = |day: NaiveDate| day.month() == self.0.month() && day.year() == self.0.year();
        let all: Vec<NaiveDate> = begin.iter_days().take(42).collect();
        let weeks = all.chunks(7).filter(|week| week.iter().any(|day| is_here(*day)));
        weeks.map(|week| week.iter().map(|day| is_here(*day).then_some(*day)).collect()).collect()
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m"))
    }
}

fn date(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}

/// The day on which a week begins for a reader.
fn first_weekday(t: Text) -> Weekday {
    match t.times().first_day {
        WeekStart::Monday => Weekday::Mon,
        WeekStart::Sunday => Weekday::Sun,
        WeekStart::Friday => Weekday::Fri,
        WeekStart::Saturday => Weekday::Sat,
    }
}

/// The query with one more part for the due date; none if it would have too many parts.
fn due(query: &query::Query, due: DueCondition) -> Option<String> {
    let mut narrowed = query.clone();
    narrowed.parts.push(Part { not: false, term: Term::Due(due) });
    narrowed.text()
}

/// The first open task that a query finds behind a month.
async fn behind(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &query::Query,
    asker: &QueryAsker<'_>,
    month: Month,
) -> Result<Option<Row>, PageError> {
    let Some(last) = month.last() else { return Ok(None) };
    let mut later = query.clone();
    let parts = [Term::Is(Is::Open), Term::Due(DueCondition::After(DayTerm::Date(last)))];
    later.parts.extend(parts.map(|term| Part { not: false, term }));
    later.sort = Some(Sort { by: Order::Due, reversed: false });
    let found = answer(tx, sight, &later, asker, None, 1).await?.found;
    Ok(found.into_iter().next().map(|found| found.row))
}

/// `GET /p/{slug}/calendar`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let asked = with_areas(&visit, Some(&slug), query.0).await?;
    let mut tx = visit.search().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let (t, slug) = (visit.t, access.pursuance.slug.clone());
    let this = Month::of(visit.now, visit.zone);
    let mut filter = Filter::of(t, View::Calendar, &slug, &asked);
    let month = filter.day(asked.text("month"), Month::parse).unwrap_or(this);
    let other = (month != this).then(|| month.to_string());
    if let Some(to) = written_at(&View::Calendar.page(&slug), &asked) {
        return Ok(see(&other.map_or_else(|| to.clone(), |other| links::with(&to, "month", &other))));
    }
    if let Some(other) = other {
        filter = filter.keeping("month", other);
    }
    let sight = access.sight()?;
    let asker = reads::task::asker(&visit.app, &visit.who, visit.now, visit.zone);
    let each = i64::try_from(EACH_DAY).unwrap_or(i64::MAX);
    let (found, limits) = days::within(&mut tx, &sight, &filter.query, &asker, month.range(), each).await?;
    filter.limits = limits;
    let undated_text = due(&filter.query, DueCondition::None);
    let undated = match undated_text {
        Some(_) => days::count_undated(&mut tx, &sight, &filter.query, &asker, UNDATED).await?,
        None => 0,
    };
    let today = Day::at(visit.now, visit.zone).to_string();
    let is_left = |found: &days::OnDay| {
        !found.row.phase.is_closed() && found.row.asked.due.is_some_and(|due| due.date() >= today)
    };
    // Behind a month that is past there is always something.
    let next = if month >= this && !found.iter().any(is_left) {
        behind(&mut tx, &sight, &filter.query, &asker, month).await?
    } else {
        None
    };
    let words = filter.words();
    let shown_day = |day: NaiveDate| {
        let day_of = date(day);
        let on_it: Vec<&days::OnDay> = found
            .iter()
            .filter(|found| found.row.asked.due.is_some_and(|due| due.date() == day_of))
            .collect();
        let all = on_it.first().map_or(0, |first| first.of_day);
        let listed =
            Day::parse(&day_of).ok().and_then(|day| due(&filter.query, DueCondition::On(DayTerm::Date(day))));
        CalendarDay {
            number: day.day(),
            words: when::weekday_and_date(t, &day),
            is_today: day_of == today,
            is_past: day_of < today,
            more: more(all, on_it.len()),
            tasks: on_it.into_iter().map(|found| CalendarTask::of(visit.t, &found.row, &words)).collect(),
            href: listed.map(|text| links::tasks_found(&slug, &text)),
            date: day_of,
        }
    };
    let first = first_weekday(t);
    // A query with a fault goes along without the piece that is not understood.
    let text = if filter.unclear.is_some() { filter.query.to_string() } else { filter.text.clone() };
    let link = |month: Month| MonthLink {
        href: links::calendar_of(&slug, &text, &month.to_string()),
        name: month.name(t),
    };
    let next = next.and_then(|row| {
        let due = row.asked.due?.utc().date_naive();
        Some(NextDue {
            date: date(due),
            words: when::weekday_and_date(t, &due),
            href: link(Month(due.with_day(1)?)).href,
            task: CalendarTask::of(t, &row, &words),
        })
    });
    let (head, saved) = beside(&visit, &mut tx, &access, &filter).await?;
    let begin = (month != this).then(|| date(month.0));
    let shown = CalendarPage {
        month: month.name(t),
        before: month.before().map(link),
        after: month.after().map(link),
        now: (month != this).then(|| View::Calendar.of(&slug, &text)),
        weekdays: (0..7).map(|ahead| weekday_key(first.num_days_from_monday() + ahead)).collect(),
        weeks: month
            .weeks(first)
            .into_iter()
            .map(|week| week.into_iter().map(|day| day.map(shown_day)).collect())
            .collect(),
        next,
        undated,
        undated_href: links::tasks_found(&slug, &undated_text.unwrap_or_default()),
        views: Views::of_days(&slug, View::Calendar, &filter, begin.as_deref()),
        head,
        l: layout(&visit, &mut tx, &access).await?,
        saved,
        filter,
    };
    page(shown.filter.status(), &shown)
}

/// The number of a day's tasks that are not shown, with `+` if not all were counted.
fn more(of_day: i64, shown: usize) -> Option<String> {
    let more = of_day.min(days::COUNTED - 1) - i64::try_from(shown).unwrap_or(i64::MAX);
    let plus = if of_day >= days::COUNTED { "+" } else { "" };
    (more > 0).then(|| format!("{more}{plus}"))
}

impl CalendarTask {
    fn of(t: Text, row: &Row, words: &[Phrase]) -> Self {
        Self {
            words: words.to_vec(),
            number: row.number,
            title: Words::of(&row.title, t),
            href: links::task(&row.slug, row.number),
            phase: PhaseTag::of(row.phase, row.is_blocked),
            is_closed: row.phase.is_closed(),
        }
    }

    /// The title; its pieces that match the search are marked.
    pub fn titled(&self) -> Markup {
        self.title.shown_as(|title| written(&marked(title, &self.words)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        Month::parse(text).unwrap()
    }

    #[test]
    fn a_month_is_read_and_has_neighbours_as_far_as_there_are_days() {
        assert_eq!(month("2026-11").to_string(), "2026-11");
        for no_month in ["", "2026", "2026-13", "2026-11-02", "1999-12", "2200-01", "november"] {
            assert_eq!(Month::parse(no_month), None, "{no_month}");
        }
        assert_eq!(month("2026-12").after(), Some(month("2027-01")));
        assert_eq!((month("2000-01").before(), month("2199-12").after()), (None, None));
    }

    #[test]
    fn the_weeks_of_a_month_begin_where_its_reader_begins_them() {
        // The first of November 2026 is a Sunday.
        let weeks = month("2026-11").weeks(Weekday::Mon);
        assert_eq!((weeks.len(), weeks[0].iter().flatten().count()), (6, 1));
        let weeks = month("2026-11").weeks(Weekday::Sun);
        assert_eq!((weeks.len(), weeks[0].iter().flatten().count()), (5, 7));
        for (text, count) in [("2026-02", 28), ("2026-11", 30), ("2199-12", 31), ("2000-01", 31)] {
            for first in [Weekday::Mon, Weekday::Sun, Weekday::Fri, Weekday::Sat] {
                let weeks = month(text).weeks(first);
                assert!(weeks.iter().all(|week| week.len() == 7));
                assert_eq!(weeks.iter().flatten().flatten().count(), count, "{text}");
            }
        }
    }

    #[test]
    fn the_dates_of_a_month_are_those_of_its_days_everywhere() {
        let range = month("2026-11").range();
        for (text, is_in) in [
            ("2026-10-31", false),
            ("2026-11-01", true),
            ("2026-11-30", true),
            ("2026-12-01", false),
            ("2026-11-01T00:00:00Z", true),
        ] {
            assert_eq!(range.contains(Time::parse(text).unwrap()), is_in, "{text}");
        }
    }
}
