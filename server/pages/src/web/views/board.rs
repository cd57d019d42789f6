//! The board: the tasks that a query finds, in five lanes, with the moves between the lanes.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::HeaderMap;
use pursuance_domain::allowed::Sight;
use pursuance_domain::delegation::Side;
use pursuance_domain::id::TaskId;
use pursuance_domain::task::free::press;
use pursuance_domain::time::Time;
use pursuance_domain::value::Urgency;

use crate::actions::Refused;
use crate::actions::access::{self, Access};
use crate::reads::{self, one_more};
use crate::store::actors::ActorKind;
use crate::store::db::{ReadTx, SearchTx};
use crate::store::error::StoreResult;
use crate::store::outline::free::{self, FreeTasksQuery, SearchedPursuances};
use crate::store::outline::query::{Answer, FEW, answer, count};
use crate::store::outline::{Row, TaskDelegation};
use crate::store::pursuances;
use crate::store::tasks::Task;
use crate::web::cards::head::{Head, layout};
use crate::web::cards::rows::{RowContext, RowHint, TaskRow};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{TaskLink, Words, said_size};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see, see_with};
use crate::web::request::undo::with_undo;
use crate::web::task::may::Hands;
use crate::web::views::bulk::Choosing;
use crate::web::views::filter::Filter;
use crate::web::views::lanes::{BoardLane, Does, Move, Way, meant, moves};
use crate::web::views::searches::SavedRow;
use crate::web::views::tabs::{View, Views, beside, leads_on, remember, with_areas};

/// Cards in one lane; a link leads to the list of the rest.
const CARDS: usize = 40;
/// Tasks of a lane are counted up to here.
const COUNTED: i64 = 1_000;

/// `GET /p/{slug}/board`, with `?q=`, `?phase=`, `?who=`. A refused move comes back as this page with 422, and so does a query that
/// is not understood.
#[derive(Template)]
#[template(path = "views/board.html")]
pub struct BoardPage {
    pub l: Layout,
    pub head: Head,
    pub views: Views,
    pub filter: Filter,
    /// Saved searches, and the link to save the query.
    pub saved: SavedRow,
    pub lanes: Vec<LaneShown>,
    /// The choice of several tasks, in a private pursuance: there no card is moved by a form.
    pub choosing: Option<Choosing>,
    /// A move that was refused.
    pub refused: Option<NotMoved>,
}

/// A lane with its cards.
pub struct LaneShown {
    pub lane: BoardLane,
    pub cards: Vec<Card>,
    /// The number of tasks that one can work on, in words: of the first lane, the free ones (RULES §7).
    pub count: String,
    /// The number of its other tasks, and of all, in words; none where there are no others.
    pub others: Option<String>,
    pub all: String,
    /// The list of all of them, if not all have a card.
    pub rest: Option<String>,
}

/// A task on the board.
pub struct Card {
    pub task: TaskRow,
    /// The key of its size; empty where nothing is said of it.
    pub size: &'static str,
    pub moves: Vec<Move>,
}

/// The reason why a card was not moved.
pub struct NotMoved {
    pub task: TaskLink,
    pub why: String,
}

impl BoardPage {
    /// Whether the card needs a form, because one of its moves is a form.
    pub fn has_form(&self, card: &Card) -> bool {
        card.moves.iter().any(|one| one.way == Way::Form)
    }

    /// Whether there is no card at all.
    pub fn is_empty(&self) -> bool {
        self.lanes.iter().all(|lane| lane.cards.is_empty())
    }
}

impl LaneShown {
    fn new(lane: BoardLane, (count, all): (i64, i64), rest: Option<String>, cards: Vec<Card>) -> Self {
        let words = |count: i64| {
            let most = if count >= COUNTED { "+" } else { "" };
            format!("{}{most}", count.min(COUNTED - 1))
        };
        // Where not all were counted, the number is a lower bound.
        let plus = if all >= COUNTED { "+" } else { "" };
        let others = (all > count).then(|| format!("{}{plus}", all - count));
        Self { lane, cards, count: words(count), others, all: words(all), rest }
    }
}

