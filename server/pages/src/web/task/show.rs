//! The page of a task, read card by card.

use axum::extract::Path;
use axum::response::Response;
use http::{HeaderValue, StatusCode, header};
use pursuance_domain::time::Time;

use super::answers::NamedMessages;
use super::assignee_search::AssigneeSearch;
use super::clock::ClockShown;
use super::delegations::Sides;
use super::dependencies::dependencies;
use super::discussion::{Said, Which, talk};
use super::facts::FactsCard;
use super::files::Files;
use super::heir::HeirShown;
use super::history::History;
use super::notes::Notes;
use super::page::{FormShown, TaskPage};
use super::people::People;
use super::people_buttons::{blockers, receivers};
use super::places::places;
use super::scene::{Rows, Scene};
use super::step::Steps;
use super::subtasks::SubtasksCard;
use crate::actions::access::{self, Access};
use crate::markdown;
use crate::store::db::ReadTx;
use crate::store::tasks::Task;
use crate::web::cards::watching::{WatchReason, Watching};
use crate::web::cards::way_back::came_from;
use crate::web::delegation::rounds::Rounds;
use crate::web::frame::asks::AsksView;
use crate::web::frame::labels::PhaseTag;
use crate::web::frame::links;
use crate::web::frame::view::prose;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::page_cache::Ends;
use crate::web::request::session::Visit;

/// `GET /p/{slug}/t/{number}`
pub async fn show(
    visit: Visit,
    Path((slug, number)): Path<(String, i64)>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let part = Part {
        said: Which::asked(&query.0),
        rounds: query.0.number("rounds").map_or_else(Rounds::newest, |at| Rounds::before(Time(at))),
        asked: NamedMessages::of(&query.0, ["reply", "quote", "react"]),
        names_all: ["assign", "reviewer"].contains(&query.0.text("open")),
    };
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let document = visit.app.addresses.task(&task.id);
    let program = links::alternate(&document);
    let open = query.0.text("open").to_owned();
    let board = came_from(&slug, &query.0);
    let mut shown = fill(&visit, &mut tx, &access, &task, part).await?;
    (shown.form.open, shown.form.board) = (open, board);
    if let Some(share) = shown.talk.share.as_mut().filter(|_| shown.form.open == links::ANSWER) {
        share.is_ticked = true;
    }
    shown.l.document = Some(document);
    shown.l.back = Some(links::task(&slug, number));
    let mut response = page(StatusCode::OK, &shown)?;
    if let Ok(link) = HeaderValue::from_str(&program) {
        response.headers_mut().insert(header::LINK, link);
    }
    if shown.talk.ends() {
        response.extensions_mut().insert(Ends);
    }
    Ok(response)
}

/// Reads the current page, for a refused form.
pub(in crate::web) async fn load(visit: &Visit, slug: &str, number: i64) -> Result<TaskPage, PageError> {
    load_answering(visit, slug, number, NamedMessages::default()).await
}

/// The same, with the messages that the viewer's new message answers and quotes.
pub(super) async fn load_answering(
    visit: &Visit,
    slug: &str,
    number: i64,
    asked: NamedMessages,
) -> Result<TaskPage, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let part = Part { said: asked.which(), rounds: Rounds::newest(), asked, names_all: false };
    fill(visit, &mut tx, &access, &task, part).await
}

/// The requested part of the comments and rounds if there are many, and the messages to answer.
struct Part {
    said: Which,
    rounds: Rounds,
    asked: NamedMessages,
    /// Whether to name all members to whom a private task can be given.
    names_all: bool,
}

async fn fill(
    visit: &Visit,
    tx: &mut ReadTx,
    access: &Access,
    task: &Task,
    part: Part,
) -> Result<TaskPage, PageError> {
    let (mut s, rows) = Scene::of(visit, tx, access, task, &part.said).await?;
    let Rows { files, comments, lines, in_all } = rows;
    let names = files.iter().map(|file| (file.id.0.clone(), file.name.clone())).collect();
    let heir = HeirShown::of(&mut s).await?;
    let files = Files::of(&mut s, files).await?;
    let mut sides = Sides::of(&mut s, &files.files, &comments.messages, part.rounds).await?;
    let steps = Steps::of(&mut s, heir.as_ref(), sides.incoming.as_mut()).await?;
    let texts = comments.messages.iter().filter_map(|message| message.body.open());
    let texts = texts.chain(s.beside.asks.deliverables.open());
    let places = places(visit, s.tx, access, texts).await?;
    let said = Said { writers: &sides.writers, places: &places, comments, asked: &part.asked };
    let mut talk = talk(&mut s, said).await?;
    for message in &mut talk.messages {
        let with = files.files.iter().filter(|file| file.message == message.id);
        message.files = with.cloned().collect();
    }
    let history = History::of(&mut s, names, (lines, in_all)).await?;
    let share = sides.is_active().then_some(false);
    let notes = Notes::of(&mut s).await?;
    let people = People::of(&mut s, &steps.may).await?;
    let facts = FactsCard::of(&s, history.went_along);
    let subtasks = SubtasksCard::of(&mut s).await?;
    let taking = AssigneeSearch::of(&mut s, steps.may, heir, &subtasks).await?;
    let clock = ClockShown::of(&mut s).await?;
    let receivers = receivers(&mut s, steps.may, part.names_all).await?;
    let dependencies = dependencies(&mut s, share).await?;
    let blockers = blockers(&mut s, dependencies.may_block).await?;
    let Scene { l, mine, beside, .. } = s;
    let hands = [Some(&task.creator), task.assignee.as_ref(), task.reviewer.as_ref()];
    let is_theirs = visit.person().is_some_and(|person| hands.contains(&Some(person)));
    let or_else = match beside.has_watch {
        false if beside.is_watched_around => WatchReason::Around,
        false if is_theirs => WatchReason::Begins,
        _ => WatchReason::Off,
    };
    let deliverables = prose(&beside.asks.deliverables, l.t, |text| markdown::to_linked_html(text, &places));
    Ok(TaskPage {
        slug: access.pursuance.slug.clone(),
        pursuance: access.pursuance.name.clone(),
        number: task.number,
        phase: PhaseTag::of(task.phase, task.is_blocked),
        asks: AsksView::of(&l, &mine, beside.asks, deliverables, task.phase.is_closed()),
        watching: Watching::known(
            visit,
            task.id.as_str(),
            (beside.watched, beside.is_muted),
            task.mirror_of.is_some(),
            or_else,
        ),
        l,
        notes,
        people,
        facts,
        steps,
        taking,
        receivers,
        blockers,
        clock,
        subtasks,
        dependencies,
        sides,
        files,
        talk,
        history,
        form: FormShown::default(),
    })
}
