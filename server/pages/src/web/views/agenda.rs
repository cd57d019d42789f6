//! The agenda of a pursuance: the due tasks that a query finds, day by day from today on, with the overdue tasks before them.
//!
//! It begins on another day if the address names one, and continues page by page up to the last date. Days are calendar days: a date
//! is the same day for everybody.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use chrono::{Datelike, Months, NaiveDate};
use pursuance_domain::allowed::Sight;
use pursuance_domain::query::{self, DueCondition, Is, Order, Part, Sort, Term};
use pursuance_domain::time::Time;
use pursuance_domain::value::Day;

use crate::actions::access;
use crate::reads::{self, Page, one_more};
use crate::store::db::SearchTx;
use crate::store::error::StoreResult;
use crate::store::outline::Row;
use crate::store::outline::query::{Answer, Limits, Place, QueryAsker, answer, days};
use crate::text::Text;
use crate::web::cards::head::{Head, layout};
use crate::web::cards::rows::{RowContext, RowHint, TaskRow};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::when::{self, When};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::{Visit, see};
use crate::web::views::calendar::{MonthLink, UNDATED};
use crate::web::views::filter::{Filter, Whys};
use crate::web::views::searches::SavedRow;
use crate::web::views::tabs::{View, Views, beside, with_areas, written_at};

/// Tasks on one page, and overdue ones above them; a link leads to the rest of each.
const SHOWN: usize = 100;
const OVERDUE: usize = 20;

/// `GET /p/{slug}/agenda`, with `?q=`, `?phase=`, `?who=`, `?from=2026-11-22` and `?after=`. A query that is not understood is answered
/// with 422.
#[derive(Template)]
#[template(path = "views/agenda.html")]
pub struct AgendaPage {
    pub l: Layout,
    pub head: Head,
    pub views: Views,
    pub filter: Filter,
    /// The reasons for results whose titles do not contain the words.
    pub whys: Whys,
    /// The link to save the query.
    pub saved: SavedRow,
    /// Overdue open tasks, the oldest first, if the page begins today; and the address of all of them.
    pub overdue: Vec<TaskRow>,
    pub all_overdue: Option<String>,
    /// The days with tasks, in order.
    pub days: Vec<AgendaDay>,
    /// The link to an earlier begin: the address, and the day in words.
    pub before: Option<MonthLink>,
    /// The address of the agenda from today, if this page begins on another day.
    pub today: Option<String>,
    /// The address of the next page.
    pub next: Option<String>,
    /// The number of tasks without a date, up to a limit, and the address of them.
    pub undated: i64,
    pub undated_href: String,
}

/// A day with tasks.
pub struct AgendaDay {
    /// `2026-11-22`
    pub date: String,
    /// The heading of the day: "Today", "Tomorrow", "Thu 26 Nov".
    pub day: When,
    pub is_today: bool,
    /// Open ones first.
    pub tasks: Vec<TaskRow>,
}

impl AgendaPage {
    /// Whether there may be more tasks without a date than were counted.
    pub fn has_many_undated(&self) -> bool {
        self.undated >= UNDATED
    }

    /// Whether no day has anything.
    pub fn is_empty(&self) -> bool {
        self.overdue.is_empty() && self.days.is_empty()
    }
}

/// `GET /p/{slug}/agenda`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let asked = with_areas(&visit, Some(&slug), query.0).await?;
    let mut tx = visit.search().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let (t, slug) = (visit.t, access.pursuance.slug.clone());
    let mut filter = Filter::of(t, View::Agenda, &slug, &asked);
    let today = Day::at(visit.now, visit.zone);
    let from = filter.day(asked.text("from"), |text| Day::parse(text).ok()).unwrap_or(today);
    let other = (from != today).then(|| from.to_string());
    if let Some(to) = written_at(&View::Agenda.page(&slug), &asked) {
        return Ok(see(&other.map_or_else(|| to.clone(), |other| links::with(&to, "from", &other))));
    }
    if let Some(other) = other.clone() {
        filter = filter.keeping("from", other);
    }
    let after: Option<Place> = asked.text("after").parse().ok();
    let sight = access.sight()?;
    let asker = reads::task::asker(&visit.app, &visit.who, visit.now, visit.zone);
    let late = if from == today && after.is_none() {
        overdue(&mut tx, &sight, &filter.query, &asker).await?
    } else {
        Page { items: Vec::new(), next: None }
    };
    let (coming, limits) = coming(&mut tx, &sight, &filter.query, &asker, (from, after)).await?;
    filter.limits = limits;
    let all: Vec<Row> = late.items.iter().chain(&coming.items).cloned().collect();
    let context = RowContext::of(&visit, &mut tx, &all).await?;
    let words = filter.words();
    let row = |row: &Row| TaskRow { words: words.clone(), ..context.row(&visit, row) };
    let l = layout(&visit, &mut tx, &access).await?;
    // A query with a fault goes along without the piece that is not understood.
    let text = if filter.unclear.is_some() { filter.query.to_string() } else { filter.text.clone() };
    let begins = other.clone().unwrap_or_default();
    let (head, saved) = beside(&visit, &mut tx, &access, &filter).await?;
    let before = earlier(from).map(|first| MonthLink {
        href: links::agenda_from(&slug, &text, &first.to_string(), ""),
        name: named(t, &first, &today),
    });
    let all_overdue = late.next.and_then(|()| sorted(&filter.query, late_ones()).text());
    let undated_text = with(&filter.query, Part { not: false, term: Term::Due(DueCondition::None) }).text();
    let undated = match undated_text {
        Some(_) => days::count_undated(&mut tx, &sight, &filter.query, &asker, UNDATED).await?,
        // They would be found by a query with more parts than one may have.
        None => 0,
    };
    let shown = AgendaPage {
        whys: Whys::read(&mut tx, &all, &words).await?,
        overdue: late.items.iter().map(row).collect(),
        all_overdue: all_overdue.map(|text| links::tasks_found(&slug, &text)),
        days: by_day(&l, &coming.items, &today.to_string(), row),
        before,
        today: (from != today).then(|| View::Agenda.of(&slug, &text)),
        next: coming.next.map(|place| links::agenda_from(&slug, &text, &begins, &place.to_string())),
        undated,
        undated_href: links::tasks_found(&slug, &undated_text.unwrap_or_default()),
        views: Views::of_days(&slug, View::Agenda, &filter, other.as_deref()),
        head,
        l: Layout { back: Some(View::Agenda.of(&slug, &filter.text)), ..l },
        saved,
        filter,
    };
    page(shown.filter.status(), &shown)
}