/// The board, at the card of a task.
fn at_card(slug: &str, text: &str, number: i64) -> String {
    format!("{}#t-{number}", View::Board.of(slug, text))
}

/// `GET /p/{slug}/board`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    headers: HeaderMap,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let asked = with_areas(&visit, Some(&slug), query.0).await?;
    if let Some(to) = leads_on(&visit, &headers, View::Board, &slug, &asked) {
        return Ok(see(&to));
    }
    let mut tx = visit.search().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let mut shown = board(&visit, &mut tx, &access, &asked).await?;
    shown.l.back = Some(View::Board.of(&slug, &shown.filter.text));
    let response = page(shown.filter.status(), &shown)?;
    Ok(remember(&visit, &headers, (&slug, &shown.filter), response))
}

/// The lanes with the tasks that a query finds.
async fn board(
    visit: &Visit,
    tx: &mut SearchTx,
    access: &Access,
    asked: &FormFields,
) -> Result<BoardPage, PageError> {
    let slug = &access.pursuance.slug;
    let mut filter = Filter::of(visit.t, View::Board, slug, asked);
    let sight = access.sight()?;
    let asker = reads::task::asker(&visit.app, &visit.who, visit.now, visit.zone);
    let has_usual_order = filter.query.sort.is_none();
    let is_usual = filter.query.parts.is_empty() && has_usual_order;
    // Among many tasks it pays to plan for this pursuance: a plan for any would sort all that nobody has.
    if is_usual && pursuances::tasks_made(tx, &access.pursuance.id).await? <= FEW {
        tx.keep();
    }
    let (mut all, mut lanes) = (Vec::new(), Vec::with_capacity(BoardLane::ALL.len()));
    for lane in BoardLane::ALL {
        let query = lane.among(&filter.query);
        let Answer { found, limits } = answer(tx, &sight, &query, &asker, None, one_more(CARDS)).await?;
        let mut found: Vec<Row> = found.into_iter().map(|found| found.row).collect();
        filter.limits.is_cut |= limits.is_cut;
        filter.limits.is_filling |= limits.is_filling;
        // Tasks that can be worked on are counted on the cards, where all have one.
        let (counted, rest) = if found.len() > CARDS {
            let in_all = count::found(tx, &sight, &query, &asker, COUNTED).await?;
            let free = match lane.free(&query) {
                Some(free) => count::found(tx, &sight, &free, &asker, COUNTED).await?,
                None => in_all,
            };
            (Some((free, in_all)), query.text().map(|text| links::found_at(&View::List.page(slug), &text)))
        } else {
            (None, None)
        };
        if counted.is_some() && lane == BoardLane::PickUp && is_usual {
            bring_forward(tx, &sight, visit.now, &mut found).await?;
        }
        found.truncate(CARDS);
        let from = all.len();
        all.extend(found);
        lanes.push((lane, counted, rest, from..all.len()));
    }
    let context = RowContext::of(visit, tx, &all).await?;
    let first = lanes.iter().find(|(lane, ..)| *lane == BoardLane::PickUp && has_usual_order);
    if let Some(rows) = first.and_then(|(.., range)| all.get_mut(range.clone())) {
        // Among equals the newest stays first.
        rows.sort_by_cached_key(|row| by_what_presses(&context, row, visit.now));
    }
    // A non-member cannot move cards.
    let tasks = match access.role() {
        Some(_) => reads::task::of_rows(tx, &all).await?,
        None => HashMap::new(),
    };
    let words = filter.words();
    let address = links::found_at(&View::Board.page(slug), &filter.text);
    let choosing = Choosing::of(visit.t, access, &address, asked)
        .filter(|_| access.pursuance.is_private() && filter.unclear.is_none());
    let pick = Choosing::tick(choosing.as_ref());
    let card = |row: &Row| Card {
        task: TaskRow { words: words.clone(), pick, ..context.row(visit, row) },
        size: said_size(row.asked.size),
        moves: moves_of(access, &context, &tasks, row, &at_card(slug, &filter.text, row.number)),
    };
    let many = |count: usize| i64::try_from(count).unwrap_or(COUNTED);
    let shown = lanes.into_iter().map(|(lane, counted, rest, range)| {
        let rows = all.get(range).unwrap_or_default();
        let is_counted = |row: &&Row| lane != BoardLane::PickUp || context.is_free(row);
        let counted =
            counted.unwrap_or_else(|| (many(rows.iter().filter(is_counted).count()), many(rows.len())));
        LaneShown::new(lane, counted, rest, rows.iter().map(card).collect())
    });
    let (head, saved) = beside(visit, tx, access, &filter).await?;
    Ok(BoardPage {
        lanes: shown.collect(),
        views: Views::of(slug, View::Board, &filter),
        head,
        l: layout(visit, tx, access).await?,
        saved,
        filter,
        choosing,
        refused: None,
    })
}

