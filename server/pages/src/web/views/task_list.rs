//! The list: the tasks that a query finds, one line for each, in the order of the query, with the columns that the reader chose.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::HeaderMap;
use pursuance_domain::query::{self, Order, Sort};

use crate::actions::access::{self, Access};
use crate::reads::{self, Page, one_more};
use crate::store::db::SearchTx;
use crate::store::dependencies;
use crate::store::outline::Row;
use crate::store::outline::query::{Answer, Limits, answer};
use crate::store::sealed::seen;
use crate::web::cards::head::{Head, layout};
use crate::web::cards::rows::{RowContext, RowHint, TaskRow};
use crate::web::frame::labels::urgency_key;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{object_of, said_size};
use crate::web::frame::when::When;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields};
use crate::web::request::session::{Visit, see};
use crate::web::views::bulk::Choosing;
use crate::web::views::columns::Column;
use crate::web::views::filter::{Filter, Whys};
use crate::web::views::searches::SavedRow;
use crate::web::views::tabs::{View, Views, beside, leads_on, remember, with_areas};

/// Tasks on one page.
const SHOWN: usize = 50;
/// Members of a private pursuance whom its search knows by name, and blocked tasks that it knows.
const NAMED: i64 = 500;

/// `GET /p/{slug}/list`, with `?q=`, `?phase=`, `?who=`, `?after=`. A query that is not understood is answered with 422.
#[derive(Template)]
#[template(path = "views/task_list.html")]
pub struct TaskListPage {
    pub l: Layout,
    pub head: Head,
    pub views: Views,
    pub filter: Filter,
    /// Saved searches, and the link to save the query.
    pub saved: SavedRow,
    /// The possible orders.
    pub orders: Vec<Ordering>,
    /// The order by number.
    pub newest: Ordering,
    /// The columns, each with the order by it.
    pub columns: Vec<(Column, Option<Ordering>)>,
    pub rows: Vec<ListRow>,
    /// The reasons for results whose titles do not contain the words.
    pub whys: Whys,
    /// The address of the next page.
    pub next: Option<String>,
    /// The choice of several tasks, for a change of all of them.
    pub choosing: Option<Choosing>,
    /// In a private pursuance the identities of members, in hexadecimal, and the names of their accounts: a search on the device finds
    /// people by them.
    pub accounts: Vec<(String, String)>,
    /// There, too: the tasks that a person or words block, as the page names tasks.
    pub blocked: Vec<String>,
}

/// A task of the list.
pub struct ListRow {
    pub task: TaskRow,
    /// The key of its urgency.
    pub urgency: &'static str,
    /// The key of its size; empty where nothing is said of it.
    pub size: &'static str,
    /// The time of the last change.
    pub changed: When,
}

impl TaskListPage {
    /// Every column, and whether it is shown.
    pub fn choices(&self) -> Vec<(Column, bool)> {
        Column::ALL.into_iter().map(|column| (column, self.shows(column))).collect()
    }

    /// Whether a column is shown.
    pub fn shows(&self, column: Column) -> bool {
        self.columns.iter().any(|(shown, _)| *shown == column)
    }

    /// Whether the discussion of a task on the page has something that the viewer has not read.
    pub fn has_unread(&self) -> bool {
        self.rows.iter().any(|row| !row.task.unread.is_empty())
    }
}

/// An order of a list, with the link that sets it, or that reverses it if the list has it already.
pub struct Ordering {
    /// The key of its name.
    pub key: &'static str,
    pub href: String,
    /// Whether the list has this order now.
    pub is_here: bool,
    /// Whether it begins with the highest, the last or the newest.
    pub is_descending: bool,
}

impl Ordering {
    /// The value of `aria-sort`.
    pub fn aria(&self) -> &'static str {
        if self.is_descending { "descending" } else { "ascending" }
    }

    /// An order for a query in a view.
    pub(in crate::web) fn of(view: View, slug: &str, query: &query::Query, by: Order) -> Self {
        let usual = Sort { by: Order::New, reversed: false };
        let now = query.sort.unwrap_or(usual);
        let is_here = now.by == by;
        let reversed = is_here && !now.reversed;
        let other = query::Query { sort: Some(Sort { by, reversed }), ..query.clone() };
        let begins_high = match by {
            Order::New | Order::Updated | Order::Urgency => true,
            Order::Due | Order::Size | Order::Order => false,
        };
        Self {
            key: order_key(by),
            href: links::found_at(&view.page(slug), &other.to_string()),
            is_here,
            is_descending: begins_high != (is_here && now.reversed),
        }
    }
}

