//! The graph of dependencies between tasks, drawn here in layers, with an equivalent list.

use std::collections::HashMap;

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::value::TaskRef;

use crate::actions::access;
use crate::reads::graph::{self, GraphTask, GraphView};
use crate::text::Text;
use crate::web::cards::head::{Head, PursuanceTab, head, layout};
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::frame::view::{TaskLink, Words};
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;
use crate::web::views::tabs::{View, Views};

/// The measures of the picture, in its own units.
const WIDTH: usize = 176;
const HEIGHT: usize = 46;
const GAP: usize = 44;
const ROW: usize = 62;
const EDGE: usize = 8;

/// The most letters of a title in the picture; the list has all of them.
const LETTERS: usize = 21;

/// `GET /p/{slug}/graph`, with `?around=` a task; `?q=` is for the other views.
#[derive(Template)]
#[template(path = "views/graph.html")]
pub struct GraphPage {
    pub l: Layout,
    pub head: Head,
    pub views: Views,
    /// The task in the centre, if the graph is not of the whole pursuance.
    pub around: Option<TaskLink>,
    pub boxes: Vec<TaskBox>,
    pub lines: Vec<Line>,
    pub width: usize,
    pub height: usize,
    /// The longest chain of unfinished work, in words; empty when there is none.
    pub chain: String,
    pub left_out: i64,
}

/// A task of the picture and of the list.
pub struct TaskBox {
    pub x: usize,
    pub y: usize,
    /// `None`: the viewer may not see it.
    pub task: Option<Known>,
    pub is_open: bool,
    /// Whether it is in the longest chain.
    pub is_in_chain: bool,
    /// Whether it is the task in the centre.
    pub is_here: bool,
    /// The names of the tasks that it waits for.
    pub waits_for: String,
}

/// A task that the viewer may see.
pub struct Known {
    pub link: TaskLink,
    /// `#12`, or `slug#12` of another pursuance.
    pub name: String,
    /// The title in plain words, cut to fit.
    pub cut: String,
    pub phase: PhaseTag,
}

/// A line from a task to a task that it waits for.
pub struct Line {
    pub path: String,
    pub is_in_chain: bool,
}

impl TaskBox {
    /// The classes of its box.
    pub fn classes(&self) -> &'static str {
        match (self.is_in_chain, self.is_open) {
            (true, _) => "node chain",
            (false, true) => "node",
            (false, false) => "node closed",
        }
    }

    /// The position of its first line of text.
    pub fn text(&self) -> (usize, usize) {
        (self.x + EDGE, self.y + 19)
    }

    /// The position of its second line of text.
    pub fn below(&self) -> (usize, usize) {
        (self.x + EDGE, self.y + 36)
    }
}

impl GraphPage {
    /// Makes the page from the data read. The links to the other views get the query with this text.
    pub fn of(
        l: Layout,
        head: Head,
        around: Option<TaskLink>,
        here: Option<&TaskRef>,
        found: &GraphView,
        text: &str,
    ) -> Self {
        let t = l.t;
        let names: HashMap<&TaskRef, String> =
            found.tasks.iter().map(|task| (&task.task, name_of(t, task))).collect();
        let mut rows: HashMap<usize, usize> = HashMap::new();
        let mut places: HashMap<&TaskRef, (usize, usize)> = HashMap::new();
        for task in &found.tasks {
            let row = rows.entry(task.layer).or_default();
            places.insert(&task.task, (EDGE + task.layer * (WIDTH + GAP), EDGE + *row * ROW));
            *row += 1;
        }
        let waits_for = |task: &TaskRef| {
            let on = found.edges.iter().filter(|edge| edge.task == *task);
            on.filter_map(|edge| names.get(&edge.on)).cloned().collect::<Vec<_>>().join(", ")
        };
        let is_step = |task: &TaskRef, on: &TaskRef| {
            found.chain.windows(2).any(|pair| pair == [on.clone(), task.clone()])
        };
        let lines = found.edges.iter().filter_map(|edge| {
            let ((x, y), (to_x, to_y)) = (*places.get(&edge.on)?, *places.get(&edge.task)?);
            let (x, y, to_y) = (x + WIDTH, y + HEIGHT / 2, to_y + HEIGHT / 2);
            let path = format!("M{x} {y}C{} {y} {} {to_y} {to_x} {to_y}", x + GAP / 2, to_x - GAP / 2);
            Some(Line { path, is_in_chain: is_step(&edge.task, &edge.on) })
        });
        // The longest chain is drawn over the other lines.
        let mut lines: Vec<Line> = lines.collect();
        lines.sort_by_key(|line| line.is_in_chain);
        let boxes = found.tasks.iter().map(|task| {
            let (x, y) = places.get(&task.task).copied().unwrap_or_default();
            TaskBox {
                x,
                y,
                task: known(t, task),
                is_open: task.open == Some(true),
                is_in_chain: found.chain.contains(&task.task),
                is_here: here == Some(&task.task),
                waits_for: waits_for(&task.task),
            }
        });
        let boxes: Vec<TaskBox> = boxes.collect();
        let layers = found.tasks.iter().map(|task| task.layer + 1).max().unwrap_or(0);
        let chain: Vec<String> = found.chain.iter().filter_map(|task| names.get(task)).cloned().collect();
        Self {
            width: layers * (WIDTH + GAP) + 2 * EDGE - GAP.min(layers * GAP),
            height: rows.values().copied().max().unwrap_or(0) * ROW + EDGE,
            chain: chain.join(" → "),
            left_out: found.left_out,
            views: Views::new(&head.slug, View::Waits, text),
            around,
            boxes,
            lines,
            head,
            l,
        }
    }

    /// The finding, as the picture's label.
    pub fn finding(&self) -> String {
        let open = self.boxes.iter().filter(|task| task.is_open).count();
        self.l.t.with("graph-label").set("n", self.boxes.len()).set("open", open).to_string()
    }
}

fn name_of(t: Text, task: &GraphTask) -> String {
    match task.title {
        Some(_) => task.task.to_string(),
        None => t.s("task-you-cannot-see").to_owned(),
    }
}

fn known(t: Text, task: &GraphTask) -> Option<Known> {
    let (slug, number) = (task.pursuance.as_ref()?, task.number?);
    let title = Words::of(task.title.as_ref()?, t);
    let said = title.said();
    let cut = match said.char_indices().nth(LETTERS) {
        Some((end, _)) => format!("{}…", said[..end].trim_end()),
        None => said.to_owned(),
    };
    Some(Known {
        link: TaskLink { href: links::task(slug, number), number, title },
        name: name_of(t, task),
        cut,
        phase: PhaseTag::told(task.phase?, task.later.unwrap_or_default()),
    })
}

/// `GET /p/{slug}/graph`
pub async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let task = match query.0.number("around") {
        Some(number) => Some(access::find_task(&mut tx, &access, number).await?),
        None => None,
    };
    let found = match &task {
        Some(task) => graph::around(&visit.app, &mut tx, &access, task).await?,
        None => graph::of_pursuance(&visit.app, &mut tx, &access).await?,
    };
    let l = layout(&visit, &mut tx, &access).await?;
    let head = head(&visit, &mut tx, &access, PursuanceTab::Tasks).await?;
    let here = task.as_ref().map(|task| TaskRef::Number(task.number));
    let around = task.map(|task| TaskLink {
        href: links::task(&slug, task.number),
        number: task.number,
        title: Words::of(&task.title, visit.t),
    });
    let text = query.0.text("q").trim();
    page(StatusCode::OK, &GraphPage::of(l, head, around, here.as_ref(), &found, text))
}