/// Puts the free tasks of a pursuance that press before the newest ones of its first lane, which has more than it shows.
async fn bring_forward(tx: &mut ReadTx, sight: &Sight, now: Time, found: &mut Vec<Row>) -> StoreResult<()> {
    let free = free::first(tx, SearchedPursuances::One(sight), FreeTasksQuery::default(), now).await?.tasks;
    let ids: Vec<TaskId> =
        free.into_iter().filter(|(_, free)| free.presses(now)).map(|(id, _)| id).take(CARDS).collect();
    let pressing = free::rows_of(tx, &ids).await?;
    found.retain(|row| !ids.contains(&row.id));
    found.splice(0..0, pressing);
    Ok(())
}

/// The place of a card in the first lane: what nobody can begin yet does not press.
fn by_what_presses(context: &RowContext, row: &Row, now: Time) -> impl Ord + use<> {
    let is_free = context.is_free(row);
    press(row.asked.due.filter(|_| is_free), is_free && row.asked.urgency == Urgency::Urgent, now)
}

/// The moves of a card.
fn moves_of(
    access: &Access,
    context: &RowContext,
    tasks: &HashMap<TaskId, Task>,
    row: &Row,
    back: &str,
) -> Vec<Move> {
    let Some(task) = tasks.get(&row.id) else { return Vec::new() };
    let is_offer = |found: &TaskDelegation| found.side == Side::Origin && found.state.is_open();
    let hands = Hands {
        is_delegated: row.assignee.as_ref().is_some_and(|who| who.kind == ActorKind::Group),
        is_offered: context.delegation(row).is_some_and(is_offer),
        // Whether the task is held for an heir is checked when the viewer moves it.
        is_held: false,
    };
    moves(access, task, hands, back)
}

/// `POST /p/{slug}/board`: `task` (a number), `to` (a lane), `q` (of the board it was sent from).
pub async fn act(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let number = form.number("task").ok_or(PageError::BadRequest)?;
    let to = BoardLane::parse(form.text("to")).ok_or(PageError::BadRequest)?;
    let back = at_card(&slug, form.text("q").trim(), number);
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    drop(tx);
    // Somebody else was quicker.
    if BoardLane::of(task.phase, task.is_blocked) == Some(to) {
        return Ok(see(&back));
    }
    let is_yours = access.facts(Some(&task)).is_assignee;
    let (action, notice) = match meant(&slug, &task, to, is_yours, &back) {
        Does::Acts(action, notice) => (action, notice),
        Does::Leads(page) => return Ok(see(&page)),
    };
    match split_refusal(visit.app.perform(&visit.who, *action).await)? {
        Ok(done) => Ok(with_undo(&visit.app, see_with(&visit.app, &back, notice), done.undo)),
        Err(refused) => not_moved(&visit, &slug, &form, &task, &refused).await,
    }
}

/// The board as it is, with the reason why a card was not moved.
async fn not_moved(
    visit: &Visit,
    slug: &str,
    form: &FormFields,
    task: &Task,
    refused: &Refused,
) -> Result<Response, PageError> {
    let mut tx = visit.search().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let mut shown = board(visit, &mut tx, &access, form).await?;
    shown.refused = Some(NotMoved {
        task: TaskLink {
            href: links::task(slug, task.number),
            number: task.number,
            title: Words::of(&task.title, visit.t),
        },
        why: refusal_text(visit.t, refused),
    });
    page(status_of(refused), &shown)
}