/// The key of the name of an order.
fn order_key(order: Order) -> &'static str {
    match order {
        Order::Due => "order-due",
        Order::New => "order-new",
        Order::Updated => "order-updated",
        Order::Urgency => "order-urgency",
        Order::Size => "order-size",
        Order::Order => "order-outline",
    }
}

/// A page of the tasks that a query finds.
pub(in crate::web) struct Found {
    pub rows: Vec<Row>,
    pub context: RowContext,
    /// The address of the next page.
    pub next: Option<String>,
    /// The limits that the words of the query set to the result.
    pub limits: Limits,
}

/// The tasks that a query finds, after the place in the address.
pub(in crate::web) async fn found(
    visit: &Visit,
    tx: &mut SearchTx,
    access: &Access,
    (view, filter): (View, &Filter),
    asked: &FormFields,
) -> Result<Found, PageError> {
    let sight = access.sight()?;
    let asker = reads::task::asker(&visit.app, &visit.who, visit.now, visit.zone);
    let after = asked.text("after").parse().ok();
    let Answer { found, limits } = answer(tx, &sight, &filter.query, &asker, after, one_more(SHOWN)).await?;
    let Page { items, next } = Page::cut(found, SHOWN, |found| found.place);
    let rows: Vec<Row> = items.into_iter().map(|found| found.row).collect();
    let page = view.page(&access.pursuance.slug);
    Ok(Found {
        context: RowContext::of(visit, tx, &rows).await?,
        next: next.map(|place| links::found_after(&page, &filter.text, &place.to_string())),
        rows,
        limits,
    })
}

/// `GET /p/{slug}/list`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    headers: HeaderMap,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let asked = with_areas(&visit, Some(&slug), query.0).await?;
    if let Some(to) = leads_on(&visit, &headers, View::List, &slug, &asked) {
        return Ok(see(&to));
    }
    let mut tx = visit.search().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let filter = Filter::of(visit.t, View::List, &slug, &asked);
    let found = found(&visit, &mut tx, &access, (View::List, &filter), &asked).await?;
    let order = |order: &Order| Ordering::of(View::List, &slug, &filter.query, *order);
    let words = filter.words();
    let address = links::found_at(&View::List.page(&slug), &filter.text);
    let choosing = Choosing::of(visit.t, &access, &address, &asked).filter(|_| filter.unclear.is_none());
    let pick = Choosing::tick(choosing.as_ref());
    let l = layout(&visit, &mut tx, &access).await?;
    let row = |row: &Row| ListRow {
        task: TaskRow { words: words.clone(), pick, ..found.context.row(&visit, row) },
        urgency: urgency_key(row.asked.urgency),
        size: said_size(row.asked.size),
        changed: l.moment(row.updated),
    };
    let column = |column: Column| (column, column.order().map(|by| order(&by)));
    let (head, saved) = beside(&visit, &mut tx, &access, &filter).await?;
    let (mut accounts, mut blocked) = (Vec::new(), Vec::new());
    if access.pursuance.is_private() {
        accounts = seen::accounts(&mut tx, &access.pursuance.id, NAMED).await?;
        let tasks = dependencies::blocked(&mut tx, &access.pursuance.id, NAMED).await?;
        blocked = tasks.iter().map(|task| object_of(task.as_str())).collect();
    }
    let shown = TaskListPage {
        head,
        views: Views::of(&slug, View::List, &filter),
        orders: Order::ALL.iter().map(order).collect(),
        newest: order(&Order::New),
        columns: Column::of(&visit, &headers).into_iter().map(column).collect(),
        rows: found.rows.iter().map(row).collect(),
        whys: Whys::read(&mut tx, &found.rows, &words).await?,
        next: found.next,
        choosing,
        accounts,
        blocked,
        l: Layout { back: Some(View::List.of(&slug, &filter.text)), ..l },
        saved,
        filter: Filter { limits: found.limits, ..filter },
    };
    let response = page(shown.filter.status(), &shown)?;
    Ok(remember(&visit, &headers, (&slug, &shown.filter), response))
}

/// `GET /p/{slug}/table`, where the list with its columns was once: the list with the same query.
pub async fn former(Path(slug): Path<String>, query: AddressQuery) -> Response {
    let asked = &query.0;
    see(&if asked.iter().any(|(name, _)| name == "q") {
        links::found_at(&links::task_list(&slug), asked.text("q"))
    } else {
        links::task_list(&slug)
    })
}