/// The query with one more part.
fn with(query: &query::Query, part: Part) -> query::Query {
    query::Query { parts: query.parts.iter().cloned().chain([part]).collect(), sort: query.sort }
}

/// The query with one more part, sorted by due date.
fn sorted(query: &query::Query, part: Part) -> query::Query {
    query::Query { sort: Some(Sort { by: Order::Due, reversed: false }), ..with(query, part) }
}

fn late_ones() -> Part {
    Part { not: false, term: Term::Is(Is::Overdue) }
}

/// The first overdue tasks that a query finds.
async fn overdue(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &query::Query,
    asker: &QueryAsker<'_>,
) -> StoreResult<Page<Row, ()>> {
    let found = answer(tx, sight, &sorted(query, late_ones()), asker, None, one_more(OVERDUE)).await?.found;
    let Page { items, next } = Page::cut(found, OVERDUE, |_| ());
    Ok(Page { items: items.into_iter().map(|found| found.row).collect(), next })
}

/// The tasks that a query finds, due from the day `from` on, after a place.
async fn coming(
    tx: &mut SearchTx,
    sight: &Sight,
    query: &query::Query,
    asker: &QueryAsker<'_>,
    (from, after): (Day, Option<Place>),
) -> StoreResult<(Page<Row, Place>, Limits)> {
    let dated = sorted(query, Part { not: true, term: Term::Due(DueCondition::None) });
    let begins = Place::before_due(from.begins(chrono_tz::Tz::UTC));
    let Answer { found, limits } =
        answer(tx, sight, &dated, asker, Some(after.unwrap_or(begins)), one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(found, SHOWN, |found| found.place);
    Ok((Page { items: items.into_iter().map(|found| found.row).collect(), next }, limits))
}

/// The first day of the month of `from`; if `from` is that day, the first day of the month before.
fn earlier(from: Day) -> Option<NaiveDate> {
    let day = NaiveDate::parse_from_str(&from.to_string(), "%Y-%m-%d").ok()?;
    let first = day.with_day(1)?;
    let first = if first == day { first.checked_sub_months(Months::new(1))? } else { first };
    Day::parse(&first.to_string()).is_ok().then_some(first)
}

/// A day in words, with its year if that is not the present one: `Sun 1 Nov`, `1 Dec 2025`.
fn named(t: Text, day: &NaiveDate, today: &Day) -> String {
    let is_this_year = today.to_string().starts_with(&format!("{:04}-", day.year()));
    if is_this_year { when::weekday_and_date(t, day) } else { when::date_and_year(t, day) }
}

/// The rows grouped by due date.
fn by_day(l: &Layout, rows: &[Row], today: &str, shown: impl Fn(&Row) -> TaskRow) -> Vec<AgendaDay> {
    let mut days: Vec<AgendaDay> = Vec::new();
    for (row, at) in rows.iter().filter_map(|row| Some((row, row.asked.due?))) {
        let date = at.date();
        if days.last().is_none_or(|last| last.date != date) {
            days.push(new_day(l, at, today, date));
        }
        if let Some(last) = days.last_mut() {
            // The heading above it has the date.
            last.tasks.push(TaskRow { due: None, ..shown(row) });
        }
    }
    for day in &mut days {
        day.tasks.sort_by_key(TaskRow::is_closed);
    }
    days
}

fn new_day(l: &Layout, at: Time, today: &str, date: String) -> AgendaDay {
    AgendaDay { day: l.date(at).heading(), is_today: date == today, tasks: Vec::new(), date }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_of_another_year_has_its_year() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap();
        let today = Day::parse("2026-01-22").unwrap();
        assert_eq!(named(Text::english(), &day("2026-01-01"), &today), "Thu 1 Jan");
        assert_eq!(named(Text::english(), &day("2025-12-01"), &today), "1 Dec 2025");
    }

    #[test]
    fn it_leads_back_month_by_month_as_far_as_there_are_days() {
        let before = |text: &str| earlier(Day::parse(text).unwrap()).map(|day| day.to_string());
        for (from, first) in [
            ("2026-11-22", Some("2026-11-01")),
            ("2026-11-01", Some("2026-10-01")),
            ("2026-01-01", Some("2025-12-01")),
            ("2000-01-02", Some("2000-01-01")),
            ("2000-01-01", None),
        ] {
            assert_eq!(before(from).as_deref(), first, "{from}");
        }
    }
}
