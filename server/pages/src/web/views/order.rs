//! The moves of a task in the outline: up, down, under the task above, or one level up. A script shows them as a menu of the row;
//! without the script they are a page.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::MoveTask;
use pursuance_domain::allowed::Permission;

use crate::actions::access;
use crate::store::outline::{self, NeighbourSide};
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{TaskLink, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{AddressQuery, FormFields, Posted};
use crate::web::request::refusal::{split_refusal, status_of};
use crate::web::request::session::{Visit, local, see_with};
use crate::web::request::undo::with_undo;

/// A direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Up,
    Down,
    In,
    Out,
}

impl Way {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Up, "up"), (Self::Down, "down"), (Self::In, "in"), (Self::Out, "out")];

    /// The pressed button: its name is the direction, its value the number of the task.
    fn of(form: &FormFields) -> Option<(Self, i64)> {
        Self::ALL.into_iter().find_map(|(way, name)| Some((way, form.number(name)?)))
    }

    /// The notice that the task cannot move in this direction.
    fn ends(self) -> FormNotice {
        match self {
            Self::Up => FormNotice::info("notice-order-first"),
            Self::Down => FormNotice::info("notice-order-last"),
            Self::In => FormNotice::info("notice-order-none-above"),
            Self::Out => FormNotice::info("notice-order-top"),
        }
    }
}

/// The names of the buttons, and the keys of their words.
pub(in crate::web) const PLACES: [(&str, &str); 4] =
    [("up", "order-up"), ("down", "order-down"), ("in", "order-in"), ("out", "order-out")];

/// `GET /p/{slug}/order/{number}`, with `?under=`, the task whose subtasks the outline showed.
#[derive(Template)]
#[template(path = "views/order.html")]
pub struct OrderPage {
    pub l: Layout,
    pub slug: String,
    pub task: TaskLink,
    /// The outline that it was opened from.
    pub back: String,
}

impl OrderPage {
    /// The buttons.
    pub fn places(&self) -> [(&'static str, &'static str); 4] {
        PLACES
    }
}

/// `GET /p/{slug}/order/{number}`
pub async fn show(
    visit: Visit,
    Path((slug, number)): Path<(String, i64)>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    access.demand(Permission::MoveTask, Some(&task))?;
    let l = visit.layout(&mut tx, Nav::pursuance(&slug)).await?;
    let back = match query.0.number("under") {
        Some(under) => links::pursuance_under(&slug, under),
        None => links::pursuance(&slug),
    };
    let title = Words::of(&task.title, visit.t);
    let task = TaskLink { href: links::task(&slug, number), number, title };
    page(StatusCode::OK, &OrderPage { l, slug, task, back })
}

/// `POST /p/{slug}/order`: `up`, `down`, `in` or `out` with the number of a task, and `back`, the page that it leads to. Scripts, which
/// know the tasks around it, send `parent`, `before` and `after` to `/p/{slug}/t/{number}/move`.
pub async fn place(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let (way, number) = Way::of(&form).ok_or(PageError::BadRequest)?;
    let action = match goes(&visit, &slug, number, way).await? {
        Ok(action) => action,
        Err(why) => return Ok(see_with(&visit.app, &back(&form, &slug, number), why)),
    };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(done) => {
            let answer = see_with(&visit.app, &back(&form, &slug, number), FormNotice::good("notice-moved"));
            Ok(with_undo(&visit.app, answer, done.undo))
        }
        Err(refused) => {
            let mut shown = crate::web::task::show::load(&visit, &slug, number).await?;
            crate::web::task::forms::say(&mut shown, &refused);
            page(status_of(&refused), &shown)
        }
    }
}

/// The row of the task, on the page that the form was sent from.
fn back(form: &FormFields, slug: &str, number: i64) -> String {
    let back = form.text("back");
    let to = if back.is_empty() { links::pursuance(slug) } else { local(back).to_owned() };
    format!("{to}#row-{number}")
}

/// The action that moves the task, or the notice that there is no place.
async fn goes(
    visit: &Visit,
    slug: &str,
    number: i64,
    way: Way,
) -> Result<Result<MoveTask, FormNotice>, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let sight = access.sight()?;
    // The nearest parent first.
    let mut above = outline::above(&mut tx, &sight, &task).await?.into_iter().map(|row| row.number).rev();
    let here = above.next();
    let to = |parent: Option<i64>, before: Option<i64>, after: Option<i64>| MoveTask {
        pursuance: slug.to_owned(),
        task: number,
        parent,
        before,
        after,
    };
    let side = match way {
        Way::Up | Way::In => NeighbourSide::Above,
        Way::Down => NeighbourSide::Below,
        Way::Out => return Ok(here.map(|here| to(above.next(), None, Some(here))).ok_or(way.ends())),
    };
    let next = outline::neighbour(&mut tx, &sight, &task, side).await?;
    let Some(next) = next else { return Ok(Err(way.ends())) };
    // Closed tasks are folded in the outline: nobody would look for open work below one.
    if way == Way::In && access::find_task(&mut tx, &access, next).await?.phase.is_closed() {
        return Ok(Err(FormNotice::info("notice-order-closed")));
    }
    Ok(Ok(match way {
        Way::Up => to(here, Some(next), None),
        Way::Down | Way::Out => to(here, None, Some(next)),
        Way::In => to(Some(next), None, None),
    }))
}
