//! The table: the tasks that a query finds, one line for each, with the columns that the reader chose. The browser remembers them.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::{HeaderMap, header};
use pursuance_domain::query::Order;

use crate::actions::access;
use crate::web::cards::head::{Head, layout};
use crate::web::cards::rows::TaskRow;
use crate::web::frame::cookies::Cookie;
use crate::web::frame::labels::urgency_key;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::said_size;
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{Posted, Query};
use crate::web::request::session::{Visit, see};
use crate::web::views::bulk::Choosing;
use crate::web::views::filter::Filter;
use crate::web::views::searches::SavedRow;
use crate::web::views::tabs::{View, Views, beside, leads_on, remember};
use crate::web::views::task_list::{Ordering, found};

/// How long a browser remembers the columns.
const KEPT_SECONDS: i64 = 365 * 86_400;

/// The value of the cookie of a table without any column but the titles.
const NONE: &str = "none";

/// A column beside number and title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Phase,
    Who,
    Due,
    Urgency,
    Size,
    Skills,
    Subtasks,
    Waiting,
    Changed,
}

impl Column {
    /// Every column, in the order of the table.
    pub const ALL: [Self; 9] = [
        Self::Phase,
        Self::Who,
        Self::Due,
        Self::Urgency,
        Self::Size,
        Self::Skills,
        Self::Subtasks,
        Self::Waiting,
        Self::Changed,
    ];

    /// The default columns.
    const USUAL: [Self; 4] = [Self::Phase, Self::Who, Self::Due, Self::Skills];

    /// Its word in the form and in the cookie.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Phase => "phase",
            Self::Who => "who",
            Self::Due => "due",
            Self::Urgency => "urgency",
            Self::Size => "size",
            Self::Skills => "skills",
            Self::Subtasks => "subtasks",
            Self::Waiting => "waiting",
            Self::Changed => "changed",
        }
    }

    /// The key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Self::Phase => "column-phase",
            Self::Who => "column-who",
            Self::Due => "column-due",
            Self::Urgency => "column-urgency",
            Self::Size => "column-size",
            Self::Skills => "column-skills",
            Self::Subtasks => "column-subtasks",
            Self::Waiting => "column-waiting",
            Self::Changed => "column-changed",
        }
    }

    /// The order by it, if there is one.
    fn order(self) -> Option<Order> {
        match self {
            Self::Due => Some(Order::Due),
            Self::Urgency => Some(Order::Urgency),
            Self::Size => Some(Order::Size),
            Self::Changed => Some(Order::Updated),
            Self::Phase | Self::Who | Self::Skills | Self::Subtasks | Self::Waiting => None,
        }
    }

    /// The columns in a cookie. Unknown words are left out.
    fn read(written: Option<&str>) -> Vec<Self> {
        let Some(written) = written.filter(|written| !written.is_empty()) else {
            return Self::USUAL.to_vec();
        };
        let is_there = |column: &Self| written.split('.').any(|word| word == column.as_str());
        Self::ALL.into_iter().filter(is_there).collect()
    }

    /// The columns as the value of a cookie.
    fn written(columns: &[Self]) -> String {
        let words: Vec<&str> = columns.iter().map(|column| column.as_str()).collect();
        if words.is_empty() { NONE.to_owned() } else { words.join(".") }
    }
}

/// `GET /p/{slug}/table`, with `?q=`, `?phase=`, `?who=`, `?after=`. A query that is not understood is answered with 422.
#[derive(Template)]
#[template(path = "views/table.html")]
pub struct TablePage {
    pub l: Layout,
    pub head: Head,
    pub views: Views,
    pub filter: Filter,
    /// Saved searches, and the link to save the query.
    pub saved: SavedRow,
    /// The order by number.
    pub newest: Ordering,
    /// The columns, each with the order by it.
    pub columns: Vec<(Column, Option<Ordering>)>,
    pub rows: Vec<TableRow>,
    /// The address of the next page.
    pub next: Option<String>,
    /// The choice of several tasks, for a change of all of them.
    pub choosing: Option<Choosing>,
}

/// A task of the table.
pub struct TableRow {
    pub task: TaskRow,
    /// The key of its urgency.
    pub urgency: &'static str,
    /// The key of its size; empty where nothing is said of it.
    pub size: &'static str,
    /// The time of the last change.
    pub changed: When,
}

impl TablePage {
    /// Every column, and whether it is shown.
    pub fn choices(&self) -> Vec<(Column, bool)> {
        let is_shown = |column: Column| self.columns.iter().any(|(shown, _)| *shown == column);
        Column::ALL.into_iter().map(|column| (column, is_shown(column))).collect()
    }
}

/// `GET /p/{slug}/table`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, PageError> {
    if let Some(to) = leads_on(&visit, &headers, View::Table, &slug, &query.0) {
        return Ok(see(&to));
    }
    let mut tx = visit.search().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let filter = Filter::of(visit.t, View::Table, &slug, &query.0);
    let found = found(&visit, &mut tx, &access, (View::Table, &filter), &query.0).await?;
    let l = layout(&visit, &mut tx, &access).await?;
    let order = |order: Order| Ordering::of(View::Table, &slug, &filter.query, order);
    let words = filter.words();
    // A page for visitors is the same for all of them.
    let kept = visit.person().and_then(|_| Cookie::Columns.read(&visit.app.config.base_url, &headers));
    let address = links::found_at(&View::Table.page(&slug), &filter.text);
    let choosing = Choosing::of(visit.t, &access, &address, &query.0).filter(|_| filter.unclear.is_none());
    let pick = Choosing::is_on(choosing.as_ref());
    let rows = found.rows.iter().map(|row| TableRow {
        task: TaskRow { words: words.clone(), pick, ..found.context.row(&visit, row) },
        urgency: urgency_key(row.asked.urgency),
        size: said_size(row.asked.size),
        changed: l.moment(row.updated),
    });
    let (head, saved) = beside(&visit, &mut tx, &access, &filter).await?;
    let shown = TablePage {
        head,
        views: Views::of(&slug, View::Table, &filter),
        newest: order(Order::New),
        columns: Column::read(kept).into_iter().map(|column| (column, column.order().map(order))).collect(),
        rows: rows.collect(),
        next: found.next,
        choosing,
        l: Layout { back: Some(View::Table.of(&slug, &filter.text)), ..l },
        saved,
        filter: Filter { limits: found.limits, ..filter },
    };
    let response = page(shown.filter.status(), &shown)?;
    Ok(remember(&visit, &headers, (&slug, &shown.filter), response))
}

/// `POST /p/{slug}/table`: `column` once for each ticked one, and `q` (of the table it was sent from).
pub async fn choose(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let is_ticked = |column: &Column| form.all("column").any(|word| word == column.as_str());
    let chosen: Vec<Column> = Column::ALL.into_iter().filter(is_ticked).collect();
    let mut response = see(&View::Table.of(&slug, form.text("q").trim()));
    let base = &visit.app.config.base_url;
    let cookie = Cookie::Columns.set(base, &Column::written(&chosen), KEPT_SECONDS);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_as_they_were_written_and_nothing_else_is_a_column() {
        for chosen in [&Column::ALL[..], &[Column::Due, Column::Changed], &[]] {
            assert_eq!(Column::read(Some(&Column::written(chosen))), chosen);
        }
        assert_eq!(Column::read(None), Column::USUAL);
        assert_eq!(Column::read(Some("")), Column::USUAL);
        assert_eq!(Column::read(Some("due.<b>.due.nonsense")), [Column::Due]);
    }
}
